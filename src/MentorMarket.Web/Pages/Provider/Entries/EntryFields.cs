using MentorMarket.Domain.Grants;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>The fields that registering and correcting share, and the goals to set a step on.</summary>
public sealed record EntryFields(EntryForm Form, IReadOnlyList<GoalChoice> Goals);

public sealed record GoalChoice(Guid Id, GoalKind Kind, string Detail);
