using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>What is typed about a grant. A draft is saved with anything missing; only what cannot be right is refused.</summary>
public sealed class GrantForm
{
    public const int GoalRows = 5;

    /// <summary>So many rows of goals stand open; the rest are there for whoever needs them.</summary>
    public const int GoalsShown = 2;
    private const decimal MostHoursPerWeek = 168;
    private const decimal MostHours = 5000;
    private const decimal MostRate = 10000;

    public Purpose? Purpose { get; set; }

    [StringLength(2000), NoCpr]
    public string? PurposeText { get; set; }

    public TargetGroup? TargetGroup { get; set; }

    public List<GoalRow> Goals { get; set; } = Padded([]);

    public List<MentorTask> Tasks { get; set; } = [];

    [StringLength(2000), NoCpr]
    public string? TaskText { get; set; }

    public List<Requirement> Requirements { get; set; } = [];

    [StringLength(2000), NoCpr]
    public string? Qualifications { get; set; }

    public decimal? HoursPerWeek { get; set; }

    public decimal? TotalHours { get; set; }

    public DateOnly? StartsOn { get; set; }

    [LastDay(nameof(StartsOn))]
    public DateOnly? EndsOn { get; set; }

    public decimal? Rate { get; set; }

    public LegalBasis Basis { get; set; }

    public Programme Programme { get; set; }

    public Aim? Aim { get; set; }

    public List<ProblemTag> Problems { get; set; } = [];

    public MentorKind? MentorKind { get; set; }

    public bool StandsAlone { get; set; }

    [StringLength(1000), NoCpr]
    public string? StandsAloneReason { get; set; }

    public bool ResidesHere { get; set; }

    public bool IsAgreed { get; set; }

    public bool IsBeyondOrdinary { get; set; }

    public Dictionary<NeighbouringScheme, SchemeAnswer?> NeighbouringSchemes { get; set; } = [];

    [StringLength(1000), NoCpr]
    public string? SchemeNote { get; set; }

    public bool SamePersonGivesBoth { get; set; }

    public DateOnly? DischargeOn { get; set; }

    public DateOnly? OpeningMeetingOn { get; set; }

    public DateOnly? AdmittedOn { get; set; }

    [StringLength(1000), NoCpr]
    public string? ChangeReason { get; set; }

    [StringLength(2000), NoCpr]
    public string? Reassessment { get; set; }

    [StringLength(1000), NoCpr]
    public string? DepartureReason { get; set; }

    /// <summary>The version of the row that the page showed.</summary>
    public uint Version { get; set; }

    /// <summary>A row of the list of goals; their order is their priority.</summary>
    public sealed class GoalRow
    {
        public GoalKind? Kind { get; set; }

        [StringLength(500), NoCpr]
        public string? Detail { get; set; }
    }

    public static GrantForm Of(GrantTerms terms, uint version) => new()
    {
        Purpose = terms.Purpose,
        PurposeText = terms.PurposeText,
        TargetGroup = terms.TargetGroup,
        Goals = Padded(terms.Goals.Select(g => new GoalRow { Kind = g.Kind, Detail = g.Detail })),
        Tasks = terms.Tasks,
        TaskText = terms.TaskText,
        Requirements = terms.Requirements,
        Qualifications = terms.Qualifications,
        HoursPerWeek = terms.HoursPerWeek,
        TotalHours = terms.TotalHours,
        StartsOn = terms.StartsOn,
        EndsOn = terms.EndsOn,
        Rate = terms.Rate,
        Basis = terms.Basis,
        Programme = terms.Programme,
        Aim = terms.Aim,
        Problems = terms.Problems,
        MentorKind = terms.MentorKind,
        StandsAlone = terms.StandsAlone,
        StandsAloneReason = terms.StandsAloneReason,
        ResidesHere = terms.ResidesHere,
        IsAgreed = terms.IsAgreed,
        IsBeyondOrdinary = terms.IsBeyondOrdinary,
        NeighbouringSchemes = terms.SchemeAnswers.ToDictionary(b => b.Key, b => (SchemeAnswer?)b.Value),
        SchemeNote = terms.SchemeNote,
        SamePersonGivesBoth = terms.SamePersonGivesBoth,
        DischargeOn = terms.DischargeOn,
        OpeningMeetingOn = terms.OpeningMeetingOn,
        AdmittedOn = terms.AdmittedOn,
        ChangeReason = terms.ChangeReason,
        Reassessment = terms.Reassessment,
        DepartureReason = terms.DepartureReason,
        Version = version,
    };

    public GrantTerms Terms() => new()
    {
        Purpose = Purpose,
        PurposeText = PurposeText ?? "",
        TargetGroup = TargetGroup,
        Goals = [.. Goals.Where(g => g.Kind is not null).Select(g => (g.Kind!.Value, g.Detail ?? ""))],
        Tasks = Tasks,
        TaskText = TaskText ?? "",
        Requirements = Requirements,
        Qualifications = Qualifications ?? "",
        HoursPerWeek = HoursPerWeek,
        TotalHours = TotalHours,
        StartsOn = StartsOn,
        EndsOn = EndsOn,
        Rate = Rate,
        Basis = Basis,
        Programme = Programme,
        Aim = Aim,
        Problems = Problems,
        MentorKind = MentorKind,
        StandsAlone = StandsAlone,
        StandsAloneReason = StandsAloneReason ?? "",
        ResidesHere = ResidesHere,
        IsAgreed = IsAgreed,
        IsBeyondOrdinary = IsBeyondOrdinary,
        SchemeAnswers = Answers(),
        SchemeNote = SchemeNote ?? "",
        SamePersonGivesBoth = SamePersonGivesBoth,
        DischargeOn = DischargeOn,
        OpeningMeetingOn = OpeningMeetingOn,
        AdmittedOn = AdmittedOn,
        ChangeReason = ChangeReason ?? "",
        Reassessment = Reassessment ?? "",
        DepartureReason = DepartureReason ?? "",
    };

    private Dictionary<NeighbouringScheme, SchemeAnswer> Answers() => NeighbouringSchemes.Where(b => b.Value is not null)
        .OrderBy(b => b.Key).ToDictionary(b => b.Key, b => b.Value!.Value);

    /// <summary>Refuses, at the field, what no grant can say; and keeps the five rows of goals.</summary>
    public bool Check(ModelStateDictionary state, IStringLocalizer<MunicipalityTexts> L)
    {
        Goals = Padded(Goals.Take(GoalRows));
        for (var i = 0; i < Goals.Count; i++)
        {
            if (Goals[i].Kind is null && !string.IsNullOrWhiteSpace(Goals[i].Detail))
            {
                state.AddModelError($"Form.Goals[{i}].Kind", L["Vælg, hvad målet handler om, eller slet ordene."]);
            }
        }
        CheckNumber(state, $"Form.{nameof(HoursPerWeek)}", HoursPerWeek, MostHoursPerWeek, L);
        CheckNumber(state, $"Form.{nameof(TotalHours)}", TotalHours, MostHours, L);
        CheckNumber(state, $"Form.{nameof(Rate)}", Rate, MostRate, L);
        if (EndsOn < StartsOn) state.AddModelError("Form.EndsOn", L["Slutdatoen ligger før startdatoen."]);
        return state.IsValid;
    }

    internal static void CheckNumber(ModelStateDictionary state, string field, decimal? number, decimal most,
        IStringLocalizer<MunicipalityTexts> L)
    {
        if (number is null) return;
        if (number <= 0 || number > most)
        {
            state.AddModelError(field, L["Skriv et tal over 0 og højst {0}.", Show.Number(most)]);
        }
        else if (decimal.Round(number.Value, 2) != number) state.AddModelError(field, L["Skriv højst to decimaler."]);
    }

    private static List<GoalRow> Padded(IEnumerable<GoalRow> rows)
    {
        var padded = rows.ToList();
        while (padded.Count < GoalRows) padded.Add(new GoalRow());
        return padded;
    }
}
