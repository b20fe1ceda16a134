using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>What a date and time on a Danish clock means as an instant.</summary>
/// <remarks>Danish: dansk tid. Source: lov om tidens bestemmelse; the two nights of the year when the clock changes.</remarks>
public enum LocalTimeOutcome
{
    /// <summary>The clock shows it once: there is one instant.</summary>
    Once,

    /// <summary>The clock jumps over it in March: refuse it.</summary>
    DoesNotExist,

    /// <summary>The clock shows it twice in October: ask which.</summary>
    Twice,
}

/// <summary>The instant or instants that a local date and time stand for.</summary>
/// <remarks>Danish: tidspunkt. Source: lov om tidens bestemmelse.</remarks>
/// <param name="Outcome">Once, never or twice.</param>
/// <param name="Earlier">The instant; the first of the two (summer time) when there are two.</param>
/// <param name="Later">The same as <paramref name="Earlier"/>, or the second of the two (winter time).</param>
public readonly record struct LocalInstant(LocalTimeOutcome Outcome, DateTimeOffset Earlier, DateTimeOffset Later);

/// <summary>The clock and calendar of Denmark: dates and ISO weeks of instants, and instants of local times.</summary>
/// <remarks>
/// Danish: dansk tid. Source: lov om tidens bestemmelse; ISO 8601 weeks. A day belongs to an entry by the
/// local date of its start, so 23:30 UTC in summer is already tomorrow.
/// </remarks>
public static class DanishTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>The date in Denmark at an instant.</summary>
    /// <param name="instant">An instant.</param>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOf(instant.UtcTicks);

    /// <summary>The date in Denmark at an instant given in ticks, for the sweep over a year.</summary>
    /// <param name="utcTicks">Ticks of the instant in UTC.</param>
    public static DateOnly DateOf(long utcTicks) => DateOnly.FromDateTime(ToLocal(utcTicks));

    /// <summary>What the clock on the wall shows.</summary>
    /// <param name="instant">An instant.</param>
    public static DateTime ToLocal(DateTimeOffset instant) => ToLocal(instant.UtcTicks);

    /// <summary>What the clock on the wall shows.</summary>
    /// <param name="utcTicks">Ticks of the instant in UTC.</param>
    public static DateTime ToLocal(long utcTicks) =>
        TimeZoneInfo.ConvertTimeFromUtc(new DateTime(utcTicks, DateTimeKind.Utc), Zone);

    /// <summary>Is it summer time in Denmark at an instant?</summary>
    /// <param name="instant">An instant.</param>
    public static bool IsSummer(DateTimeOffset instant) => Zone.IsDaylightSavingTime(instant);

    /// <summary>
    /// Does a time from one clock reading to another say how long it was only when summer or winter time stands beside them?
    /// So it is in the nights when the clock changes: over the change, and in the hour that comes twice.
    /// </summary>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    public static bool IsInNightOfChange(DateTimeOffset start, DateTimeOffset end) =>
        IsSummer(start) != IsSummer(end) || ComesTwice(start) || ComesTwice(end);

    /// <summary>Is it in the hour in October that the clock in Denmark shows twice?</summary>
    /// <param name="instant">An instant.</param>
    public static bool ComesTwice(DateTimeOffset instant) => Zone.IsAmbiguousTime(ToLocal(instant));

    /// <summary>
    /// When a time began, on the wall clock: <c>09.05</c>; in the nights when the clock changes, with the season:
    /// <c>02.45 sommertid</c>.
    /// </summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="inEnglish">In English, or in Danish.</param>
    public static string ClockFrom(DateTimeOffset from, DateTimeOffset to, bool inEnglish) =>
        Clock(from, IsInNightOfChange(from, to), inEnglish);

    /// <summary>When it ended: <c>10.30</c>; at the midnight after it began <c>24.00</c>, and later than that with the day.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="to">When it ended.</param>
    /// <param name="inEnglish">In English, or in Danish.</param>
    public static string ClockTo(DateTimeOffset from, DateTimeOffset to, bool inEnglish)
    {
        var (first, last) = (DateOf(from), DateOf(to));
        var clock = Clock(to, IsInNightOfChange(from, to), inEnglish);
        return last == first ? clock
            : to == StartOf(first.AddDays(1)) ? "24.00"
            : string.Create(CultureInfo.InvariantCulture, $"{clock} ({last:dd.MM.yyyy})");
    }

    /// <summary>The wall clock, with its seconds where there are any.</summary>
    /// <param name="at">An instant.</param>
    /// <param name="saysSeason">Summer or winter time stands beside it.</param>
    /// <param name="inEnglish">In English, or in Danish.</param>
    public static string Clock(DateTimeOffset at, bool saysSeason, bool inEnglish)
    {
        // Nobody types seconds, but a file may hold them, and one of them is enough for two times to overlap.
        var clock = ToLocal(at).ToString(at.Second == 0 ? "HH.mm" : "HH.mm.ss", CultureInfo.InvariantCulture);
        return saysSeason ? $"{clock} {Season(at, inEnglish)}" : clock;
    }

    /// <summary>Summer or winter time, as it is called.</summary>
    /// <param name="at">An instant.</param>
    /// <param name="inEnglish">In English, or in Danish.</param>
    public static string Season(DateTimeOffset at, bool inEnglish) => (inEnglish, IsSummer(at)) switch
    {
        (true, true) => "summer time",
        (true, false) => "winter time",
        (false, true) => "sommertid",
        (false, false) => "normaltid",
    };

    /// <summary>The ISO week with its year: 30 December 2024 lies in <c>2025-W01</c>.</summary>
    /// <param name="date">A date.</param>
    public static string IsoWeek(DateOnly date)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");
    }

    /// <summary>The ISO week as year x 100 + week: 30 December 2024 is <c>202501</c>.</summary>
    /// <param name="date">A date.</param>
    public static int WeekOf(DateOnly date)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        return (ISOWeek.GetYear(day) * 100) + ISOWeek.GetWeekOfYear(day);
    }

    /// <summary>A number that two dates share when, and only when, they lie in the same ISO week.</summary>
    /// <param name="date">A date.</param>
    public static int WeekIndex(DateOnly date) => date.DayNumber / 7; // day 0, 1 January of year 1, is a Monday

    /// <summary>The instant a day begins. Denmark changes its clock at 02:00 and 03:00, so midnight is there once.</summary>
    /// <param name="date">A date in Denmark.</param>
    public static DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue).Earlier;

    /// <summary>The instant at which the clock in Denmark shows a date and time.</summary>
    /// <param name="date">The date on the wall.</param>
    /// <param name="time">The time on the wall.</param>
    public static LocalInstant At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            return new LocalInstant(LocalTimeOutcome.DoesNotExist, default, default);
        }

        if (!Zone.IsAmbiguousTime(local))
        {
            var instant = new DateTimeOffset(local, Zone.GetUtcOffset(local));
            return new LocalInstant(LocalTimeOutcome.Once, instant, instant);
        }

        // The larger offset is summer time, which comes first.
        var offsets = Zone.GetAmbiguousTimeOffsets(local);
        return new LocalInstant(
            LocalTimeOutcome.Twice,
            new DateTimeOffset(local, offsets.Max()),
            new DateTimeOffset(local, offsets.Min()));
    }
}
