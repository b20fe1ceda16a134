using System.Text.Json;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>What others wrote: as the lock files and the folders say, against the list of components.</summary>
internal static class Components
{
    public const string Page = "docs/components.md";

    // Each may be used in a program that is sold or run for others, and binds nothing but its own files.
    private static readonly string[] Free = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "OFL-1.1", "Unicode-3.0"];

    /// <summary>Name and version of every package that a lock file holds a project to.</summary>
    public static IEnumerable<(string Name, string Version)> Locked(string root, params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(root, folder), "packages.lock.json", SearchOption.AllDirectories)
        from framework in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.TryGetProperty("resolved", out _)
        select (package.Name, package.Value.GetProperty("resolved").GetString()!);

    /// <summary>What is copied in says its version beside its files.</summary>
    public static IEnumerable<(string Name, string Version)> Copied(string root) =>
        Directory.EnumerateDirectories(Path.Combine(root, "src/MentorMarket.Web/wwwroot/lib"))
            .Select(folder => File.ReadAllText(Path.Combine(folder, "VERSION")).Trim().Split(' ')).Select(said => (said[0], said[1]));

    public static IEnumerable<string> Findings(string page, IReadOnlyCollection<(string Name, string Version)> there,
        IReadOnlyCollection<(string Name, string Version)> copied)
    {
        var part = "";
        var listed = new HashSet<(string, string)>();
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) part = line[3..].Trim();
            if (!line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| component", StringComparison.Ordinal)) continue;
            var (name, version, licence) = line.Split('|', StringSplitOptions.TrimEntries) is [_, var n, var v, var l, ..]
                ? (n.Split(' ')[0], v, l) : ("", "", "");
            if (licence.Length == 0) yield return $"{name} has no licence";
            if (part is "In the program" or "Copied into it" or "Beside it" && !Free.Contains(licence))
            {
                yield return $"{name} is in the program under {licence}";
            }
            if (part is "In the program" or "Only for building and testing" && !there.Contains((name, version)))
            {
                yield return $"{name} {version} is in no lock file";
            }
            listed.Add((name, version));
        }
        foreach (var (name, version) in there.Concat(copied).Distinct().Where(c => !listed.Contains(c)))
        {
            yield return $"{name} {version} is not listed";
        }
    }
}
