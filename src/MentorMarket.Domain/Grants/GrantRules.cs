using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Grants;

/// <summary>The national rules of granting as they stood for a span of decision dates: limits, wordings and paragraphs.</summary>
/// <remarks>
/// Danish: regelsæt for bevilling. Source: LAB kap. 26 (LBK 701 af 22/05/2022), BAB kap. 17, guidance ch. 1-6. A grant stores
/// <see cref="Version"/> of the set it was decided by. A published set is never edited: a change is a new set with its own days.
/// </remarks>
public sealed record GrantRules
{
    /// <summary>The name that grants store, such as <c>national-2026.1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The decision dates that the set judges.</summary>
    public required Period InForce { get; init; }

    /// <summary>Expected and not adopted: shown in the preview and never used for a decision.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>Months that one grant runs at the most.</summary>
    public int LongestPeriodInMonths { get; init; } = 6;

    /// <summary>Months before the discharge that a discharge coordinator may begin.</summary>
    public int DischargeMonthsBefore { get; init; } = 3;

    /// <summary>Months that the right to a discharge coordinator lasts in all.</summary>
    public int DischargeMonthsInAll { get; init; } = 6;

    /// <summary>Months from the admission within which the right to support in the transition arises: the first clock.</summary>
    public int EducationRightInMonths { get; init; } = 6;

    /// <summary>Months from when the support starts that it runs: the second clock.</summary>
    public int EducationMonths { get; init; } = 6;

    /// <summary>The most hours a week, or null: the law sets none.</summary>
    public decimal? MostHoursPerWeek { get; init; }

    /// <summary>How to complain of a decision under each act.</summary>
    /// <remarks>
    /// LAB § 204: guidance ch. 6. The integration act has its own rules of complaint, chapter 11; that a decision on § 23 d goes by
    /// them to Ankestyrelsen, and within four weeks, is not confirmed by a lawyer.
    /// </remarks>
    public IReadOnlyDictionary<LegalBasis, ComplaintRoute> Complaints { get; init; } = new Dictionary<LegalBasis, ComplaintRoute>
    {
        [LegalBasis.EmploymentAct] =
            new(new("Ankestyrelsens Beskæftigelsesudvalg",
            "the Employment Committee of the National Social Appeals Board (Ankestyrelsens Beskæftigelsesudvalg)"),
            new("LAB § 204", "LAB § 204"), 4),
        [LegalBasis.IntegrationAct] = new(new("Ankestyrelsen", "the National Social Appeals Board (Ankestyrelsen)"),
            new("integrationslovens kapitel 11", "chapter 11 of the integration act"), 4),
    };

    /// <summary>What is said of the set where it is chosen.</summary>
    public Wording Note { get; init; }

    /// <summary>Every set, oldest first; the last ones may be announced only.</summary>
    public static IReadOnlyList<GrantRules> All { get; } =
    [
        new()
        {
            Version = "national-2022.1",
            InForce = new(new(2022, 5, 22), new(2025, 12, 31)),
            Note = new("LAB kap. 26 (LBK 701 af 22/05/2022) og BAB kap. 17.", "LAB chapter 26 (LBK 701 of 22/05/2022) and BAB chapter 17."),
        },
        new()
        {
            Version = "national-2026.1",
            InForce = new(new(2026, 1, 1), new(2026, 12, 31)),
            Note = new(
                "Loven siger »kommunen«, hvor den før sagde »jobcenteret«. LAB § 203 a begrænser, hvor stor en del af kommunens udgifter til mentorstøtte der tæller med.",
                "The act says 'the municipality' where it said 'the job centre'. LAB § 203 a limits how much of the municipality's spending on mentor support counts."),
        },
        new()
        {
            Version = "national-2027.announced",
            InForce = new(new(2027, 1, 1), DateOnly.MaxValue),
            IsAnnounced = true,
            Note = new(
                "En ny hovedlov ventes fra 1. januar 2027. Teksten er ikke vedtaget: Grænserne her er dem, der gælder nu, indtil den er det. Prøv andre grænser i forhåndsvisningen.",
                "A new main act is expected from 1 January 2027. Its text has not been adopted: until it is, the limits here are those in force now. Try other limits in the preview."),
        },
    ];

    /// <summary>
    /// The set that decides on a day. A day that only an announced set covers is decided by the last adopted one: nothing is decided by a
    /// text that is not law.
    /// </summary>
    public static GrantRules On(DateOnly decidedOn)
    {
        var adopted = All.Where(set => !set.IsAnnounced).ToList();
        return adopted.LastOrDefault(set => set.InForce.From <= decidedOn) ?? adopted[0];
    }

    /// <summary>The set that is expected to decide on a day, announced ones among them.</summary>
    public static GrantRules Expected(DateOnly day) => All.LastOrDefault(set => set.InForce.From <= day) ?? All[0];

    /// <summary>When support under a right may begin, or null where the ordinary rules decide.</summary>
    /// <remarks>
    /// Source: LAB § 167 (2) and guidance ch. 4.1: around a discharge some months before it and on until everyday life is stable, so that
    /// no last day to begin on is set; § 167 (3) and guidance ch. 4.2: in the transition to education within some months of admission.
    /// </remarks>
    /// <param name="programme">The special programme.</param>
    /// <param name="eventOn">The day of discharge, or of admission to the education.</param>
    public RightWindow? WindowOf(Programme programme, DateOnly? eventOn) => (programme, eventOn) switch
    {
        (Programme.DischargeCoordinator, { } discharge) => new(Months.Before(discharge, DischargeMonthsBefore), null),
        (Programme.EducationTransition, { } admission) => new(admission, Months.LastDay(admission, EducationRightInMonths)),
        _ => null,
    };

    /// <summary>What asks for something.</summary>
    public static string SourceOf(Demand demand) => demand switch
    {
        Demand.Purpose or Demand.PurposeText => Paragraphs.Purpose,
        Demand.TargetGroup or Demand.EligibleGroup => Paragraphs.Groups,
        Demand.IntegrationBasis => Paragraphs.Integration,
        Demand.Goals or Demand.MainGoalDetail or Demand.Tasks => Paragraphs.Content,
        Demand.HoursPerWeek or Demand.MostHours => Paragraphs.Hours,
        Demand.StartsOn or Demand.EndsOn or Demand.Period => Paragraphs.Period,
        Demand.Qualifications or Demand.MentorKind => Paragraphs.Mentors,
        Demand.BeyondOrdinary => Paragraphs.BeyondOrdinary,
        Demand.Rate => Paragraphs.Costs,
        Demand.SchemesAnswered or Demand.NoOtherCover or Demand.SchemeNote => Paragraphs.NeighbouringSchemes,
        Demand.StandsAloneReason => "LAB § 167, vejl. kap. 1",
        Demand.ProgrammeGroup => $"{Paragraphs.Groups}, vejl. kap. 4",
        Demand.DischargeOn or Demand.DischargeStart or Demand.DischargePeriod or Demand.OpeningMeeting => Paragraphs.Discharge,
        Demand.AdmittedOn or Demand.EducationStart or Demand.EducationPeriod => Paragraphs.Education,
        Demand.Aim or Demand.Residence or Demand.Agreement or Demand.OwnProgramme or Demand.OwnProgrammePeriod or Demand.LevelPeriod
            or Demand.ExtensionPeriod => Paragraphs.Standard,
        Demand.ChangeReason or Demand.Reassessment or Demand.ExtensionStart or Demand.ChangeWithin => $"{Paragraphs.Period}, vejl. kap. 6",
    };

    /// <summary>Whether a reason meets a demand as well: the limits that the municipality's standard guides the estimate by.</summary>
    /// <remarks>
    /// Source: service standard, which forbids that an estimate becomes a rule. Purpose, address and agreement are its criteria for
    /// support at all, and which special programmes there are is its offer: none of these is an estimate.
    /// </remarks>
    public static bool MayBeDepartedFrom(Demand demand) => demand is Demand.LevelPeriod or Demand.OwnProgrammePeriod
        or Demand.ExtensionPeriod;

    /// <summary>The paragraph that a ground of refusal rests on.</summary>
    public static string SourceOf(RefusalGround ground, LegalBasis basis) => ground switch
    {
        RefusalGround.NoJobOrEducationGoal or RefusalGround.NotDecisive or RefusalGround.OtherCover => Under(basis, Paragraphs.Purpose),
        RefusalGround.ExcludedGroup => Under(basis, Paragraphs.Groups),
        RefusalGround.OrdinaryDuty => Under(basis, "LAB § 169"),
        RefusalGround.NoRight => Under(basis, "LAB § 167, stk. 2 og 3"),
        RefusalGround.NotResident or RefusalGround.NoAgreement => $"{Under(basis, Paragraphs.Purpose)}, og kommunens servicestandard",
    };

    private static string Under(LegalBasis basis, string paragraph) => basis switch
    {
        LegalBasis.EmploymentAct => paragraph,
        LegalBasis.IntegrationAct => "Integrationslovens § 23 d",
    };
}

/// <summary>The days on which support under a right may begin.</summary>
/// <remarks>Danish: ramme for rettens begyndelse.</remarks>
/// <param name="From">The first.</param>
/// <param name="To">The last, or null where no rule sets one.</param>
public readonly record struct RightWindow(DateOnly From, DateOnly? To)
{
    /// <summary>Whether support may begin on a day.</summary>
    public bool Contains(DateOnly day) => day >= From && (To is not { } last || day <= last);
}

/// <summary>How a decision is complained of.</summary>
/// <remarks>Danish: klagevejledning.</remarks>
/// <param name="To">Who decides on it.</param>
/// <param name="Source">By which rule.</param>
/// <param name="Weeks">Within how many weeks.</param>
public sealed record ComplaintRoute(Wording To, Wording Source, int Weeks);
