namespace MentorMarket.Web.Data;

/// <summary>A municipality, a provider or an audit firm.</summary>
public sealed class OrganisationRow
{
    public Guid Id { get; init; }
    public OrganisationKind Kind { get; init; }
    public string Slug { get; set; } = "";
    public string Name { get; set; } = "";
    public string? Cvr { get; set; }
    public string? PNumber { get; set; }
    public string? MunicipalityCode { get; set; }
    public string? Gln { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SuspendedAt { get; set; }
}

/// <summary>Whom the operator writes to about an organisation.</summary>
public sealed class OrganisationContact
{
    public Guid OrganisationId { get; init; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string Phone { get; set; } = "";
}

public enum ApplicationStatus
{
    Waiting,
    Approved,
    Refused,
}

/// <summary>Somebody asks to be let in, and what became of it.</summary>
public sealed class Application
{
    public Guid Id { get; init; }
    public OrganisationKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string Cvr { get; init; } = "";
    public string? PNumber { get; init; }
    public string? MunicipalityCode { get; init; }
    public string? Gln { get; init; }
    public string ContactName { get; init; } = "";
    public string ContactEmail { get; init; } = "";
    public string ContactPhone { get; init; } = "";
    public string Message { get; init; } = "";
    public DateTimeOffset AppliedAt { get; init; }
    public ApplicationStatus Status { get; set; }
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string Reason { get; set; } = "";
    public Guid? OrganisationId { get; set; }
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

    /// <summary>Null for the first operator, whom nobody invited.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>An operator sent it, to an organisation's administrator.</summary>
    public bool FromOperator { get; init; }
    public DateTimeOffset InvitedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}
