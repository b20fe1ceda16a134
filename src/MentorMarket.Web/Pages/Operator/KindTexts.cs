using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Operator;

/// <summary>The kinds of organisation in words, and which may be let in.</summary>
public static class KindTexts
{
    public static IReadOnlyList<OrganisationKind> LetIn { get; } =
        [OrganisationKind.Municipality, OrganisationKind.Provider, OrganisationKind.AuditFirm];

    public static string Say(OrganisationKind kind, IStringLocalizer<OperatorTexts> L) => kind switch
    {
        OrganisationKind.Municipality => L["Kommune"],
        OrganisationKind.Provider => L["Leverandør"],
        OrganisationKind.AuditFirm => L["Revisionsfirma"],
        OrganisationKind.Platform => L["Portalens drift"],
    };

    public static IReadOnlyList<SelectListItem> Choices(IStringLocalizer<OperatorTexts> L, string none) =>
        [new(none, ""), .. LetIn.Select(kind => new SelectListItem(Say(kind, L), kind.ToString()))];
}
