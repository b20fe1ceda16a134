using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>What is said of the outcome: of each goal, and of the whole.</summary>
public sealed class OutcomeForm
{
    [Required]
    public OutcomeResult? Result { get; set; }

    public bool WithCitizen { get; set; }

    [StringLength(1000), NoCpr]
    public string? Note { get; set; }

    public List<GoalLine> Goals { get; set; } = [];

    /// <summary>One goal and how far it was reached.</summary>
    public sealed class GoalLine
    {
        public Guid Goal { get; set; }

        public GoalResult? Result { get; set; }
    }

    /// <summary>A line for each goal of the grant, with what is chosen already.</summary>
    public void MatchGoals(Grant grant, IReadOnlyDictionary<Guid, GoalResult>? before = null) =>
        Goals = [.. grant.Goals.OrderBy(g => g.Priority).Select(g => new GoalLine
        {
            Goal = g.Id,
            Result = Goals.Find(line => line.Goal == g.Id)?.Result ?? (before?.TryGetValue(g.Id, out var earlier) == true ? earlier : null),
        })];

    /// <summary>Every goal has an answer; the message stands at the first that has none.</summary>
    public bool Check(Grant grant, ModelStateDictionary state, IStringLocalizer<MunicipalityTexts> L)
    {
        MatchGoals(grant);
        for (var i = 0; i < Goals.Count; i++)
        {
            if (Goals[i].Result is null) state.AddModelError($"Form.Goals[{i}].Result", L["Vurdér hvert mål."]);
        }
        return state.IsValid;
    }

    public Outcome Of(Grant grant, OutcomeStage stage, Guid by, DateTimeOffset now) => new(
        grant, stage, Result!.Value, WithCitizen, Goals.Where(g => g.Result is not null).DistinctBy(g => g.Goal)
            .ToDictionary(g => g.Goal, g => g.Result!.Value), Note ?? "", by, now);
}

/// <summary>The form with the grant whose goals it asks about.</summary>
public sealed record OutcomeFields(OutcomeForm Form, Grant Grant);
