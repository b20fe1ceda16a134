using MentorMarket.Domain.Outcomes;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>Outcomes by group, and what is not shown of them.</summary>
public sealed class EffectTests
{
    [Fact]
    public void Counts_shares_of_everybody_in_the_group_the_unknown_too()
    {
        var table = EffectTable.Of([.. Group("18-24", 40, OutcomeResult.Job), .. Group("18-24", 30, OutcomeResult.None),
            .. Group("18-24", 10, null)], 5);

        var row = Assert.Single(table.Rows);
        Assert.Equal(["Job Education", "None", "-"], table.Columns.Select(Name));
        Assert.Equal((80, 10), (row.Citizens!.Value, table.Missing));
        Assert.Equal([40, 30, 10], row.Cells);
        Assert.Equal((40, 80, 50), (table.Reached(row)!.Value.Hits, table.Reached(row)!.Value.Of, table.Reached(row)!.Value.Percent));
    }

    [Fact]
    public void Results_of_too_few_in_all_are_counted_together()
    {
        var both = EffectTable.Of([.. Group("a", 9, OutcomeResult.Job), .. Group("a", 3, OutcomeResult.Education),
            .. Group("a", 20, OutcomeResult.None), .. Group("a", 2, OutcomeResult.Closer), .. Group("a", 4, null)], 5);
        var apart = EffectTable.Of([.. Group("a", 9, OutcomeResult.Job), .. Group("a", 5, OutcomeResult.Education),
            .. Group("a", 20, OutcomeResult.None), .. Group("a", 1, null)], 5);
        var few = EffectTable.Of([.. Group("a", 4, OutcomeResult.Job), .. Group("a", 3, OutcomeResult.None)], 5);

        Assert.Equal(["Job Education", "None", "Closer -"], both.Columns.Select(Name));
        Assert.Equal([12, 20, 6], both.All.Cells);
        // One alone goes with what is not the goal, so that the share of the goal stays.
        Assert.Equal(["Job", "Education", "None -"], apart.Columns.Select(Name));
        Assert.Equal(14, apart.Reached(apart.All)!.Value.Hits);
        Assert.Equal(["Job Education None"], few.Columns.Select(Name));
        Assert.Null(few.Reached(few.All));
    }

    [Fact]
    public void One_of_seven_in_a_job_is_not_shown_and_no_difference_tells()
    {
        var table = EffectTable.Of(
        [
            .. Group("a", 20, OutcomeResult.Job), .. Group("a", 15, OutcomeResult.None), .. Group("b", 1, OutcomeResult.Job),
                .. Group("b", 6, OutcomeResult.None),
            .. Group("c", 8, OutcomeResult.Job), .. Group("c", 9, OutcomeResult.None), .. Group("d", 30, OutcomeResult.Job),
                .. Group("d", 30, OutcomeResult.None),
        ], 5);

        Assert.Equal([35, 7, 17, 60], table.Rows.Select(r => r.Citizens));
        Assert.Equal(["20 15", "- -", "- -", "30 30"],
            table.Rows.Select(r => string.Join(' ',
            r.Cells.Select(c => c?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"))));
        Assert.Equal([59, 60], table.All.Cells);
        Assert.Null(table.Reached(table.Rows[1]));
    }

    [Fact]
    public void A_small_group_is_hidden_and_another_with_it_since_the_total_would_tell()
    {
        var table = EffectTable.Of([.. Group("a", 20, OutcomeResult.Job), .. Group("b", 8, OutcomeResult.None),
            .. Group("c", 2, OutcomeResult.Job)], 5);

        Assert.Equal([("a", 20, false), ("b", null, true), ("c", null, false)],
            table.Rows.Select(r => (r.Group, r.Citizens, r.IsHiddenForAnother)));
        Assert.Equal(30, table.All.Citizens);
        Assert.Null(table.Reached(table.Rows[2]));
        Assert.All(table.Rows.Skip(1).SelectMany(r => r.Cells), cell => Assert.Null(cell));
    }

    [Fact]
    public void Two_small_groups_hide_each_other_only_when_they_are_enough_together()
    {
        var enough = EffectTable.Of([.. Group("a", 20, null), .. Group("b", 3, null), .. Group("c", 2, null)], 5);
        var tooFew = EffectTable.Of([.. Group("a", 20, null), .. Group("b", 9, null), .. Group("c", 2, null), .. Group("d", 1, null)], 5);

        Assert.Equal([20, null, null], enough.Rows.Select(r => r.Citizens));
        Assert.Equal([20, null, null, null], tooFew.Rows.Select(r => r.Citizens));
    }

    [Fact]
    public void Nothing_is_shown_of_fewer_than_the_smallest_group()
    {
        var table = EffectTable.Of(Group("a", 4, OutcomeResult.Job), 5);

        Assert.Null(table.All.Citizens);
        Assert.False(Assert.Single(table.Rows).IsShown);
    }

    [Fact]
    public void A_citizen_with_two_grants_counts_once_by_the_last()
    {
        var citizens = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        var table = EffectTable.Of([.. citizens.Select(c => new EffectCase(c, "a", OutcomeResult.None)),
            .. citizens.Select(c => new EffectCase(c, "a", OutcomeResult.Job)), .. Group("a", 5, OutcomeResult.Closer)], 5);

        Assert.Equal(10, table.All.Citizens);
        Assert.Equal(["Job Education", "Closer"], table.Columns.Select(Name));
        Assert.Equal([5, 5], table.All.Cells);
    }

    [Fact]
    public void What_is_hidden_never_stands_for_fewer_citizens_than_the_smallest_group()
    {
        var random = new Random(20260302);
        for (var run = 0; run < 500; run++)
        {
            var cases = Enumerable.Range(0, random.Next(1, 8))
                .SelectMany(g => Group($"g{g}", random.Next(1, 14), (OutcomeResult)random.Next(5))).ToList();
            var table = EffectTable.Of(cases, 5);

            var hidden = table.Rows.Where(r => !r.IsShown).Select(r => cases.Count(c => c.Group == r.Group)).ToList();
            Assert.All(table.Rows.Where(r => r.IsShown), r => Assert.True(r.Citizens >= 5));
            if (table.All.IsShown) Assert.True(hidden.Count == 0 || hidden.Sum() >= 5, $"run {run}");
            if (table.All.IsShown && hidden.Exists(h => h < 5)) Assert.True(hidden.Count > 1 || table.Rows.Count == 1, $"run {run}");
        }
    }

    private static string Name(EffectColumn column) => string.Join(' ', column.Results.Select(r => r?.ToString() ?? "-"));

    private static IEnumerable<EffectCase> Group(string group, int citizens, OutcomeResult? result) =>
        Enumerable.Range(0, citizens).Select(_ => new EffectCase(Guid.CreateVersion7(), group, result));
}
