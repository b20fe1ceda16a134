namespace MentorMarket.E2E.Walk;

/// <summary>
/// The one table of who looks at which page and how they get there; every page of the portal stands in it or among
/// <see cref="WithoutAStop"/>.
/// </summary>
public static partial class Stops
{
    private const string Caseworker = "sagsbehandler@broenderslev.example";
    private const string TeamLeader = "teamleder@broenderslev.example";
    private const string Finance = "oekonomi@broenderslev.example";
    private const string Administrator = "administrator@broenderslev.example";
    private const string Coordinator = "koordinator@stoettepunkt.example";
    private const string Mentor = "mentor*@stoettepunkt.example";
    private const string Auditor = "revisor@revision-nord.example";
    private const string MentorOfTwo = "mentor8@vejviser.example";
    private const string AuditedAdministrator = "administrator@gribskov.example";
    private const string SecondCaseworker = "sagsbehandler2@hilleroed.example";
    private const string Operator = "drift@platform.example";
    private const string Visitor = "";

    /// <summary>Words that nothing in the demo has.</summary>
    private const string Nothing = "q=findesikke";

    public static IReadOnlyList<Stop> All { get; } = [.. OfVisitors, .. OfAccounts, .. OfGrants, .. OfCaseworkers, .. OfTeamLeaders,
        .. OfFinance, .. OfAdministrators, .. OfProviders, .. OfAuditors, .. OfOperators];

    /// <summary>Pages that show nothing, and why: what they answer with is tested where it is made.</summary>
    public static IReadOnlyDictionary<string, string> WithoutAStop { get; } = new Dictionary<string, string>
    {
        ["Account/Logout"] = "answers a POST and sends on to the log-in page",
        ["Auditor/Invoices/Export"] = "answers with a CSV file",
        ["Municipality/Documents/Pdf"] = "answers with a PDF file",
        ["Municipality/Documents/Plan"] = "answers with a CSV or JSON file",
        ["Municipality/Imports/Problems"] = "answers with a CSV file",
        ["Municipality/Imports/Template"] = "answers with a CSV file",
        ["Municipality/Invoices/Export"] = "answers with a CSV file",
    };

    public static IReadOnlyList<string> Readers { get; } = [.. All.Select(stop => stop.Login).Distinct()];

    /// <summary>Those of one reader, in the order of the table.</summary>
    public static IEnumerable<Stop> Of(string login) => All.Where(stop => stop.Login == login);

    private static IEnumerable<Stop> OfVisitors =>
    [
        new("Index", Visitor, "/"),
        new("Account/Login", Visitor, "/account/login") { Blank = Stop.MainButton },
        new("Account/ForgotPassword", Visitor, "/account/forgotpassword") { Blank = Stop.MainButton },
        new("Account/ResetPassword", Visitor,
            "/account/resetpassword?user=00000000-0000-0000-0000-000000000000&token=none") { Blank = Stop.MainButton },
        new("Account/AcceptInvitation", Visitor, "/account/acceptinvitation?token=none") { State = "used" },
        new("Accessibility/Index", Visitor, "/accessibility"),
        new("Apply/Index", Visitor, "/apply") { Blank = Stop.MainButton },
        new("Citizen/Closed", Visitor, "/c/closed"),
        new("Error/Index", Visitor, "/findes/ikke") { IsAnywhere = true },
        new("Account/AcceptInvitation", Visitor) { Made = SetStates.Invitation, Blank = Stop.MainButton },
        new("Citizen/Open", Visitor) { Made = SetStates.LetterOfACitizen, Blank = Stop.MainButton },
        new("Citizen/Hours", Visitor) { Made = SetStates.CodeOfACitizen, Blank = "main details form button" },
    ];

    private static IEnumerable<Stop> OfAccounts =>
    [
        new("Account/Organisations", MentorOfTwo, "/account/organisations"),
        new("Account/Profile", MentorOfTwo, "/account/profile"),
        new("Account/ChangePassword", MentorOfTwo, "/account/profile", "/changepassword") { Blank = Stop.MainButton },
        new("Account/SecondFactor", MentorOfTwo, "/account/profile", "/secondfactor"),
        new("Account/Sessions", MentorOfTwo, "/account/profile", "/sessions"),
        new("Account/SetUpFactor", SecondCaseworker, "/account/profile", "/secondfactor", "/setupfactor") { Blank = Stop.MainButton },
        new("Account/TwoFactor", SecondCaseworker) { Made = SetStates.WaitAtTheSecondStep, Blank = Stop.MainButton },
        new("Account/RecoveryCode", SecondCaseworker, "/account/twofactor", "/recoverycode") { Blank = Stop.MainButton },
        new("Account/SecondFactor", SecondCaseworker) { State = "on", Made = SetStates.PassTheSecondStep, Blank = Stop.MainButton },
        new("Account/SecondFactor", SecondCaseworker) { State = "off", Made = SetStates.StopTheSecondStep },
    ];

    private static IEnumerable<Stop> OfProviders =>
    [
        new("Provider/Index", Coordinator, "provider"),
        new("Provider/Listings/Index", Coordinator, "provider/listings"),
        new("Provider/Listings/Index", Coordinator, "provider/listings?" + Nothing) { State = "empty" },
        // The oldest: what a journey beside this one has published, somebody takes while it is looked at.
        new("Provider/Listings/Details", Coordinator, "provider/listings?sort=published", "/listings/details/"),
        new("Provider/Listings/Accept", Coordinator, "provider/listings?sort=published", "/listings/details/",
            "/listings/accept/") { Blank = Stop.MainButton },
        new("Provider/Listings/Details", Coordinator) { State = "offered", Made = SetStates.OfferToTheProvider },
        new("Provider/Listings/Decline", Coordinator, "provider", "/listings/details/", "/listings/decline/") { Blank = Stop.MainButton },
        new("Provider/Assignments/Index", Coordinator, "provider/assignments"),
        new("Provider/Assignments/Index", Coordinator, "provider/assignments?" + Nothing) { State = "empty" },
        new("Provider/Assignments/Details", Coordinator, "provider/assignments", "/assignments/details/"),
        new("Provider/Assignments/ChangeMentor", Coordinator, "provider/assignments", "/assignments/details/",
            "/changementor/") { Blank = Stop.MainButton },
        new("Provider/Entries/Index", Coordinator, "provider/entries"),
        new("Provider/Entries/Index", Coordinator, "provider/entries?" + Nothing) { State = "empty" },
        new("Provider/Entries/Details", Coordinator, "provider/entries", "/entries/details/"),
        new("Provider/Invoices/Index", Coordinator, "provider/invoices"),
        new("Provider/Invoices/Index", Coordinator, "provider/invoices?" + Nothing) { State = "empty" },
        new("Provider/Invoices/Details", Coordinator, "provider/invoices", "/invoices/details/"),
        new("Provider/Invoices/Receipt", Coordinator, "provider/invoices", "/invoices/details/", "/invoices/receipt/"),
        new("Provider/Invoices/Create", Coordinator, "provider/invoices/create"),
        new("Provider/Invoices/Create", Coordinator) { State = "lines", Made = SetStates.TypedInvoice, Blank = Stop.MainButton },
        new("Provider/Index", Mentor, "provider") { State = "mentor" },
        new("Provider/Entries/Register", Mentor, "provider", "/entries/register?assignment=") { Blank = Stop.MainButton },
        new("Provider/Entries/Index", Mentor, "provider/entries") { State = "mentor" },
        new("Provider/Entries/Correct", Mentor, "provider/entries", "/entries/details/", "/entries/correct/") { Blank = Stop.MainButton },
    ];

    private static IEnumerable<Stop> OfAuditors =>
    [
        new("Auditor/Index", Auditor, "auditor"),
        new("Auditor/Invoices/Index", Auditor, "auditor/invoices"),
        new("Auditor/Invoices/Index", Auditor, "auditor/invoices?" + Nothing) { State = "empty" },
        new("Auditor/Invoices/Details", Auditor, "auditor/invoices", "/invoices/details/"),
        new("Auditor/Invoices/Notes", Auditor) { Made = SetStates.LetTheAuditorReadNotes },
    ];

    private static IEnumerable<Stop> OfOperators =>
    [
        new("Operator/Index", Operator, "operator"),
        new("Operator/Applications/Index", Operator, "operator/applications"),
        new("Operator/Applications/Index", Operator, "operator/applications?" + Nothing) { State = "empty" },
        new("Operator/Applications/Details", Operator, "operator/applications", "/applications/details/")
        {
            Written = ["Vi er otte mentorer og vil gerne se opslagene."]
        },
        new("Operator/Organisations/Index", Operator, "operator/organisations"),
        new("Operator/Organisations/Index", Operator, "operator/organisations?" + Nothing) { State = "empty" },
        new("Operator/Organisations/New", Operator, "operator/organisations/new") { Blank = Stop.MainButton },
        new("Operator/Organisations/Details", Operator, "operator/organisations?q=vejviser", "/organisations/details/"),
        new("Operator/Organisations/Edit", Operator, "operator/organisations?q=vejviser", "/organisations/details/", "/organisations/edit/")
        {
            Blank = Stop.MainButton
        },
    ];
}
