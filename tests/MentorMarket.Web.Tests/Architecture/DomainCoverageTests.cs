using System.Text.RegularExpressions;
using MentorMarket.Web.Tests.Database;
using MentorMarket.Web.Tests.Tenancy;
using Xunit;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>docs/domain-coverage.md names a route and a test for every rule: both must be there.</summary>
public sealed partial class DomainCoverageTests
{
    private static readonly string Table = File.ReadAllText(Path.Combine(Source.Root, "docs", "domain-coverage.md"));

    [Fact]
    public void Every_test_that_the_table_names_is_there()
    {
        var known = Methods();

        Assert.NotEmpty(Unknown("| 1 | x | x | `GrantTests.This_is_no_test` |", known));
        Assert.Empty(Unknown(Table, known));
    }

    [Fact]
    public void Every_route_that_the_table_names_is_in_the_matrix()
    {
        var known = Matrix.Routes.Select(r => "/" + Plain(r.Path)).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(Routes("| 1 | x | `/municipality/nowhere` | x |").Except(known));
        Assert.Empty(Routes(Table).Except(known));
    }

    [Fact]
    public void No_number_is_left_out()
    {
        var numbers = Rows(Table).Select(cells => int.Parse(NumberOf().Match(cells[0]).Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();

        Assert.Equal(Enumerable.Range(1, 13), numbers);
        Assert.All(Rows(Table), cells => Assert.True(cells.Length == 4 && cells.All(c => c.Length > 0) && Named().IsMatch(cells[3]), string.Join(" | ", cells)));
    }

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n').Where(line => NumberOf().IsMatch(line) && line.StartsWith('|'))
        .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    private static List<string> Unknown(string text, HashSet<string> known) => [.. Rows(text).SelectMany(cells => Named().Matches(cells[3])).Select(m => m.Groups[1].Value).Where(name => !known.Contains(name)).Distinct()];

    private static IEnumerable<string> Routes(string text) => Rows(text).SelectMany(cells => Route().Matches(cells[2])).Select(m => m.Groups[1].Value).Distinct();

    private static HashSet<string> Methods() => Directory.EnumerateFiles(Source.Root, "*.cs", SearchOption.AllDirectories)
        .Where(p => p.StartsWith(Path.Combine(Source.Root, "tests"), StringComparison.Ordinal) || p.StartsWith(Path.Combine(Source.Root, "e2e"), StringComparison.Ordinal))
        .Where(p => !p.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(path =>
        {
            var text = File.ReadAllText(path);
            return Class().Matches(text).Select(m => m.Groups[1].Value).Distinct().SelectMany(name => Method().Matches(text).Select(m => $"{name}.{m.Groups[1].Value}"));
        }).ToHashSet(StringComparer.Ordinal);

    // Parameters of a route have no place in the table.
    private static string Plain(string path) => string.Join('/', path.Split('/').Where(part => !part.StartsWith('{')));

    [GeneratedRegex(@"^\|?\s*\d+")]
    private static partial Regex NumberOf();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(/[a-z0-9/]*)`")]
    private static partial Regex Route();

    [GeneratedRegex(@"class (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"public (?:async Task|void|static async Task) (\w+)\(")]
    private static partial Regex Method();
}
