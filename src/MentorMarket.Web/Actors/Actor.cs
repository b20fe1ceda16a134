namespace MentorMarket.Web.Actors;

/// <summary>What somebody may be in an organisation. Stored per membership, as text.</summary>
public enum Role
{
    Caseworker,
    TeamLeader,
    Finance,
    Coordinator,
    Mentor,
    Auditor,
    Administrator,
    Operator,
}

/// <summary>The kinds of actor; each has a data source, and so a database login, of its own.</summary>
public enum ActorKind
{
    Municipality,
    Provider,
    Auditor,
    Citizen,
    Platform,
    Checker,

    /// <summary>Lets organisations in and shuts them out; sees none of what they do.</summary>
    Operator,
}

/// <summary>
/// Who acts in a unit of work: set from the path and the login by <c>ActorMiddleware</c>, from the citizen's
/// session, or named by a job. There is no ambient default: without an actor nothing reaches the database.
/// </summary>
/// <param name="Tenant">The organisation whose rows are meant; for a citizen and for the checker the municipality.</param>
public sealed record Actor(ActorKind Kind, Guid Tenant, Guid? Person = null, string Name = "", Guid? Citizen = null)
{
    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>The team leader in whose place somebody decides today, who is no team leader otherwise.</summary>
    public Guid? DeputyFor { get; init; }

    public bool Is(params ReadOnlySpan<Role> any)
    {
        foreach (var role in any)
        {
            if (Roles.Contains(role)) return true;
        }
        return false;
    }
}

/// <summary>An organisation as the path names it.</summary>
public sealed record Organisation(Guid Id, OrganisationKind Kind, string Slug, string Name)
{
    /// <summary>When the operator shut its people out, as it was when the organisation was looked up.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }
}

public enum OrganisationKind
{
    Municipality,
    Provider,
    AuditFirm,
    Platform,
}
