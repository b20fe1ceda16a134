namespace MentorMarket.Web.Data;

/// <summary>A version of the municipality's service standard, from a day. Insert-only.</summary>
public sealed class GrantSettingsVersion
{
    public Guid Id { get; init; }
    public Guid MunicipalityId { get; init; }
    public int Version { get; init; }
    public DateOnly ValidFrom { get; init; }
    public GrantSettings Settings { get; init; } = new();
    public Guid? RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Somebody who decides in a team leader's place, for some days.</summary>
public sealed class Deputy
{
    public Guid Id { get; init; }
    public Guid MunicipalityId { get; init; }
    public Guid LeaderId { get; init; }
    public Guid DeputyId { get; init; }
    public DateOnly FromOn { get; init; }
    public DateOnly ToOn { get; init; }
    public Guid AppointedBy { get; init; }
    public DateTimeOffset AppointedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}
