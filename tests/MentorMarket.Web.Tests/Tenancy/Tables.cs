using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>What the tables of the schema hold in the world: which rows are whose, and by which key they are told apart.</summary>
public static class Tables
{
    public static readonly string[] SignInOnly = ["users", "user_claims", "user_logins", "user_tokens", "data_protection_keys",
        "sign_in_attempts", "sessions", "known_browsers", "password_letters", "security_events", "key_fingerprints"];

    /// <summary>Rows of a case, and the column that names them.</summary>
    public static readonly Dictionary<string, string> OfCases = new(StringComparer.Ordinal)
    {
        ["citizens"] = "id",
        ["citizen_identities"] = "citizen_id",
        ["citizen_addresses"] = "citizen_id",
        ["citizen_cprs"] = "citizen_id",
        ["citizen_links"] = "id",
        ["grants"] = "id",
        ["grant_goals"] = "id",
        ["assignments"] = "id",
        ["listings"] = "id",
        ["agreements"] = "id",
        ["agreement_mentors"] = "agreement_id",
        ["time_entries"] = "id",
        ["entry_notes"] = "entry_id",
        ["goal_steps"] = "entry_id",
        ["confirmations"] = "id",
        ["invoices"] = "id",
        ["invoice_lines"] = "id",
        ["checks"] = "id",
        ["line_verdicts"] = "check_id",
        ["line_findings"] = "check_id",
        ["line_matches"] = "check_id",
        ["check_entries"] = "check_id",
        ["check_uses"] = "check_id",
        ["approvals"] = "id",
        ["approved_minutes"] = "approval_id",
        ["jobs"] = "id",
        ["information_duties"] = "id",
        ["information_steps"] = "id",
        ["documents"] = "id",
        ["document_dispatches"] = "id",
        ["follow_ups"] = "id",
        ["imports"] = "id",
        ["import_files"] = "import_id",
        ["import_problems"] = "import_id",
        ["imported_rows"] = "import_id",
        ["offer_declines"] = "assignment_id",
        ["grant_pauses"] = "id",
        ["grant_ends"] = "grant_id",
        ["outcomes"] = "id",
        ["goal_outcomes"] = "outcome_id",
    };

    /// <summary>Rows of an organisation.</summary>
    public static readonly Dictionary<string, string> OfParties = new(StringComparer.Ordinal)
    {
        ["organisations"] = "id",
        ["memberships"] = "organisation_id",
        ["invitations"] = "organisation_id",
        ["municipal_settings"] = "municipality_id",
        ["grant_settings"] = "municipality_id",
        ["deputies"] = "municipality_id",
        ["import_mappings"] = "municipality_id",
        ["evidence_events"] = "organisation_id",
        ["evidence_payloads"] = "organisation_id",
        ["engagements"] = "id",
        ["organisation_contacts"] = "organisation_id",
        ["applications"] = "id",
        ["once_keys"] = "key",
        ["calendar_feeds"] = "id",
        ["mail_choices"] = "person_id",
        ["daily_mails"] = "person_id",
    };

    public static string Key(string table) =>
        OfCases.GetValueOrDefault(table) ?? OfParties.GetValueOrDefault(table) ?? table switch
        {
            "users" or "sign_in_attempts" or "user_claims" or "data_protection_keys" or "sessions" or "password_letters"
                or "security_events" => "id",
            "known_browsers" => "token_hash",
            "user_logins" or "user_tokens" => "user_id",
            "migrations" => "name",
            "key_fingerprints" => "key_id",
            _ => throw new InvalidOperationException($"Say in {nameof(Tables)} whose the rows of {table} are."),
        };

    public static IEnumerable<string> KeysOf(string table, Case c) => table switch
    {
        "citizens" or "citizen_identities" or "citizen_addresses" or "citizen_cprs" => [c.Citizen.ToString()],
        "citizen_links" => [c.Link.ToString()],
        "information_duties" => [c.InformationDuty.ToString()],
        "information_steps" => [c.InformationStep.ToString()],
        "imports" or "import_files" or "import_problems" or "imported_rows" => [c.Import.ToString()],
        "grants" => [c.Grant.ToString()],
        "grant_goals" => [c.Goal.ToString()],
        "assignments" or "listings" => c.IsPublished ? [c.Assignment.ToString()] : [],
        "documents" => c.IsPublished ? [c.Document.ToString()] : [],
        "document_dispatches" => c.IsPublished ? [c.Dispatch.ToString()] : [],
        "offer_declines" => c.Name == "declined" ? [c.Assignment.ToString()] : [],
        _ when c.Provider is null => [],
        "grant_pauses" => [c.Pause.ToString()],
        // The one that can be ended in the tests has not.
        "grant_ends" => c is { Name: "live", Municipality.Slug: "gribskov" } ? [] : [c.Grant.ToString()],
        "outcomes" or "goal_outcomes" => [c.Outcome.ToString()],
        "agreements" or "agreement_mentors" => [c.Agreement.ToString()],
        "time_entries" or "entry_notes" or "goal_steps" => [c.Entry.ToString(), c.Unanswered.ToString()],
        "confirmations" => [c.Confirmation.ToString()],
        "invoices" => [c.Invoice.ToString()],
        "invoice_lines" => [c.Line.ToString()],
        "checks" or "line_verdicts" or "line_findings" or "line_matches" or "check_entries" or "check_uses" => [c.Check.ToString()],
        "approvals" or "approved_minutes" => [c.Approval.ToString()],
        "jobs" => [c.Job.ToString()],
        "follow_ups" => [c.FollowUp.ToString()],
        _ => throw new InvalidOperationException($"{table} is not of a case."),
    };
}
