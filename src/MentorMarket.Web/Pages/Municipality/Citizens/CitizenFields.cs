using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The form of a citizen with what <c>_CitizenForm</c> shows beside its fields.</summary>
/// <param name="Areas">Proposed for the area.</param>
/// <param name="Known">Whom the typed number belongs to already.</param>
public sealed record CitizenFields(CitizenForm Form, IReadOnlyList<string> Areas, Known? Known)
{
    /// <summary>On the page that registers the number must be typed.</summary>
    public bool IsNew { get; init; }

    /// <summary>The number that is registered, so far as it is shown; null when there is none.</summary>
    public string? Masked { get; init; }
}
