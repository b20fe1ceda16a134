using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// What is asked of the files of the pages, each as a function from source to complaints, so that it can be run on a bad sample too.
/// </summary>
internal static partial class PageRules
{
    // What the layout reads of a page, and what the frame tells it.
    private static readonly string[] Keys = ["Title", "Breadcrumbs", "Organisation", "UserName", "Navigation", "Person", "TimeLeft",
        "Home"];

    /// <summary>
    /// The page that a file declares or belongs to, as <c>/Municipality/Grants/Edit</c>; a part of pages has the name of its file.
    /// </summary>
    public static string PageOf(string path) => path["Pages".Length..].Replace(".cshtml.cs", "", StringComparison.Ordinal)
        .Replace(".cshtml", "", StringComparison.Ordinal);

    /// <summary>A page opens nothing of another page: not its query, its model, its command nor what is static in it.</summary>
    /// <param name="pages">All pages, as <see cref="PageOf"/> names them.</param>
    public static IEnumerable<string> ForeignPages(string path, string source, IReadOnlyCollection<string> pages)
    {
        var own = PageOf(path);
        var names = pages.Select(p => p[(p.LastIndexOf('/') + 1)..] + "Model").ToHashSet(StringComparer.Ordinal);
        foreach (Match use in ModelUsed().Matches(Comments().Replace(source, "")))
        {
            var name = use.Groups[2].Value;
            if (!names.Contains(name)) continue;
            var folder = own[..own.LastIndexOf('/')].Replace('/', '.');
            var isOwn = own.EndsWith("/" + name[..^"Model".Length], StringComparison.Ordinal)
                && (use.Groups[1].Length == 0 || $".{use.Groups[1].Value}".EndsWith($".Pages{folder}.", StringComparison.Ordinal));
            if (!isOwn) yield return $"{path} uses {use.Value}";
        }
    }

    /// <summary>Pages that are linked or led to by a name that no page has: a link without an address.</summary>
    public static IEnumerable<string> DeadLinks(string path, string source, IReadOnlyCollection<string> pages)
    {
        var own = PageOf(path);
        foreach (var name in PageNamed().Matches(source).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))
        {
            // A shared part leads to a page of the folder that shows it.
            var full = name.StartsWith('/') ? name : own[..(own.LastIndexOf('/') + 1)] + name;
            if (!pages.Contains(full) && !path.StartsWith("Pages/Shared/", StringComparison.Ordinal))
            {
                yield return $"{path} leads to {name}";
            }
        }
    }

    /// <summary>What is handed to a part of a page past its model, by a key that nothing checks.</summary>
    public static IEnumerable<string> UntypedKeys(string path, string source) =>
        ViewDataKey().Matches(source).Select(m => m.Groups[1].Value).Except(Keys).Select(key => $"{path} hands on {key}");

    [GeneratedRegex(@"(?<![\w.])((?:\w+\.)*)(\w+Model)\b", RegexOptions.None, 1000)]
    private static partial Regex ModelUsed();

    [GeneratedRegex(@"^\s*//.*$|@\*.*?\*@", RegexOptions.Multiline, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex("(?:Url\\.Page|RedirectToPage)\\(\"([^\"]+)\"|asp-page=\"([^\"@]+)\"", RegexOptions.None, 1000)]
    private static partial Regex PageNamed();

    [GeneratedRegex("ViewData\\[\"(\\w+)\"\\]", RegexOptions.None, 1000)]
    private static partial Regex ViewDataKey();
}
