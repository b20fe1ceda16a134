namespace MentorMarket.Web.Data;

/// <summary>One link of an organisation's hash chain, as it is read. Only the database's own functions write.</summary>
public sealed class EvidenceEvent
{
    public Guid OrganisationId { get; init; }
    public long Sequence { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public CaseEventKind Kind { get; init; }
    public Guid SubjectId { get; init; }
    public Guid? ActorId { get; init; }
    public string ActorRole { get; init; } = "";
    public Guid? ActingOrganisationId { get; init; }
    public byte[] PayloadHash { get; init; } = [];
    public byte[] PreviousHash { get; init; } = [];
    public byte[] Hash { get; init; } = [];
}
