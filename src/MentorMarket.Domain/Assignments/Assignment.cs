using MentorMarket.Domain.Grants;

namespace MentorMarket.Domain.Assignments;

/// <summary>How far an assignment has come.</summary>
/// <remarks>Danish: status på mentorforløb.</remarks>
public enum AssignmentStatus
{
    /// <summary>On the market.</summary>
    Published,
    /// <summary>Accepted by a provider with a named mentor.</summary>
    Accepted,
    /// <summary>Taken off the market by the municipality.</summary>
    Withdrawn,
    /// <summary>The support has ended.</summary>
    Ended,
}

/// <summary>What is published and accepted: the terms of a grant, and in time a provider.</summary>
/// <remarks>Danish: mentorforløb. The terms are the municipality's and never change; a change is a new grant.</remarks>
public sealed class Assignment
{
    private Assignment() { }

    /// <summary>Publishes an approved grant; the grant is marked so.</summary>
    public static Assignment Publish(Grant grant, string number, decimal? priceCeiling, Guid by, DateTimeOffset now, DateOnly today)
    {
        grant.MarkPublished(today);
        return new Assignment
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = grant.MunicipalityId,
            GrantId = grant.Id,
            CitizenId = grant.CitizenId,
            Number = number,
            Status = AssignmentStatus.Published,
            TargetGroup = grant.TargetGroup!.Value,
            StartsOn = grant.StartsOn!.Value,
            EndsOn = grant.EndsOn!.Value,
            HoursPerWeek = grant.HoursPerWeek!.Value,
            TotalHours = grant.TotalHours,
            Rate = grant.Rate!.Value,
            PriceCeiling = priceCeiling,
            PublishedBy = by,
            PublishedAt = now,
        };
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid GrantId { get; private set; }
    public Guid CitizenId { get; private set; }
    public string Number { get; private set; } = "";
    public AssignmentStatus Status { get; private set; }
    public TargetGroup TargetGroup { get; private set; }
    public DateOnly StartsOn { get; private set; }
    public DateOnly EndsOn { get; private set; }
    public decimal HoursPerWeek { get; private set; }
    public decimal? TotalHours { get; private set; }

    /// <summary>Kroner an hour without VAT.</summary>
    public decimal Rate { get; private set; }
    public decimal? PriceCeiling { get; private set; }
    public Guid PublishedBy { get; private set; }
    public DateTimeOffset PublishedAt { get; private set; }
    public Guid? ProviderId { get; private set; }
    public Guid? AcceptedBy { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateOnly? EndedOn { get; private set; }

    /// <summary>Whether the provider may still see who the citizen is: access ends with the assignment.</summary>
    public bool IsLive(DateOnly today) => Status == AssignmentStatus.Accepted && today <= EndsOn;

    /// <summary>Off the market, if nobody has accepted it.</summary>
    public void Withdraw()
    {
        if (Status != AssignmentStatus.Published) throw new RuleViolation(Rule.AssignmentCannotBeWithdrawn);
        Status = AssignmentStatus.Withdrawn;
    }
}

/// <summary>What providers see on the market: an explicit projection without anything that identifies the citizen.</summary>
/// <remarks>Danish: opslag. It has the assignment's id, and no words that a person wrote.</remarks>
public sealed class Listing
{
    private Listing() { }

    /// <summary>The listing of an assignment.</summary>
    public static Listing Of(Assignment assignment, Grant grant, Citizen citizen) => new()
    {
        Id = assignment.Id,
        MunicipalityId = assignment.MunicipalityId,
        Number = assignment.Number,
        Area = citizen.Area,
        AgeBand = Grants.AgeBand.Of(citizen.BirthYear, assignment.StartsOn.Year),
        TargetGroup = assignment.TargetGroup,
        Purpose = grant.Purpose!.Value,
        Goals = [.. grant.Goals.OrderBy(g => g.Priority).Select(g => g.Kind)],
        Tasks = [.. grant.Tasks],
        Requirements = [.. grant.Requirements],
        HoursPerWeek = assignment.HoursPerWeek,
        TotalHours = assignment.TotalHours,
        StartsOn = assignment.StartsOn,
        EndsOn = assignment.EndsOn,
        Rate = assignment.Rate,
        PublishedAt = assignment.PublishedAt,
    };

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public string Number { get; private set; } = "";
    public string Area { get; private set; } = "";
    public string AgeBand { get; private set; } = "";
    public TargetGroup TargetGroup { get; private set; }
    public Purpose Purpose { get; private set; }
    public List<GoalKind> Goals { get; private set; } = [];
    public List<MentorTask> Tasks { get; private set; } = [];
    public List<Requirement> Requirements { get; private set; } = [];
    public decimal HoursPerWeek { get; private set; }
    public decimal? TotalHours { get; private set; }
    public DateOnly StartsOn { get; private set; }
    public DateOnly EndsOn { get; private set; }
    public decimal Rate { get; private set; }
    public DateTimeOffset PublishedAt { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Whether it can be accepted.</summary>
    public bool IsOpen => TakenAt is null && WithdrawnAt is null;

    /// <summary>Hidden from the market.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}

/// <summary>What the two sides agreed, as the invoice check reads it. Insert-only: a change is a new version.</summary>
/// <remarks>Danish: aftale. A grant in the sense of the invoice check.</remarks>
public sealed class Agreement
{
    private Agreement() { }

    /// <summary>The first version, made when a provider accepts: the municipality's terms, unchanged.</summary>
    public Agreement(Assignment accepted, Guid provider, Guid by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        AssignmentId = accepted.Id;
        MunicipalityId = accepted.MunicipalityId;
        ProviderId = provider;
        CitizenId = accepted.CitizenId;
        Version = 1;
        TargetGroup = accepted.TargetGroup;
        ValidFrom = accepted.StartsOn;
        ValidTo = accepted.EndsOn;
        HoursPerWeek = accepted.HoursPerWeek;
        TotalHours = accepted.TotalHours;
        Rate = accepted.Rate;
        PriceCeiling = accepted.PriceCeiling;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid AssignmentId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public Guid CitizenId { get; private set; }
    public int Version { get; private set; }
    public TargetGroup TargetGroup { get; private set; }
    public DateOnly ValidFrom { get; private set; }
    public DateOnly ValidTo { get; private set; }
    public decimal HoursPerWeek { get; private set; }
    public decimal? TotalHours { get; private set; }
    public decimal Rate { get; private set; }
    public decimal? PriceCeiling { get; private set; }
    public Guid? RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
}

/// <summary>A mentor named in an agreement. The mentor is a person: the same id at whichever provider.</summary>
/// <remarks>Danish: navngiven mentor.</remarks>
public sealed class AgreementMentor
{
    private AgreementMentor() { }

    /// <summary>Names a mentor in an agreement.</summary>
    public AgreementMentor(Agreement agreement, Guid mentor, string name, string phone, string email)
    {
        AgreementId = agreement.Id;
        MentorId = mentor;
        MunicipalityId = agreement.MunicipalityId;
        ProviderId = agreement.ProviderId;
        Name = name;
        Phone = phone;
        Email = email;
    }

    public Guid AgreementId { get; private set; }
    public Guid MentorId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public string Email { get; private set; } = "";
}
