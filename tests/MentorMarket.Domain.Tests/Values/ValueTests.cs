using System.Globalization;

namespace MentorMarket.Domain.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("1.234,56", 1234.56)]
    [InlineData("1234,5", 1234.5)]
    [InlineData("1.234.567", 1234567)]
    [InlineData("12", 12)]
    [InlineData(" -0,25 ", -0.25)]
    public void Reads_a_number_as_a_Dane_types_it(string text, double number)
    {
        Assert.Equal(NumberFault.None, DanishNumber.Parse(text, out var read));
        Assert.Equal((decimal)number, read);
    }

    [Theory]
    [InlineData("1234.56", NumberFault.UseComma)]
    [InlineData("1.23", NumberFault.UseComma)]
    [InlineData("12.34,5", NumberFault.UseComma)]
    [InlineData("1234.567", NumberFault.UseComma)]
    [InlineData("0.123", NumberFault.UseComma)]
    [InlineData("1,234.56", NumberFault.UseComma)]
    [InlineData("1.2345.678", NumberFault.UseComma)]
    [InlineData("", NumberFault.NotANumber)]
    [InlineData("1,", NumberFault.NotANumber)]
    [InlineData(",5", NumberFault.NotANumber)]
    [InlineData("1,2,3", NumberFault.NotANumber)]
    [InlineData("1 234", NumberFault.NotANumber)]
    [InlineData("kr. 5", NumberFault.NotANumber)]
    public void Never_guesses_at_a_number(string text, NumberFault fault) => Assert.Equal(fault, DanishNumber.Parse(text, out _));

    [Fact]
    public void Says_brug_komma() => Assert.StartsWith("Brug komma", DanishNumber.Explain(NumberFault.UseComma, inDanish: true),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1234.56, "1.234,56")]
    [InlineData(1234567.005, "1.234.567,01")]
    [InlineData(-0.5, "-0,50")]
    [InlineData(0, "0,00")]
    public void Writes_a_number_as_a_Dane_reads_it(double number, string text) => Assert.Equal(text, DanishNumber.Format((decimal)number));

    [Fact]
    public void Rounds_half_an_ore_away_from_zero_and_refuses_to_keep_it()
    {
        Assert.Equal("0.13", Money.Round(0.125m).ToString());
        Assert.Equal("-0.13", Money.Round(-0.125m).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(0.125m));
        Assert.Equal("193.68", Money.Due(new Minutes(30), new Money(387.35m)).ToString());
    }

    [Fact]
    public void Refuses_negative_minutes_and_periods_that_end_before_they_begin()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Minutes(-1));
        Assert.Throws<ArgumentException>(() => new Period(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 1)));
        Assert.Equal(1, new Period(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 1)).Days);
        Assert.Equal([155, 258, 0], [Minutes.FromHours(2.575m).Value, Minutes.FromHours(4.3m).Value, Minutes.FromHours(0).Value]);
    }

    [Fact]
    public void A_period_is_half_open_in_instants()
    {
        var march = new Period(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));

        Assert.Equal("2026-03-01T00:00:00+01:00", march.StartsAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        Assert.Equal("2026-04-01T00:00:00+02:00", march.EndsBefore.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-03-29 01:59", LocalTimeOutcome.Once)]
    [InlineData("2026-03-29 02:30", LocalTimeOutcome.DoesNotExist)]
    [InlineData("2026-03-29 03:00", LocalTimeOutcome.Once)]
    [InlineData("2026-10-25 02:30", LocalTimeOutcome.Twice)]
    [InlineData("2026-10-25 03:00", LocalTimeOutcome.Once)]
    public void Knows_the_two_nights_when_the_clock_changes(string local, LocalTimeOutcome outcome)
    {
        var at = DateTime.Parse(local, CultureInfo.InvariantCulture);
        var found = DanishTime.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));

        Assert.Equal(outcome, found.Outcome);
        Assert.Equal(outcome == LocalTimeOutcome.Twice ? TimeSpan.FromHours(1) : TimeSpan.Zero, found.Later - found.Earlier);
    }

    [Theory]
    [InlineData("2024-12-30", "2025-W01")]
    [InlineData("2026-12-31", "2026-W53")]
    [InlineData("2027-01-03", "2026-W53")]
    [InlineData("2027-01-04", "2027-W01")]
    public void Names_ISO_weeks_with_their_year(string date, string week) =>
        Assert.Equal(week, DanishTime.IsoWeek(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    [Fact]
    public void Tells_weeks_apart_as_ISO_does()
    {
        for (var day = new DateOnly(2019, 12, 1); day < new DateOnly(2028, 2, 1); day = day.AddDays(1))
        {
            var isSame = DanishTime.IsoWeek(day) == DanishTime.IsoWeek(day.AddDays(1));
            Assert.Equal(isSame, DanishTime.WeekIndex(day) == DanishTime.WeekIndex(day.AddDays(1)));
        }
    }

    [Theory]
    [InlineData("DK 29 18 98 46", true)]
    [InlineData("12345678", false)]
    public void Warns_of_a_company_number_with_a_wrong_check_digit(string text, bool isRight)
    {
        Assert.True(CvrNumber.TryParse(text, out var number));
        Assert.Equal(isRight, number.HasValidCheckDigit);
    }

    [Theory]
    [InlineData("5790000435968", true)]
    [InlineData("5790000435969", false)]
    [InlineData("579000043596", false)]
    public void Refuses_an_address_with_a_wrong_check_digit(string text, bool isRight) => Assert.Equal(isRight, Gln.TryParse(text, out _));
}
