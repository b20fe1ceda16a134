using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Every route of the portal and who may come there. A route that is missing here fails the tests, and so does a row without a route.
/// </summary>
public static class Matrix
{
    private static readonly OrganisationKind[] Everywhere = [OrganisationKind.Municipality, OrganisationKind.Provider,
        OrganisationKind.AuditFirm];

    public static IReadOnlyList<Route> Routes { get; } =
    [
        Open("health/live"),
        Open("health/ready"),
        Open("account/language"),
        Open("accessibility"),
        Open(""),
        Open("error/{code:int}", ""),

        Open("account/login", ""),
        Open("account/logout", ""),
        Open("account/acceptinvitation", "Join", "Register"),
        Open("account/forgotpassword", ""),
        Open("account/resetpassword", ""),
        Open("account/recoverycode", ""),
        Open("account/setupfactor", ""),
        Open("account/twofactor", ""),
        Person("account/changepassword", ""),
        Person("account/organisations"),
        Person("account/profile", ""),
        Person("account/session"),
        Person("account/secondfactor", "Codes", "Reset", "Off"),
        Person("account/sessions", "End", "EndOthers"),

        Open("calendar/{address}"),
        Open("c/closed"),
        Open("c/{token:length(22)}", ""),
        new("c/hours", Door.Citizen, [], [], null, ["Confirm", "Dispute", "LogOut"]),

        Open("apply", ""),

        Organisation("organisation/members", null, "Revoke"),
        Organisation("organisation/members/invite", null, ""),
        Organisation("organisation/members/edit/{id:guid}", Members, ""),
        Organisation("organisation/members/end/{id:guid}", Members, ""),

        Municipality("municipality", [], null),
        Municipality("municipality/assignments", CaseRoles, null),
        Municipality("municipality/assignments/details/{id:guid}", CaseRoles, Of(c => c.IsPublished ? c.Assignment : null)),
        Municipality("municipality/citizens", [Role.Caseworker], null, "Find"),
        Municipality("municipality/citizens/create", [Role.Caseworker], null, "", "With"),
        Municipality("municipality/citizens/details/{id:guid}", [Role.Caseworker], Of(c => c.Citizen)),
        Municipality("municipality/citizens/letter/{id:guid}", [Role.Caseworker], Of(c => c.Citizen), "", "Revoke"),
        Municipality("municipality/citizens/edit/{id:guid}", [Role.Caseworker], Of(c => c.Citizen), ""),
        Municipality("municipality/citizens/showcpr/{id:guid}", [Role.Caseworker], Of(c => c.Citizen), ""),
        Municipality("municipality/citizens/timeline/{id:guid}", [Role.Caseworker], Of(c => c.Citizen)),
        Municipality("municipality/imports", [Role.Caseworker], null),
        Municipality("municipality/imports/check/{id:guid}", [Role.Caseworker], Of(c => c.Import), "", "Cancel"),
        Municipality("municipality/imports/columns", [Role.Caseworker], null),
        Municipality("municipality/imports/map/{id:guid}", [Role.Caseworker], Of(c => c.Import), "", "Table"),
        Municipality("municipality/imports/problems/{id:guid}", [Role.Caseworker], Of(c => c.Import)),
        Municipality("municipality/imports/result/{id:guid}", [Role.Caseworker], Of(c => c.Import), "Submit"),
        Municipality("municipality/imports/template", [Role.Caseworker], null),
        Municipality("municipality/imports/upload", [Role.Caseworker], null, ""),
        Municipality("municipality/information-duties", CaseRoles, null),
        Municipality("municipality/information-duties/details/{id:guid}", CaseRoles, Of(c => c.InformationDuty), ""),
        Municipality("municipality/information-duties/register/{citizen:guid}", [Role.Caseworker], Of(c => c.Citizen), ""),
        Municipality("municipality/documents/{grant:guid}", CaseRoles, Of(c => c.Grant)),
        Municipality("municipality/documents/details/{id:guid}", CaseRoles, Of(c => c.IsPublished ? c.Document : null)),
        Municipality("municipality/documents/make/{grant:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/documents/pdf/{id:guid}", CaseRoles, Of(c => c.IsPublished ? c.Document : null)),
        // The decision letters of the world are no sheets for Min Plan: nobody gets them as one.
        Municipality("municipality/documents/plan/{id:guid}", CaseRoles,
            (w, home) => ([], [.. w.Cases.Where(c => c.IsPublished).Select(c => c.Document.ToString())])),
        Municipality("municipality/documents/send/{id:guid}", [Role.Caseworker], Of(c => c.IsPublished ? c.Document : null), ""),
        Municipality("municipality/engagements", [Role.Administrator], null),
        Municipality("municipality/engagements/open", [Role.Administrator], null, ""),
        Municipality("municipality/engagements/revoke/{id:guid}", [Role.Administrator],
            (w, home) => home == w.Gribskov ? (Text(w.Engagement), Text(w.RevokedEngagement, w.UnopenedEngagement, w.NotesEngagement))
                : ([], []), ""),
        Municipality("municipality/followups", CaseRoles, null),
        Municipality("municipality/followups/handle/{id:guid}", CaseRoles, Of(c => c.Grant), ""),
        Municipality("municipality/followups/handover", [Role.TeamLeader], null, ""),
        Municipality("municipality/followups/postpone/{id:guid}", CaseRoles, Of(c => c.Grant), ""),
        Municipality("municipality/followups/reminders", CaseRoles, null, "Mail", "Make", "Revoke"),
        Municipality("municipality/followups/undo/{id:guid}", CaseRoles, Of(c => c.Grant), ""),
        Municipality("municipality/deputies", [Role.TeamLeader, Role.Administrator], null, "", "Revoke"),
        Municipality("municipality/rules", [Role.TeamLeader, Role.Caseworker, Role.Administrator], null),
        Municipality("municipality/standard", [Role.TeamLeader, Role.Caseworker, Role.Administrator], null),
        Municipality("municipality/standard/change", [Role.TeamLeader, Role.Administrator], null, ""),
        Municipality("municipality/settings", [Role.Administrator, Role.TeamLeader, Role.Finance], null),
        Municipality("municipality/settings/change", [Role.Administrator], null, "", "Try"),
        Municipality("municipality/grants", CaseRoles, null),
        Municipality("municipality/grants/discard/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/approve/{id:guid}", [Role.TeamLeader], Of(c => c.Grant), "", "SendBack"),
        Municipality("municipality/grants/create/{citizen:guid}", [Role.Caseworker], Of(c => c.Citizen), "", "Missing"),
        Municipality("municipality/grants/details/{id:guid}", CaseRoles, Of(c => c.Grant)),
        Municipality("municipality/grants/edit/{id:guid}", [Role.Caseworker], Of(c => c.Grant), "", "Missing"),
        Municipality("municipality/grants/publish/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/submit/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/takeback/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/withdraw/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/extend/{id:guid}", [Role.Caseworker], Of(c => c.Grant), "", "Missing"),
        Municipality("municipality/grants/change/{id:guid}", [Role.Caseworker], Of(c => c.Grant), "", "Missing"),
        Municipality("municipality/grants/end/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/correctend/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/refuse/{id:guid}", [Role.TeamLeader], Of(c => c.Grant), ""),
        Municipality("municipality/grants/proposerefusal/{id:guid}", [Role.Caseworker], Of(c => c.Grant), ""),
        Municipality("municipality/grants/pause/{id:guid}", [Role.Caseworker], Of(c => c.Grant), "", "Resume"),
        Municipality("municipality/outcomes/record/{id:guid}", CaseRoles, Of(c => c.Grant), ""),
        Municipality("municipality/effect", [Role.TeamLeader, Role.Caseworker, Role.Finance], null),
        Municipality("municipality/invoices", MoneyRoles, null),
        Municipality("municipality/invoices/export", MoneyRoles, null),
        Municipality("municipality/invoices/approve/{id:guid}", [Role.Finance], Of(c => c.Provider is null ? null : c.Invoice), ""),
        Municipality("municipality/invoices/details/{id:guid}", MoneyRoles, Of(c => c.Provider is null ? null : c.Invoice), "Check"),
        Municipality("municipality/invoices/receipt/{id:guid}/{approval:guid}", MoneyRoles, (w, home) => (
            [.. Invoiced(w).Where(c => c.Municipality == home).Select(c => $"{c.Invoice}/{c.Approval}")],
            [.. Invoiced(w).Where(c => c.Municipality != home)
                .SelectMany(c => new[] { $"{c.Invoice}/{c.Approval}", $"{w.Live.Invoice}/{c.Approval}",
                $"{c.Invoice}/{w.Live.Approval}" })])),
        Municipality("municipality/invoices/return/{id:guid}", [Role.Finance], Of(c => c.Provider is null ? null : c.Invoice), ""),

        Provider("provider", [], null),
        Provider("provider/assignments", Delivering, null),
        Provider("provider/assignments/details/{id:guid}", Delivering, Of(c => c.Provider is null ? null : c.Assignment)),
        Provider("provider/assignments/changementor/{id:guid}", [Role.Coordinator], Of(c => c.Provider is null ? null : c.Assignment), ""),
        Provider("provider/entries", Delivering, null),
        Provider("provider/entries/correct/{id:guid}", [Role.Mentor], Of(c => c.Provider is null ? null : c.Entry), ""),
        Provider("provider/entries/details/{id:guid}", Delivering, Of(c => c.Provider is null ? null : c.Entry)),
        Provider("provider/entries/register", [Role.Mentor], null, ""),
        Provider("provider/invoices", [Role.Coordinator], null),
        Provider("provider/invoices/create", [Role.Coordinator], null, "", "AddLine"),
        Provider("provider/invoices/details/{id:guid}", [Role.Coordinator], Of(c => c.Provider is null ? null : c.Invoice)),
        Provider("provider/invoices/receipt/{id:guid}", [Role.Coordinator], Of(c => c.Provider is null ? null : c.Invoice)),
        Provider("provider/listings", [Role.Coordinator], null),
        // The market place is every provider's; what is withdrawn, or was never published, is nobody's.
        Provider("provider/listings/accept/{id:guid}", [Role.Coordinator], Market, ""),
        Provider("provider/listings/decline/{id:guid}", [Role.Coordinator], Market, ""),
        Provider("provider/listings/details/{id:guid}", [Role.Coordinator], Market),

        Auditor("auditor", null),
        Auditor("auditor/invoices", null),
        Auditor("auditor/invoices/export", null),
        Auditor("auditor/invoices/details/{id:guid}", (w, home) =>
            (home == w.Revision ? Text(w.Live.Invoice) : [],
                [.. Invoiced(w).Where(c => c != w.Live || home != w.Revision).Select(c => c.Invoice.ToString())])),
        // Notes only where the engagement says so: that of Gribskov does not.
        Auditor("auditor/invoices/notes/{id:guid}", (w, home) => ([], [.. Invoiced(w).Select(c => c.Invoice.ToString())])),

        // Last: who sends their forms shuts organisations out.
        Operator("operator", null),
        Operator("operator/applications", null),
        Operator("operator/applications/details/{id:guid}", Applications, "Refuse"),
        Operator("operator/organisations", null),
        Operator("operator/organisations/new", null, ""),
        Operator("operator/organisations/details/{id:guid}", LetIn, "Invite", "Revoke", "Suspend", "Reopen"),
        Operator("operator/organisations/edit/{id:guid}", LetIn, ""),
    ];

    private static Role[] CaseRoles => [Role.Caseworker, Role.TeamLeader];

    private static Role[] MoneyRoles => [Role.Finance, Role.TeamLeader];

    private static Role[] Delivering => [Role.Coordinator, Role.Mentor];

    private static Route Municipality(string path, Role[] roles, Func<World, Party, (string[], string[])>? ids, params string[] posts) =>
        new(path, Door.Member, [OrganisationKind.Municipality], roles, ids, posts);

    private static Route Provider(string path, Role[] roles, Func<World, Party, (string[], string[])>? ids, params string[] posts) =>
        new(path, Door.Member, [OrganisationKind.Provider], roles, ids, posts);

    private static Route Auditor(string path, Func<World, Party, (string[], string[])>? ids) =>
        new(path, Door.Member, [OrganisationKind.AuditFirm], [Role.Auditor], ids, []);

    // A row of each case that has one: the organisation's own, also when it has ended, and everybody else's.
    private static Func<World, Party, (string[] Own, string[] Foreign)> Of(Func<Case, Guid?> id) => (w, home) =>
    (
        [.. w.Cases.Where(c => id(c) is not null && (c.Municipality == home || c.Provider == home)).Select(c => id(c).ToString()!)],
        [.. w.Cases.Where(c => id(c) is not null && c.Municipality != home && c.Provider != home).Select(c => id(c).ToString()!)]);

    private static (string[] Own, string[] Foreign) Market(World w, Party home) =>
        home == w.Nord
            ? (Text(w.Open.Assignment, w.ElsewhereOpen.Assignment, w.Offered.Assignment, w.Declined.Assignment),
                Text(w.Withdrawn.Assignment, w.Draft.Assignment, w.Live.Grant))
            : (Text(w.Open.Assignment, w.ElsewhereOpen.Assignment),
                Text(w.Withdrawn.Assignment, w.Draft.Assignment, w.Live.Grant, w.Offered.Assignment, w.Declined.Assignment));

    private static IEnumerable<Case> Invoiced(World w) => w.Cases.Where(c => c.Provider is not null);

    private static string[] Text(params Guid[] ids) => [.. ids.Select(i => i.ToString())];

    /// <summary>Forms that fewer may send than may see their page.</summary>
    public static IReadOnlyDictionary<(string Path, string Form), Role[]> FormRoles { get; } = new Dictionary<(string, string), Role[]>
    {
        [("municipality/invoices/details/{id:guid}", "Check")] = [Role.Finance],
        [("municipality/information-duties/details/{id:guid}", "")] = [Role.Caseworker],
    };

    private static Route Open(string path, params string[] posts) => new(path, Door.Open, [], [], null, posts);

    private static Route Person(string path, params string[] posts) => new(path, Door.Person, [], [], null, posts);

    private static Route Operator(string path, Func<World, Party, (string[], string[])>? ids, params string[] posts) =>
        new(path, Door.Member, [OrganisationKind.Platform], [Role.Operator], ids, posts);

    private static (string[], string[]) Applications(World w, Party home) => ([.. w.Parties.Select(p => p.Application.ToString())], []);

    // The platform itself is no organisation of the operator's.
    private static (string[], string[]) LetIn(World w, Party home) =>
        ([.. w.Parties.Where(p => p != home).Select(p => p.Id.ToString())], [home.Id.ToString()]);

    private static Route Organisation(string path, Func<World, Party, (string[], string[])>? ids, params string[] posts) =>
        new(path, Door.Member, Everywhere, [Role.Administrator], ids, posts);

    // Whoever is an administrator sees its own organisation's members.
    private static (string[] Own, string[] Foreign) Members(World w, Party home) =>
        ([.. home.People.Keys.Select(r => home.Memberships[r].ToString())],
            [.. w.Parties.Where(p => p != home).SelectMany(p => p.People.Keys.Select(r => p.Memberships[r].ToString()))]);
}
