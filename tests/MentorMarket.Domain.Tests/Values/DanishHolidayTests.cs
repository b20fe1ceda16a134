using System.Globalization;

namespace MentorMarket.Domain.Tests.Values;

/// <summary>Holidays as they stand in the calendar.</summary>
public sealed class DanishHolidayTests
{
    [Theory]
    [InlineData(1961, "04-02")]
    [InlineData(2000, "04-23")]
    [InlineData(2008, "03-23")]
    [InlineData(2011, "04-24")]
    [InlineData(2024, "03-31")]
    [InlineData(2026, "04-05")]
    [InlineData(2027, "03-28")]
    [InlineData(2038, "04-25")]
    public void Easter_falls_as_in_the_almanac(int year, string day) =>
        Assert.Equal(day, DanishHolidays.EasterSunday(year).ToString("MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-01-01", false)]
    [InlineData("2026-04-01", true)]
    [InlineData("2026-04-02", false)]
    [InlineData("2026-04-03", false)]
    [InlineData("2026-04-06", false)]
    [InlineData("2026-05-14", false)]
    [InlineData("2026-05-25", false)]
    [InlineData("2026-06-05", true)]
    [InlineData("2026-12-25", false)]
    [InlineData("2026-11-21", false)]
    [InlineData("2026-11-23", true)]
    // Store Bededag was a holiday for the last time in 2023.
    [InlineData("2023-05-05", false)]
    [InlineData("2024-04-26", true)]
    [InlineData("2026-05-01", true)]
    public void Nobody_works_on_a_holiday_or_at_the_weekend(string day, bool works) =>
        Assert.Equal(works, DanishHolidays.IsWorkday(DateOnly.Parse(day, CultureInfo.InvariantCulture)));
}
