namespace MentorMarket.Web.Frame;

/// <summary>The main menu: what somebody with these roles comes for.</summary>
public static class Navigation
{
    /// <summary>Pages with an address of their own that belong to a part of the menu.</summary>
    private static readonly (string Path, string Section)[] Under =
    [
        ("/municipality/documents", "/municipality/grants"),
        ("/municipality/outcomes", "/municipality/grants"),
        ("/municipality/rules", "/municipality/standard"),
    ];

    /// <param name="root">What the organisation's addresses begin with.</param>
    /// <param name="at">The page that is shown, below it.</param>
    public static IReadOnlyList<NavItem> For(Actor actor, Organisation organisation, PathString root, PathString at,
        IStringLocalizer<SharedTexts> L)
    {
        var items = new List<(string Text, string Path, Role[] Roles)>(organisation.Kind switch
        {
            OrganisationKind.Municipality =>
            [
                (L["Overblik"], "/municipality", []),
                (L["Bevillinger"], "/municipality/grants", [Role.Caseworker, Role.TeamLeader]),
                (L["Opfølgning"], "/municipality/followups", [Role.Caseworker, Role.TeamLeader]),
                (L["Forløb"], "/municipality/assignments", [Role.Caseworker, Role.TeamLeader]),
                (L["Borgere"], "/municipality/citizens", [Role.Caseworker]),
                (L["Orientering"], "/municipality/information-duties", [Role.Caseworker, Role.TeamLeader]),
                (L["Indlæsning"], "/municipality/imports", [Role.Caseworker]),
                (L["Fakturaer"], "/municipality/invoices", [Role.Finance, Role.TeamLeader]),
                (L["Effekt"], "/municipality/effect", [Role.TeamLeader, Role.Caseworker, Role.Finance]),
                (L["Revision"], "/municipality/engagements", [Role.Administrator]),
                (L["Servicestandard"], "/municipality/standard", [Role.TeamLeader, Role.Administrator]),
                (L["Fakturakontrol"], "/municipality/settings", [Role.Administrator, Role.Finance]),
                (L["Stedfortrædere"], "/municipality/deputies", [Role.TeamLeader, Role.Administrator]),
            ],
            OrganisationKind.Provider =>
            [
                (L["Overblik"], "/provider", []),
                (L["Opslag"], "/provider/listings", [Role.Coordinator]),
                (L["Forløb"], "/provider/assignments", [Role.Coordinator, Role.Mentor]),
                (L["Registrér tid"], "/provider/entries/register", [Role.Mentor]),
                (L["Tid"], "/provider/entries", [Role.Coordinator, Role.Mentor]),
                (L["Fakturaer"], "/provider/invoices", [Role.Coordinator]),
            ],
            OrganisationKind.AuditFirm =>
            [
                (L["Overblik"], "/auditor", []),
                (L["Fakturaer"], "/auditor/invoices", [Role.Auditor]),
            ],
            OrganisationKind.Platform =>
            [
                (L["Overblik"], "/operator", [Role.Operator]),
                (L["Ansøgninger"], "/operator/applications", [Role.Operator]),
                (L["Organisationer"], "/operator/organisations", [Role.Operator]),
            ],
        })
        {
            (L["Medarbejdere"], "/organisation/members", [Role.Administrator]),
        };
        var here = at.Value ?? "/";
        if (Under.FirstOrDefault(u => IsAtOrBelow(here, u.Path)).Section is { } section) here = section;
        var shown = items.Where(i => i.Roles.Length == 0 || actor.Is(i.Roles)).ToList();
        // The overview is above all else in the address, but in the menu it stands for itself only.
        var current = shown.Where(i => i.Path.LastIndexOf('/') == 0 ? here.TrimEnd('/')
            .Equals(i.Path, StringComparison.OrdinalIgnoreCase) : IsAtOrBelow(here, i.Path))
            .OrderByDescending(i => i.Path.Length).FirstOrDefault();
        return [.. shown.Select(i => new NavItem(i.Text, root + i.Path, i.Path == current.Path))];
    }

    private static bool IsAtOrBelow(string here, string path) =>
        here.Equals(path, StringComparison.OrdinalIgnoreCase) || here.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase);
}
