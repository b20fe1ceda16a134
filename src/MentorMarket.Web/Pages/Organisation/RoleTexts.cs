using Microsoft.AspNetCore.Mvc.Rendering;

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

    /// <summary>What somebody with the role sees and does.</summary>
    public static string Explain(Role role, OrganisationKind kind, IStringLocalizer<OrganisationTexts> L) => role switch
    {
        Role.Caseworker =>
            L["Ser borgerne med navn og kan vise CPR-numre. Skriver bevillinger, breve og opfølgning, indlæser filer og offentliggør forløb."],
        Role.TeamLeader => L["Godkender og afslår bevillinger, ser opfølgning og fakturaer, fordeler sager og sætter servicestandarden."],
        Role.Finance => L["Ser og godkender fakturaer. Ser ikke borgernes navne."],
        Role.Coordinator => L["Ser opslag, tager forløb med en navngiven mentor, sender fakturaer og ser alle forløb og al tid hos jer."],
        Role.Mentor => L["Ser de forløb, mentoren er navngivet i, og registrerer tid."],
        Role.Auditor => kind == OrganisationKind.AuditFirm
            ? L["Ser fakturaer og det, de bygger på, i de kommuner og perioder, der har åbnet for jer."]
            : L["Er noteret som revisor i kommunen. Rollen åbner ingen sider; revisionen logger ind hos sit eget firma."],
        Role.Administrator =>
            L["Inviterer medarbejdere og giver roller. I en kommune også adgang for revisionen, stedfortrædere og servicestandarden. Ser ingen borgere."],
        Role.Operator => L["Passer portalen. Ser ingen sager."],
    };

    public static string Say(IEnumerable<Role> roles, IStringLocalizer<OrganisationTexts> L) =>
        Labels.Joined(roles.Order().Select(role => Say(role, L)));

    public static IEnumerable<SelectListItem> Choices(OrganisationKind kind, IStringLocalizer<OrganisationTexts> L) =>
        For(kind).Select(role => new SelectListItem(Say(role, L), role.ToString()));
}
