namespace MentorMarket.Domain.Grants;

/// <summary>What makes it a duty to tell a citizen about support.</summary>
/// <remarks>Danish: anledning til at orientere. Source: guidance ch. 4.1 and 4.2.</remarks>
public enum InformationCause
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
public enum InformationStepKind
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
public enum InformationWay
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
public enum InformationState
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
public sealed class InformationDuty : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private InformationDuty() { }

    /// <summary>Registers it.</summary>
    /// <param name="eventOn">The day of discharge or admission; null where there is none.</param>
    /// <param name="days">The municipality's own number of days.</param>
    public static InformationDuty Register(Guid municipality, Guid citizen, InformationCause cause, DateOnly receivedOn, DateOnly? eventOn,
        string note, int days, Guid by, DateTimeOffset now)
    {
        var duty = new InformationDuty
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
        duty.events.Add(new(CaseEventKind.InformationDutyRegistered, municipality, citizen,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["informationDuty"] = duty.Id,
                ["cause"] = cause.ToString(),
                ["receivedOn"] = receivedOn,
                ["eventOn"] = eventOn,
                ["dueOn"] = duty.DueOn,
            }));
        return duty;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public InformationCause Cause { get; private set; }
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
    public static DateOnly Due(InformationCause cause, DateOnly receivedOn, DateOnly? eventOn, int days)
    {
        var due = receivedOn.AddDays(days);
        if (cause != InformationCause.DischargeNotice || eventOn is not { } discharge || discharge >= due) return due;
        return discharge < receivedOn ? receivedOn : discharge;
    }

    /// <summary>
    /// When the support that it is about may begin, or null where the ordinary rules decide: the same days that the grant is held against.
    /// </summary>
    public static RightWindow? Window(InformationCause cause, DateOnly? eventOn, GrantRules rules) =>
        rules.WindowOf(ProgrammeOf(cause, eventOn), eventOn);

    /// <summary>The programme that it may lead to.</summary>
    /// <remarks>An own enquiry is about the education right where the citizen has been admitted. Source: guidance ch. 4.2.</remarks>
    public static Programme ProgrammeOf(InformationCause cause, DateOnly? eventOn) => cause switch
    {
        InformationCause.DischargeNotice => Programme.DischargeCoordinator,
        InformationCause.Admission or InformationCause.DiscoveredLater or InformationCause.DropoutWarning => Programme.EducationTransition,
        InformationCause.OwnEnquiry => eventOn is null ? Programme.Ordinary : Programme.EducationTransition,
    };

    /// <summary>How it stands after these steps, in the order they were noted.</summary>
    public InformationState State(IEnumerable<InformationStepKind> steps, DateOnly today) => StateOf(DueOn, steps, today);

    /// <summary>The same for a row that is only shown.</summary>
    public static InformationState StateOf(DateOnly dueOn, IEnumerable<InformationStepKind> steps, DateOnly today)
    {
        var state = InformationState.Open;
        foreach (var step in steps)
        {
            state = step switch
            {
                InformationStepKind.Told => InformationState.Told,
                InformationStepKind.NotReached => state == InformationState.Told ? InformationState.Told : InformationState.Open,
                InformationStepKind.Wants or InformationStepKind.DoesNotWant or InformationStepKind.GivenUp => InformationState.Answered,
            };
        }
        return state == InformationState.Open && dueOn < today ? InformationState.Overdue : state;
    }
}

/// <summary>A step with a duty to inform: told, tried, answered. Never rewritten: a later step counts.</summary>
/// <remarks>Danish: trin i orienteringen.</remarks>
public sealed class InformationStep : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];

    private InformationStep() { }

    /// <summary>Notes a step.</summary>
    /// <param name="before">The steps that are noted already.</param>
    /// <exception cref="RuleViolation">It is answered, and only another answer can replace an answer.</exception>
    public static InformationStep Note(InformationDuty duty, IReadOnlyCollection<InformationStepKind> before, InformationStepKind kind,
        InformationWay? way, DateOnly on, string words, Guid by, DateTimeOffset now)
    {
        if (kind is InformationStepKind.Told or InformationStepKind.NotReached && duty.State(before, on) == InformationState.Answered)
        {
            throw new RuleViolation(Rule.InformationDutyIsAnswered);
        }
        var step = new InformationStep
        {
            Id = Guid.CreateVersion7(),
            InformationDutyId = duty.Id,
            MunicipalityId = duty.MunicipalityId,
            Kind = kind,
            Way = way,
            HappenedOn = on,
            Words = words,
            RecordedBy = by,
            RecordedAt = now,
        };
        step.events.Add(new(EventOf(kind), duty.MunicipalityId, duty.CitizenId, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["informationDuty"] = duty.Id,
            ["on"] = on,
            ["way"] = way?.ToString(),
            ["dueOn"] = duty.DueOn,
        }));
        return step;
    }

    private static CaseEventKind EventOf(InformationStepKind kind) => kind switch
    {
        InformationStepKind.Told => CaseEventKind.InformationTold,
        InformationStepKind.NotReached => CaseEventKind.InformationNotReached,
        InformationStepKind.Wants => CaseEventKind.InformationWants,
        InformationStepKind.DoesNotWant => CaseEventKind.InformationDoesNotWant,
        InformationStepKind.GivenUp => CaseEventKind.InformationGivenUp,
    };

    public Guid Id { get; private set; }
    public Guid InformationDutyId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public InformationStepKind Kind { get; private set; }
    public InformationWay? Way { get; private set; }
    public DateOnly HappenedOn { get; private set; }
    public string Words { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }

    public IReadOnlyList<CaseEvent> Events => events;
}
