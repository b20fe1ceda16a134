using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Who is promised to see and to add which rows, written down once more and in other words than the policies: by the
/// cases of the world instead of by columns. The database is compared with this, both ways: a row too many is a leak,
/// a row too few means that somebody cannot do their job.
/// </summary>
public sealed class Promise(World w)
{
    private static readonly string[] Money = ["invoices", "invoice_lines", "checks", "line_verdicts", "line_findings", "line_matches",
        "check_entries", "check_uses", "approvals", "approved_minutes"];

    // What a file of citizens became, and the file itself: the municipality's alone.
    private static readonly string[] Imports = ["imports", "import_files", "import_problems", "imported_rows"];

    /// <summary>Keys of the rows that the visitor sees.</summary>
    public IEnumerable<string> Seen(Visitor who, string table)
    {
        if (Tables.OfCases.ContainsKey(table)) return w.Cases.Where(c => Sees(who, table, c)).SelectMany(c => Tables.KeysOf(table, c));
        if (table == "once_keys") return OwnForms(who);
        if (table == "engagements") return Engagements(who);
        if (table == "applications") return IsOperator(who) ? w.Parties.Select(p => p.Application.ToString()) : [];
        if (Reminders.Contains(table)) return w.Parties.Where(p => Reminded(who, table, p)).Select(p => Reminder(table, p));
        if (Tables.OfParties.ContainsKey(table)) return w.Parties.Where(p => Sees(who, table, p)).Select(p => p.Id.ToString());
        return [];
    }

    private bool Sees(Visitor who, string table, Case c) => who.Login switch
    {
        "mm_municipality" => c.Municipality == who.Tenant,
        "mm_provider" => ProviderSees(who.Tenant, table, c),
        "mm_auditor" => AuditorSees(who.Tenant, table, c),
        "mm_citizen" => CitizenSees(who, table, c),
        "mm_operator" => table == "jobs" && IsOperator(who),
        "mm_checker" => table == "jobs"
            || (c.Municipality == who.Tenant && !Imports.Contains(table)
            && table is not ("citizens" or "citizen_identities" or "citizen_addresses" or "citizen_cprs" or "citizen_links"
            or "grant_goals" or "listings" or "documents" or "document_dispatches" or "offer_declines" or "goal_outcomes")),
        _ => false,
    };

    private bool ProviderSees(Party? me, string table, Case c) => me is not null && table switch
    {
        "citizens" or "citizen_cprs" or "citizen_links" or "information_duties" or "information_steps" or "documents"
            or "document_dispatches" or "follow_ups" or "grant_ends" or "outcomes" or "goal_outcomes" => false,
        _ when Imports.Contains(table) => false,
        "offer_declines" => c.OfferedTo == me,
        // The address of Hillerød's running case is protected.
        "citizen_addresses" => c.Provider == me && c == w.Live,
        "citizen_identities" or "grants" or "grant_goals" or "grant_pauses" or "entry_notes" or "goal_steps" => c.Provider == me
            && (c == w.Live || c == w.ElsewhereLive),
        "listings" => c.IsPublished && c != w.Withdrawn && (c.OfferedTo is null || c.OfferedTo == me),
        _ => c.Provider == me,
    };

    private bool AuditorSees(Party? me, string table, Case c)
    {
        var inScope = (me == w.Revision && c.Municipality == w.Gribskov) || (me == w.NotesRevision && c.Municipality == w.Hilleroed);
        return inScope && table switch
        {
            "citizens" or "citizen_identities" or "citizen_addresses" or "citizen_cprs" or "citizen_links" or "information_duties"
                or "information_steps" or "listings" or "jobs" or "documents" or "document_dispatches" or "offer_declines" => false,
            _ when Imports.Contains(table) => false,
            "entry_notes" or "goal_steps" => me == w.NotesRevision,
            _ when Money.Contains(table) => c == w.Live || c == w.ElsewhereLive,
            _ => true,
        };
    }

    private static bool CitizenSees(Visitor who, string table, Case c) => c.Municipality == who.Tenant && table switch
    {
        "jobs" => true,
        "citizens" or "citizen_identities" or "citizen_addresses" or "assignments" or "agreements" or "agreement_mentors" or "time_entries"
            or "confirmations" => c == who.Citizen,
        "grants" or "grant_goals" => c == who.Citizen && c.IsPublished,
        _ => false,
    };

    private bool Sees(Visitor who, string table, Party p) => table switch
    {
        "organisations" => true,
        "organisation_contacts" => IsOperator(who),
        "memberships" => who.Login == "mm_signin" || (who.Login == "mm_operator" && p == who.Tenant)
            || (p == who.Tenant && who.Login is "mm_municipality" or "mm_provider" or "mm_auditor" or "mm_platform" or "mm_checker"
            && p == who.Tenant),
        "invitations" => who.Login == "mm_signin" || (p == who.Tenant && who.Login == "mm_platform") || (IsOperator(who) && p == w.Syd),
        "import_mappings" => p.Kind == OrganisationKind.Municipality && who.Login == "mm_municipality" && p == who.Tenant,
        "deputies" => p.Kind == OrganisationKind.Municipality
            && (who.Login == "mm_signin" || (who.Login == "mm_municipality" && p == who.Tenant)),
        "municipal_settings" or "grant_settings" => p.Kind == OrganisationKind.Municipality && who.Login switch
        {
            "mm_municipality" or "mm_checker" => p == who.Tenant,
            "mm_auditor" => (who.Tenant == w.Revision && p == w.Gribskov) || (who.Tenant == w.NotesRevision && p == w.Hilleroed),
            _ => false,
        },
        "evidence_events" or "evidence_payloads" when IsOperator(who) => p == w.Vest,
        "evidence_events" or "evidence_payloads" => p == who.Tenant && who.Login is "mm_municipality" or "mm_provider" or "mm_auditor"
            or "mm_platform" && p == who.Tenant,
        _ => throw new InvalidOperationException($"No promise about {table}."),
    };

    /// <summary>How a person is reminded is their own affair; the checker sends the mail of the day.</summary>
    public static readonly string[] Reminders = ["calendar_feeds", "mail_choices", "daily_mails"];

    /// <summary>The key of a municipality's row.</summary>
    public static string Reminder(string table, Party p) => (table == "calendar_feeds" ? p.Feed : p[Role.Caseworker]).ToString();

    private static bool Reminded(Visitor who, string table, Party p) => p.Kind == OrganisationKind.Municipality && p == who.Tenant
        && who.Login switch
        {
            "mm_municipality" => table != "daily_mails" && who.Person == p[Role.Caseworker],
            "mm_checker" => table != "calendar_feeds",
            _ => false,
        };

    private IEnumerable<string> OwnForms(Visitor who) =>
        who.Login is "mm_municipality" or "mm_provider" or "mm_citizen" or "mm_platform" or "mm_operator"
            ? w.Parties.Where(p => p == who.Tenant && p.FirstPerson == who.Person).Select(p => p.OnceKey)
                .Concat(w.Cases.Where(c => c.Provider is not null && c == who.Citizen && c.Municipality == who.Tenant)
                    .Select(c => c.OnceKey))
            : [];

    private IEnumerable<string> Engagements(Visitor who)
    {
        (Guid Id, Party Auditor, Party Municipality)[] all =
        [
            (w.Engagement, w.Revision, w.Gribskov), (w.RevokedEngagement, w.Revision, w.Hilleroed),
                (w.ExpiredEngagement, w.LateRevision, w.Gribskov),
            (w.UnopenedEngagement, w.LateRevision, w.Hilleroed), (w.NotesEngagement, w.NotesRevision, w.Hilleroed),
        ];
        return all.Where(e => (who.Login == "mm_municipality" && e.Municipality == who.Tenant)
            || (who.Login == "mm_auditor" && e.Auditor == who.Tenant)).Select(e => e.Id.ToString());
    }

    /// <summary>Whether the visitor may add a row like this case's.</summary>
    public bool MayAdd(Visitor who, string table, Case c) => who.Login switch
    {
        "mm_municipality" => c.Municipality == who.Tenant
            && (Imports.Contains(table) || table is "citizens" or "citizen_identities" or "citizen_addresses" or "citizen_cprs"
            or "citizen_links" or "grants" or "grant_goals" or "assignments" or "listings" or "approved_minutes" or "jobs"
            or "goal_outcomes"
            || (table is "grant_pauses" or "grant_ends" or "outcomes" && who.Person == c.Municipality[Role.Caseworker])
            || (table is "information_duties" or "information_steps" && who.Person == c.Municipality[Role.Caseworker])
            || (table == "approvals" && who.Person == c.Municipality[Role.Finance])
            || (table is "documents" or "document_dispatches" && who.Person == c.Municipality[Role.Caseworker])
            || (table == "follow_ups" && who.Person == c.Municipality[Role.Caseworker])),
        "mm_provider" when table == "offer_declines" => c.OfferedTo is not null && c.OfferedTo == who.Tenant
            && who.Person == c.OfferedTo[Role.Coordinator],
        "mm_provider" => c.Provider is not null && c.Provider == who.Tenant && table switch
        {
            "agreements" => c != w.Ended && c != w.ElsewhereEnded,
            // Mentors are named with the agreement and never later: a new one is a probe of its own.
            "entry_notes" or "goal_steps" or "jobs" => true,
            "time_entries" => who.Person == c.Mentor,
            "invoices" => who.Person == c.Provider[Role.Coordinator],
            // The invoices of the world have been checked; a line of a new one is a probe of its own.
            _ => false,
        },
        "mm_citizen" => c.Municipality == who.Tenant && table == "confirmations" && c == who.Citizen,
        "mm_checker" => table == "jobs"
            || (c.Municipality == who.Tenant && table is "checks" or "line_verdicts" or "line_findings" or "line_matches"
            or "check_entries" or "check_uses" && c.Municipality == who.Tenant),
        _ => false,
    };

    /// <summary>Whether the visitor may add a row like this organisation's.</summary>
    public bool MayAdd(Visitor who, string table, Party p) => table switch
    {
        "memberships" => who.Login == "mm_signin",
        "invitations" => (who.Login == "mm_platform" && p == who.Tenant) || (IsOperator(who) && p == w.Syd),
        "organisation_contacts" => IsOperator(who),
        "applications" => who.Login == "mm_signin" && (p == w.Nord || p == w.Syd),
        "import_mappings" => who.Login == "mm_municipality" && p == who.Tenant,
        "calendar_feeds" or "mail_choices" => who.Login == "mm_municipality" && Reminded(who, table, p),
        "daily_mails" => Reminded(who, table, p),
        "municipal_settings" or "grant_settings" or "deputies" =>
            who.Login == "mm_municipality" && p == who.Tenant && who.Person == p[Role.Caseworker],
        "once_keys" => who.Login is "mm_municipality" or "mm_provider" or "mm_platform" or "mm_operator" && p == who.Tenant
            && who.Person == p.FirstPerson,
        _ => false,
    };

    /// <summary>Rows that the visitor may change in place, where its login may change a column at all.</summary>
    public IEnumerable<string> Changed(Visitor who, string table) => who.Login != "mm_operator" ? Seen(who, table) : table switch
    {
        // Not the platform's own; and an application changes only by being decided in one's own name.
        "organisations" => IsOperator(who) ? Seen(who, table).Where(id => id != w.Platform.Id.ToString()) : [],
        "applications" => [],
        _ => Seen(who, table),
    };

    private bool IsOperator(Visitor who) => who.Login == "mm_operator" && who.Tenant == w.Platform
        && who.Person == w.Platform[Role.Operator];
}
