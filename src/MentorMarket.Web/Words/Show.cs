using System.Globalization;

namespace MentorMarket.Web.Words;

/// <summary>How amounts, hours and times are written on the screen: Danish in both languages.</summary>
public static class Show
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>1.234,56 kr.</c> with spaces that do not break.</summary>
    public static string Money(decimal kroner) => string.Create(Danish, $"{kroner:#,##0.00}\u00a0kr.");

    /// <summary>An amount in a column that says kroner itself: <c>1.234,56</c>; nothing where it is not known yet.</summary>
    public static string Amount(decimal? kroner) => kroner is { } known ? known.ToString("#,##0.00", Danish) : "";

    /// <summary>A number with the decimals it has: <c>1.234,5</c>.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.##########", Danish);

    /// <summary><c>11.03.2019</c></summary>
    public static string Date(DateOnly date) => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    public static string Date(DateOnly? date) => date is { } day ? Date(day) : "";

    /// <summary><c>marts 2019</c>, in English <c>March 2019</c>.</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", InEnglish ? English : Danish);

    /// <summary>A day as one says it to a person: <c>mandag den 11. marts 2019</c>, in English <c>Monday 11 March 2019</c>.</summary>
    public static string Day(DateOnly day) => day.ToString(InEnglish ? "dddd d MMMM yyyy" : "dddd 'den' d. MMMM yyyy",
        InEnglish ? English : Danish);

    /// <summary>A day in a few words: <c>11. marts</c>, in English <c>11 March</c>; with its year when that is not this one.</summary>
    public static string ShortDay(DateOnly day, DateOnly today) =>
        day.ToString((InEnglish ? "d MMMM" : "d. MMMM") + (day.Year == today.Year ? "" : " yyyy"), InEnglish ? English : Danish);

    /// <summary><c>11.03.2019 - 10.09.2019</c>; where it breaks over two lines, it breaks after the dash.</summary>
    public static string Period(DateOnly from, DateOnly to) => $"{Date(from)}\u00a0- {Date(to)}";

    /// <summary><c>14.05</c></summary>
    public static string Time(TimeOnly time) => time.ToString("HH.mm", CultureInfo.InvariantCulture);

    /// <summary>
    /// From and to on the wall clock in Denmark: <c>09.00-10.30</c>; in the nights of the clock, which time each is; past midnight, the day
    /// it ends.
    /// </summary>
    public static string Times(DateTimeOffset from, DateTimeOffset to) => $"{TimeFrom(from, to)}-{TimeTo(from, to)}";

    /// <summary>The first of the two, for a sentence that has them apart: <c>02.45 sommertid</c>.</summary>
    public static string TimeFrom(DateTimeOffset from, DateTimeOffset to) => Unbroken(DanishTime.ClockFrom(from, to, InEnglish));

    /// <summary>The second of the two: <c>02.15 normaltid</c>.</summary>
    public static string TimeTo(DateTimeOffset from, DateTimeOffset to) => Unbroken(DanishTime.ClockTo(from, to, InEnglish));

    private static string Unbroken(string text) => text.Replace(' ', '\u00a0');

    private static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The wall clock in Denmark: <c>11.03.2019 kl. 14.05</c>.</summary>
    public static string DateTime(DateTimeOffset at) =>
        DanishTime.ToLocal(at).ToString(
            InEnglish ? "dd.MM.yyyy HH.mm" : "dd.MM.yyyy 'kl.' HH.mm",
            CultureInfo.InvariantCulture) + (DanishTime.ComesTwice(at) ? Unbroken($" {DanishTime.Season(at, InEnglish)}") : "");

    /// <summary>The same to the second, where a limit is counted from it: <c>11.03.2019 kl. 14.05.09</c>.</summary>
    public static string Moment(DateTimeOffset at) =>
        $"{Date(DanishTime.DateOf(at))} {(InEnglish ? "" : "kl. ")}{Unbroken(DanishTime.Clock(at, DanishTime.ComesTwice(at), InEnglish))}";

    /// <summary><c>1 t. 30 min.</c>, in English <c>1 h 30 min</c>.</summary>
    public static string Minutes(int minutes)
    {
        var (hour, minute) = InEnglish ? ("h", "min") : ("t.", "min.");
        var sign = minutes < 0 ? "-" : "";
        var (hours, rest) = Math.DivRem(Math.Abs(minutes), 60);
        return (hours, rest) switch
        {
            (0, _) => $"{sign}{rest}\u00a0{minute}",
            (_, 0) => $"{sign}{hours.ToString("#,##0", Danish)}\u00a0{hour}",
            _ => $"{sign}{hours.ToString("#,##0", Danish)}\u00a0{hour} {rest}\u00a0{minute}",
        };
    }
}
