namespace MentorMarket.Web.Pictures;

/// <summary>The ISO weeks of a grant's period, each with the hours granted and the direct contact delivered.</summary>
public static class GrantedWeeks
{
    /// <summary>Weeks outside the period are shown too if something was delivered in them: nothing granted, all of it over.</summary>
    public static IReadOnlyList<WeekHours> Of(DateOnly from, DateOnly to, decimal hoursPerWeek,
        IEnumerable<(int IsoWeek, int Minutes)> delivered, Pauses? pauses = null)
    {
        var granted = Minutes.FromHours(hoursPerWeek).Value;
        var weeks = new SortedDictionary<int, (int Granted, int Delivered)>();
        var atRest = new HashSet<int>();
        var atWork = new HashSet<int>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            weeks[DanishTime.WeekOf(day)] = (granted, 0);
            (pauses?.Contains(day) == true ? atRest : atWork).Add(DanishTime.WeekOf(day));
        }
        // A week that is a pause from end to end grants nothing; one that is so in part keeps its hours for the rest of it.
        foreach (var week in atRest.Except(atWork)) weeks[week] = (0, 0);
        foreach (var (week, minutes) in delivered)
        {
            var so = weeks.GetValueOrDefault(week);
            weeks[week] = (so.Granted, so.Delivered + minutes);
        }
        return [.. weeks.Select(w => new WeekHours(w.Key / 100, w.Key % 100, w.Value.Granted, w.Value.Delivered, atRest.Contains(w.Key)))];
    }
}
