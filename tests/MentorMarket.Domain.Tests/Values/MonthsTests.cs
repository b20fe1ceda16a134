namespace MentorMarket.Domain.Tests.Values;

/// <summary>Months are counted in one way, also from the days that not every month has.</summary>
public sealed class MonthsTests
{
    [Theory]
    [InlineData("2026-03-01", 6, "2026-08-31")]
    [InlineData("2026-01-05", 6, "2026-07-04")]
    [InlineData("2026-08-28", 6, "2027-02-27")]
    [InlineData("2026-08-29", 6, "2027-02-28")]
    [InlineData("2026-08-30", 6, "2027-02-28")]
    [InlineData("2026-08-31", 6, "2027-02-28")]
    [InlineData("2026-09-01", 6, "2027-02-28")]
    [InlineData("2027-08-31", 6, "2028-02-29")]
    [InlineData("2026-11-30", 3, "2027-02-28")]
    [InlineData("2026-12-31", 6, "2027-06-30")]
    [InlineData("2028-02-29", 12, "2029-02-28")]
    public void So_many_months_end_the_day_before_the_same_date_or_on_the_months_last_day(string from, int months, string last) =>
        Assert.Equal(Day(last), Months.LastDay(Day(from), months));

    [Fact]
    public void From_every_day_of_four_years_they_are_never_longer_than_the_months_counted_either_way_and_never_run_backwards()
    {
        for (var from = new DateOnly(2026, 1, 1); from < new DateOnly(2030, 1, 1); from = from.AddDays(1))
        {
            for (var months = 1; months <= 12; months++)
            {
                var last = Months.LastDay(from, months);
                var (counted, fromDayBefore) = (from.AddMonths(months).AddDays(-1), from.AddDays(-1).AddMonths(months));
                Assert.True(last == counted || last == fromDayBefore, $"{from} {months}");
                Assert.True(last >= counted && last >= fromDayBefore, $"{from} {months} is cut short");
                // In the month that it must be in: no date of that month is skipped, and no day of the next is taken but where the month is
                // full.
                Assert.True(last <= from.AddMonths(months), $"{from} {months} is too long");
                Assert.True(last.AddDays(1) >= from.AddMonths(months), $"{from} {months} is too short");
                Assert.True(Months.LastDay(from.AddDays(1), months) >= last, $"{from} {months} runs backwards");
                Assert.True(Months.LastDay(from, months + 1) > last, $"{from} {months} does not grow");
            }
        }
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
