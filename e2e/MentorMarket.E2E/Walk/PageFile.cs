using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Walk;

/// <summary>A page of the portal as its source file declares it.</summary>
/// <param name="Name">The file without folder <c>Pages</c> and ending, as "Municipality/Grants/Pause".</param>
/// <param name="Address">Matches the paths at which it answers; the organisation's name comes before it.</param>
/// <param name="ShowsSomething">It has markup: one that only answers with a file or sends on has none.</param>
public sealed partial record PageFile(string Name, Regex Address, bool ShowsSomething)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "MentorMarket.Web", "Pages");

    public static IReadOnlyDictionary<string, PageFile> All { get; } = Directory.EnumerateFiles(Folder, "*.cshtml",
        SearchOption.AllDirectories)
        .Select(file => Read(Path.GetRelativePath(Folder, file).Replace('\\', '/')[..^".cshtml".Length], File.ReadAllText(file)))
        .OfType<PageFile>().OrderBy(page => page.Name, StringComparer.Ordinal).ToDictionary(page => page.Name);

    /// <summary>What this source declares; nothing when it is a part of other pages.</summary>
    public static PageFile? Read(string name, string source)
    {
        var directive = Directive().Match(source);
        return directive.Success ? new(name, AddressOf(name, directive.Groups[1].Value), Markup().IsMatch(source)) : null;
    }

    private static Regex AddressOf(string name, string template)
    {
        var own = "/" + (name == "Index" || name.EndsWith("/Index", StringComparison.Ordinal) ? name[..^"Index".Length]
            .TrimEnd('/') : name);
        var path = template.StartsWith('/') ? template : $"{own.TrimEnd('/')}/{template}".TrimEnd('/');
        // Cut at the parameters: what they hold can be anything.
        var pattern = string.Join("[^/]+", Parameter().Split(path).Select(Regex.Escape));
        return new($"^(/[^/]+)?{pattern}/?$", RegexOptions.IgnoreCase);
    }

    [GeneratedRegex("^@page[ \t]*(?:\"([^\"]*)\")?", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("<[a-z]")]
    private static partial Regex Markup();
}
