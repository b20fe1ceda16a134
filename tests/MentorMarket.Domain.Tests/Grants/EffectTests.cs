using MentorMarket.Domain.Grants;

namespace MentorMarket.Domain.Tests.Grants;

/// <summary>Outcomes by group, and what is not shown of them.</summary>
public sealed class EffectTests
{
    [Fact]
    public void Counts_shares_of_everybody_in_the_group_the_unknown_too()
    {
        var row = Assert.Single(EffectTable.Of([.. Group("18-24", 4, OutcomeResult.Job), .. Group("18-24", 3, OutcomeResult.None), .. Group("18-24", 1, null)], 5).Rows);

        Assert.Equal((8, 4, 50m, 1, 13m), (row.Citizens, row.Results[OutcomeResult.Job], row.Percent(OutcomeResult.Job), row.Results[OutcomeResult.Unknown], row.Percent(OutcomeResult.Unknown)));
        Assert.Equal(0m, row.Percent(OutcomeResult.Education));
    }

    [Fact]
    public void A_small_group_is_hidden_and_another_with_it_since_the_total_would_tell()
    {
        var table = EffectTable.Of([.. Group("a", 20, OutcomeResult.Job), .. Group("b", 8, OutcomeResult.None), .. Group("c", 2, OutcomeResult.Job)], 5);

        Assert.Equal([("a", 20, false), ("b", null, true), ("c", null, false)], table.Rows.Select(r => (r.Group, r.Citizens, r.IsHiddenForAnother)));
        Assert.Equal(30, table.All.Citizens);
        Assert.Null(table.Rows[2].Percent(OutcomeResult.Job));
        Assert.Empty(table.Rows[1].Results);
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
        var citizen = Guid.CreateVersion7();
        var table = EffectTable.Of([new(citizen, "a", OutcomeResult.None), new(citizen, "a", OutcomeResult.Job), .. Group("a", 5, OutcomeResult.Closer)], 5);

        Assert.Equal((6, 1, 0), (table.All.Citizens, table.All.Results[OutcomeResult.Job], table.All.Results.GetValueOrDefault(OutcomeResult.None)));
    }

    [Fact]
    public void What_is_hidden_never_stands_for_fewer_citizens_than_the_smallest_group()
    {
        var random = new Random(20260302);
        for (var run = 0; run < 500; run++)
        {
            var cases = Enumerable.Range(0, random.Next(1, 8)).SelectMany(g => Group($"g{g}", random.Next(1, 14), (OutcomeResult)random.Next(5))).ToList();
            var table = EffectTable.Of(cases, 5);

            var hidden = table.Rows.Where(r => !r.IsShown).Select(r => cases.Count(c => c.Group == r.Group)).ToList();
            Assert.All(table.Rows.Where(r => r.IsShown), r => Assert.True(r.Citizens >= 5));
            if (table.All.IsShown) Assert.True(hidden.Count == 0 || hidden.Sum() >= 5, $"run {run}");
            if (table.All.IsShown && hidden.Exists(h => h < 5)) Assert.True(hidden.Count > 1 || table.Rows.Count == 1, $"run {run}");
        }
    }

    private static IEnumerable<EffectCase> Group(string group, int citizens, OutcomeResult? result) =>
        Enumerable.Range(0, citizens).Select(_ => new EffectCase(Guid.CreateVersion7(), group, result));
}
