using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// The tests of all projects as they stand in their files: which there are, which of them run, and which pages each one asks for.
/// </summary>
internal sealed partial class WrittenTests
{
    private readonly List<Written> tests;
    private readonly Dictionary<string, string> helpers = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, (string Class, string Namespace)> PageClasses = Pages();

    private WrittenTests(IEnumerable<(string Project, string Text)> files)
    {
        tests = [];
        foreach (var (project, text) in files) Add(project, text);
    }

    public static WrittenTests OfAllProjects() => new(Directory.EnumerateFiles(Source.Root, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Source.Root, path).Replace('\\', '/'))
        .Where(path => (path.StartsWith("tests/", StringComparison.Ordinal) || path.StartsWith("e2e/", StringComparison.Ordinal))
            && !path.Contains("/obj/", StringComparison.Ordinal))
        .Select(path => (path.Split('/')[1], File.ReadAllText(Path.Combine(Source.Root, path)))));

    public static WrittenTests Of(string project, string text) => new([(project, text)]);

    /// <summary>
    /// The tests of that class and name that run. More than one: two classes of the same name cannot be told apart by it.
    /// </summary>
    public IReadOnlyList<string> Named(string name) => [.. tests.Where(t => t.Name == name && !t.IsSkipped).Select(t => t.Project)];

    /// <summary>
    /// Whether a test asks for the page of a route, by its address or by what the page sends, itself or through a method of its own file.
    /// </summary>
    public bool Visits(string name, string route) =>
        tests.Any(t => t.Name == name && !t.IsSkipped && Texts(t).Any(text => Asks(text, t.Usings, route)));

    private void Add(string project, string text)
    {
        var classes = Class().Matches(text);
        var usings = string.Join('\n', Using().Matches(text).Select(m => m.Value));
        var methods = Method().Matches(text).Select(m => (Match: m, Body: Body(text, m.Index))).ToList();
        var shared = methods.Aggregate(text, (rest, m) => rest.Replace(m.Body, "", StringComparison.Ordinal));
        var own = methods.GroupBy(m => m.Match.Groups["name"].Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => string.Join('\n', g.Select(m => m.Body)), StringComparer.Ordinal);
        foreach (var (match, body) in methods)
        {
            var name = match.Groups["name"].Value;
            var inClass = classes.LastOrDefault(c => c.Index < match.Index)?.Groups[1].Value ?? "";
            var attributes = match.Groups["attributes"].Value;
            if (!Runs().IsMatch(attributes))
            {
                if (project.EndsWith("E2E", StringComparison.Ordinal)) helpers[name] = body;
                continue;
            }
            tests.Add(new(project, $"{inClass}.{name}", Skips().IsMatch(attributes), attributes, body, usings, own, Constants(shared)));
        }
    }

    private static string Constants(string shared) =>
        string.Join('\n', shared.Split('\n').Where(line => line.Contains("const string", StringComparison.Ordinal)));

    // The test's own words, those of the methods it calls, and both again with each word that it is run with put in.
    private IEnumerable<string> Texts(Written test)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var text = $"{test.Constants}\n{test.Body}";
        for (var depth = 0; depth < 3; depth++)
        {
            var called = Word().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal).Where(seen.Add)
                .Select(word => test.Own.GetValueOrDefault(word) ?? helpers.GetValueOrDefault(word)).OfType<string>().ToList();
            if (called.Count == 0) break;
            text += "\n" + string.Join('\n', called);
        }
        foreach (Match constant in Constant().Matches(test.Constants))
        {
            text = text.Replace($"{{{constant.Groups[1].Value}}}", constant.Groups[2].Value, StringComparison.Ordinal);
        }
        yield return text;
        foreach (var value in Value().Matches(test.Attributes + text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal))
        {
            yield return Hole().Replace(text, value);
        }
    }

    private static bool Asks(string text, string usings, string route)
    {
        var parts = route.Trim('/').Split('/');
        var end = string.Join('/', parts.TakeLast(parts.Length > 2 ? 2 : parts.Length));
        if (Regex.IsMatch(text, Regex.Escape(end) + "([/?\"'{$ ]|$)", RegexOptions.None, TimeSpan.FromSeconds(5))) return true;
        return PageClasses.TryGetValue(route, out var page)
            && (IsNamed(text, page.Class)
                && (usings.Contains($"{page.Namespace};", StringComparison.Ordinal)
                || text.Contains($"{page.Namespace["MentorMarket.Web.".Length..]}.{page.Class}", StringComparison.Ordinal))
                || Regex.Match(usings, $@"using (\w+) = {Regex.Escape($"{page.Namespace}.{page.Class}")};") is { Success: true } alias
                    && IsNamed(text, alias.Groups[1].Value));
    }

    private static bool IsNamed(string text, string type) =>
        Regex.IsMatch(text, $@"\b{type}\.\w", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static Dictionary<string, (string, string)> Pages()
    {
        var root = Path.Combine(Source.Root, "src", "MentorMarket.Web", "Pages");
        var pages = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*.cshtml.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(path);
            if (PageClass().Match(text) is not { Success: true } page) continue;
            // Where a page says its address itself, that is the one, without what stands in it.
            var route = Address().Match(File.ReadAllText(path[..^".cs".Length])) is { Success: true } said ? said.Groups[1].Value
                : "/" + Path.GetRelativePath(root, path).Replace('\\', '/').Replace(".cshtml.cs", "", StringComparison.Ordinal)
                    .ToLowerInvariant();
            if (route.EndsWith("/index", StringComparison.Ordinal)) route = route[..^"/index".Length];
            pages[route] = (page.Groups[1].Value, Namespace().Match(text).Groups[1].Value);
        }
        return pages;
    }

    // From the name to the brace, or the semicolon of an expression, that ends the method.
    private static string Body(string text, int start)
    {
        var depth = 0;
        for (var i = text.IndexOf(')', start); i > 0 && i < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0 && text[i..].StartsWith("}\n", StringComparison.Ordinal) && text[..i]
                .EndsWith("\n    ", StringComparison.Ordinal))
            {
                return text[start..(i + 1)];
            }
            else if (text[i] == ';' && depth == 0) return text[start..(i + 1)];
        }
        return text[start..];
    }

    private sealed record Written(string Project, string Name, bool IsSkipped, string Attributes, string Body, string Usings,
        IReadOnlyDictionary<string, string> Own, string Constants);

    [GeneratedRegex(@"^(?:(?:public|internal|private|file) )?(?:sealed |static |abstract |partial )*class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(
        @"^(?<attributes>(?:    \[.*(?:\r?\n {8}.*)*\]\r?\n|    //.*\r?\n)*)    (?:public|private|internal)(?: static| async| override)* [\w<>\[\]?,.() ]+ (?<name>\w+)(?:<\w+>)?\(",
        RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b")]
    private static partial Regex Runs();

    [GeneratedRegex(@"\bSkip\w* *=")]
    private static partial Regex Skips();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Value();

    [GeneratedRegex("const string (\\w+) = \\$?\"([^\"]*)\"")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\w+(?=\()")]
    private static partial Regex Word();

    [GeneratedRegex(@"^using [\w. =]+;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex("^@page \"(/[^{\"]*?)/?[{\"]")]
    private static partial Regex Address();

    [GeneratedRegex(@"\bclass (\w+Model)\b")]
    private static partial Regex PageClass();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
