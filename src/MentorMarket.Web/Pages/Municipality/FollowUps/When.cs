using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>The parts that a work list falls into.</summary>
public enum When
{
    Overdue,
    ThisWeek,
    ThisMonth,
    Later,
    NotHeld,
    Done,
}

public static class WhenExtensions
{
    /// <summary>Whether a date belongs to that part. A week ends on Sunday; this week and this month begin today.</summary>
    public static bool Falls(this DeadlineStatus due, When when, DateOnly today)
    {
        var sunday = today.AddDays((7 - (int)today.DayOfWeek) % 7);
        var lastOfMonth = new DateOnly(today.Year, today.Month, DateTime.DaysInMonth(today.Year, today.Month));
        var isAhead = due.Standing is DeadlineStanding.Today or DeadlineStanding.Ahead;
        return when switch
        {
            When.Overdue => due.Standing == DeadlineStanding.Overdue,
            When.ThisWeek => isAhead && due.On <= sunday,
            When.ThisMonth => isAhead && due.On <= lastOfMonth,
            When.Later => isAhead && due.On > lastOfMonth,
            When.NotHeld => due.Standing == DeadlineStanding.NotHeld,
            When.Done => due.Standing == DeadlineStanding.Done,
        };
    }
}
