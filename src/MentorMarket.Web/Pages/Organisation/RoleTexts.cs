using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Organisation;

/// <summary>The roles in words, and which an organisation of a kind may give.</summary>
public static class RoleTexts
{
    public static IReadOnlyList<Role> For(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Municipality => [Role.Caseworker, Role.TeamLeader, Role.Finance, Role.Auditor, Role.Administrator],
        OrganisationKind.Provider => [Role.Coordinator, Role.Mentor, Role.Administrator],
        OrganisationKind.AuditFirm => [Role.Auditor, Role.Administrator],
        OrganisationKind.Platform => [Role.Operator, Role.Administrator],
    };

    public static string Say(Role role, IStringLocalizer<OrganisationTexts> L) => role switch
    {
        Role.Caseworker => L["Sagsbehandler"],
        Role.TeamLeader => L["Teamleder eller faglig konsulent"],
        Role.Finance => L["Økonomi"],
        Role.Coordinator => L["Koordinator"],
        Role.Mentor => L["Mentor"],
        Role.Auditor => L["Revisor"],
        Role.Administrator => L["Administrator"],
        Role.Operator => L["Drift"],
    };

    public static string Say(IEnumerable<Role> roles, IStringLocalizer<OrganisationTexts> L) =>
        string.Join(", ", roles.Order().Select(role => Say(role, L)));

    public static IEnumerable<SelectListItem> Choices(OrganisationKind kind, IStringLocalizer<OrganisationTexts> L) =>
        For(kind).Select(role => new SelectListItem(Say(role, L), role.ToString()));
}
