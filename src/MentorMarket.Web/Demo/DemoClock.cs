namespace MentorMarket.Web.Demo;

/// <summary>
/// The demo's calendar: the sample year moved by whole weeks, so that its last full week before Christmas is last week.
/// What the sample has in the spring after that lies in the future and is left out; the grants that run so far are live.
/// </summary>
internal sealed class DemoClock
{
    private static readonly DateOnly LastSampleWeek = new(2025, 12, 15);
    private static readonly DateOnly FirstSampleDay = new(2025, 1, 1);

    public DemoClock(TimeProvider time)
    {
        Today = time.Today;
        Now = At(Today, 0, 0);
        var monday = Today.AddDays(-(((int)Today.DayOfWeek + 6) % 7));
        Weeks = (monday.AddDays(-7).DayNumber - LastSampleWeek.DayNumber) / 7;
        YearStart = At(Moved(FirstSampleDay).AddDays(-60), 9, 0);
    }

    public DateOnly Today { get; }

    /// <summary>The midnight when today began: everything in the demo happened before it.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>How many weeks the sample year is moved.</summary>
    public int Weeks { get; }

    /// <summary>When the organisations joined.</summary>
    public DateTimeOffset YearStart { get; }

    public DateOnly Moved(DateOnly day) => day.AddDays(Weeks * 7);

    /// <summary>Moves an instant and keeps the local time of day, also when the move crosses a change of summer time.</summary>
    public DateTimeOffset Moved(DateTimeOffset instant)
    {
        var local = DanishTime.ToLocal(instant);
        return Instant(Moved(DateOnly.FromDateTime(local)), TimeOnly.FromDateTime(local));
    }

    public DateTimeOffset At(DateOnly day, int hour, int minute) => Instant(day, new(hour, minute));

    public DateOnly DateOf(DateTimeOffset instant) => DanishTime.DateOf(instant);

    private static DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var at = DanishTime.At(day, time);
        // The hour that does not exist in March is the hour after it.
        if (at.Outcome == LocalTimeOutcome.DoesNotExist) at = DanishTime.At(day, time.AddHours(1));
        return at.Later.ToUniversalTime();
    }
}
