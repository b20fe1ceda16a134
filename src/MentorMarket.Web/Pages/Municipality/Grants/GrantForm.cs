using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain.Grants;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>What is typed about a grant. A draft is saved with anything missing; only what cannot be right is refused.</summary>
public sealed class GrantForm
{
    public const int GoalRows = 5;
    private const decimal MostHoursPerWeek = 168;
    private const decimal MostHours = 5000;
    private const decimal MostRate = 10000;

    public Purpose? Purpose { get; set; }

    [StringLength(2000)]
    public string? PurposeText { get; set; }

    public TargetGroup? TargetGroup { get; set; }

    public List<GoalRow> Goals { get; set; } = Padded([]);

    public List<MentorTask> Tasks { get; set; } = [];

    [StringLength(2000)]
    public string? TaskText { get; set; }

    public List<Requirement> Requirements { get; set; } = [];

    [StringLength(2000)]
    public string? Qualifications { get; set; }

    public decimal? HoursPerWeek { get; set; }

    public decimal? TotalHours { get; set; }

    public DateOnly? StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public decimal? Rate { get; set; }

    /// <summary>The version of the row that the page showed.</summary>
    public uint Version { get; set; }

    /// <summary>A row of the list of goals; their order is their priority.</summary>
    public sealed class GoalRow
    {
        public GoalKind? Kind { get; set; }

        [StringLength(500)]
        public string? Detail { get; set; }
    }

    public static GrantForm Of(Grant grant, uint version) => new()
    {
        Purpose = grant.Purpose,
        PurposeText = grant.PurposeText,
        TargetGroup = grant.TargetGroup,
        Goals = Padded(grant.Goals.OrderBy(g => g.Priority).Select(g => new GoalRow { Kind = g.Kind, Detail = g.Detail })),
        Tasks = grant.Tasks,
        TaskText = grant.TaskText,
        Requirements = grant.Requirements,
        Qualifications = grant.Qualifications,
        HoursPerWeek = grant.HoursPerWeek,
        TotalHours = grant.TotalHours,
        StartsOn = grant.StartsOn,
        EndsOn = grant.EndsOn,
        Rate = grant.Rate,
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
    };

    /// <summary>What would be missing if this were saved.</summary>
    public IReadOnlyList<Missing> Missing() => Grant.Draft(Guid.Empty, Guid.Empty, "", Terms(), Guid.Empty, default, "").MissingFields();

    /// <summary>Refuses, at the field, what no grant can say; and keeps the five rows of goals.</summary>
    public bool Check(ModelStateDictionary state, IStringLocalizer<MunicipalityTexts> L)
    {
        Goals = Padded(Goals.Take(GoalRows));
        for (var i = 0; i < Goals.Count; i++)
            if (Goals[i].Kind is null && !string.IsNullOrWhiteSpace(Goals[i].Detail))
                state.AddModelError($"Form.Goals[{i}].Kind", L["Vælg, hvad målet handler om, eller slet ordene."]);
        CheckNumber(state, nameof(HoursPerWeek), HoursPerWeek, MostHoursPerWeek, L);
        CheckNumber(state, nameof(TotalHours), TotalHours, MostHours, L);
        CheckNumber(state, nameof(Rate), Rate, MostRate, L);
        if (EndsOn < StartsOn) state.AddModelError("Form.EndsOn", L["Slutdatoen ligger før startdatoen."]);
        return state.IsValid;
    }

    private static void CheckNumber(ModelStateDictionary state, string field, decimal? number, decimal most, IStringLocalizer<MunicipalityTexts> L)
    {
        if (number is null) return;
        if (number <= 0 || number > most) state.AddModelError($"Form.{field}", L["Skriv et tal over 0 og højst {0}.", Look.Show.Number(most)]);
        else if (decimal.Round(number.Value, 2) != number) state.AddModelError($"Form.{field}", L["Skriv højst to decimaler."]);
    }

    private static List<GoalRow> Padded(IEnumerable<GoalRow> rows)
    {
        var padded = rows.ToList();
        while (padded.Count < GoalRows) padded.Add(new GoalRow());
        return padded;
    }
}
