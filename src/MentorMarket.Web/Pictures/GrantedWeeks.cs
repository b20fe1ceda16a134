using MentorMarket.Domain.Delivery;

namespace MentorMarket.Web.Pictures;

/// <summary>The ISO weeks of a grant's period, each with the hours granted and the direct contact delivered.</summary>
public static class GrantedWeeks
{
    /// <summary>Weeks outside the period are shown too if something was delivered in them: nothing granted, all of it over.</summary>
    public static IReadOnlyList<WeekHours> Of(DateOnly from, DateOnly to, decimal hoursPerWeek, IEnumerable<(int IsoWeek, int Minutes)> delivered)
    {
        var granted = (int)(hoursPerWeek * 60);
        var weeks = new SortedDictionary<int, (int Granted, int Delivered)>();
        for (var day = from; day <= to; day = day.AddDays(1))
            weeks[LocalDay.IsoWeek(day)] = (granted, 0);
        foreach (var (week, minutes) in delivered)
        {
            var so = weeks.GetValueOrDefault(week);
            weeks[week] = (so.Granted, so.Delivered + minutes);
        }
        return [.. weeks.Select(w => new WeekHours(w.Key / 100, w.Key % 100, w.Value.Granted, w.Value.Delivered))];
    }
}
