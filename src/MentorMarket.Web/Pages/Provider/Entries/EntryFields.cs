namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>The fields that registering and correcting share, and the goals to set a step on.</summary>
/// <param name="AsksAct">One person gives support under several acts: then each entry says under which.</param>
public sealed record EntryFields(EntryForm Form, IReadOnlyList<GoalChoice> Goals, bool AsksAct = false);

public sealed record GoalChoice(Guid Id, GoalKind Kind, string Detail);
