using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.FollowUps;

/// <summary>The numbers that a municipality has set for its clocks.</summary>
/// <remarks>Danish: kommunens indstillinger for opfølgning. Source: service standard; the caseworkers' comments to it.</remarks>
/// <param name="FollowUpWeeks">Weeks between two follow-ups.</param>
/// <param name="EffectDaysBeforeEnd">The effect is judged at least so many days before the end.</param>
/// <param name="LevelFourOver">Hours a week above which the support is of level 4.</param>
/// <param name="LevelFourMonths">Months after which level 4 is reviewed.</param>
public sealed record ClockSettings(int FollowUpWeeks, int EffectDaysBeforeEnd, decimal LevelFourOver, int LevelFourMonths)
{
    /// <summary>Courses that the municipality offers beside those of the law, and for how long.</summary>
    public IReadOnlyList<OwnCourse> OwnCourses { get; init; } = [];

    /// <summary>Weeks between two looks at a pause that has no last day.</summary>
    public int PauseReviewWeeks { get; init; } = new GrantSettings().PauseReviewWeeks;

    /// <summary>Those of a service standard. The level that must be assessed anew is the one that says after how many months.</summary>
    public static ClockSettings Of(GrantSettings settings) =>
        settings.Levels.LastOrDefault(level => level.Months is not null) is { Months: { } months } level
            ? new(settings.FollowUpWeeks, settings.EffectDaysBeforeEnd, level.From, months) { OwnCourses = settings.OwnCourses, PauseReviewWeeks = settings.PauseReviewWeeks }
            : new(settings.FollowUpWeeks, settings.EffectDaysBeforeEnd, decimal.MaxValue, 0) { OwnCourses = settings.OwnCourses, PauseReviewWeeks = settings.PauseReviewWeeks };
}

/// <summary>What the clocks of a grant are counted from.</summary>
/// <remarks>Danish: løbende bevilling.</remarks>
/// <param name="StartsOn">The grant's first day.</param>
/// <param name="EndsOn">The grant's last day.</param>
/// <param name="HoursPerWeek">The granted hours.</param>
public sealed record RunningGrant(DateOnly StartsOn, DateOnly EndsOn, decimal HoursPerWeek)
{
    /// <summary>When the citizen's support began: that of the first grant, where this one extends or changes another.</summary>
    public DateOnly SupportStartedOn { get; init; } = StartsOn;

    /// <summary>The last day of support that ended before its time.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Another grant goes on where this one ends, so that the outcome is asked for there.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>The course it is given under; those of the law are rights, which end whatever the grant says.</summary>
    public Course Course { get; init; }

    /// <summary>When that course began: grants that follow each other under one course share its clock.</summary>
    public DateOnly CourseStartedOn { get; init; } = StartsOn;

    /// <summary>The national rules that it was decided by.</summary>
    public GrantRules Rules { get; init; } = GrantRules.On(StartsOn);

    /// <summary>The day of admission to education.</summary>
    public DateOnly? AdmittedOn { get; init; }

    /// <summary>When the support paused.</summary>
    public IReadOnlyList<Period> Pauses { get; init; } = [];

    /// <summary>The pause that it is in, if nobody has said until when.</summary>
    public OpenPause? OpenPause { get; init; }

    /// <summary>The last day of support as things stand.</summary>
    public DateOnly LastDay => EndedOn is { } ended && ended < EndsOn ? ended : EndsOn;
}

/// <summary>A pause without a last day.</summary>
/// <remarks>Danish: åben pause.</remarks>
/// <param name="From">Its first day.</param>
/// <param name="RecordedAt">When it was written: what was written before is about an earlier pause.</param>
public readonly record struct OpenPause(DateOnly From, DateTimeOffset RecordedAt);

/// <summary>A date by which a grant must be looked at.</summary>
/// <remarks>Danish: frist.</remarks>
/// <param name="Kind">What for.</param>
/// <param name="Sequence">Which of its kind, counted from the start of the support.</param>
/// <param name="DueOn">The last day to do it.</param>
/// <param name="Source">What sets the date.</param>
public sealed record Clock(ClockKind Kind, int Sequence, DateOnly DueOn, ClockSource Source);

/// <summary>Something that was written about a date, as much of it as the clocks need.</summary>
/// <remarks>Danish: håndteret frist.</remarks>
public readonly record struct Handling(ClockKind Kind, int Sequence, HandlingResult Result, DateOnly? DoneOn, DateOnly? PostponedUntil, DateTimeOffset RecordedAt);

/// <summary>A date with what was written about it, as it stands on a day.</summary>
/// <remarks>Danish: frist med status.</remarks>
/// <param name="Clock">The date as it was set.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="PostponedUntil">The day it waits for, if it was postponed.</param>
/// <param name="Postponements">How often it was.</param>
/// <param name="DoneOn">When it was done.</param>
public sealed record DueClock(Clock Clock, ClockStanding Standing, DateOnly? PostponedUntil, int Postponements, DateOnly? DoneOn)
{
    /// <summary>The first day that can count for it.</summary>
    public DateOnly OpensOn { get; init; }

    /// <summary>Nothing that has happened so far can count for it.</summary>
    public bool IsTooEarly { get; init; }

    /// <summary>The day that counts now.</summary>
    public DateOnly On => PostponedUntil ?? Clock.DueOn;

    /// <summary>Something is written about it that stands.</summary>
    public bool IsWritten => Standing == ClockStanding.Done || Postponements > 0;

    /// <summary>It waits for somebody.</summary>
    public bool IsOpen => Standing is ClockStanding.Ahead or ClockStanding.Today or ClockStanding.Overdue;

    /// <summary>Whether that can be done about it as it stands, for support that lasts till a day.</summary>
    public bool Takes(ClockAct act, DateOnly lastDay) => Clocks.Takes(Clock.Kind, act) && act switch
    {
        ClockAct.Handle => (IsOpen || Standing == ClockStanding.NotHeld) && !IsTooEarly,
        ClockAct.Postpone => IsOpen && On < lastDay,
        ClockAct.Undo => IsWritten,
    };
}

/// <summary>The dates that a grant must be looked at by, from the terms of the grant alone, and how they stand on a day.</summary>
/// <remarks>
/// Danish: fristerne på en bevilling. Source: service standard (effect at least 14 days before the end; level 4 for three
/// months); the caseworkers' comments to it (13 weeks); guidance ch. 4 (rights) and 6 (period); the budget note (effect after
/// three and six months).
/// </remarks>
public static class Clocks
{
    private const int OutcomeIsAskedForMonths = 12;
    private const int WeeksAroundOne = 13;

    /// <summary>Every date of the grant, in order, but for looks at an open pause: how many there will be, nobody knows.</summary>
    public static IReadOnlyList<Clock> Of(RunningGrant grant, ClockSettings settings)
    {
        var clocks = new List<Clock>(FollowUps(grant, settings));
        if (EffectIsJudged(grant, settings) is { } judged) clocks.Add(new(ClockKind.EffectWithCitizen, 1, judged, ClockSource.Municipality));
        if (LevelFourEnds(grant, settings) is { } review) clocks.Add(new(ClockKind.LevelFourReview, 1, review, ClockSource.Municipality));
        if (RightEnds(grant, settings) is { } right) clocks.Add(right);
        if (!grant.IsFollowed)
        {
            clocks.Add(new(ClockKind.PeriodEnds, 1, grant.LastDay, ClockSource.GrantedPeriod));
            clocks.Add(new(ClockKind.Outcome, 1, grant.LastDay.AddDays(1), ClockSource.Municipality));
            clocks.Add(new(ClockKind.OutcomeAfter3Months, 1, Months.After(grant.LastDay, 3), ClockSource.Municipality));
            clocks.Add(new(ClockKind.OutcomeAfter6Months, 1, Months.After(grant.LastDay, 6), ClockSource.Municipality));
        }
        return [.. clocks.OrderBy(c => c.DueOn).ThenBy(c => c.Kind)];
    }

    /// <summary>The first day that can count for a date.</summary>
    /// <remarks>
    /// Nobody ticks off the future. Of dates that come again, half an interval before: what was held earlier belongs to the one
    /// before. Of those that come once, the same number of weeks in every municipality.
    /// </remarks>
    public static DateOnly OpensOn(Clock clock, ClockSettings settings) => clock.Kind switch
    {
        ClockKind.FollowUp => clock.DueOn.AddDays(-HalfOf(settings.FollowUpWeeks)),
        ClockKind.PauseReview => clock.DueOn.AddDays(-HalfOf(settings.PauseReviewWeeks)),
        ClockKind.EffectWithCitizen or ClockKind.LevelFourReview or ClockKind.PeriodEnds or ClockKind.RightEnds or ClockKind.Outcome or ClockKind.OutcomeAfter3Months
            or ClockKind.OutcomeAfter6Months or ClockKind.Inform => clock.DueOn.AddDays(-HalfOf(WeeksAroundOne)),
    };

    private static int HalfOf(int weeks) => ((weeks * 7) + 1) / 2;

    /// <summary>How each date stands on a day, after what was written about it.</summary>
    public static IReadOnlyList<DueClock> Judge(RunningGrant grant, ClockSettings settings, IEnumerable<Handling> handlings, DateOnly today)
    {
        var written = handlings.OrderBy(h => h.RecordedAt).ToLookup(h => (h.Kind, h.Sequence));
        return [.. Of(grant, settings).Select(clock => Judge(clock, settings, written[(clock.Kind, clock.Sequence)], grant.LastDay, today))
            .Concat(PauseReviews(grant, settings, written, today)).OrderBy(c => c.On).ThenBy(c => c.Clock.Kind)];
    }

    /// <summary>A duty to inform that nobody has met yet, as it stands on a day.</summary>
    public static DueClock OfInform(DateOnly dueOn, DateOnly today) =>
        new(new(ClockKind.Inform, 1, dueOn, ClockSource.InformDuty), dueOn > today ? ClockStanding.Ahead : dueOn == today ? ClockStanding.Today : ClockStanding.Overdue, null, 0, null);

    /// <summary>Done or postponed by somebody here; the outcome has a page of its own, and an end is nothing to postpone.</summary>
    public static bool MayWait(ClockKind kind) => kind switch
    {
        ClockKind.FollowUp or ClockKind.EffectWithCitizen or ClockKind.LevelFourReview or ClockKind.PauseReview => true,
        ClockKind.PeriodEnds or ClockKind.RightEnds or ClockKind.Outcome or ClockKind.OutcomeAfter3Months or ClockKind.OutcomeAfter6Months or ClockKind.Inform => false,
    };

    /// <summary>Whether it asks what came of the support after it.</summary>
    public static bool IsOutcome(ClockKind kind) => StageOf(kind) is not null;

    /// <summary>The stage that such a date asks about, or null where it asks about no outcome.</summary>
    public static OutcomeStage? StageOf(ClockKind kind) => kind switch
    {
        ClockKind.Outcome => OutcomeStage.AtEnd,
        ClockKind.OutcomeAfter3Months => OutcomeStage.After3Months,
        ClockKind.OutcomeAfter6Months => OutcomeStage.After6Months,
        ClockKind.FollowUp or ClockKind.EffectWithCitizen or ClockKind.LevelFourReview or ClockKind.PeriodEnds or ClockKind.RightEnds or ClockKind.Inform or ClockKind.PauseReview => null,
    };

    /// <summary>The date that asks about a stage.</summary>
    public static ClockKind KindOf(OutcomeStage stage) => stage switch
    {
        OutcomeStage.AtEnd => ClockKind.Outcome,
        OutcomeStage.After3Months => ClockKind.OutcomeAfter3Months,
        OutcomeStage.After6Months => ClockKind.OutcomeAfter6Months,
    };

    /// <summary>Whether that is ever done about such a date.</summary>
    public static bool Takes(ClockKind kind, ClockAct act) => act switch
    {
        // An outcome and a duty to inform have pages of their own.
        ClockAct.Handle or ClockAct.Undo => !IsOutcome(kind) && kind != ClockKind.Inform,
        ClockAct.Postpone => MayWait(kind),
    };

    // Counted from the start of the support and not from the last follow-up: one that was late does not move the next. None on
    // the last day: the end has its own.
    private static List<Clock> FollowUps(RunningGrant grant, ClockSettings settings)
    {
        var due = new List<Clock>();
        var days = settings.FollowUpWeeks * 7;
        // A municipality that has set none has none.
        for (var n = 1; days > 0; n++)
        {
            var counted = grant.SupportStartedOn.AddDays(n * days);
            if (counted >= grant.LastDay) return due;
            if (counted < grant.StartsOn) continue;
            var day = AfterPause(grant, counted);
            if (day >= grant.LastDay) return due;
            // Two that fall in the same pause are one talk afterwards, the later one's.
            if (due.Count > 0 && due[^1].DueOn == day) due.RemoveAt(due.Count - 1);
            due.Add(new(ClockKind.FollowUp, n, day, ClockSource.Municipality));
        }
        return due;
    }

    private static DateOnly AfterPause(RunningGrant grant, DateOnly day)
    {
        foreach (var pause in grant.Pauses.OrderBy(p => p.From))
            if (pause.Contains(day)) day = pause.To.AddDays(1);
        return day;
    }

    // Support that stopped before that day is judged by its outcome.
    private static DateOnly? EffectIsJudged(RunningGrant grant, ClockSettings settings)
    {
        var day = grant.EndsOn.AddDays(-settings.EffectDaysBeforeEnd);
        if (day < grant.StartsOn) day = grant.StartsOn;
        return day <= grant.LastDay ? day : null;
    }

    // The end of the grant is a review itself.
    private static DateOnly? LevelFourEnds(RunningGrant grant, ClockSettings settings)
    {
        var last = Months.LastDay(grant.StartsOn, settings.LevelFourMonths);
        return grant.HoursPerWeek > settings.LevelFourOver && last < grant.LastDay ? last : null;
    }

    private static Clock? RightEnds(RunningGrant grant, ClockSettings settings)
    {
        Clock Ends(int months, ClockSource source) => new(ClockKind.RightEnds, 1, Months.LastDay(grant.CourseStartedOn, months), source);
        switch (grant.Course)
        {
            case Course.DischargeCoordinator:
                return Ends(grant.Rules.DischargeMonthsInAll, ClockSource.DischargeRight);
            case Course.EducationTransition:
                // The first of the two clocks: support that begins too long after the admission rests on no right.
                return grant.AdmittedOn is { } admitted && grant.CourseStartedOn > Months.LastDay(admitted, grant.Rules.EducationRightInMonths) ? null : Ends(grant.Rules.EducationMonths, ClockSource.TransitionRight);
            case Course.LoneParent or Course.ReleasedFromPrison:
                return settings.OwnCourses.FirstOrDefault(own => own.Course == grant.Course) is { } course ? Ends(course.Months, ClockSource.Municipality) : null;
            default:
                return null;
        }
    }

    // One at a time, counted from the day the pause began or was last looked at. The end of the support has its own date.
    private static List<DueClock> PauseReviews(RunningGrant grant, ClockSettings settings, ILookup<(ClockKind, int), Handling> written, DateOnly today)
    {
        var reviews = new List<DueClock>();
        if (grant.OpenPause is not { } pause || settings.PauseReviewWeeks <= 0) return reviews;
        DateOnly? from = pause.From;
        for (var n = 1; from?.AddDays(settings.PauseReviewWeeks * 7) is { } due && due < grant.LastDay; n++)
        {
            var review = Judge(new(ClockKind.PauseReview, n, due, ClockSource.Municipality), settings,
                written[(ClockKind.PauseReview, n)].Where(h => h.RecordedAt >= pause.RecordedAt), grant.LastDay, today);
            reviews.Add(review);
            from = review.DoneOn;
        }
        return reviews;
    }

    private static DueClock Judge(Clock clock, ClockSettings settings, IEnumerable<Handling> written, DateOnly lastDay, DateOnly today)
    {
        var opens = OpensOn(clock, settings);
        var counting = new Stack<Handling>();
        foreach (var handling in written)
        {
            if (handling.Result != HandlingResult.Undone) counting.Push(handling);
            else counting.TryPop(out _);
        }
        var postponed = counting.Where(h => h.Result == HandlingResult.Postponed).ToList();
        var until = postponed.Count > 0 ? postponed[0].PostponedUntil : null;
        return counting.TryPeek(out var last) && last.Result == HandlingResult.Done
            ? new(clock, ClockStanding.Done, until, postponed.Count, last.DoneOn) { OpensOn = opens }
            : new(clock, StandingOf(clock.Kind, until ?? clock.DueOn, lastDay, today), until, postponed.Count, null) { OpensOn = opens, IsTooEarly = today < opens };
    }

    private static ClockStanding StandingOf(ClockKind kind, DateOnly on, DateOnly lastDay, DateOnly today)
    {
        if (IsOutcome(kind)) return on > today ? ClockStanding.Ahead : on == today ? ClockStanding.Today : today <= Months.After(on, OutcomeIsAskedForMonths) ? ClockStanding.Overdue : ClockStanding.NotHeld;
        if (today > lastDay) return MayWait(kind) ? ClockStanding.NotHeld : ClockStanding.Passed;
        return on > today ? ClockStanding.Ahead : on == today ? ClockStanding.Today : ClockStanding.Overdue;
    }
}
