namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>One moment of the timeline, in words.</summary>
/// <param name="IsDay">Known by its day only.</param>
public sealed record TimelineEvent(DateTimeOffset At, TimelineKind Kind, string Title, string Detail = "", string Who = "",
    string? Path = null, bool IsDay = false);

/// <summary>What a source is asked: about whom, and in which words to answer.</summary>
/// <param name="Grants">The citizen's grants, id to number.</param>
/// <param name="Assignments">The citizen's assignments, id to number.</param>
internal sealed record TimelineAsk(
    PortalDb Db, Guid Tenant, Guid Citizen, IReadOnlyDictionary<Guid, string> Grants, IReadOnlyDictionary<Guid, string> Assignments,
    IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S);
