using System.Globalization;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Binding;

/// <summary>Which year is meant where only the day and the month are typed.</summary>
public enum MissingYear
{
    /// <summary>None: a file is read long after it was written, so its dates say their year.</summary>
    IsRefused,

    /// <summary>The one that brings the date nearest to today; the coming one where two are as near.</summary>
    NearestToToday,

    /// <summary>The latest one in which the date is not in the future: for what has happened.</summary>
    LatestNotInTheFuture,

    /// <summary>The first one in which the date is not before the day it is counted from: for what ends.</summary>
    FirstNotBefore,
}

/// <summary>
/// Dates and times of day as Danes write them, as the keypads of a telephone can type them (digits alone, or digits and a
/// comma), and the ISO date that browsers and files use. The one parser of forms and imports.
/// </summary>
public static partial class DanishTimeParser
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    // 29 February is found within so many years, also around a year that is no leap year.
    private const int YearsLookedAt = 8;

    /// <summary>
    /// Reads a date: <c>25.11.2026</c>, <c>25/11-26</c>, <c>251126</c>, <c>25112026</c>, and without its year <c>25.11</c> or <c>2511</c>.
    /// </summary>
    /// <param name="today">The day that a missing year is counted from.</param>
    public static bool TryReadDate(string text, DateOnly today, MissingYear missing, out DateOnly date)
    {
        var typed = text.Trim();
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)) return true;
        var parts = Divided().Match(typed) is { Success: true } divided ? divided : Undivided().Match(typed);
        if (!parts.Success) return false;
        var (day, month, year) = (Number(parts.Groups["day"]), Number(parts.Groups["month"]), parts.Groups["year"]);
        // Two digits are a year of this century: what the portal is about lies around today.
        if (year.Success) return IsDate(Number(year) + (year.Length == 2 ? 2000 : 0), month, day, out date);
        IEnumerable<int> years = missing switch
        {
            MissingYear.IsRefused => [],
            MissingYear.NearestToToday => Enumerable.Range(today.Year - YearsLookedAt, (2 * YearsLookedAt) + 1),
            MissingYear.LatestNotInTheFuture => Enumerable.Range(today.Year - YearsLookedAt, YearsLookedAt + 1),
            MissingYear.FirstNotBefore => Enumerable.Range(today.Year, YearsLookedAt + 1),
        };
        var possible = years.Select(y => IsDate(y, month, day, out var there) ? there : (DateOnly?)null).OfType<DateOnly>()
            .Where(d => (missing != MissingYear.LatestNotInTheFuture || d <= today)
                && (missing != MissingYear.FirstNotBefore || d >= today))
            .OrderBy(d => Math.Abs(d.DayNumber - today.DayNumber)).ThenByDescending(d => d).ToList();
        if (possible.Count == 0) return false;
        date = possible[0];
        return true;
    }

    /// <summary>
    /// Years in which nothing of the portal can lie are slips of the finger, and the calendar's ends are too near to count days and months
    /// from.
    /// </summary>
    public static bool IsWithinReach(DateOnly date) => date.Year is >= FirstYear and <= LastYear;

    /// <summary>The first day of a month written as <c>2026-03</c>; null for anything else.</summary>
    public static DateOnly? ReadMonth(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            && IsWithinReach(first) ? first : null;

    /// <summary>
    /// Reads a time of day: <c>14.05</c>, <c>14:05</c>, <c>14,05</c>, <c>14 05</c>, <c>1405</c>, and the whole hour <c>14</c>.
    /// </summary>
    public static bool TryReadTime(string text, out TimeOnly time)
    {
        time = default;
        if (ReadMinutes(text) is not { } minutes || minutes == ClockEnd.Midnight.Minutes) return false;
        time = TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(minutes));
        return true;
    }

    /// <summary>Reads the time at which something ends: as a time of day, and midnight is <c>24.00</c> or <c>0.00</c>.</summary>
    public static bool TryReadEnd(string text, out ClockEnd end)
    {
        end = default;
        if (ReadMinutes(text) is not { } minutes) return false;
        end = minutes == 0 ? ClockEnd.Midnight : new ClockEnd(minutes);
        return true;
    }

    private static int? ReadMinutes(string text)
    {
        if (Deadline().Match(text.Trim()) is not { Success: true } parts) return null;
        var (hour, minute) = (Number(parts.Groups["hour"]), parts.Groups["minute"].Success ? Number(parts.Groups["minute"]) : 0);
        return minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) ? (hour * 60) + minute : null;
    }

    private static bool IsDate(int year, int month, int day, out DateOnly date)
    {
        var isThere = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = isThere ? new DateOnly(year, month, day) : default;
        return isThere;
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Day, month and year with anything between them that people put there; a point may stand last, as in "25.11.".
    [GeneratedRegex(
        @"^(?<day>[0-9]{1,2})(?: *[.,/\u2010-\u2015\u2212-] *| +)(?<month>[0-9]{1,2})(?:(?: *[.,/\u2010-\u2015\u2212-] *| +)(?<year>[0-9]{4}|[0-9]{2}))?\.?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Divided();

    [GeneratedRegex(@"^(?<day>[0-9]{2})(?<month>[0-9]{2})(?<year>[0-9]{4}|[0-9]{2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Undivided();

    // Two digits for the minutes: 14.5 may be five past and half past.
    [GeneratedRegex(@"^(?<hour>[0-9]{1,2})(?:(?: *[.,:] *| +)?(?<minute>[0-9]{2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Deadline();
}
