namespace MentorMarket.Domain.Grants;

/// <summary>Days on which the support rests. Insert-only: that it was resumed is a later row.</summary>
/// <remarks>
/// Danish: pause. The grant's period runs on: a pause is no extension. Contact in a pause may be recorded and is not paid.
/// </remarks>
public sealed class GrantPause : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private GrantPause() { }

    /// <summary>A pause from a day to another, or until it is resumed.</summary>
    /// <param name="reason">Why the support rests.</param>
    /// <param name="assessment">What was judged with the citizen: whether the purpose is still the same, and what must happen in the pause
    /// and after it.</param>
    public GrantPause(Grant grant, DateOnly from, DateOnly? to, string reason, string assessment, Guid by, DateTimeOffset now)
        : this(grant.Id, grant.MunicipalityId, from, to, reason, assessment, by, now)
    {
        if (string.IsNullOrWhiteSpace(assessment)) throw new RuleViolation(Rule.AssessmentIsMissing);
        Record(CaseEventKind.GrantPaused);
    }

    private GrantPause(Guid grant, Guid municipality, DateOnly from, DateOnly? to, string reason, string assessment, Guid by,
        DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RuleViolation(Rule.AssessmentIsMissing);
        Id = Guid.CreateVersion7();
        GrantId = grant;
        MunicipalityId = municipality;
        FromOn = from;
        ToOn = to;
        Reason = reason.Trim();
        Assessment = assessment.Trim();
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid GrantId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public DateOnly FromOn { get; private set; }

    /// <summary>The last day, or null while nobody knows.</summary>
    public DateOnly? ToOn { get; private set; }

    /// <summary>Why it rests; of a row that resumes, why it goes on.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What was judged anew with the citizen when it began; empty in a row that resumes.</summary>
    public string Assessment { get; private set; } = "";

    /// <summary>The pause that this row ends.</summary>
    public Guid? ResumesId { get; private set; }
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>
    /// The support goes on from a day: the row that says so. <see cref="Rule.PauseIsOver"/> when it had ended by then anyway.
    /// </summary>
    public GrantPause Resume(DateOnly on, string reason, Guid by, DateTimeOffset now)
    {
        if (ResumesId is not null || on < FromOn || on > ToOn) throw new RuleViolation(Rule.PauseIsOver);
        var resumed = new GrantPause(GrantId, MunicipalityId, FromOn, on.AddDays(-1), reason, "", by, now) { ResumesId = Id };
        resumed.Record(CaseEventKind.GrantResumed);
        return resumed;
    }

    private void Record(CaseEventKind kind) => events.Add(new(kind, MunicipalityId, GrantId, new Dictionary<string, object?>
    {
        ["pause"] = ResumesId ?? Id,
        ["from"] = FromOn,
        ["to"] = ToOn,
        ["reason"] = Reason,
        ["assessment"] = Assessment,
    }));
}

/// <summary>A row of pauses as those see it who may not read the reason.</summary>
public sealed record PauseRow(Guid Id, Guid GrantId, DateOnly FromOn, DateOnly? ToOn, Guid? ResumesId);

/// <summary>The days on which a grant rests, out of its rows.</summary>
public sealed class Pauses
{
    private readonly List<(PauseRow Pause, DateOnly To)> spans;

    /// <summary>The pauses of some rows of one grant: a later row that resumes a pause decides its last day.</summary>
    public Pauses(IEnumerable<PauseRow> rows)
    {
        var all = rows.ToList();
        var resumed = all.Where(r => r.ResumesId is not null).ToDictionary(r => r.ResumesId!.Value, r => r.ToOn!.Value);
        spans = [.. all.Where(r => r.ResumesId is null)
            .Select(r => (r, To: resumed.TryGetValue(r.Id, out var last) ? last : r.ToOn ?? DateOnly.MaxValue))
            .Where(p => p.To >= p.r.FromOn).OrderBy(p => p.r.FromOn)];
    }

    /// <summary>Every pause with its days; the last one may be open.</summary>
    public IEnumerable<(Guid Id, Period Days)> Spans => spans.Select(p => (p.Pause.Id, new Period(p.Pause.FromOn, p.To)));

    /// <summary>Whether the support rests on a day.</summary>
    public bool Contains(DateOnly day) => spans.Any(p => p.Pause.FromOn <= day && day <= p.To);

    /// <summary>Whether a pause from a day to another, or an open one, meets any of these.</summary>
    public bool Meets(DateOnly from, DateOnly? to) => spans.Any(p => p.Pause.FromOn <= (to ?? DateOnly.MaxValue) && from <= p.To);
}
