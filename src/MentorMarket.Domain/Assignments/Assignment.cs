using MentorMarket.Domain.Citizens;
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
    /// <param name="decisionIsSent">It is noted that the decision was sent to the citizen, who is told before anybody else learns of the
    /// support.</param>
    /// <param name="offeredTo">The one provider it is offered to, or null for the market.</param>
    public static Assignment Publish(Grant grant, string number, decimal? priceCeiling, Guid by, DateTimeOffset now, DateOnly today,
        bool decisionIsSent, Guid? offeredTo = null)
    {
        if (grant.Status == GrantStatus.Approved && !decisionIsSent) throw new RuleViolation(Rule.DecisionIsNotSent);
        if (grant.Status == GrantStatus.Approved && !grant.IsForTheMarket && offeredTo is null)
        {
            throw new RuleViolation(Rule.MentorIsNotOnTheMarket);
        }
        grant.MarkPublished(today);
        return new Assignment
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = grant.MunicipalityId,
            GrantId = grant.Id,
            CitizenId = grant.CitizenId,
            Number = number,
            Status = AssignmentStatus.Published,
            TargetGroup = grant.Terms.TargetGroup!.Value,
            StartsOn = grant.Terms.StartsOn!.Value,
            EndsOn = grant.Terms.EndsOn!.Value,
            HoursPerWeek = grant.Terms.HoursPerWeek!.Value,
            TotalHours = grant.Terms.TotalHours,
            Rate = grant.Terms.Rate!.Value,
            PriceCeiling = priceCeiling,
            PublishedBy = by,
            PublishedAt = now,
            OfferedTo = offeredTo,
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

    /// <summary>
    /// The provider that alone sees and may take it: the one that has the assignment before it, or whose employee the mentor is.
    /// </summary>
    public Guid? OfferedTo { get; private set; }

    /// <summary>The last day, planned or not.</summary>
    public DateOnly LastDay
    {
        get => EndedOn < EndsOn ? EndedOn.Value : EndsOn;

        // The database works out the same, so that queries can ask for it; what it says of a row that is read need not be kept.
        private set { }
    }

    /// <summary>Whether the provider may still see who the citizen is: access ends with the assignment.</summary>
    public bool IsLive(DateOnly today) => Status == AssignmentStatus.Accepted && today <= LastDay;

    /// <summary>The support ends on a day: at once if that is past, else when the day has gone.</summary>
    public void End(DateOnly on, DateOnly today)
    {
        if (Status != AssignmentStatus.Accepted) throw new RuleViolation(Rule.GrantIsNotRunning);
        if (on < StartsOn || on > LastDay) throw new RuleViolation(Rule.EndIsOutsidePeriod);
        EndedOn = on;
        if (on < today) Status = AssignmentStatus.Ended;
    }

    /// <summary>The day it ended on was recorded wrong: it is an earlier one, or a later one within what was agreed.</summary>
    /// <param name="latest">No later than this: the planned end, or where something else took over.</param>
    public void MoveEnd(DateOnly on, DateOnly latest, DateOnly today)
    {
        if (Status is not (AssignmentStatus.Accepted or AssignmentStatus.Ended)) throw new RuleViolation(Rule.GrantIsNotRunning);
        if (on < StartsOn || on > EndsOn || on > latest) throw new RuleViolation(Rule.EndIsOutsidePeriod);
        EndedOn = on;
        Status = on < today ? AssignmentStatus.Ended : AssignmentStatus.Accepted;
    }

    /// <summary>It goes on to its planned end after all.</summary>
    public void ContinueToPlannedEnd(DateOnly today)
    {
        if (Status is not (AssignmentStatus.Accepted or AssignmentStatus.Ended) || EndsOn < today)
        {
            throw new RuleViolation(Rule.EndCannotBeTakenBack);
        }
        EndedOn = null;
        Status = AssignmentStatus.Accepted;
    }

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
    /// <param name="follows">The assignment it goes on from. Named only where that assignment's provider alone sees the listing: on the
    /// market it would tell who the citizen is.</param>
    public static Listing Of(Assignment assignment, Grant grant, Citizen citizen, Guid? follows = null) => new()
    {
        Id = assignment.Id,
        MunicipalityId = assignment.MunicipalityId,
        Number = assignment.Number,
        Area = citizen.Area,
        AgeBand = Grants.AgeBand.Of(citizen.BirthYear, assignment.StartsOn.Year),
        TargetGroup = assignment.TargetGroup,
        Purpose = grant.Terms.Purpose!.Value,
        Goals = [.. grant.Goals.OrderBy(g => g.Priority).Select(g => g.Kind)],
        Tasks = [.. grant.Terms.Tasks],
        Requirements = [.. grant.Terms.Requirements],
        HoursPerWeek = assignment.HoursPerWeek,
        TotalHours = assignment.TotalHours,
        StartsOn = assignment.StartsOn,
        EndsOn = assignment.EndsOn,
        Rate = assignment.Rate,
        PublishedAt = assignment.PublishedAt,
        OfferedTo = assignment.OfferedTo,
        // Whom it is offered to without having the assignment before is not told that there was one.
        Kind = assignment.OfferedTo is null || follows is null ? GrantKind.New : grant.Kind,
        FollowsAssignmentId = assignment.OfferedTo is null ? null : follows,
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

    /// <summary>The one provider that sees it, or null for all.</summary>
    public Guid? OfferedTo { get; private set; }
    public GrantKind Kind { get; private set; }
    public Guid? FollowsAssignmentId { get; private set; }

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
    /// <param name="accepted">The assignment.</param>
    /// <param name="firstDay">Its first day; of a change that is accepted later than that, the day after what it changes has ended.</param>
    /// <param name="provider">Who accepts.</param>
    /// <param name="by">The person who does.</param>
    /// <param name="now">When.</param>
    public Agreement(Assignment accepted, DateOnly firstDay, Guid provider, Guid by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        AssignmentId = accepted.Id;
        MunicipalityId = accepted.MunicipalityId;
        ProviderId = provider;
        CitizenId = accepted.CitizenId;
        Version = 1;
        TargetGroup = accepted.TargetGroup;
        ValidFrom = firstDay;
        ValidTo = accepted.EndsOn;
        HoursPerWeek = accepted.HoursPerWeek;
        TotalHours = accepted.TotalHours;
        Rate = accepted.Rate;
        PriceCeiling = accepted.PriceCeiling;
        RecordedBy = by;
        RecordedAt = now;
    }

    /// <summary>The next version with the same terms: other mentors are named in it.</summary>
    public Agreement Next(Guid by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        AssignmentId = AssignmentId,
        MunicipalityId = MunicipalityId,
        ProviderId = ProviderId,
        CitizenId = CitizenId,
        Version = Version + 1,
        TargetGroup = TargetGroup,
        ValidFrom = ValidFrom,
        ValidTo = ValidTo,
        HoursPerWeek = HoursPerWeek,
        TotalHours = TotalHours,
        Rate = Rate,
        PriceCeiling = PriceCeiling,
        RecordedBy = by,
        RecordedAt = now,
    };

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
    /// <param name="from">The first day of one who took over.</param>
    /// <param name="until">The last day of one who has handed over.</param>
    public AgreementMentor(Agreement agreement, Guid mentor, string name, string phone, string email, DateOnly? from = null,
        DateOnly? until = null)
    {
        AgreementId = agreement.Id;
        MentorId = mentor;
        MunicipalityId = agreement.MunicipalityId;
        ProviderId = agreement.ProviderId;
        Name = name;
        Phone = phone;
        Email = email;
        FromOn = from;
        UntilOn = until;
    }

    public Guid AgreementId { get; private set; }
    public Guid MentorId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid ProviderId { get; private set; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public string Email { get; private set; } = "";

    /// <summary>The first day of a mentor who took over; null for one named from the beginning.</summary>
    public DateOnly? FromOn { get; private set; }

    /// <summary>The last day of a mentor who has handed over; what was delivered until then stays payable.</summary>
    public DateOnly? UntilOn { get; private set; }
}

/// <summary>A provider's no to a assignment that was offered to it alone.</summary>
/// <remarks>Danish: afslag på tilbud om forløb. Insert-only.</remarks>
public sealed class OfferDecline
{
    private OfferDecline() { }

    /// <summary>The provider says no, and why.</summary>
    public OfferDecline(Listing offered, Guid provider, string reason, Guid by, DateTimeOffset now)
    {
        if (!offered.IsOpen || offered.OfferedTo != provider) throw new RuleViolation(Rule.OfferIsNotOpen);
        AssignmentId = offered.Id;
        MunicipalityId = offered.MunicipalityId;
        OfferedTo = provider;
        Reason = reason.Trim();
        DeclinedBy = by;
        DeclinedAt = now;
    }

    public Guid AssignmentId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid OfferedTo { get; private set; }
    public string Reason { get; private set; } = "";
    public Guid DeclinedBy { get; private set; }
    public DateTimeOffset DeclinedAt { get; private set; }
}
