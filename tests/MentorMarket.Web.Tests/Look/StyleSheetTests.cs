namespace MentorMarket.Web.Tests.Look;

public class StyleSheetTests
{
    private const string Good = "a { color: red; }\n@media print {\n  a { color: black; }\n}\n";

    // A brace lost in a merge puts everything after it inside a media query: the page looks right at one width only.
    private const string LostBrace =
        "@media (min-width: 768px) {\n  a { color: red; }\nb { color: blue; }\n@media print {\n  a { color: black; }\n}\n";

    [Fact]
    public void Every_brace_of_the_style_sheet_is_closed_and_no_media_query_stands_in_another() =>
        Assert.Empty(Faults(File.ReadAllText(Path.Combine(Repository(), "src/MentorMarket.Web/wwwroot/css/portal.css"))));

    [Fact]
    public void The_check_finds_a_lost_brace()
    {
        Assert.Empty(Faults(Good));
        Assert.NotEmpty(Faults(LostBrace));
    }

    private static IEnumerable<string> Faults(string css)
    {
        var depth = 0;
        var number = 0;
        foreach (var line in css.Split('\n'))
        {
            number++;
            if (line.StartsWith('@') && depth > 0) yield return $"line {number}: {line} stands inside another block";
            depth += line.Count(c => c == '{') - line.Count(c => c == '}');
            if (depth < 0) yield return $"line {number}: closes what is not open";
        }
        if (depth != 0) yield return $"{depth} blocks are never closed";
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MentorMarket.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
