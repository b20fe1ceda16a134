using MentorMarket.Web.Pictures;
using Xunit;

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
