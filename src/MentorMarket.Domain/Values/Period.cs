using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>Days from a first to a last, both included; the first is never after the last.</summary>
/// <remarks>
/// Danish: periode. Source: LAB § 167 (a grant runs from-to a date). Dates are those of Europe/Copenhagen.
/// </remarks>
public readonly record struct Period
{
    /// <summary>Builds a period.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <exception cref="ArgumentException">The first day is after the last.</exception>
    public Period(DateOnly from, DateOnly to)
    {
        if (from > to)
        {
            throw new ArgumentException("A period does not end before it begins.", nameof(to));
        }

        From = from;
        To = to;
    }

    /// <summary>The first day.</summary>
    public DateOnly From { get; }

    /// <summary>The last day.</summary>
    public DateOnly To { get; }

    /// <summary>How many days, the first and the last counted.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>The instant the first day begins in Denmark.</summary>
    public DateTimeOffset StartsAt => DanishTime.StartOf(From);

    /// <summary>The instant the day after the last begins: the end of the half-open interval.</summary>
    public DateTimeOffset EndsBefore => DanishTime.StartOf(To.AddDays(1));

    /// <summary>Is the day one of them?</summary>
    /// <param name="day">A day in Denmark.</param>
    public bool Contains(DateOnly day) => From <= day && day <= To;

    /// <summary>The shortest period that has both these days and another one.</summary>
    /// <param name="day">The other day.</param>
    public Period With(DateOnly day) => new(day < From ? day : From, day > To ? day : To);

    /// <summary>Do the two share a day?</summary>
    /// <param name="other">Another period.</param>
    public bool Overlaps(Period other) => From <= other.To && other.From <= To;

    /// <summary>As a Dane writes it: <c>01.03.2026-31.08.2026</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From:dd.MM.yyyy}-{To:dd.MM.yyyy}");
}
