using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>The time on the clock at which something ends: after 00.00 of the day, at the latest 24.00.</summary>
/// <remarks>
/// Danish: sluttidspunkt. Source: dansk retskrivning, klokkeslæt. A time of day cannot be 24.00, and the last minute of
/// a contact until midnight would be lost.
/// </remarks>
public readonly record struct ClockEnd
{
    /// <summary>Builds an end of so many minutes into the day.</summary>
    /// <param name="minutes">1 to 1440.</param>
    /// <exception cref="ArgumentOutOfRangeException">The day does not have that minute, or has just begun.</exception>
    public ClockEnd(int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, 24 * 60);
        Minutes = minutes;
    }

    /// <summary>The end of the day, 24.00.</summary>
    public static ClockEnd Midnight { get; } = new(24 * 60);

    /// <summary>Minutes of the clock since the day began.</summary>
    public int Minutes { get; }

    /// <summary>The end that a time of day is: midnight is that of the day that ends.</summary>
    public static ClockEnd Of(TimeOnly time) => time == TimeOnly.MinValue ? Midnight : new((int)(time.Ticks / TimeSpan.TicksPerMinute));

    /// <summary>The instants at which the clock in Denmark shows it, on the day or where that day ends.</summary>
    public LocalInstant On(DateOnly date) => this == Midnight
        ? DanishTime.At(date.AddDays(1), TimeOnly.MinValue)
        : DanishTime.At(date, TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(Minutes)));

    /// <summary>As a Dane writes it: <c>15.35</c>, <c>24.00</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minutes / 60:00}.{Minutes % 60:00}");
}
