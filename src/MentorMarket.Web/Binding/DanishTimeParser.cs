using System.Globalization;

namespace MentorMarket.Web.Binding;

/// <summary>Dates and times of day as Danes write them, and the ISO date that browsers and files use.</summary>
public static class DanishTimeParser
{
    private static readonly string[] s_dates = ["d.M.yyyy", "d-M-yyyy", "d/M-yyyy", "d/M/yyyy", "yyyy-MM-dd"];
    private static readonly string[] s_times = ["H.mm", "H:mm"];

    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Trim(), s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static bool TryReadTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
