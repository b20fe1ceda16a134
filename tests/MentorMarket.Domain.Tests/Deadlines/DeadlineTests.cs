using System.Globalization;
using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Domain.Tests.Deadlines;

/// <summary>The dates of a grant, in rows that a caseworker could read.</summary>
public sealed class DeadlineTests
{
    private static readonly DeadlineSettings Settings = DeadlineSettings.Of(new GrantSettings());

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static RunningGrant Grant(string from, string to, double hours = 3) => new(Day(from), Day(to), (decimal)hours);

    private static string Days(RunningGrant grant, DeadlineKind kind, DeadlineSettings? settings = null) =>
        string.Join(" ", DeadlineRules.Of(grant, settings ?? Settings).Where(c => c.Kind == kind)
            .Select(c => c.DueOn.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 14)]
    [InlineData(13, 46)]
    [InlineData(26, 91)]
    public void Only_dates_that_come_again_open_by_the_municipalitys_interval(int weeks, int days)
    {
        var settings = DeadlineSettings.Of(new GrantSettings { FollowUpWeeks = weeks, PauseReviewWeeks = weeks });
        var due = Day("30.06.2026");
        int DaysBefore(DeadlineKind kind) => due.DayNumber - DeadlineRules.OpensOn(new(kind, 1, due, DeadlineSource.Municipality),
            settings).DayNumber;

        Assert.Equal(days, DaysBefore(DeadlineKind.FollowUp));
        Assert.Equal(days, DaysBefore(DeadlineKind.PauseReview));
        Assert.All([DeadlineKind.EffectWithCitizen, DeadlineKind.LevelFourReview, DeadlineKind.PeriodEnds, DeadlineKind.RightEnds],
            kind => Assert.Equal(46, DaysBefore(kind)));
    }

    [Theory]
    // Half a year: one after 13 weeks; the next would fall after the end.
    [InlineData("01.01.2026", "30.06.2026", "02.04.2026")]
    // 26 weeks and a day: the second is the last day but one.
    [InlineData("01.01.2026", "03.07.2026", "02.04.2026 02.07.2026")]
    // 26 weeks from the first day is the last day: the end has its own.
    [InlineData("01.01.2026", "02.07.2026", "02.04.2026")]
    // Shorter than 13 weeks, and exactly 13 weeks: none.
    [InlineData("01.09.2026", "31.10.2026", "")]
    [InlineData("01.01.2026", "02.04.2026", "")]
    // Over a leap day, and from one.
    [InlineData("01.12.2027", "31.05.2028", "01.03.2028")]
    [InlineData("29.02.2028", "28.08.2028", "30.05.2028")]
    // Over the end of a month and of a year.
    [InlineData("31.10.2026", "30.04.2027", "30.01.2027")]
    public void A_follow_up_is_due_every_13_weeks_and_none_on_or_after_the_end(string from, string to, string due) =>
        Assert.Equal(due, Days(Grant(from, to), DeadlineKind.FollowUp));

    [Theory]
    [InlineData(8, "26.02.2026 23.04.2026 18.06.2026")]
    [InlineData(13, "02.04.2026")]
    [InlineData(26, "")]
    public void The_municipality_sets_how_many_weeks_lie_between_follow_ups(int weeks, string due) =>
        Assert.Equal(due, Days(Grant("01.01.2026", "30.06.2026"), DeadlineKind.FollowUp, Settings with { FollowUpWeeks = weeks }));

    [Fact]
    public void Follow_ups_are_counted_from_the_start_of_the_support_through_an_extension()
    {
        var extension = Grant("01.07.2026", "31.12.2026") with { SupportStartedOn = Day("01.01.2026") };

        Assert.Equal([(2, Day("02.07.2026")), (3, Day("01.10.2026")), (4, Day("31.12.2026"))],
            DeadlineRules.Of(extension with { EndsOn = Day("01.01.2027") }, Settings).Where(c => c.Kind == DeadlineKind.FollowUp)
                .Select(c => (c.Sequence, c.DueOn)));
        Assert.Equal("02.07.2026 01.10.2026", Days(extension, DeadlineKind.FollowUp));
    }

    [Theory]
    // Not touched by a pause before or after it; moved to the first day after one that holds it.
    [InlineData("01.02.2026", "01.04.2026", "02.04.2026")]
    [InlineData("02.04.2026", "02.04.2026", "03.04.2026")]
    [InlineData("15.03.2026", "30.04.2026", "01.05.2026")]
    [InlineData("03.04.2026", "30.04.2026", "02.04.2026")]
    // A pause that lasts to the end leaves no day for it: the outcome is asked for then.
    [InlineData("15.03.2026", "30.06.2026", "")]
    public void A_pause_moves_a_follow_up_to_the_first_day_after_it(string from, string to, string due) =>
        Assert.Equal(due, Days(Grant("01.01.2026", "30.06.2026") with { Pauses = [new Period(Day(from), Day(to))] },
            DeadlineKind.FollowUp));

    [Fact]
    public void Two_follow_ups_in_one_pause_become_one_and_pauses_in_a_row_are_one()
    {
        var grant = Grant("01.01.2026",
            "31.12.2026") with
        {
            Pauses = [
            new Period(Day("01.05.2026"), Day("31.07.2026")), new Period(Day("01.04.2026"), Day("30.04.2026"))]
        };

        Assert.Equal([(2, Day("01.08.2026")), (3, Day("01.10.2026"))],
            DeadlineRules.Of(grant, Settings).Where(c => c.Kind == DeadlineKind.FollowUp).Select(c => (c.Sequence, c.DueOn)));
    }

    [Fact]
    public void An_open_pause_is_looked_at_every_fourth_week_counted_from_the_last_look()
    {
        var grant = Grant("01.01.2026", "30.06.2026") with { OpenPause = new OpenPause(Day("01.02.2026"), At(0)) };
        FollowUpFact Looked(int n, string on, int at) => new(DeadlineKind.PauseReview, n, FollowUpResult.Done, Day(on), null, At(at));
        string Reviews(DeadlineSettings settings, params FollowUpFact[] handlings) =>
            string.Join(" ", DeadlineRules.Judge(grant, settings, handlings, Day("10.04.2026"))
            .Where(c => c.Deadline.Kind == DeadlineKind.PauseReview)
            .Select(c => $"{c.Deadline.Sequence}:{c.On.ToString("dd.MM", CultureInfo.InvariantCulture)}:{c.Standing}"));

        Assert.Equal("1:01.03:Overdue", Reviews(Settings));
        Assert.Equal("1:29.03:Overdue", Reviews(Settings with { PauseReviewWeeks = 8 }));
        Assert.Equal("1:01.03:Done 2:02.04:Overdue", Reviews(Settings, Looked(1, "05.03.2026", 1)));
        Assert.Equal("1:01.03:Done 2:02.04:Done 3:07.05:Ahead",
            Reviews(Settings, Looked(1, "05.03.2026", 1), Looked(2, "09.04.2026", 2)));
        Assert.Equal("1:20.04:Ahead",
            Reviews(Settings, new FollowUpFact(DeadlineKind.PauseReview, 1, FollowUpResult.Postponed, null, Day("20.04.2026"), At(1))));
        // What was written of an earlier pause is of that one.
        Assert.Equal("1:01.03:Overdue", Reviews(Settings, Looked(1, "05.03.2026", -1)));
        // The end has its own date; a pause with an end needs no review, and a municipality may have no such rule.
        grant = grant with { EndedOn = Day("01.03.2026") };
        Assert.Equal("", Reviews(Settings));
        grant = Grant("01.01.2026", "30.06.2026") with { Pauses = [new Period(Day("01.02.2026"), Day("31.05.2026"))] };
        Assert.Equal("", Reviews(Settings));
        Assert.Equal("", Reviews(Settings with { PauseReviewWeeks = 0 }));
    }

    [Theory]
    [InlineData("01.01.2026", "30.06.2026", 14, "16.06.2026")]
    [InlineData("01.09.2027", "29.02.2028", 14, "15.02.2028")]
    [InlineData("01.09.2026", "14.03.2027", 14, "28.02.2027")]
    [InlineData("01.01.2026", "30.06.2026", 21, "09.06.2026")]
    // Shorter than a fortnight: at once.
    [InlineData("01.06.2026", "10.06.2026", 14, "01.06.2026")]
    public void The_effect_is_judged_with_the_citizen_at_least_14_days_before_the_end(string from, string to, int days, string due) =>
        Assert.Equal(due, Days(Grant(from, to), DeadlineKind.EffectWithCitizen, Settings with { EffectDaysBeforeEnd = days }));

    [Theory]
    [InlineData(4, "")]
    [InlineData(4.5, "31.03.2026")]
    [InlineData(8, "31.03.2026")]
    public void Over_four_hours_a_week_is_reviewed_after_three_months(double hours, string due) =>
        Assert.Equal(due, Days(Grant("01.01.2026", "30.06.2026", hours), DeadlineKind.LevelFourReview));

    [Theory]
    [InlineData("30.11.2026", "30.05.2027", 3, "28.02.2027")]
    [InlineData("29.02.2028", "28.08.2028", 3, "28.05.2028")]
    [InlineData("01.01.2026", "30.06.2026", 2, "28.02.2026")]
    // Granted for three months: the end is the review.
    [InlineData("01.01.2026", "31.03.2026", 3, "")]
    public void The_level_four_review_follows_the_calendar_and_the_municipal_setting(string from, string to, int months, string due) =>
        Assert.Equal(due, Days(Grant(from, to, 6), DeadlineKind.LevelFourReview, Settings with { LevelFourMonths = months }));

    [Theory]
    // Six months from when support starts, not from admission.
    [InlineData("01.08.2026", "01.10.2026", "31.03.2027")]
    [InlineData("01.08.2026", "01.08.2026", "31.01.2027")]
    [InlineData("15.08.2026", "31.08.2026", "28.02.2027")]
    // Support that starts on the last day of the six months after admission rests on the right; a day later it does not.
    [InlineData("01.08.2026", "31.01.2027", "30.07.2027")]
    [InlineData("01.08.2026", "01.02.2027", "")]
    public void The_transition_to_education_has_two_clocks(string admitted, string starts, string ends)
    {
        var start = Day(starts);
        var grant = new RunningGrant(start, start.AddMonths(6).AddDays(-1),
            3)
        { Programme = Programme.EducationTransition, AdmittedOn = Day(admitted) };

        Assert.Equal(ends, Days(grant, DeadlineKind.RightEnds));
    }

    [Fact]
    public void A_discharge_coordinator_is_there_for_six_months_in_all()
    {
        var first = Grant("15.05.2026", "14.08.2026") with { Programme = Programme.DischargeCoordinator };
        var second = Grant("15.08.2026",
            "14.11.2026") with
        { Programme = Programme.DischargeCoordinator, ProgrammeStartedOn = Day("15.05.2026") };

        Assert.Equal("14.11.2026", Days(first, DeadlineKind.RightEnds));
        Assert.Equal("14.11.2026", Days(second, DeadlineKind.RightEnds));
        Assert.Equal("", Days(Grant("15.05.2026", "14.08.2026"), DeadlineKind.RightEnds));
    }

    [Fact]
    public void A_course_of_the_municipalitys_own_lasts_as_long_as_it_says()
    {
        var grant = Grant("15.05.2026", "14.08.2026") with { Programme = Programme.LoneParent, AdmittedOn = Day("01.05.2026") };

        Assert.Equal("14.11.2026", Days(grant, DeadlineKind.RightEnds));
        Assert.Equal("14.08.2026", Days(grant, DeadlineKind.RightEnds, Settings with { OwnProgrammes = [new(Programme.LoneParent, 3)] }));
        Assert.Equal("", Days(grant, DeadlineKind.RightEnds, Settings with { OwnProgrammes = [] }));
        Assert.Equal(DeadlineSource.Municipality, DeadlineRules.Of(grant, Settings).Single(c => c.Kind == DeadlineKind.RightEnds).Source);
    }

    [Fact]
    public void A_service_standard_without_a_level_to_assess_anew_asks_for_no_review()
    {
        var standard = new GrantSettings();
        var without = DeadlineSettings.Of(standard with { Levels = [.. standard.Levels.Select(l => l with { Months = null })] });

        Assert.Equal("", Days(Grant("01.01.2026", "30.06.2026", 8), DeadlineKind.LevelFourReview, without));
        Assert.Equal((13, 14, 4m, 3), (Settings.FollowUpWeeks, Settings.EffectDaysBeforeEnd, Settings.LevelFourOver,
            Settings.LevelFourMonths));
    }

    [Theory]
    [InlineData("30.06.2026", "01.07.2026", "30.09.2026", "30.12.2026")]
    [InlineData("30.11.2027", "01.12.2027", "29.02.2028", "30.05.2028")]
    [InlineData("31.08.2026", "01.09.2026", "30.11.2026", "28.02.2027")]
    public void The_outcome_is_asked_for_at_the_end_and_after_three_and_six_months(string last, string ended, string three, string six)
    {
        var grant = new RunningGrant(Day(last).AddMonths(-5), Day(last), 3);

        Assert.Equal((ended, three, six),
            (Days(grant, DeadlineKind.Outcome), Days(grant, DeadlineKind.OutcomeAfter3Months),
            Days(grant, DeadlineKind.OutcomeAfter6Months)));
        Assert.Equal(last, Days(grant, DeadlineKind.PeriodEnds));
    }

    [Fact]
    public void Support_that_stops_early_is_asked_about_from_then_and_one_that_goes_on_is_asked_about_later()
    {
        var grant = Grant("01.01.2026", "30.06.2026");
        var stopped = grant with { EndedOn = Day("31.03.2026") };

        Assert.Equal([(DeadlineKind.PeriodEnds, Day("31.03.2026")), (DeadlineKind.Outcome, Day("01.04.2026")),
            (DeadlineKind.OutcomeAfter3Months, Day("30.06.2026")), (DeadlineKind.OutcomeAfter6Months, Day("30.09.2026"))],
            DeadlineRules.Of(stopped, Settings).Select(c => (c.Kind, c.DueOn)));
        Assert.Equal([DeadlineKind.FollowUp, DeadlineKind.EffectWithCitizen], DeadlineRules.Of(grant with { IsFollowed = true }, Settings)
            .Select(c => c.Kind));
        Assert.Equal([], DeadlineRules.Of(stopped with { IsFollowed = true }, Settings));
    }

    [Theory]
    [InlineData("01.04.2026", DeadlineStanding.Ahead)]
    [InlineData("02.04.2026", DeadlineStanding.Today)]
    [InlineData("03.04.2026", DeadlineStanding.Overdue)]
    [InlineData("30.06.2026", DeadlineStanding.Overdue)]
    // The support is over: it was not held, and the list of what waits is for what still can be done.
    [InlineData("01.07.2026", DeadlineStanding.NotHeld)]
    public void A_follow_up_stands_by_the_day(string today, DeadlineStanding standing) =>
        Assert.Equal(standing, First(Day(today)).Standing);

    [Theory]
    [InlineData("01.07.2026", DeadlineStanding.Today)]
    [InlineData("02.07.2026", DeadlineStanding.Overdue)]
    [InlineData("01.07.2027", DeadlineStanding.Overdue)]
    [InlineData("02.07.2027", DeadlineStanding.NotHeld)]
    public void The_outcome_is_asked_for_during_a_year(string today, DeadlineStanding standing) =>
        Assert.Equal(standing, DeadlineRules.Judge(Grant("01.01.2026", "30.06.2026"), Settings, [], Day(today))
            .Single(c => c.Deadline.Kind == DeadlineKind.Outcome).Standing);

    [Fact]
    public void Postponed_done_and_taken_back_each_count_till_the_next_row()
    {
        var today = Day("10.04.2026");
        FollowUpFact postponed = new(DeadlineKind.FollowUp, 1, FollowUpResult.Postponed, null, Day("15.04.2026"), At(1));
        FollowUpFact again = new(DeadlineKind.FollowUp, 1, FollowUpResult.Postponed, null, Day("20.04.2026"), At(2));
        FollowUpFact done = new(DeadlineKind.FollowUp, 1, FollowUpResult.Done, Day("09.04.2026"), null, At(3));
        FollowUpFact undone(int at) => new(DeadlineKind.FollowUp, 1, FollowUpResult.Undone, null, null, At(at));

        Assert.Equal((DeadlineStanding.Ahead, Day("15.04.2026"), 1), Shown(First(today, postponed)));
        Assert.Equal((DeadlineStanding.Ahead, Day("20.04.2026"), 2), Shown(First(today, postponed, again)));
        Assert.Equal((DeadlineStanding.Done, Day("09.04.2026")),
            (First(today, done, again, postponed).Standing, First(today, done, again, postponed).DoneOn!.Value));
        Assert.Equal((DeadlineStanding.Ahead, Day("20.04.2026"), 2), Shown(First(today, postponed, again, done, undone(4))));
        Assert.Equal((DeadlineStanding.Ahead, Day("15.04.2026"), 1), Shown(First(today, postponed, again, done, undone(4), undone(5))));
        Assert.Equal((DeadlineStanding.Overdue, Day("02.04.2026"), 0), Shown(First(today, postponed, undone(2))));
        Assert.Equal(DeadlineStanding.Overdue, First(Day("16.04.2026"), postponed).Standing);

        static (DeadlineStanding, DateOnly, int) Shown(DeadlineStatus deadline) => (deadline.Standing, deadline.On, deadline.Postponements);
    }

    private static DateTimeOffset At(int minute) => new DateTimeOffset(2026, 4, 10, 9, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private static DeadlineStatus First(DateOnly today, params FollowUpFact[] handlings) =>
        DeadlineRules.Judge(Grant("01.01.2026", "30.06.2026"), Settings, handlings, today)
            .First(c => c.Deadline.Kind == DeadlineKind.FollowUp);
}
