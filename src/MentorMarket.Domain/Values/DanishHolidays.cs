namespace MentorMarket.Domain.Values;

/// <summary>The public holidays of Denmark, by arithmetic.</summary>
/// <remarks>
/// Danish: helligdage. Source: Danske Lov and lov om helligdage; Store Bededag was abolished from 2024 (lov 214 of 2023).
/// </remarks>
public static class DanishHolidays
{
    private const int LastStoreBededag = 2023;

    // Days from Easter Sunday: Maundy Thursday, Good Friday, Easter and its Monday, Ascension, Whitsun and its Monday.
    private static readonly int[] FromEaster = [-3, -2, 0, 1, 39, 49, 50];

    /// <summary>Easter Sunday of a year in the Gregorian calendar.</summary>
    /// <param name="year">The year.</param>
    public static DateOnly EasterSunday(int year)
    {
        // The rule of Meeus, Jones and Butcher; the names are theirs.
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    /// <summary>Is the day a public holiday?</summary>
    /// <param name="day">A day in Denmark.</param>
    public static bool Contains(DateOnly day)
    {
        if (day is { Month: 1, Day: 1 } or { Month: 12, Day: 25 or 26 }) return true;
        var fromEaster = day.DayNumber - EasterSunday(day.Year).DayNumber;
        return FromEaster.Contains(fromEaster) || (fromEaster == 26 && day.Year <= LastStoreBededag);
    }

    /// <summary>Monday to Friday and no holiday.</summary>
    /// <param name="day">A day in Denmark.</param>
    public static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Contains(day);
}
