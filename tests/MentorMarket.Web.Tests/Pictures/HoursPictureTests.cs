using MentorMarket.Web.Pages.Citizen;
using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Tests.Pictures;

public sealed class HoursPictureTests
{
    [Fact]
    public void Sums_what_was_granted_and_delivered()
    {
        var picture = new HoursPicture([new(2025, 1, 180, 120), new(2025, 2, 180, 210)]);

        Assert.Equal((360, 330, 1), (picture.GrantedMinutes, picture.DeliveredMinutes, picture.WeeksOverGrant));
    }

    [Theory]
    [InlineData(null, 360)]
    [InlineData(5, 300)]
    [InlineData(7, 360)]
    public void What_is_granted_is_no_more_than_there_is_in_all(int? hoursInAll, int minutes) =>
        Assert.Equal(minutes, new HoursPicture([new(2025, 1, 180, 0), new(2025, 2, 180, 0)], hoursInAll).GrantedMinutes);

    [Fact]
    public void An_hour_in_thirds_is_rounded_to_the_minute_as_the_check_rounds_it() =>
        Assert.Equal(80, Assert.Single(GrantedWeeks.Of(new(2026, 11, 23), new(2026, 11, 29), 1.33m, [])).GrantedMinutes);

    [Theory]
    [InlineData(null, 67 * 60 + 30)]
    [InlineData(13, 13 * 60)]
    public void The_citizen_is_told_of_as_many_hours_as_the_caseworker(int? hoursInAll, int minutes)
    {
        var (from, to) = (new DateOnly(2026, 11, 20), new DateOnly(2027, 5, 19));
        var caseworkers = new HoursPicture(GrantedWeeks.Of(from, to, 2.5m, []), hoursInAll);
        var citizens = new CitizenHours.Support("MF-2026-0001", from, to, 2.5m, hoursInAll, Guid.Empty, Guid.Empty);

        Assert.Equal((minutes, minutes), (caseworkers.GrantedMinutes, citizens.GrantedMinutes));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    [InlineData(240, 4)]
    [InlineData(241, 8)]
    [InlineData(2220, 40)]
    public void The_scale_ends_at_whole_hours_above_the_tallest_bar(int minutes, int hours)
    {
        var picture = new HoursPicture([new(2025, 1, minutes, 0)]);

        Assert.Equal(hours, picture.TopHours);
        Assert.InRange(picture.Lines().Count(), 2, 5);
        Assert.Equal(hours, picture.Lines().Last());
    }

    [Fact]
    public void Bars_stand_on_the_ground_and_reach_their_value()
    {
        var picture = new HoursPicture([new(2025, 1, 240, 60), new(2025, 2, 240, 0)]);

        Assert.Equal(("0", "180"), (picture.Y(240), picture.Tallness(240)));
        Assert.Equal(("135", "45"), (picture.Y(60), picture.Tallness(60)));
        Assert.Equal(("50%", "50%"), (picture.X(1), picture.Width(1)));
    }

    [Fact]
    public void At_most_eight_weeks_are_labelled_so_that_they_fit_a_phone()
    {
        for (var weeks = 1; weeks <= 60; weeks++)
        {
            var picture = new HoursPicture([.. Enumerable.Range(1, weeks).Select(week => new WeekHours(2025, week, 60, 60))]);
            Assert.InRange(Enumerable.Range(0, weeks).Count(picture.IsLabelled), 1, 8);
        }
    }

    [Fact]
    public void Nothing_to_show_is_no_error()
    {
        var picture = new HoursPicture([]);
        Assert.Equal((0, 0, 1), (picture.GrantedMinutes, picture.DeliveredMinutes, picture.TopHours));
    }
}
