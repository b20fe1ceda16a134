using System.Diagnostics;
using System.Security.Cryptography;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// A file of the schema that may have run somewhere is never edited. <c>Migrations/frozen.txt</c> lists each with its SHA-256, as
/// <c>sha256sum</c> writes it; the list only grows, and its own history in git holds it to that.
/// </summary>
internal static class FrozenSchema
{
    public const string Folder = "src/MentorMarket.Web/Data/Migrations";
    private const string List = "frozen.txt";

    /// <summary>What is wrong with the files as they are, asked of the list beside them.</summary>
    public static IReadOnlyList<string> Findings(string folder)
    {
        var frozen = Read(File.ReadAllText(Path.Combine(folder, List)));
        var files = Directory.GetFiles(folder, "*.sql")
            .ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f))),
            StringComparer.Ordinal);
        var findings = new List<string>();
        foreach (var (name, hash) in frozen)
        {
            if (!files.TryGetValue(name, out var now)) findings.Add($"{name} is frozen and gone: put it back");
            else if (now != hash)
            {
                findings.Add($"{name} is frozen and was edited: put it back as it was, and write what is to change into a file of its own");
            }
        }
        foreach (var (name, hash) in files.Where(f => !frozen.ContainsKey(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            findings.Add($"{name} is not frozen: add the line \"{hash}  {name}\" to {List}");
        }
        var order = frozen.Keys.ToList();
        findings.AddRange(order.Zip(order.Skip(1)).Where(two => string.CompareOrdinal(two.First, two.Second) > 0)
            .Select(two =>
                $"{two.Second} would run before {two.First} on a new database and after it on an old one: give it a later name"));
        return findings;
    }

    /// <summary>
    /// What the list says otherwise than in any commit before; and what of the history could not be looked at, if anything.
    /// </summary>
    public static (IReadOnlyList<string> Findings, string? NotSeen) AgainstHistory(string repository, string folder)
    {
        if (Git(repository, "rev-parse", "--is-shallow-repository") is not { } shallow)
        {
            return ([], "this is no clone of the repository, or git is not installed");
        }
        var list = $"{folder}/{List}";
        var frozen = Read(File.ReadAllText(Path.Combine(repository, list)));
        var findings = new SortedSet<string>(StringComparer.Ordinal);
        // Merges keep both sides here: a line may have been lost on one of them.
        foreach (var commit in Git(repository, "log", "--full-history", "--format=%H", "--", list)!.Split('\n',
            StringSplitOptions.RemoveEmptyEntries))
            foreach (var (name, hash) in Read(Git(repository, "show", $"{commit}:./{list}") ?? ""))
            {
                if (!frozen.TryGetValue(name, out var now)) findings.Add($"{name} was frozen and has left {List}");
                else if (now != hash) findings.Add($"{name} was frozen with another content");
            }
        return ([.. findings], shallow.Trim() == "true"
            ? "this clone holds only the newest commits ('git fetch --unshallow' brings the others)" : null);
    }

    private static Dictionary<string, string> Read(string list) => list.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split("  ", 2)).ToDictionary(two => two[1].Trim(), two => two[0], StringComparer.Ordinal);

    /// <summary>What git answers; null where it refuses or is not there.</summary>
    internal static string? Git(string repository, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git",
                arguments)
            {
                WorkingDirectory = repository,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
            // A hook that runs the tests would have its own repository looked at.
            foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
            {
                start.Environment.Remove(name);
            }
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync();
            var answer = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            _ = errors.Result;
            return git.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
