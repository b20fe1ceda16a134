using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Grants;

/// <summary>What makes it a duty to tell a citizen about support.</summary>
/// <remarks>Danish: anledning til at orientere. Source: guidance ch. 4.1 and 4.2.</remarks>
public enum InformCause
{
    /// <summary>The region has sent notice of a discharge from psychiatric admission (udskrivningsvarsel).</summary>
    DischargeNotice,
    /// <summary>A recipient of education assistance is admitted to an education (optagelse på uddannelse).</summary>
    Admission,
    /// <summary>The municipality learns later that the citizen is in education (konstateret senere).</summary>
    DiscoveredLater,
    /// <summary>The institution warns that the citizen may drop out (frafaldstruet).</summary>
    DropoutWarning,
    /// <summary>The citizen asks (egen henvendelse): about the right in the transition to education, as long as it stands.</summary>
    OwnEnquiry,
}

/// <summary>What happened with a duty to inform.</summary>
public enum InformStepKind
{
    /// <summary>The citizen was told.</summary>
    Told,
    /// <summary>The citizen could not be reached; stays open until the municipality has tried enough.</summary>
    NotReached,
    /// <summary>The citizen wants support.</summary>
    Wants,
    /// <summary>The citizen does not want support.</summary>
    DoesNotWant,
    /// <summary>Nobody tries any more, with the reason.</summary>
    GivenUp,
}

/// <summary>How the citizen was told.</summary>
public enum InformWay
{
    /// <summary>At a meeting.</summary>
    Meeting,
    /// <summary>By telephone.</summary>
    Phone,
    /// <summary>By secure digital post or letter.</summary>
    SecurePost,
    /// <summary>Through the hospital or the institution.</summary>
    ThroughOthers,
}

/// <summary>How a duty to inform stands.</summary>
public enum InformState
{
    /// <summary>Nobody has told the citizen.</summary>
    Open,
    /// <summary>The day it should have been done is past.</summary>
    Overdue,
    /// <summary>Told in time or late; the answer is awaited.</summary>
    Told,
    /// <summary>The citizen has answered, or nobody tries any more.</summary>
    Answered,
}

/// <summary>Something that makes it the municipality's duty to tell a citizen about the right to support, and by when.</summary>
/// <remarks>
/// Danish: orienteringspligt. Source: guidance ch. 4.1 and 4.2. "As early as possible": the municipality's own number of days from
/// the day it learned of it. Told, asked and answered are steps of their own and are never rewritten.
/// </remarks>
public sealed class Inform : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private Inform() { }

    /// <summary>Registers it.</summary>
    /// <param name="eventOn">The day of discharge or admission; null where there is none.</param>
    /// <param name="days">The municipality's own number of days.</param>
    public static Inform Register(Guid municipality, Guid citizen, InformCause cause, DateOnly receivedOn, DateOnly? eventOn, string note, int days, Guid by, DateTimeOffset now)
    {
        var inform = new Inform
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = municipality,
            CitizenId = citizen,
            Cause = cause,
            ReceivedOn = receivedOn,
            EventOn = eventOn,
            DueOn = Due(cause, receivedOn, eventOn, days),
            Note = note,
            RegisteredBy = by,
            RegisteredAt = now,
        };
        inform.events.Add(new("InformRegistered", municipality, citizen, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["inform"] = inform.Id,
            ["cause"] = cause.ToString(),
            ["receivedOn"] = receivedOn,
            ["eventOn"] = eventOn,
            ["dueOn"] = inform.DueOn,
        }));
        return inform;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public InformCause Cause { get; private set; }
    public DateOnly ReceivedOn { get; private set; }

    /// <summary>The day of discharge, or of admission to the education.</summary>
    public DateOnly? EventOn { get; private set; }
    public DateOnly DueOn { get; private set; }
    public string Note { get; private set; } = "";
    public Guid RegisteredBy { get; private set; }
    public DateTimeOffset RegisteredAt { get; private set; }

    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>By when the citizen must have been told.</summary>
    /// <remarks>Of a discharge at the latest on its day, but never before the municipality knew. Source: guidance ch. 4.1.</remarks>
    public static DateOnly Due(InformCause cause, DateOnly receivedOn, DateOnly? eventOn, int days)
    {
        var due = receivedOn.AddDays(days);
        if (cause != InformCause.DischargeNotice || eventOn is not { } discharge || discharge >= due) return due;
        return discharge < receivedOn ? receivedOn : discharge;
    }

    /// <summary>When the support that it is about may begin, or null where the ordinary rules decide: the same days that the grant is held against.</summary>
    public static RightWindow? Window(InformCause cause, DateOnly? eventOn, GrantRules rules) => rules.WindowOf(CourseOf(cause, eventOn), eventOn);

    /// <summary>The course that it may lead to.</summary>
    /// <remarks>An own enquiry is about the education right where the citizen has been admitted. Source: guidance ch. 4.2.</remarks>
    public static Course CourseOf(InformCause cause, DateOnly? eventOn) => cause switch
    {
        InformCause.DischargeNotice => Course.DischargeCoordinator,
        InformCause.Admission or InformCause.DiscoveredLater or InformCause.DropoutWarning => Course.EducationTransition,
        InformCause.OwnEnquiry => eventOn is null ? Course.Ordinary : Course.EducationTransition,
    };

    /// <summary>How it stands after these steps, in the order they were noted.</summary>
    public InformState State(IEnumerable<InformStepKind> steps, DateOnly today) => StateOf(DueOn, steps, today);

    /// <summary>The same for a row that is only shown.</summary>
    public static InformState StateOf(DateOnly dueOn, IEnumerable<InformStepKind> steps, DateOnly today)
    {
        var state = InformState.Open;
        foreach (var step in steps)
            state = step switch
            {
                InformStepKind.Told => InformState.Told,
                InformStepKind.NotReached => state == InformState.Told ? InformState.Told : InformState.Open,
                InformStepKind.Wants or InformStepKind.DoesNotWant or InformStepKind.GivenUp => InformState.Answered,
            };
        return state == InformState.Open && dueOn < today ? InformState.Overdue : state;
    }
}

/// <summary>A step with a duty to inform: told, tried, answered. Never rewritten: a later step counts.</summary>
/// <remarks>Danish: trin i orienteringen.</remarks>
public sealed class InformStep : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private InformStep() { }

    /// <summary>Notes a step.</summary>
    /// <param name="before">The steps that are noted already.</param>
    /// <exception cref="RuleViolation">It is answered, and only another answer can replace an answer.</exception>
    public static InformStep Note(Inform inform, IReadOnlyCollection<InformStepKind> before, InformStepKind kind, InformWay? way, DateOnly on, string words, Guid by, DateTimeOffset now)
    {
        if (kind is InformStepKind.Told or InformStepKind.NotReached && inform.State(before, on) == InformState.Answered) throw new RuleViolation(Rule.InformIsAnswered);
        var step = new InformStep
        {
            Id = Guid.CreateVersion7(),
            InformId = inform.Id,
            MunicipalityId = inform.MunicipalityId,
            Kind = kind,
            Way = way,
            HappenedOn = on,
            Words = words,
            RecordedBy = by,
            RecordedAt = now,
        };
        step.events.Add(new("Inform" + kind, inform.MunicipalityId, inform.CitizenId, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["inform"] = inform.Id,
            ["on"] = on,
            ["way"] = way?.ToString(),
            ["dueOn"] = inform.DueOn,
        }));
        return step;
    }

    public Guid Id { get; private set; }
    public Guid InformId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public InformStepKind Kind { get; private set; }
    public InformWay? Way { get; private set; }
    public DateOnly HappenedOn { get; private set; }
    public string Words { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }

    public IReadOnlyList<CaseEvent> Events => events;
}
