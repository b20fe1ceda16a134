using System.Globalization;

namespace MentorMarket.Web.Binding;

/// <summary>Dates and times of day as Danes write them, and the ISO date that browsers and files use.</summary>
public static class DanishTimeParser
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    private static readonly string[] s_dates = ["d.M.yyyy", "d-M-yyyy", "d/M-yyyy", "d/M/yyyy", "yyyy-MM-dd"];
    private static readonly string[] s_times = ["H.mm", "H:mm"];

    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Trim(), s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Years in which nothing of the portal can lie are slips of the finger, and the calendar's ends are too near to count days and months from.</summary>
    public static bool IsWithinReach(DateOnly date) => date.Year is >= FirstYear and <= LastYear;

    /// <summary>The first day of a month written as <c>2026-03</c>; null for anything else.</summary>
    public static DateOnly? ReadMonth(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && IsWithinReach(first) ? first : null;

    public static bool TryReadTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
