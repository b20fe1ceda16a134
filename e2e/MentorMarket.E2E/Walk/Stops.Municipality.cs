namespace MentorMarket.E2E.Walk;

public static partial class Stops
{
    private static IEnumerable<Stop> OfGrants =>
    [
        new("Municipality/Grants/Index", Caseworker, "municipality/grants"),
        new("Municipality/Grants/Index", Caseworker, "municipality/grants?" + Nothing) { State = "empty" },
        new("Municipality/Grants/Create", Caseworker, "municipality/citizens", "/citizens/details/", "/grants/create/"),
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Draft", "/grants/details/") { State = "draft" },
        new("Municipality/Grants/Edit", Caseworker, "municipality/grants?status=Draft", "/grants/details/", "/grants/edit/"),
        new("Municipality/Grants/Decisions/Submit", Caseworker, "municipality/grants?status=Draft", "/grants/details/", "/grants/submit/"),
        new("Municipality/Grants/Discard", Caseworker, "municipality/grants?status=Draft", "/grants/details/", "/grants/discard/"),
        new("Municipality/Grants/Decisions/ProposeRefusal", Caseworker, "municipality/grants?status=Draft", "/grants/details/", "/grants/proposerefusal/") { Blank = Stop.MainButton },
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Submitted", "/grants/details/") { State = "submitted" },
        new("Municipality/Grants/Decisions/TakeBack", Caseworker, "municipality/grants?status=Submitted", "/grants/details/", "/grants/takeback/"),
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Approved", "/grants/details/") { State = "approved" },
        new("Municipality/Grants/Market/Publish", Caseworker, "municipality/grants?status=Approved&q=910", "/grants/details/", "/grants/publish/"),
        new("Municipality/Grants/Discard", Caseworker, "municipality/grants?status=Approved", "/grants/details/", "/grants/discard/") { State = "approved", Blank = Stop.MainButton },
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Published", "/grants/details/") { State = "published" },
        new("Municipality/Grants/Market/Withdraw", Caseworker, "municipality/grants?status=Published", "/grants/details/", "/grants/withdraw/"),
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Accepted", "/grants/details/") { State = "running" },
        new("Municipality/Grants/Extend", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/grants/extend/"),
        new("Municipality/Grants/Change", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/grants/change/"),
        new("Municipality/Grants/Support/Pause", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/grants/pause/") { Blank = Stop.MainButton },
        new("Municipality/Grants/Support/End", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/grants/end/") { Blank = Stop.MainButton },
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Ended", "/grants/details/") { State = "ended" },
        new("Municipality/Grants/Support/CorrectEnd", Caseworker, "municipality/grants?status=Ended", "/grants/details/", "/grants/correctend/") { Blank = Stop.MainButton },
        new("Municipality/Grants/Support/RecordOutcome", Caseworker, "municipality/grants?status=Ended", "/grants/details/", "/outcomes/record/") { Blank = Stop.MainButton },
        new("Municipality/Grants/Details", Caseworker, "municipality/grants?status=Discarded", "/grants/details/") { State = "discarded" },
        new("Municipality/Documents/Index", Caseworker, "municipality/grants?status=Approved&q=903", "/grants/details/", "/municipality/documents/"),
        new("Municipality/Documents/Make", Caseworker, "municipality/grants?status=Approved&q=903", "/grants/details/", "/municipality/documents/", "/documents/make/"),
        new("Municipality/Documents/Index", Caseworker, "municipality", "/municipality/documents/") { State = "not-sent" },
        new("Municipality/Documents/Details", Caseworker, "municipality/grants?status=Accepted&sort=-ends", "/grants/details/", "/documents/details/"),
        new("Municipality/Documents/Send", Caseworker, "municipality/grants?status=Accepted&sort=-ends", "/grants/details/", "/documents/details/", "/documents/send/") { Blank = Stop.MainButton },
    ];

    private static IEnumerable<Stop> OfCaseworkers =>
    [
        new("Municipality/Index", Caseworker, "municipality"),
        new("Municipality/Assignments/Index", Caseworker, "municipality/assignments"),
        new("Municipality/Assignments/Index", Caseworker, "municipality/assignments?" + Nothing) { State = "empty" },
        new("Municipality/Assignments/Details", Caseworker, "municipality/assignments", "/assignments/details/"),
        new("Municipality/Citizens/Index", Caseworker, "municipality/citizens"),
        new("Municipality/Citizens/Index", Caseworker, "municipality/citizens?" + Nothing) { State = "empty" },
        new("Municipality/Citizens/Create", Caseworker, "municipality/citizens", "/citizens/create") { Blank = Stop.MainButton },
        new("Municipality/Citizens/Details", Caseworker, "municipality/citizens", "/citizens/details/"),
        new("Municipality/Citizens/Edit", Caseworker, "municipality/citizens", "/citizens/details/", "/citizens/edit/") { Blank = Stop.MainButton },
        new("Municipality/Citizens/Timeline", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/citizens/details/", "/citizens/timeline/"),
        new("Municipality/Citizens/ShowCpr", Caseworker, "municipality/citizens", "/citizens/details/", "/citizens/showcpr/") { Blank = Stop.MainButton },
        new("Municipality/Citizens/Letter", Caseworker, "municipality/grants?status=Accepted", "/grants/details/", "/citizens/details/", "/citizens/letter/"),
        new("Municipality/FollowUps/Index", Caseworker, "municipality/followups"),
        new("Municipality/FollowUps/Index", Caseworker, "municipality/followups?" + Nothing) { State = "empty" },
        new("Municipality/FollowUps/Index", Caseworker, "municipality/followups?when=Done") { State = "done" },
        new("Municipality/FollowUps/Handle", Caseworker, "municipality/followups", "/followups/handle/") { Blank = Stop.MainButton },
        new("Municipality/FollowUps/Postpone", Caseworker, "municipality/followups", "/followups/postpone/") { Blank = Stop.MainButton },
        new("Municipality/FollowUps/Undo", Caseworker, "municipality/followups?when=Done", "/followups/undo/") { Blank = Stop.MainButton },
        new("Municipality/FollowUps/Reminders", Caseworker, "municipality/followups", "/followups/reminders"),
        new("Municipality/InformationDuties/Index", Caseworker, "municipality/information-duties"),
        new("Municipality/InformationDuties/Index", Caseworker, "municipality/information-duties?State=Answered&Cause=DiscoveredLater") { State = "empty" },
        new("Municipality/InformationDuties/Register", Caseworker, "municipality/citizens", "/citizens/details/", "/information-duties/register/") { Blank = Stop.MainButton },
        new("Municipality/InformationDuties/Details", Caseworker, "municipality/information-duties", "/information-duties/details/"),
        new("Municipality/Effect/Index", Caseworker, "municipality/effect"),
        new("Municipality/Imports/Index", Caseworker, "municipality/imports") { State = "empty" },
        new("Municipality/Imports/Columns", Caseworker, "municipality/imports/columns"),
        new("Municipality/Imports/Upload", Caseworker, "municipality/imports", "/imports/upload") { Blank = Stop.MainButton },
        new("Municipality/Imports/Map", Caseworker) { Made = SetStates.UploadWithMistakes, Written = SetStates.InTheFile },
        new("Municipality/Imports/Check", Caseworker) { State = "mistakes", Made = SetStates.CheckWithMistakes, Written = SetStates.InTheFile },
        new("Municipality/Imports/Check", Caseworker) { State = "ready", Made = SetStates.CheckWithoutMistakes },
        new("Municipality/Imports/Result", Caseworker) { Made = SetStates.Imported },
        new("Municipality/Imports/Index", Caseworker, "municipality/imports") { Written = SetStates.InTheFile },
    ];

    private static IEnumerable<Stop> OfTeamLeaders =>
    [
        new("Municipality/Index", TeamLeader, "municipality") { State = "leader" },
        new("Municipality/Grants/Decisions/Approve", TeamLeader, "municipality/grants?status=Submitted", "/grants/details/", "/grants/approve/") { Blank = "main form[method=post] button.button-secondary" },
        new("Municipality/Grants/Decisions/Refuse", TeamLeader, "municipality/grants?status=Submitted", "/grants/details/", "/grants/approve/", "/grants/refuse/") { Blank = Stop.MainButton },
        new("Municipality/FollowUps/Index", TeamLeader, "municipality/followups?who=all") { State = "leader" },
        new("Municipality/FollowUps/HandOver", TeamLeader, "municipality/followups", "/followups/handover?"),
        new("Municipality/Effect/Index", TeamLeader, "municipality/effect") { State = "leader" },
        new("Municipality/Standard/Index", TeamLeader, "municipality/standard"),
        new("Municipality/Standard/Change", TeamLeader, "municipality/standard", "/standard/change") { Blank = Stop.MainButton },
        new("Municipality/Rules/Index", TeamLeader, "municipality/standard", "/municipality/rules"),
        new("Municipality/Rules/Index", TeamLeader, "municipality/rules?Set=national-2027.announced&Months=3&Hours=2") { State = "preview" },
        new("Municipality/Deputies/Index", TeamLeader, "municipality/deputies") { Blank = Stop.MainButton },
        new("Municipality/Invoices/Index", TeamLeader, "municipality/invoices") { State = "leader" },
    ];

    private static IEnumerable<Stop> OfFinance =>
    [
        new("Municipality/Index", Finance, "municipality") { State = "finance" },
        new("Municipality/Invoices/Index", Finance, "municipality/invoices"),
        new("Municipality/Invoices/Index", Finance, "municipality/invoices?" + Nothing) { State = "empty" },
        new("Municipality/Invoices/Details", Finance, "municipality/invoices", "/invoices/details/"),
        new("Municipality/Invoices/Approve", Finance, "municipality/invoices", "/invoices/details/", "/invoices/approve/"),
        new("Municipality/Invoices/Return", Finance, "municipality/invoices", "/invoices/details/", "/invoices/return/") { Blank = Stop.MainButton },
        new("Municipality/Invoices/Receipt", Finance) { Made = SetStates.ApprovedInvoice },
    ];

    private static IEnumerable<Stop> OfAdministrators =>
    [
        new("Municipality/Index", Administrator, "municipality") { State = "administrator" },
        new("Municipality/Engagements/Index", Administrator, "municipality/engagements") { State = "empty" },
        new("Municipality/Engagements/Index", AuditedAdministrator, "municipality/engagements"),
        new("Municipality/Engagements/Open", Administrator, "municipality/engagements", "/engagements/open") { Blank = Stop.MainButton },
        new("Municipality/Engagements/Revoke", AuditedAdministrator, "municipality/engagements", "/engagements/revoke/"),
        new("Organisation/Members/Index", Administrator, "organisation/members"),
        new("Organisation/Members/Invite", Administrator, "organisation/members", "/members/invite") { Blank = Stop.MainButton },
        new("Organisation/Members/Edit", Administrator, "organisation/members", "/members/edit/") { Blank = Stop.MainButton },
        new("Organisation/Members/End", Administrator, "organisation/members", "/members/edit/", "/members/end/"),
    ];
}
