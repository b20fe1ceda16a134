using MentorMarket.Web.Data;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>What a moment in the citizen's case is about: the filter of the timeline.</summary>
public enum TimelineKind
{
    /// <summary>Grants and their decisions, assignments.</summary>
    Decision,
    /// <summary>Agreements and the mentors named in them.</summary>
    Agreement,
    /// <summary>Time entries with their receipts.</summary>
    Contact,
    /// <summary>Letters, links and documents.</summary>
    Letter,
    /// <summary>The duty to inform.</summary>
    Inform,
    /// <summary>What invoices came to.</summary>
    Money,
    /// <summary>Who has seen who the citizen is.</summary>
    Access,
}

/// <summary>One moment of the timeline, in words.</summary>
/// <param name="IsDay">Known by its day only.</param>
public sealed record TimelineEvent(DateTimeOffset At, TimelineKind Kind, string Title, string Detail = "", string Who = "", string? Path = null, bool IsDay = false);

/// <summary>What a source is asked: about whom, and in which words to answer.</summary>
/// <param name="Grants">The citizen's grants, id to number.</param>
/// <param name="Assignments">The citizen's assignments, id to number.</param>
internal sealed record TimelineAsk(
    PortalDb Db, Guid Tenant, Guid Citizen, IReadOnlyDictionary<Guid, string> Grants, IReadOnlyDictionary<Guid, string> Assignments,
    IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S);
