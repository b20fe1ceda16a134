namespace MentorMarket.Domain.Auditing;

/// <summary>An audit firm's time-limited access to a municipality's invoices of a period.</summary>
/// <remarks>Danish: revisionsopgave.</remarks>
public sealed class Engagement : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private Engagement() { }

    /// <summary>The municipality opens its invoices of a period to an auditor until a date.</summary>
    public Engagement(Guid auditor, Guid municipality, DateOnly from, DateOnly to, DateOnly opensOn, DateOnly expiresOn, bool seesNotes,
        Guid by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        AuditorId = auditor;
        MunicipalityId = municipality;
        PeriodFrom = from;
        PeriodTo = to;
        OpensOn = opensOn;
        ExpiresOn = expiresOn;
        SeesNotes = seesNotes;
        GrantedBy = by;
        GrantedAt = now;
        Record(CaseEventKind.EngagementOpened);
    }

    public Guid Id { get; private set; }
    public Guid AuditorId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public DateOnly PeriodFrom { get; private set; }
    public DateOnly PeriodTo { get; private set; }
    public DateOnly OpensOn { get; private set; }
    public DateOnly ExpiresOn { get; private set; }

    /// <summary>Whether the mentors' notes are part of it.</summary>
    public bool SeesNotes { get; private set; }
    public Guid? GrantedBy { get; private set; }
    public DateTimeOffset GrantedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Closes it at once. <see cref="Rule.EngagementIsRevoked"/> when somebody has done so before.</summary>
    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null) throw new RuleViolation(Rule.EngagementIsRevoked);
        RevokedAt = now;
        Record(CaseEventKind.EngagementRevoked);
    }

    private void Record(CaseEventKind kind) => events.Add(new(kind, MunicipalityId, Id, new Dictionary<string, object?>
    {
        ["auditor"] = AuditorId,
        ["periodFrom"] = PeriodFrom,
        ["periodTo"] = PeriodTo,
        ["opensOn"] = OpensOn,
        ["expiresOn"] = ExpiresOn,
        ["seesNotes"] = SeesNotes,
    }));
}
