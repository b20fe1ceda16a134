using MentorMarket.Domain.Invoices;

namespace MentorMarket.Domain.Tests.Invoices;

/// <summary>Which version of a municipality's settings holds on which day.</summary>
public sealed class CheckSettingsTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    // Recorded in this order: the third was decided last and holds from before the second's first day.
    private static readonly SettingsVersion[] Recorded = [Version(1, 0), Version(2, 30), Version(3, 20), Version(4, 60)];

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 3)]
    [InlineData(30, 3)]
    [InlineData(59, 3)]
    [InlineData(60, 4)]
    public void Of_those_whose_day_has_come_the_one_recorded_last_holds(int day, int version) =>
        Assert.Equal(version, CheckSettings.On(Recorded, Day.AddDays(day)).Version);

    [Fact]
    public void A_version_holds_until_the_day_before_one_that_was_recorded_later_and_some_never_do()
    {
        Assert.Equal([2], Recorded.Where(v => CheckSettings.NeverHolds(Recorded, v)).Select(v => v.Version));
        Assert.Equal([Day.AddDays(19), Day.AddDays(59), null],
            Recorded.Where(v => v.Version != 2).Select(v => CheckSettings.LastDayOf(Recorded, v)));
        Assert.True(CheckSettings.NeverHolds([Version(1, 5), Version(2, 5)], Version(1, 5)));
    }

    [Theory]
    [InlineData(-5, "1 3 4")]
    [InlineData(0, "3 4")]
    [InlineData(20, "4")]
    [InlineData(60, "")]
    public void What_begins_after_a_day_is_told_but_for_what_never_holds(int day, string versions) =>
        Assert.Equal(versions, string.Join(' ', CheckSettings.BeginningAfter(Recorded, Day.AddDays(day)).Select(v => v.Version)));

    [Fact]
    public void A_rule_can_be_in_shadow_mode_when_it_does_something_to_the_money_of_a_line() =>
        Assert.Equal("D01|D02|D03|D04|D05|D07|D08|E01|E02|F02|F03|G01|G02|G03|G04|G05|G06|P01|P02|P04|P05|U01|U02",
            CheckSettings.RulesForShadow.ToString());

    [Theory]
    [InlineData(-3, -1, "")]
    [InlineData(-1, 0, "F02")]
    [InlineData(0, 4, "F02")]
    [InlineData(4, 5, "F02|F03")]
    [InlineData(5, 9, "F03")]
    [InlineData(9, 10, "F03")]
    [InlineData(10, 20, "")]
    [InlineData(-9, 20, "F02|F03")]
    public void A_line_needs_the_references_that_are_asked_for_on_any_of_its_days(int from, int to, string codes)
    {
        // The fourth never holds.
        var settings = new CheckSettings([new() { Version = 1, ValidFrom = Day, OrderReferenceAsked = true },
            new() { Version = 2, ValidFrom = Day.AddDays(5), PersonReferenceAsked = true },
            new() { Version = 4, ValidFrom = Day.AddDays(12), OrderReferenceAsked = true },
            new() { Version = 5, ValidFrom = Day.AddDays(10) }]);

        Assert.Equal(codes, settings.ReferencesIn(new(Day.AddDays(from), Day.AddDays(to))).ToString());
    }

    [Fact]
    public void What_is_late_goes_by_the_day_and_is_14_days_where_nothing_is_decided()
    {
        var settings = new CheckSettings([new() { Version = 1, ValidFrom = Day, LateDays = 30 }, Version(2, 5)]);

        Assert.Equal([14, 30, 30, 14], new[] { -1, 0, 4, 5 }.Select(day => settings.LateDaysOn(Day.AddDays(day))));
    }

    private static SettingsVersion Version(int number, int day) => new() { Version = number, ValidFrom = Day.AddDays(day) };
}
