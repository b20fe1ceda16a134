using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>One hand in all C#: what the formatter leaves open, each as a function from source to complaints.</summary>
internal static partial class HandRules
{
    public const int Columns = 140;

    /// <summary>Lines that are longer than a reader's window. A text is not broken, so what stands in quotes does not count.</summary>
    public static IEnumerable<string> LongLines(string path, string source)
    {
        foreach (var (number, line) in Code(source))
        {
            if (line.Length > Columns && Text().Replace(line, "\"\"").Length > Columns)
            {
                yield return $"{path} {number}: {line.Length} columns";
            }
        }
    }

    /// <summary>Bodies on a line of their own without braces: the next line that is added there would not belong to them.</summary>
    public static IEnumerable<string> BareBodies(string path, string source)
    {
        var lines = Code(source).ToList();
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            if (!Head().IsMatch(lines[i].Line) || !IsClosed(lines[i].Line)) continue;
            var next = lines[i + 1].Line;
            if (next.Trim() is not ("" or "{") && Indent(next) > Indent(lines[i].Line)) yield return $"{path} {lines[i].Number}";
        }
    }

    /// <summary>Names with a prefix that says what the declaration says already.</summary>
    public static IEnumerable<string> Prefixes(string path, string source) =>
        Code(source).Where(l => Prefix().IsMatch(Text().Replace(l.Line, "\"\""))).Select(l => $"{path} {l.Number}");

    // The lines of a text of several lines are not C#.
    private static IEnumerable<(int Number, string Line)> Code(string source)
    {
        var isInText = false;
        foreach (var (line, i) in source.Split('\n').Select((line, i) => (line, i)))
        {
            var quotes = TextOfLines().Count(line);
            if (!isInText && quotes == 0) yield return (i + 1, line);
            isInText ^= quotes % 2 == 1;
        }
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static bool IsClosed(string line) => line.Count(c => c == '(') == line.Count(c => c == ')');

    [GeneratedRegex("\"\"\"", RegexOptions.None, 1000)]
    private static partial Regex TextOfLines();

    [GeneratedRegex("(?:\\$|@)*\"(?:\\\\.|\"\"|[^\"\\\\])*\"", RegexOptions.None, 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"^\s*(?:(?:else )?if|foreach|await foreach|for|while|lock) \(.*\)$|^\s*else$", RegexOptions.None, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"\b[sm]_[a-z]", RegexOptions.None, 1000)]
    private static partial Regex Prefix();
}
