using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MentorMarket.Web.Tests.Localization;

/// <summary>Reads the texts out of the portal's sources and finds those that one of the languages lacks.</summary>
internal static partial class TextScan
{
    private static readonly string[] Actors = ["Municipality", "Provider", "Auditor", "Citizen", "Operator", "Account", "Organisation"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<(string Path, string Source)> Sources(params string[] endings) =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/") && endings.Any(path.EndsWith))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));

    /// <summary>The resource a source file's texts belong to: its actor's, else the shared one.</summary>
    public static string AreaOf(string path) =>
        path.StartsWith("Pages/Apply/", StringComparison.Ordinal) ? "OperatorTexts"
            : Actors.FirstOrDefault(actor => path.StartsWith($"Pages/{actor}/", StringComparison.Ordinal)) is { } actor ? actor + "Texts"
            : "SharedTexts";

    public static IEnumerable<string> Areas => Actors.Append("Shared").Select(name => name + "Texts");

    public static IReadOnlyDictionary<string, string> English(string area) => Read.GetOrAdd(area,
        _ => Entries(File.ReadAllText(Path.Combine(Root, "Resources", area + ".en.resx"))));

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Read = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> Entries(string resx) =>
        XDocument.Load(new StringReader(resx)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    /// <summary>The literals of <c>L["..."]</c> and <c>Texts.Key("...")</c>.</summary>
    public static IEnumerable<string> TextsIn(string source) =>
        Text().Matches(DocComment().Replace(source, "")).Select(match => Regex.Unescape(match.Groups["text"].Value));

    /// <summary>Look-ups whose text is not a literal: nobody can check those.</summary>
    public static IEnumerable<string> ComputedLookUps(string source) =>
        Computed().Matches(DocComment().Replace(source, "")).Select(match => match.Value.Trim());

    /// <summary>Words a reader would see that do not come from a localizer: text nodes, and attributes that are read out.</summary>
    public static IEnumerable<string> NakedWords(string cshtml)
    {
        var markup = Markup(cshtml);
        foreach (Match attribute in Attribute().Matches(markup))
        {
            if (Word().IsMatch(WithoutEntities(attribute.Groups["value"].Value)))
            {
                yield return attribute.Value;
            }
        }
        foreach (Match node in TextNode().Matches(Tags().Replace(markup, _ => "<>")))
        {
            var text = WithoutEntities(node.Groups["text"].Value).Trim();
            if (Word().IsMatch(text) && !Names.Contains(text))
            {
                yield return text;
            }
        }
    }

    // Names are the same in every language.
    private static readonly HashSet<string> Names = ["MentorMarket", "digst.dk", "CVR", "GLN", "EAN", "CSV", "PDF", "JSON"];

    private static string WithoutEntities(string text) => Regex.Replace(text, "&#?[a-zA-Z0-9]+;", "");

    /// <summary>The markup of a page with everything that is C# blanked out.</summary>
    private static string Markup(string cshtml)
    {
        var source = Regex.Replace(cshtml, @"@\*.*?\*@|<!--.*?-->|<!DOCTYPE[^>]*>", "", RegexOptions.Singleline);
        var markup = new StringBuilder();
        for (var i = 0; i < source.Length;)
        {
            i = Step(source, i, markup);
        }
        return markup.ToString();
    }

    private static int Step(string source, int i, StringBuilder markup)
    {
        if (source[i] != '@')
        {
            var isBrace = source[i] is '{' or '}' && IsAlone(source, i);
            // "else {" and "else if (...)" follow a block without an @ of their own.
            var alternative = Alternative().Match(source, i);
            if (alternative.Success)
            {
                return alternative.Value.EndsWith('(') ? Close(source, i + alternative.Length - 1) : i + alternative.Length;
            }
            var statement = Statement().Match(source, i);
            if ((i == 0 || source[i - 1] == '\n') && statement.Success)
            {
                return StatementEnd(source, i + statement.Length);
            }
            if (!isBrace)
            {
                markup.Append(source[i]);
            }
            return i + 1;
        }
        if (i + 1 < source.Length && source[i + 1] == '@')
        {
            markup.Append('@');
            return i + 2;
        }
        var directive = Directive().Match(source, i);
        if (directive.Success)
        {
            return i + directive.Length;
        }
        if (i + 1 < source.Length && source[i + 1] is '{' or '(')
        {
            return Close(source, i + 1);
        }
        var keyword = Keyword().Match(source, i);
        if (keyword.Success)
        {
            return Close(source, i + keyword.Length - 1);
        }
        return Expression(source, i + 1);
    }

    private static bool IsAlone(string source, int i)
    {
        var start = source.LastIndexOf('\n', Math.Max(0, i - 1)) + 1;
        var end = source.IndexOf('\n', i);
        return source[start..(end < 0 ? source.Length : end)].Trim() is "{" or "}";
    }

    // A statement inside a code block: to its semicolon, or past its parentheses when it opens a block.
    private static int StatementEnd(string source, int i)
    {
        while (i < source.Length && source[i] != ';' && source[i] != '\n')
        {
            i = source[i] is '(' or '[' or '{' ? Close(source, i) : source[i] == '"' ? StringEnd(source, i) : i + 1;
        }
        return Math.Min(source.Length, i + 1);
    }

    private static int Expression(string source, int i)
    {
        while (i < source.Length)
        {
            if (char.IsLetterOrDigit(source[i]) || source[i] == '_')
            {
                i++;
            }
            else if (source[i] is '(' or '[')
            {
                i = Close(source, i);
            }
            else if (source[i] is '.' or '!' or '?' && i + 1 < source.Length
                && (char.IsLetter(source[i + 1]) || source[i + 1] is '.' or '['))
                i++;
            else
            {
                break;
            }
        }
        return i;
    }

    /// <summary>The index after the bracket that closes the one at <paramref name="i"/>.</summary>
    private static int Close(string source, int i)
    {
        var depth = 0;
        while (i < source.Length)
        {
            if (source[i] is '"')
            {
                i = StringEnd(source, i);
                continue;
            }
            if (source[i] is '(' or '[' or '{')
            {
                depth++;
            }
            if (source[i] is ')' or ']' or '}' && --depth == 0)
            {
                return i + 1;
            }
            i++;
        }
        return i;
    }

    private static int StringEnd(string source, int i)
    {
        for (i++; i < source.Length && source[i] != '"' && source[i] != '\n'; i++)
        {
            if (source[i] == '\\')
            {
                i++;
            }
        }
        return Math.Min(source.Length, i + 1);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MentorMarket.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("MentorMarket.sln stands in no folder above the tests.");
        }
        return Path.Combine(folder.FullName, "src", "MentorMarket.Web");
    }

    [GeneratedRegex("""(?:\bL\[|\bTexts\.Key\()\s*"(?<text>(?:[^"\\]|\\.)*)"\s*[],)]""")]
    private static partial Regex Text();

    [GeneratedRegex("""\bL\[(?!\s*")[^\]]*\]|\bL\[\s*"(?:[^"\\]|\\.)*"\s*[^],\s][^\]]*\]|\bTexts\.Key\((?!\s*"|string )[^)]*\)""")]
    private static partial Regex Computed();

    // The comments show how to write a look-up.
    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(
        """(?<=\s)(?:label|hint|title|alt|heading|placeholder|suffix|prefix|aria-label|data-title|data-confirm)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)')""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""<(?:script|style)\b.*?</(?:script|style)>|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("(?:^|>)(?<text>[^<>]+)(?=<|$)")]
    private static partial Regex TextNode();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\G@(?:page|model|using|namespace|inject|addTagHelper|removeTagHelper|inherits|attribute|layout)\b[^\n]*")]
    private static partial Regex Directive();

    [GeneratedRegex(@"\G@(?:if|for|foreach|while|switch|using)\s*\(")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"\G(?:else\s+if\s*\(|else\s*(?=\{))")]
    private static partial Regex Alternative();

    [GeneratedRegex(
        @"\G[ \t]*(?:var\b|return\b|continue\b|break\b|case\b|default:|string\b|(?:if|for|foreach|while|switch)\s*(?=\()|[A-Za-z_][\w.]*\s*(?:=|\+=|\+\+|--)(?!=)(?=[^\n]*;\s*\n))")]
    private static partial Regex Statement();
}
