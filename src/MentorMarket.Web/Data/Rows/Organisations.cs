namespace MentorMarket.Web.Data;

/// <summary>A municipality, a provider or an audit firm.</summary>
public sealed class OrganisationRow
{
    public Guid Id { get; init; }
    public OrganisationKind Kind { get; init; }
    public string Slug { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Cvr { get; init; }
    public string? Gln { get; init; }
}

/// <summary>A person in an organisation. Name, e-mail and telephone are those the organisation uses.</summary>
public sealed class Membership
{
    public Guid Id { get; init; }
    public Guid OrganisationId { get; init; }
    public Guid PersonId { get; init; }
    public string Name { get; set; } = "";
    public string Email { get; init; } = "";
    public string? Phone { get; set; }
    public List<Role> Roles { get; set; } = [];
    public DateTimeOffset JoinedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A link by which somebody becomes one of an organisation's people; only its hash is kept.</summary>
public sealed class Invitation
{
    public Guid Id { get; init; }
    public Guid OrganisationId { get; init; }
    public string Email { get; init; } = "";
    public string Name { get; init; } = "";
    public List<Role> Roles { get; init; } = [];
    public byte[] TokenHash { get; init; } = [];
    public Guid InvitedBy { get; init; }
    public DateTimeOffset InvitedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}
