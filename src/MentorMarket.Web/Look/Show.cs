using System.Globalization;

namespace MentorMarket.Web.Look;

/// <summary>How amounts, hours and times are written on the screen: Danish in both languages.</summary>
public static class Show
{
    private static readonly CultureInfo s_danish = CultureInfo.GetCultureInfo("da-DK");
    private static readonly TimeZoneInfo s_copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary><c>1.234,56 kr.</c> with spaces that do not break.</summary>
    public static string Money(decimal kroner) => string.Create(s_danish, $"{kroner:#,##0.00}\u00a0kr.");

    /// <summary>An amount in a column that says kroner itself: <c>1.234,56</c>; nothing where it is not known yet.</summary>
    public static string Amount(decimal? kroner) => kroner is { } known ? known.ToString("#,##0.00", s_danish) : "";

    /// <summary>A number with the decimals it has: <c>1.234,5</c>.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.##########", s_danish);

    /// <summary><c>11.03.2019</c></summary>
    public static string Date(DateOnly date) => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    public static string Date(DateOnly? date) => date is { } day ? Date(day) : "";

    /// <summary><c>11.03.2019 - 10.09.2019</c>; where it breaks over two lines, it breaks after the dash.</summary>
    public static string Period(DateOnly from, DateOnly to) => $"{Date(from)}\u00a0- {Date(to)}";

    /// <summary><c>14.05</c></summary>
    public static string Time(TimeOnly time) => time.ToString("HH.mm", CultureInfo.InvariantCulture);

    /// <summary>The wall clock in Denmark: <c>11.03.2019 kl. 14.05</c>.</summary>
    public static string DateTime(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, s_copenhagen).ToString(
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "dd.MM.yyyy HH.mm" : "dd.MM.yyyy 'kl.' HH.mm",
            CultureInfo.InvariantCulture);

    /// <summary><c>1 t. 30 min.</c>, in English <c>1 h 30 min</c>.</summary>
    public static string Minutes(int minutes)
    {
        var (hour, minute) = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? ("h", "min") : ("t.", "min.");
        var sign = minutes < 0 ? "-" : "";
        var (hours, rest) = Math.DivRem(Math.Abs(minutes), 60);
        return (hours, rest) switch
        {
            (0, _) => $"{sign}{rest}\u00a0{minute}",
            (_, 0) => $"{sign}{hours.ToString("#,##0", s_danish)}\u00a0{hour}",
            _ => $"{sign}{hours.ToString("#,##0", s_danish)}\u00a0{hour} {rest}\u00a0{minute}",
        };
    }
}
