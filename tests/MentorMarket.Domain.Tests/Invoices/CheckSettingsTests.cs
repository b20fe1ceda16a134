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
        Assert.Equal("D01|D02|D03|D04|D05|D07|D08|E01|E02|G01|G02|G03|G04|G05|G06|P01|P02|P04|P05|U01|U02",
            CheckSettings.RulesForShadow.ToString());

    private static SettingsVersion Version(int number, int day) => new() { Version = number, ValidFrom = Day.AddDays(day) };
}
