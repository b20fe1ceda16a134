using MentorMarket.Web.Binding;
using Xunit;

namespace MentorMarket.Web.Tests.Binding;

public sealed class DanishTimeParserTests
{
    [Theory]
    [InlineData("11.03.2019")]
    [InlineData("11.3.2019")]
    [InlineData("11-03-2019")]
    [InlineData("11/3-2019")]
    [InlineData("11/03-2019")]
    [InlineData("11/3/2019")]
    [InlineData("2019-03-11")]
    [InlineData(" 11.03.2019 ")]
    public void Reads_a_date_with_the_day_first(string typed)
    {
        Assert.True(DanishTimeParser.TryReadDate(typed, out var date));
        Assert.Equal(new DateOnly(2019, 3, 11), date);
    }

    [Theory]
    [InlineData("31.02.2019")]
    [InlineData("29.02.2023")]
    [InlineData("03.13.2019")]
    [InlineData("11.03.19")]
    [InlineData("11.03")]
    [InlineData("2019-3-11")]
    [InlineData("i morgen")]
    public void Refuses_a_date_that_does_not_exist_or_is_short(string typed) =>
        Assert.False(DanishTimeParser.TryReadDate(typed, out _));

    [Theory]
    [InlineData("14.05")]
    [InlineData("14:05")]
    public void Reads_a_time_with_dot_or_colon(string typed)
    {
        Assert.True(DanishTimeParser.TryReadTime(typed, out var time));
        Assert.Equal(new TimeOnly(14, 5), time);
    }

    [Theory]
    [InlineData("24.00")]
    [InlineData("14.60")]
    [InlineData("14")]
    [InlineData("14.5")]
    [InlineData("2:05 PM")]
    public void Refuses_what_is_not_a_time_of_day(string typed) =>
        Assert.False(DanishTimeParser.TryReadTime(typed, out _));

    [Fact]
    public void Reads_a_month_of_the_years_within_reach()
    {
        Assert.Equal(new DateOnly(2026, 3, 1), DanishTimeParser.ReadMonth("2026-03"));
        Assert.Equal(new DateOnly(2100, 12, 1), DanishTimeParser.ReadMonth("2100-12"));
        foreach (var other in new[] { null, "", "2026-3", "2026-13", "1999-12", "2101-01", "9999-12", "0001-01" })
            Assert.Null(DanishTimeParser.ReadMonth(other));
    }
}
