using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Walk;

/// <summary>What people wrote, in the demo and in the stories: it stands on the pages in any language, as they wrote it.</summary>
internal static partial class Written
{
    /// <summary>The demo's people and words; the other files of that folder hold names of columns and the like.</summary>
    private static readonly string[] Files = ["DemoWords", "DemoDeadlines", "DemoProgress", "DemoInformationDuties", "DemoPeople",
        "DemoDocuments", "DemoDelivery", "DemoInvoices", "DemoChecks", "DemoCases", "DemoMarket"];

    private static readonly string[] Texts =
    [
        .. Files.SelectMany(file => Literal()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "MentorMarket.Web", "Demo", file + ".cs"))))
            .SelectMany(literal => Hole().Split(literal.Groups[1].Value)).Select(text => text.Trim())
            .Append("mentor, samlet")
            .Where(text => text.Contains(' ')).Distinct(),
    ];

    /// <summary>What the stories of this run typed: whoever walks the same pages meanwhile reads it there.</summary>
    private static readonly ConcurrentDictionary<string, bool> Typed = new();

    public static void Add(string text)
    {
        if (text.Trim().Contains(' ')) Typed.TryAdd(text.Trim(), true);
    }

    public static string TakenOutOf(string text, IEnumerable<string> more)
    {
        foreach (var written in more.Concat(Texts).Concat(Typed.Keys).OrderByDescending(each => each.Length))
        {
            text = text.Replace(written, "…", StringComparison.OrdinalIgnoreCase);
        }
        return text;
    }

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
