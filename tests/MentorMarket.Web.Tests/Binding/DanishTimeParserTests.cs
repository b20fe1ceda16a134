using MentorMarket.Web.Binding;

namespace MentorMarket.Web.Tests.Binding;

public sealed class DanishTimeParserTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private static DateOnly? Read(string typed, MissingYear missing = MissingYear.IsRefused, DateOnly? today = null) =>
        DanishTimeParser.TryReadDate(typed, today ?? Today, missing, out var date) ? date : null;

    [Theory]
    [InlineData("11.03.2019")]
    [InlineData("11.3.2019")]
    [InlineData("11-03-2019")]
    [InlineData("11/3-2019")]
    [InlineData("11/03-2019")]
    [InlineData("11/3/2019")]
    [InlineData("11,03,2019")]
    [InlineData("11. 3. 2019")]
    [InlineData("11 03 2019")]
    [InlineData("11\u201303\u20132019")]
    [InlineData("11.03.19")]
    [InlineData("11.3.19")]
    [InlineData("11-3-19")]
    [InlineData("11/3-19")]
    [InlineData("11/3 19")]
    [InlineData("11032019")]
    [InlineData("110319")]
    [InlineData("2019-03-11")]
    [InlineData(" 11.03.2019 ")]
    public void Reads_a_date_with_the_day_first(string typed) => Assert.Equal(new DateOnly(2019, 3, 11), Read(typed));

    [Theory]
    [InlineData("25112026", "2026-11-25")]
    [InlineData("251126", "2026-11-25")]
    [InlineData("25.11.26", "2026-11-25")]
    [InlineData("02112026", "2026-11-02")]
    [InlineData("021126", "2026-11-02")]
    [InlineData("2.11.26", "2026-11-02")]
    [InlineData("2-11-26", "2026-11-02")]
    [InlineData("290224", "2024-02-29")]
    public void Reads_what_clerks_and_keypads_type(string typed, string expected) =>
        Assert.Equal(expected, Read(typed)?.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("31.02.2019")]
    [InlineData("29.02.2023")]
    [InlineData("290223")]
    [InlineData("03.13.2019")]
    [InlineData("2019-3-11")]
    [InlineData("11.03.219")]
    [InlineData("11.03")]
    [InlineData("2511")]
    [InlineData("251")]
    [InlineData("25112")]
    [InlineData("2511202")]
    [InlineData("251120266")]
    [InlineData("45992")]
    [InlineData("25")]
    [InlineData("11..03.2019")]
    [InlineData("-11.03.2019")]
    [InlineData("11.03.2019 10.00")]
    [InlineData("\u0661\u0661.03.2019")]
    [InlineData("i morgen")]
    [InlineData("")]
    public void Refuses_a_date_that_does_not_exist_or_says_no_year_where_it_must(string typed) => Assert.Null(Read(typed));

    [Theory]
    [InlineData("2511", "2026-11-25")]
    [InlineData("25.11", "2026-11-25")]
    [InlineData("25.11.", "2026-11-25")]
    [InlineData("25/11", "2026-11-25")]
    [InlineData("25-11", "2026-11-25")]
    [InlineData("25,11", "2026-11-25")]
    [InlineData("25 11", "2026-11-25")]
    [InlineData("2611", "2026-11-26")]
    [InlineData("27.11", "2025-11-27")]
    [InlineData("3112", "2025-12-31")]
    [InlineData("01.01", "2026-01-01")]
    [InlineData("29.2", "2024-02-29")]
    public void What_has_happened_lies_on_the_latest_such_day_that_is_not_in_the_future(string typed, string expected) =>
        Assert.Equal(expected, Read(typed, MissingYear.LatestNotInTheFuture)?.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("2511", "2026-11-25")]
    [InlineData("27.11", "2026-11-27")]
    [InlineData("1.1", "2027-01-01")]
    [InlineData("31/12", "2026-12-31")]
    [InlineData("1.6", "2026-06-01")]
    [InlineData("29.2", "2028-02-29")]
    public void Any_other_day_is_the_one_nearest_to_today(string typed, string expected) =>
        Assert.Equal(expected, Read(typed, MissingYear.NearestToToday)?.ToString("yyyy-MM-dd"));

    [Fact]
    public void Of_two_days_as_near_the_coming_one_is_meant()
    {
        // 2 July 2026 is 182 days after 1 January 2026 and 183 before that of 2027; with a leap day between, as many.
        Assert.Equal(new DateOnly(2029, 1, 1), Read("1.1", MissingYear.NearestToToday, new DateOnly(2028, 7, 2)));
        Assert.Null(Read("31.2", MissingYear.NearestToToday));
        Assert.Null(Read("32.1", MissingYear.LatestNotInTheFuture));
    }

    [Theory]
    [InlineData("14.05", 14, 5)]
    [InlineData("14:05", 14, 5)]
    [InlineData("14,05", 14, 5)]
    [InlineData("14 05", 14, 5)]
    [InlineData("1405", 14, 5)]
    [InlineData("14", 14, 0)]
    [InlineData("9", 9, 0)]
    [InlineData("09", 9, 0)]
    [InlineData("10 00", 10, 0)]
    [InlineData("1000", 10, 0)]
    [InlineData("10,00", 10, 0)]
    [InlineData("905", 9, 5)]
    [InlineData("9.05", 9, 5)]
    [InlineData("0", 0, 0)]
    [InlineData("0.00", 0, 0)]
    [InlineData("0000", 0, 0)]
    [InlineData("2359", 23, 59)]
    [InlineData(" 14.05 ", 14, 5)]
    public void Reads_a_time_of_day_as_people_and_keypads_type_it(string typed, int hour, int minute)
    {
        Assert.True(DanishTimeParser.TryReadTime(typed, out var time));
        Assert.Equal(new TimeOnly(hour, minute), time);
        Assert.True(DanishTimeParser.TryReadEnd(typed, out var end));
        Assert.Equal(time == TimeOnly.MinValue ? 24 * 60 : (hour * 60) + minute, end.Minutes);
    }

    [Theory]
    [InlineData("14.60")]
    [InlineData("14.5")]
    [InlineData("25")]
    [InlineData("2460")]
    [InlineData("24.01")]
    [InlineData("14.05.00")]
    [InlineData("14..05")]
    [InlineData("-9")]
    [InlineData("2:05 PM")]
    [InlineData("")]
    public void Refuses_what_is_not_a_time_of_day(string typed)
    {
        Assert.False(DanishTimeParser.TryReadTime(typed, out _));
        Assert.False(DanishTimeParser.TryReadEnd(typed, out _));
    }

    [Theory]
    [InlineData("24.00")]
    [InlineData("24:00")]
    [InlineData("24,00")]
    [InlineData("2400")]
    [InlineData("24")]
    public void The_end_of_the_day_is_an_end_and_no_beginning(string typed)
    {
        Assert.False(DanishTimeParser.TryReadTime(typed, out _));
        Assert.True(DanishTimeParser.TryReadEnd(typed, out var end));
        Assert.Equal(ClockEnd.Midnight, end);
        Assert.Equal("24.00", end.ToString());
    }

    [Fact]
    public void Reads_a_month_of_the_years_within_reach()
    {
        Assert.Equal(new DateOnly(2026, 3, 1), DanishTimeParser.ReadMonth("2026-03"));
        Assert.Equal(new DateOnly(2100, 12, 1), DanishTimeParser.ReadMonth("2100-12"));
        foreach (var other in new[] { null, "", "2026-3", "2026-13", "1999-12", "2101-01", "9999-12", "0001-01" })
        {
            Assert.Null(DanishTimeParser.ReadMonth(other));
        }
    }
}
