namespace MentorMarket.Domain.Tests.Values;

/// <summary>
/// The interval of a share, against the values that R. G. Newcombe published (Statistics in Medicine 17, 1998, table I, method 3).
/// </summary>
public sealed class ProportionTests
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(29, 29, 0.8830, 1.0000)]
    public void The_interval_is_the_published_one(int hits, int of, double low, double high)
    {
        var (from, to) = new Proportion(hits, of).Interval;

        Assert.Equal((low, high), (Math.Round(from, 4), Math.Round(to, 4)));
    }

    [Theory]
    [InlineData(7, 20, 35, 18, 57)]
    [InlineData(0, 12, 0, 0, 24)]
    [InlineData(200, 400, 50, 45, 55)]
    public void It_is_said_in_whole_percent(int hits, int of, int percent, int low, int high)
    {
        var share = new Proportion(hits, of);

        Assert.Equal((percent, (low, high)), (share.Percent, share.IntervalPercent));
    }

    [Fact]
    public void There_is_no_share_of_nobody_and_none_of_more_than_all()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Proportion(-1, 2));
    }
}
