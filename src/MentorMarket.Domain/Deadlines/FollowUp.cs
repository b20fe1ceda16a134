namespace MentorMarket.Domain.Deadlines;

/// <summary>What is written when something was looked at.</summary>
/// <remarks>Danish: opfølgningens indhold. Source: service standard (effect in dialogue with the citizen); comments to it.</remarks>
/// <param name="DoneOn">The day it was held.</param>
/// <param name="Purpose">Whether the purpose is still there.</param>
/// <param name="WithCitizen">The citizen took part.</param>
/// <param name="CitizenWords">What the citizen says, in the citizen's own words.</param>
/// <param name="Note">What was found and adjusted.</param>
public sealed record FollowUpContent(DateOnly DoneOn, PurposeStanding? Purpose, bool WithCitizen, string CitizenWords, string Note)
{
    /// <summary>The names of the fields that still must be filled in for such a date; empty when it is complete.</summary>
    public IReadOnlyList<string> Missing(DeadlineKind kind)
    {
        var missing = new List<string>();
        if (Purpose is null && DeadlineRules.CanBePostponed(kind)) missing.Add(nameof(Purpose));
        // The effect is judged with the citizen: in the citizen's words, or with the reason why the citizen took no part.
        if (kind == DeadlineKind.EffectWithCitizen && WithCitizen && string.IsNullOrWhiteSpace(CitizenWords))
        {
            missing.Add(nameof(CitizenWords));
        }
        if (string.IsNullOrWhiteSpace(Note)
            && (Purpose is PurposeStanding.Adjusted or PurposeStanding.No || kind is DeadlineKind.PeriodEnds or DeadlineKind.RightEnds
            or DeadlineKind.PauseReview
            || (kind == DeadlineKind.EffectWithCitizen && !WithCitizen))) missing.Add(nameof(Note));
        return missing;
    }
}

/// <summary>Something written about a date of a grant. Never changed: a later row counts, or takes the last one back.</summary>
/// <remarks>Danish: opfølgning. Source: service standard; the focus audit asks whether delivery was followed up.</remarks>
public sealed class FollowUp : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private FollowUp() { }

    private FollowUp(Guid municipality, Guid grant, Deadline deadline, FollowUpResult result, Guid by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        MunicipalityId = municipality;
        GrantId = grant;
        Kind = deadline.Kind;
        Sequence = deadline.Sequence;
        DueOn = deadline.DueOn;
        Result = result;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid GrantId { get; private set; }
    public DeadlineKind Kind { get; private set; }
    public int Sequence { get; private set; }
    public DateOnly DueOn { get; private set; }
    public FollowUpResult Result { get; private set; }
    public DateOnly? DoneOn { get; private set; }
    public DateOnly? PostponedUntil { get; private set; }
    public bool? WithCitizen { get; private set; }
    public PurposeStanding? PurposeStillThere { get; private set; }
    public string Reason { get; private set; } = "";
    public string Note { get; private set; } = "";
    public string CitizenWords { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>What the deadlines need of it.</summary>
    public FollowUpFact FollowUpFact => new(Kind, Sequence, Result, DoneOn, PostponedUntil, RecordedAt);

    /// <summary>
    /// It was done. <see cref="Rule.FollowUpIsHandled"/> when it was already, <see cref="Rule.FollowUpIsTooEarly"/> when it was held too
    /// long before.
    /// </summary>
    public static FollowUp Done(Guid municipality, Guid grant, DeadlineStatus due, FollowUpContent content, Guid by, DateTimeOffset now)
    {
        if (due.Standing == DeadlineStanding.Done) throw new RuleViolation(Rule.FollowUpIsHandled);
        if (content.DoneOn < due.OpensOn) throw new RuleViolation(Rule.FollowUpIsTooEarly);
        if (content.Missing(due.Deadline.Kind).Count > 0) throw new RuleViolation(Rule.FollowUpIsIncomplete);
        var row = new FollowUp(municipality, grant, due.Deadline, FollowUpResult.Done, by, now)
        {
            DoneOn = content.DoneOn,
            PurposeStillThere = content.Purpose,
            WithCitizen = content.WithCitizen,
            CitizenWords = content.CitizenWords.Trim(),
            Note = content.Note.Trim(),
        };
        row.Record(CaseEventKind.FollowUpDone);
        return row;
    }

    /// <summary>
    /// It waits, with a reason, till another day, though never past the end. <see cref="Rule.FollowUpCannotWait"/> for what cannot.
    /// </summary>
    public static FollowUp Postpone(Guid municipality, Guid grant, DeadlineStatus due, DateOnly until, DateOnly lastDay, string reason,
        Guid by, DateTimeOffset now)
    {
        if (due.Standing == DeadlineStanding.Done) throw new RuleViolation(Rule.FollowUpIsHandled);
        if (!DeadlineRules.CanBePostponed(due.Deadline.Kind) || !due.IsOpen || until > lastDay || until <= due.On)
        {
            throw new RuleViolation(Rule.FollowUpCannotWait);
        }
        if (string.IsNullOrWhiteSpace(reason)) throw new RuleViolation(Rule.FollowUpIsIncomplete);
        var row = new FollowUp(municipality, grant, due.Deadline, FollowUpResult.Postponed, by,
            now)
        { PostponedUntil = until, Reason = reason.Trim() };
        row.Record(CaseEventKind.FollowUpPostponed);
        return row;
    }

    /// <summary>
    /// What was written last was wrong and counts no more. <see cref="Rule.FollowUpIsNotHandled"/> when there is nothing.
    /// </summary>
    public static FollowUp Undo(Guid municipality, Guid grant, DeadlineStatus due, string reason, Guid by, DateTimeOffset now)
    {
        if (due.Standing != DeadlineStanding.Done && due.Postponements == 0) throw new RuleViolation(Rule.FollowUpIsNotHandled);
        if (string.IsNullOrWhiteSpace(reason)) throw new RuleViolation(Rule.FollowUpIsIncomplete);
        var row = new FollowUp(municipality, grant, due.Deadline, FollowUpResult.Undone, by, now) { Reason = reason.Trim() };
        row.Record(CaseEventKind.FollowUpUndone);
        return row;
    }

    private void Record(CaseEventKind kind) => events.Add(new(kind, MunicipalityId, GrantId, new Dictionary<string, object?>
    {
        ["clock"] = Kind.ToString(),
        ["sequence"] = Sequence,
        ["dueOn"] = DueOn,
        ["doneOn"] = DoneOn,
        ["postponedUntil"] = PostponedUntil,
        ["withCitizen"] = WithCitizen,
        ["purposeStillThere"] = PurposeStillThere?.ToString(),
        ["reason"] = Reason,
        ["note"] = Note,
        ["citizenWords"] = CitizenWords,
    }));
}
