using System.Globalization;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.Delivery;

/// <summary>Dates and ISO weeks of instants, as the check counts them: those of the start in Europe/Copenhagen.</summary>
/// <remarks>Danish: lokal dato og uge.</remarks>
public static class LocalDay
{
    /// <summary>The time zone of everything local in this product.</summary>
    public static TimeZoneInfo Copenhagen { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>The date in Europe/Copenhagen of an instant.</summary>
    public static DateOnly Of(DateTimeOffset instant) => DanishTime.DateOf(instant);

    /// <summary>The ISO week of a date as year x 100 + week: 30-12-2024 is 202501.</summary>
    public static int IsoWeek(DateOnly date)
    {
        var day = date.ToDateTime(TimeOnly.MinValue);
        return (ISOWeek.GetYear(day) * 100) + ISOWeek.GetWeekOfYear(day);
    }
}
