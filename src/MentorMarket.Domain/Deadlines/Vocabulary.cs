namespace MentorMarket.Domain.Deadlines;

/// <summary>What a running grant, and one that has ended, must be looked at for.</summary>
/// <remarks>Danish: ur, frist. Source: service standard and the caseworkers' comments to it; guidance ch. 4 and 6.</remarks>
public enum DeadlineKind
{
    /// <summary>Whether the purpose is still there, every 13 weeks. Danish: opfølgning.</summary>
    FollowUp,
    /// <summary>The effect, judged in dialogue with the citizen, at least 14 days before the end. Danish: effektvurdering.</summary>
    EffectWithCitizen,
    /// <summary>The last day of the period. Danish: perioden slutter.</summary>
    PeriodEnds,
    /// <summary>The last day of a citizen's right to support. Danish: retten slutter.</summary>
    RightEnds,
    /// <summary>Whether special efforts of over four hours a week go on. Danish: niveau 4 vurderes igen.</summary>
    LevelFourReview,
    /// <summary>What came of the support when it ended. Danish: udbytte.</summary>
    Outcome,
    /// <summary>What has become of it three months later.</summary>
    OutcomeAfter3Months,
    /// <summary>What has become of it six months later.</summary>
    OutcomeAfter6Months,
    /// <summary>A citizen must be told of the right to support; of no grant yet. Danish: orienteringspligt.</summary>
    InformationDuty,
    /// <summary>Whether the support is still to rest, while nobody knows until when. Danish: pausen vurderes.</summary>
    PauseReview,
}

/// <summary>What sets a date: the law and its guidance, or the municipality itself.</summary>
/// <remarks>Danish: kilde.</remarks>
public enum DeadlineSource
{
    /// <summary>LAB chapter 26 and the guidance to it: the period that was granted.</summary>
    GrantedPeriod,
    /// <summary>The guidance, ch. 4.1: six months in all with a discharge coordinator.</summary>
    DischargeRight,
    /// <summary>The guidance, ch. 4.2: six months from when support in the transition to education starts.</summary>
    TransitionRight,
    /// <summary>The guidance, ch. 4.1 and 4.2: told as early as possible.</summary>
    InformationDuty,
    /// <summary>The municipality's own setting.</summary>
    Municipality,
}

/// <summary>How a date stands today.</summary>
/// <remarks>Danish: status på en frist.</remarks>
public enum DeadlineStanding
{
    /// <summary>It lies ahead.</summary>
    Ahead,
    /// <summary>It is today.</summary>
    Today,
    /// <summary>The date is past and nothing has been written.</summary>
    Overdue,
    /// <summary>It was done.</summary>
    Done,
    /// <summary>The support ended without it. It can still be written, if it was held.</summary>
    NotHeld,
    /// <summary>The date has passed, and with it what there was to decide.</summary>
    Passed,
}

/// <summary>What can be done about a date.</summary>
public enum DeadlineAct
{
    /// <summary>Write that it was done. Danish: notér.</summary>
    Handle,
    /// <summary>Let it wait till another day. Danish: udsæt.</summary>
    Postpone,
    /// <summary>Take back what was written last. Danish: tag tilbage.</summary>
    Undo,
}

/// <summary>What was written at a date.</summary>
/// <remarks>Danish: håndtering.</remarks>
public enum FollowUpResult
{
    /// <summary>It was done.</summary>
    Done,
    /// <summary>It waits, with a reason, till another day.</summary>
    Postponed,
    /// <summary>The last thing written was wrong and counts no more.</summary>
    Undone,
}

/// <summary>Whether the support still has its purpose.</summary>
/// <remarks>Danish: er formålet stadig til stede? Source: comments to the service standard on a follow-up every 13 weeks.</remarks>
public enum PurposeStanding
{
    /// <summary>As before.</summary>
    Yes,
    /// <summary>The purpose or the support is adjusted; the note says how.</summary>
    Adjusted,
    /// <summary>Not any more; the note says why.</summary>
    No,
}
