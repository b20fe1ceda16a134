using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Outcomes;

namespace MentorMarket.Domain.Deadlines;

/// <summary>The numbers that a municipality has set for its deadlines.</summary>
/// <remarks>Danish: kommunens indstillinger for opfølgning. Source: service standard; the caseworkers' comments to it.</remarks>
/// <param name="FollowUpWeeks">Weeks between two follow-ups.</param>
/// <param name="EffectDaysBeforeEnd">The effect is judged at least so many days before the end.</param>
/// <param name="LevelFourOver">Hours a week above which the support is of level 4.</param>
/// <param name="LevelFourMonths">Months after which level 4 is reviewed.</param>
public sealed record DeadlineSettings(int FollowUpWeeks, int EffectDaysBeforeEnd, decimal LevelFourOver, int LevelFourMonths)
{
    /// <summary>Programmes that the municipality offers beside those of the law, and for how long.</summary>
    public IReadOnlyList<OwnProgramme> OwnProgrammes { get; init; } = [];

    /// <summary>Weeks between two looks at a pause that has no last day.</summary>
    public int PauseReviewWeeks { get; init; } = new GrantSettings().PauseReviewWeeks;

    /// <summary>Those of a service standard. The level that must be assessed anew is the one that says after how many months.</summary>
    public static DeadlineSettings Of(GrantSettings settings) =>
        settings.Levels.LastOrDefault(level => level.Months is not null) is { Months: { } months } level
            ? new(settings.FollowUpWeeks, settings.EffectDaysBeforeEnd, level.From,
                months)
            { OwnProgrammes = settings.OwnProgrammes, PauseReviewWeeks = settings.PauseReviewWeeks }
            : new(settings.FollowUpWeeks, settings.EffectDaysBeforeEnd, decimal.MaxValue,
                0)
            { OwnProgrammes = settings.OwnProgrammes, PauseReviewWeeks = settings.PauseReviewWeeks };
}

/// <summary>What the deadlines of a grant are counted from.</summary>
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

    /// <summary>The programme it is given under; those of the law are rights, which end whatever the grant says.</summary>
    public Programme Programme { get; init; }

    /// <summary>When that programme began: grants that follow each other under one programme share its deadline.</summary>
    public DateOnly ProgrammeStartedOn { get; init; } = StartsOn;

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
public sealed record Deadline(DeadlineKind Kind, int Sequence, DateOnly DueOn, DeadlineSource Source);

/// <summary>Something that was written about a date, as much of it as the deadlines need.</summary>
/// <remarks>Danish: håndteret frist.</remarks>
public readonly record struct FollowUpFact(DeadlineKind Kind, int Sequence, FollowUpResult Result, DateOnly? DoneOn,
    DateOnly? PostponedUntil, DateTimeOffset RecordedAt);

/// <summary>A date with what was written about it, as it stands on a day.</summary>
/// <remarks>Danish: frist med status.</remarks>
/// <param name="Deadline">The date as it was set.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="PostponedUntil">The day it waits for, if it was postponed.</param>
/// <param name="Postponements">How often it was.</param>
/// <param name="DoneOn">When it was done.</param>
public sealed record DeadlineStatus(Deadline Deadline, DeadlineStanding Standing, DateOnly? PostponedUntil, int Postponements,
    DateOnly? DoneOn)
{
    /// <summary>The first day that can count for it.</summary>
    public DateOnly OpensOn { get; init; }

    /// <summary>Nothing that has happened so far can count for it.</summary>
    public bool IsTooEarly { get; init; }

    /// <summary>The day that counts now.</summary>
    public DateOnly On => PostponedUntil ?? Deadline.DueOn;

    /// <summary>Something is written about it that stands.</summary>
    public bool IsWritten => Standing == DeadlineStanding.Done || Postponements > 0;

    /// <summary>It waits for somebody.</summary>
    public bool IsOpen => Standing is DeadlineStanding.Ahead or DeadlineStanding.Today or DeadlineStanding.Overdue;

    /// <summary>Whether that can be done about it as it stands, for support that lasts till a day.</summary>
    public bool Takes(DeadlineAct act, DateOnly lastDay) => DeadlineRules.Takes(Deadline.Kind, act) && act switch
    {
        DeadlineAct.Handle => (IsOpen || Standing == DeadlineStanding.NotHeld) && !IsTooEarly,
        DeadlineAct.Postpone => IsOpen && On < lastDay,
        DeadlineAct.Undo => IsWritten,
    };
}

/// <summary>The dates that a grant must be looked at by, from the terms of the grant alone, and how they stand on a day.</summary>
/// <remarks>
/// Danish: fristerne på en bevilling. Source: service standard (effect at least 14 days before the end; level 4 for three
/// months); the caseworkers' comments to it (13 weeks); guidance ch. 4 (rights) and 6 (period); the budget note (effect after
/// three and six months).
/// </remarks>
public static class DeadlineRules
{
    private const int OutcomeIsAskedForMonths = 12;
    private const int WeeksAroundOne = 13;

    /// <summary>Every date of the grant, in order, but for looks at an open pause: how many there will be, nobody knows.</summary>
    public static IReadOnlyList<Deadline> Of(RunningGrant grant, DeadlineSettings settings)
    {
        var deadlines = new List<Deadline>(FollowUps(grant, settings));
        if (EffectIsJudged(grant, settings) is { } judged)
        {
            deadlines.Add(new(DeadlineKind.EffectWithCitizen, 1, judged, DeadlineSource.Municipality));
        }
        if (LevelFourEnds(grant, settings) is { } review)
        {
            deadlines.Add(new(DeadlineKind.LevelFourReview, 1, review, DeadlineSource.Municipality));
        }
        if (RightEnds(grant, settings) is { } right) deadlines.Add(right);
        if (!grant.IsFollowed)
        {
            deadlines.Add(new(DeadlineKind.PeriodEnds, 1, grant.LastDay, DeadlineSource.GrantedPeriod));
            deadlines.Add(new(DeadlineKind.Outcome, 1, grant.LastDay.AddDays(1), DeadlineSource.Municipality));
            deadlines.Add(new(DeadlineKind.OutcomeAfter3Months, 1, Months.After(grant.LastDay, 3), DeadlineSource.Municipality));
            deadlines.Add(new(DeadlineKind.OutcomeAfter6Months, 1, Months.After(grant.LastDay, 6), DeadlineSource.Municipality));
        }
        return [.. deadlines.OrderBy(c => c.DueOn).ThenBy(c => c.Kind)];
    }

    /// <summary>The first day that can count for a date.</summary>
    /// <remarks>
    /// Nobody ticks off the future. Of dates that come again, half an interval before: what was held earlier belongs to the one
    /// before. Of those that come once, the same number of weeks in every municipality.
    /// </remarks>
    public static DateOnly OpensOn(Deadline deadline, DeadlineSettings settings) => deadline.Kind switch
    {
        DeadlineKind.FollowUp => deadline.DueOn.AddDays(-HalfOf(settings.FollowUpWeeks)),
        DeadlineKind.PauseReview => deadline.DueOn.AddDays(-HalfOf(settings.PauseReviewWeeks)),
        DeadlineKind.EffectWithCitizen or DeadlineKind.LevelFourReview or DeadlineKind.PeriodEnds or DeadlineKind.RightEnds
            or DeadlineKind.Outcome or DeadlineKind.OutcomeAfter3Months
            or DeadlineKind.OutcomeAfter6Months or DeadlineKind.InformationDuty => deadline.DueOn.AddDays(-HalfOf(WeeksAroundOne)),
    };

    private static int HalfOf(int weeks) => ((weeks * 7) + 1) / 2;

    /// <summary>How each date stands on a day, after what was written about it.</summary>
    public static IReadOnlyList<DeadlineStatus> Judge(RunningGrant grant, DeadlineSettings settings, IEnumerable<FollowUpFact> handlings,
        DateOnly today)
    {
        var written = handlings.OrderBy(h => h.RecordedAt).ToLookup(h => (h.Kind, h.Sequence));
        return [.. Of(grant, settings)
            .Select(deadline => Judge(deadline, settings, written[(deadline.Kind, deadline.Sequence)], grant.LastDay, today))
            .Concat(PauseReviews(grant, settings, written, today)).OrderBy(c => c.On).ThenBy(c => c.Deadline.Kind)];
    }

    /// <summary>A duty to inform that nobody has met yet, as it stands on a day.</summary>
    public static DeadlineStatus OfInformationDuty(DateOnly dueOn, DateOnly today) =>
        new(new(DeadlineKind.InformationDuty, 1, dueOn, DeadlineSource.InformationDuty),
            dueOn > today ? DeadlineStanding.Ahead : dueOn == today ? DeadlineStanding.Today : DeadlineStanding.Overdue, null, 0, null);

    /// <summary>Done or postponed by somebody here; the outcome has a page of its own, and an end is nothing to postpone.</summary>
    public static bool CanBePostponed(DeadlineKind kind) => kind switch
    {
        DeadlineKind.FollowUp or DeadlineKind.EffectWithCitizen or DeadlineKind.LevelFourReview or DeadlineKind.PauseReview => true,
        DeadlineKind.PeriodEnds or DeadlineKind.RightEnds or DeadlineKind.Outcome or DeadlineKind.OutcomeAfter3Months
            or DeadlineKind.OutcomeAfter6Months or DeadlineKind.InformationDuty => false,
    };

    /// <summary>Whether it asks what came of the support after it.</summary>
    public static bool IsOutcome(DeadlineKind kind) => StageOf(kind) is not null;

    /// <summary>The stage that such a date asks about, or null where it asks about no outcome.</summary>
    public static OutcomeStage? StageOf(DeadlineKind kind) => kind switch
    {
        DeadlineKind.Outcome => OutcomeStage.AtEnd,
        DeadlineKind.OutcomeAfter3Months => OutcomeStage.After3Months,
        DeadlineKind.OutcomeAfter6Months => OutcomeStage.After6Months,
        DeadlineKind.FollowUp or DeadlineKind.EffectWithCitizen or DeadlineKind.LevelFourReview or DeadlineKind.PeriodEnds
            or DeadlineKind.RightEnds or DeadlineKind.InformationDuty or DeadlineKind.PauseReview => null,
    };

    /// <summary>The date that asks about a stage.</summary>
    public static DeadlineKind KindOf(OutcomeStage stage) => stage switch
    {
        OutcomeStage.AtEnd => DeadlineKind.Outcome,
        OutcomeStage.After3Months => DeadlineKind.OutcomeAfter3Months,
        OutcomeStage.After6Months => DeadlineKind.OutcomeAfter6Months,
    };

    /// <summary>Whether that is ever done about such a date.</summary>
    public static bool Takes(DeadlineKind kind, DeadlineAct act) => act switch
    {
        // An outcome and a duty to inform have pages of their own.
        DeadlineAct.Handle or DeadlineAct.Undo => !IsOutcome(kind) && kind != DeadlineKind.InformationDuty,
        DeadlineAct.Postpone => CanBePostponed(kind),
    };

    // Counted from the start of the support and not from the last follow-up: one that was late does not move the next. None on
    // the last day: the end has its own.
    private static List<Deadline> FollowUps(RunningGrant grant, DeadlineSettings settings)
    {
        var due = new List<Deadline>();
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
            due.Add(new(DeadlineKind.FollowUp, n, day, DeadlineSource.Municipality));
        }
        return due;
    }

    private static DateOnly AfterPause(RunningGrant grant, DateOnly day)
    {
        foreach (var pause in grant.Pauses.OrderBy(p => p.From))
        {
            if (pause.Contains(day)) day = pause.To.AddDays(1);
        }
        return day;
    }

    // Support that stopped before that day is judged by its outcome.
    private static DateOnly? EffectIsJudged(RunningGrant grant, DeadlineSettings settings)
    {
        var day = grant.EndsOn.AddDays(-settings.EffectDaysBeforeEnd);
        if (day < grant.StartsOn) day = grant.StartsOn;
        return day <= grant.LastDay ? day : null;
    }

    // The end of the grant is a review itself.
    private static DateOnly? LevelFourEnds(RunningGrant grant, DeadlineSettings settings)
    {
        var last = Months.LastDay(grant.StartsOn, settings.LevelFourMonths);
        return grant.HoursPerWeek > settings.LevelFourOver && last < grant.LastDay ? last : null;
    }

    private static Deadline? RightEnds(RunningGrant grant, DeadlineSettings settings)
    {
        Deadline Ends(int months, DeadlineSource source) =>
            new(DeadlineKind.RightEnds, 1, Months.LastDay(grant.ProgrammeStartedOn, months), source);
        switch (grant.Programme)
        {
            case Programme.DischargeCoordinator:
                return Ends(grant.Rules.DischargeMonthsInAll, DeadlineSource.DischargeRight);
            case Programme.EducationTransition:
                // The first of the two deadlines: support that begins too long after the admission rests on no right.
                return grant.AdmittedOn is { } admitted
                    && grant.ProgrammeStartedOn > Months.LastDay(admitted, grant.Rules.EducationRightInMonths) ? null
                    : Ends(grant.Rules.EducationMonths, DeadlineSource.TransitionRight);
            case Programme.LoneParent or Programme.ReleasedFromPrison:
                return settings.OwnProgrammes.FirstOrDefault(own => own.Programme == grant.Programme) is { } programme
                    ? Ends(programme.Months, DeadlineSource.Municipality) : null;
            default:
                return null;
        }
    }

    // One at a time, counted from the day the pause began or was last looked at. The end of the support has its own date.
    private static List<DeadlineStatus> PauseReviews(RunningGrant grant, DeadlineSettings settings,
        ILookup<(DeadlineKind, int), FollowUpFact> written, DateOnly today)
    {
        var reviews = new List<DeadlineStatus>();
        if (grant.OpenPause is not { } pause || settings.PauseReviewWeeks <= 0) return reviews;
        DateOnly? from = pause.From;
        for (var n = 1; from?.AddDays(settings.PauseReviewWeeks * 7) is { } due && due < grant.LastDay; n++)
        {
            var review = Judge(new(DeadlineKind.PauseReview, n, due, DeadlineSource.Municipality), settings,
                written[(DeadlineKind.PauseReview, n)].Where(h => h.RecordedAt >= pause.RecordedAt), grant.LastDay, today);
            reviews.Add(review);
            from = review.DoneOn;
        }
        return reviews;
    }

    private static DeadlineStatus Judge(Deadline deadline, DeadlineSettings settings, IEnumerable<FollowUpFact> written, DateOnly lastDay,
        DateOnly today)
    {
        var opens = OpensOn(deadline, settings);
        var counting = new Stack<FollowUpFact>();
        foreach (var handling in written)
        {
            if (handling.Result != FollowUpResult.Undone) counting.Push(handling);
            else counting.TryPop(out _);
        }
        var postponed = counting.Where(h => h.Result == FollowUpResult.Postponed).ToList();
        var until = postponed.Count > 0 ? postponed[0].PostponedUntil : null;
        return counting.TryPeek(out var last) && last.Result == FollowUpResult.Done
            ? new(deadline, DeadlineStanding.Done, until, postponed.Count, last.DoneOn) { OpensOn = opens }
            : new(deadline, StandingOf(deadline.Kind, until ?? deadline.DueOn, lastDay, today), until, postponed.Count,
                null)
            { OpensOn = opens, IsTooEarly = today < opens };
    }

    private static DeadlineStanding StandingOf(DeadlineKind kind, DateOnly on, DateOnly lastDay, DateOnly today)
    {
        if (IsOutcome(kind))
        {
            return on > today ? DeadlineStanding.Ahead : on == today ? DeadlineStanding.Today
                : today <= Months.After(on, OutcomeIsAskedForMonths) ? DeadlineStanding.Overdue : DeadlineStanding.NotHeld;
        }
        if (today > lastDay) return CanBePostponed(kind) ? DeadlineStanding.NotHeld : DeadlineStanding.Passed;
        return on > today ? DeadlineStanding.Ahead : on == today ? DeadlineStanding.Today : DeadlineStanding.Overdue;
    }
}
