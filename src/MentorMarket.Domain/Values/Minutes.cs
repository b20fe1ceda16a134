using System.Globalization;

namespace MentorMarket.Domain.Values;

/// <summary>A length of time in whole minutes, never negative.</summary>
/// <remarks>
/// Danish: minutter. Source: vejledning om mentorstøtte, afsnit 7 (the payee accounts for actual hours).
/// Whole minutes, since that is what an entry and an invoice line state; seconds are floored once.
/// </remarks>
public readonly record struct Minutes : IComparable<Minutes>
{
    /// <summary>Builds a length of time.</summary>
    /// <param name="value">Whole minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Minutes(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    /// <summary>The number of minutes.</summary>
    public int Value { get; }

    /// <summary>The elapsed whole minutes between two instants; none when the end is not after the start.</summary>
    /// <param name="start">The first instant.</param>
    /// <param name="end">The last instant.</param>
    public static Minutes Between(DateTimeOffset start, DateTimeOffset end) =>
        new((int)Math.Max(0, (end.UtcTicks - start.UtcTicks) / TimeSpan.TicksPerMinute));

    /// <summary>Hours as a grant states them (4.3 a week), rounded to a whole minute, half away from zero.</summary>
    /// <param name="hours">Hours, not negative.</param>
    public static Minutes FromHours(decimal hours) =>
        new((int)decimal.Round(hours * 60m, 0, MidpointRounding.AwayFromZero));

    /// <summary>Adds two lengths.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Minutes operator +(Minutes left, Minutes right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    public int CompareTo(Minutes other) => Value.CompareTo(other.Value);

    /// <summary>Hours and minutes as they are spoken: <c>2 t 30 min</c>.</summary>
    public override string ToString()
    {
        var (hours, minutes) = (Value / 60, Value % 60);
        return (hours, minutes) switch
        {
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{hours} t"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{hours} t {minutes} min"),
        };
    }
}
