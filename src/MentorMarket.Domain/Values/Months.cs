namespace MentorMarket.Domain.Values;

/// <summary>Months counted on the calendar, in one way everywhere.</summary>
/// <remarks>
/// Danish: måneder. The usual counting: to the same date less one day, or the month's last day where that date does not exist. Six months
/// from 31.08 end on 28.02 (29.02 in a leap year), and six months from 01.09 on the same day.
/// </remarks>
public static class Months
{
    /// <summary>The last day of so many months that begin on a day.</summary>
    public static DateOnly LastDay(DateOnly from, int months)
    {
        // From the 29th to the 31st the date may not exist: counted from the day before, the month is not cut short.
        var (counted, fromDayBefore) = (from.AddMonths(months).AddDays(-1), from.AddDays(-1).AddMonths(months));
        return counted > fromDayBefore ? counted : fromDayBefore;
    }

    /// <summary>The day so many months after another: the same date, or the month's last day.</summary>
    public static DateOnly After(DateOnly day, int months) => day.AddMonths(months);

    /// <summary>The day so many months before another: the same date, or the month's last day.</summary>
    public static DateOnly Before(DateOnly day, int months) => day.AddMonths(-months);
}
