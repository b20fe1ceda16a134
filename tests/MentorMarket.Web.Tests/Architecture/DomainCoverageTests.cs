using System.Text.RegularExpressions;
using MentorMarket.Web.Tests.Tenancy;

namespace MentorMarket.Web.Tests.Architecture;

/// <summary>
/// docs/domain-coverage.md names a route and tests for every rule: all must be there, run, and one of the tests ask for the route.
/// </summary>
public sealed partial class DomainCoverageTests
{
    private static readonly WrittenTests Written = WrittenTests.OfAllProjects();
    private static readonly string Table = File.ReadAllText(Path.Combine(Source.Root, "docs", "domain-coverage.md"));

    [Fact]
    public void Every_test_that_the_table_names_is_there_once_and_runs()
    {
        Assert.Equal(["GrantTests.This_is_no_test: 0"], NotOne("| 1 | x | x | `GrantTests.This_is_no_test` |", Written));
        Assert.Empty(NotOne(Table, Written));
    }

    [Fact]
    public void Every_route_that_the_table_names_is_asked_for_by_a_test_that_it_names()
    {
        var missing = Rows(Table).SelectMany(cells => NotVisited(cells, Written)).ToList();

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void A_test_that_is_skipped_or_of_another_class_or_asks_for_another_page_does_not_count()
    {
        var written = WrittenTests.Of("MentorMarket.Web.Tests", Sample);
        string[] Row(string test) => ["1", "x", "`/municipality/grants/edit`", $"`{test}`"];

        Assert.Equal(["A.Runs_and_asks"],
            new[] { "A.Runs_and_asks", "A.Is_skipped", "A.Is_no_test", "B.Runs_and_asks" }.Where(name => written.Named(name).Count == 1));
        Assert.Empty(NotVisited(Row("A.Runs_and_asks"), written));
        Assert.Empty(NotVisited(Row("A.Asks_through_another_method"), written));
        Assert.Empty(NotVisited(Row("A.Asks_with_a_value"), written));
        Assert.NotEmpty(NotVisited(Row("A.Asks_for_another_page"), written));
        Assert.NotEmpty(NotVisited(Row("A.Is_skipped"), written));
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
        IEnumerable<int> Of(string letter) => Rows(Table).Select(cells => cells[0])
            .Where(cell => cell.TrimEnd("0123456789".ToCharArray()) == letter)
            .Select(cell => int.Parse(cell[letter.Length..], System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();

        Assert.Equal(Enumerable.Range(1, 13), Of(""));
        Assert.Equal(Enumerable.Range(1, 6), Of("L"));
        Assert.Equal(Enumerable.Range(1, 3), Of("A"));
        Assert.All(Rows(Table), cells => Assert.True(cells.Length == 4 && cells.All(c => c.Length > 0) && Named().IsMatch(cells[3]),
            string.Join(" | ", cells)));
    }

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n')
        .Where(line => NumberOf().IsMatch(line) && line.StartsWith('|'))
        .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    private static List<string> NotOne(string text, WrittenTests written) => [.. Rows(text).SelectMany(cells => Names(cells))
        .Where(name => written.Named(name).Count != 1).Select(name => $"{name}: {written.Named(name).Count}").Distinct()];

    private static IEnumerable<string> NotVisited(string[] cells, WrittenTests written) => Route().Matches(cells[2])
        .Select(m => m.Groups[1].Value)
        .Where(route => !Names(cells).Any(name => written.Visits(name, route))).Select(route => $"{route}: {cells[1]}");

    private static IEnumerable<string> Names(string[] cells) => Named().Matches(cells[3]).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> Routes(string text) => Rows(text).SelectMany(cells => Route().Matches(cells[2]))
        .Select(m => m.Groups[1].Value).Distinct();

    // Parameters of a route have no place in the table.
    private static string Plain(string path) => string.Join('/', path.Split('/').Where(part => !part.StartsWith('{')));

    [GeneratedRegex(@"^\|?\s*[LA]?\d+")]
    private static partial Regex NumberOf();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(/[a-z0-9/]*)`")]
    private static partial Regex Route();

    private const string Sample = $$"""
        public sealed class A
        {
            [Fact]
            public void Runs_and_asks()
            {
                Get("/x/municipality/grants/edit/1");
            }

            [Fact({{nameof(FactAttribute.Skip)}} = "infra/test --all")]
            public void Is_skipped()
            {
                Get("/x/municipality/grants/edit/1");
            }

            public void Is_no_test()
            {
                Get("/x/municipality/grants/edit/1");
            }

            [Fact]
            public void Asks_through_another_method()
            {
                Is_no_test();
            }

            [Theory]
            [InlineData("edit")]
            public void Asks_with_a_value(string page)
            {
                Get($"/x/municipality/grants/{page}/1");
            }

            [Fact]
            public void Asks_for_another_page()
            {
                Get("/x/municipality/grants/editor/1");
            }
        }
        """;
}
