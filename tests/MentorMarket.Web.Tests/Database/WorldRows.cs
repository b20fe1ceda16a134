using System.Text.Json;

namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    /// <summary>The number that an organisation's application names.</summary>
    public string CvrOf(Party party) => $"1000000{Parties.ToList().IndexOf(party)}";

    private void AddParties()
    {
        // The operator first, who has invited one of the others.
        foreach (var party in Parties.OrderBy(p => p != Platform))
        {
            rows.Add("organisations", ("id", party.Id), ("kind", party.Kind.ToString()), ("slug", party.Slug),
                ("name", $"Prøve {party.Slug}"));
            rows.Add("organisation_contacts", ("organisation_id", party.Id), ("name", $"Kontakt i {party.Slug}"),
                ("email", $"kontakt@{party.Slug}.example"));
            // Nord's and Syd's wait.
            var isDecided = party != Nord && party != Syd;
            rows.Add("applications", ("id", party.Application), ("kind", "Provider"), ("name", $"Prøve {party.Slug}"),
                ("cvr", CvrOf(party)), ("contact_name", $"Kontakt i {party.Slug}"), ("contact_email", $"kontakt@{party.Slug}.example"),
                ("applied_at", Now.AddDays(-400)), ("status", isDecided ? "Approved" : "Waiting"),
                ("decided_by", isDecided ? Platform[Role.Operator] : null), ("decided_at", isDecided ? Now.AddDays(-399) : null),
                ("organisation_id", isDecided ? party.Id : null));
            foreach (var (role, person) in party.People)
            {
                var email = $"{role}@{party.Slug}.example".ToLowerInvariant();
                var name = $"{role} {party.Canary}";
                rows.Add("users", ("id", person), ("user_name", email), ("normalized_user_name", email.ToUpperInvariant()),
                    ("email", email),
                    ("normalized_email", email.ToUpperInvariant()), ("email_confirmed", true), ("security_stamp", person.ToString()),
                    ("concurrency_stamp", person.ToString()), ("display_name", $"{role} i {party.Slug}"), ("is_demo", true));
                rows.Add("memberships", ("id", party.Memberships[role]), ("organisation_id", party.Id), ("person_id", person),
                    ("name", name),
                    ("email", email), ("phone", "00000000"), ("roles", new[] { role.ToString() }));
            }
            rows.Add("invitations", ("id", party.Invitation), ("organisation_id", party.Id), ("email", $"ny@{party.Slug}.example"),
                ("name", party == Syd ? $"Ny i {party.Slug}" : $"Ny {party.Canary}"),
                ("roles", new[] { (party == Syd ? Role.Administrator : party.People.Keys.First()).ToString() }),
                ("token_hash", Hash("invitation-" + party.Slug)), ("from_operator", party == Syd),
                ("invited_by", party == Syd ? Platform[Role.Operator] : party.People.Values.Last()), ("expires_at", Now.AddDays(2)));
            rows.Add("once_keys", ("key", party.OnceKey), ("organisation_id", party.Id), ("actor_id", party.FirstPerson),
                ("request_hash", Hash("request")));
        }
        foreach (var municipality in new[] { Gribskov, Hilleroed })
        {
            rows.Add("municipal_settings", ("id", Guid.CreateVersion7()), ("municipality_id", municipality.Id), ("version", 1),
                ("valid_from", Today.AddYears(-2)), ("price_ceiling", 450m), ("recorded_by", municipality[Role.Caseworker]),
                    ("recorded_at", Now.AddYears(-2)));
            rows.Add("grant_settings", ("id", Guid.CreateVersion7()), ("municipality_id", municipality.Id), ("version", 1),
                ("valid_from", Today.AddYears(-2)),
                ("settings", JsonSerializer.SerializeToElement(new GrantSettings())), ("recorded_by", municipality[Role.Caseworker]),
                    ("recorded_at", Now.AddYears(-2)));
            // A deputy whose days are over: nobody has a role today that is not written in the membership.
            rows.Add("deputies", ("id", Guid.CreateVersion7()), ("municipality_id", municipality.Id),
                ("leader_id", municipality[Role.TeamLeader]), ("deputy_id", municipality[Role.Finance]),
                ("from_on", Today.AddDays(-60)), ("to_on", Today.AddDays(-50)), ("appointed_by", municipality[Role.Caseworker]),
                    ("appointed_at", Now.AddDays(-61)), ("revoked_at", Now.AddDays(-55)));
        }
        var user = Nord[Role.Mentor];
        rows.Add("user_claims", ("user_id", user), ("claim_type", "test"), ("claim_value", "1"));
        rows.Add("user_logins", ("login_provider", "test"), ("provider_key", "1"), ("user_id", user));
        rows.Add("user_tokens", ("user_id", user), ("login_provider", "test"), ("name", "1"), ("value", "x"));
        rows.Add("sign_in_attempts", ("id", Guid.CreateVersion7()), ("bucket", Hash("bucket")));
        rows.Add("sessions", ("id", Guid.CreateVersion7()), ("person_id", user), ("browser", "Firefox, Linux"),
            ("started_at", Now.AddHours(-20)), ("seen_at", Now.AddHours(-19)), ("ended_at", Now.AddHours(-19)));
        rows.Add("known_browsers", ("token_hash", Hash("browser")), ("person_id", user), ("seen_at", Now.AddHours(-20)));
        rows.Add("password_letters", ("id", Guid.CreateVersion7()), ("email", "ingen@eksempel.dk"), ("start", "https://localhost/"),
            ("run_after", Now.AddYears(1)));
        rows.Add("security_events", ("id", Guid.CreateVersion7()), ("hour", Now.AddHours(-20)), ("kind", "LoggedIn"), ("actor", "Person"),
            ("person_id", user),
            ("organisation_id", null), ("route", "account/login"), ("network", "192.0.2.0/24"), ("times", 1),
                ("first_at", Now.AddHours(-20)), ("last_at", Now.AddHours(-20)));
    }

    private Case AddCase(Party municipality, Party? provider, string name, string status, int firstDay, int lastDay,
        Party? offeredTo = null)
    {
        var goesOn = status is "Published" or "Accepted" or "Ended" or "Withdrawn";
        var c = new Case(municipality, provider, name, goesOn, Today.AddDays(firstDay), Today.AddDays(lastDay)) { OfferedTo = offeredTo };
        var m = municipality.Id;
        rows.Add("citizens", ("id", c.Citizen), ("municipality_id", m), ("number", $"B-{name}"), ("area", $"Område {municipality.Slug}"),
            ("birth_year", 1990));
        rows.Add("citizen_identities", ("citizen_id", c.Citizen), ("municipality_id", m), ("name", c.Identity), ("phone", "00000000"),
            ("email", $"{name}@borger.example"));
        AddSecrets(c);
        rows.Add("grants", ("id", c.Grant), ("municipality_id", m), ("citizen_id", c.Citizen), ("number", $"G-{name}"),
            ("status", status == "Withdrawn" ? "Approved" : status),
            ("purpose", "Job"), ("purpose_text", $"{municipality.Canary}-purpose-{name}"), ("target_group", "JobReady"),
                ("tasks", new[] { "MeetOnTime" }),
            ("task_text", ""), ("requirements", Array.Empty<string>()), ("hours_per_week", 3m), ("total_hours", 60m),
                ("starts_on", c.StartsOn), ("ends_on", c.EndsOn), ("rate", 350m),
            ("created_by", municipality[Role.Caseworker]), ("created_at", Now.AddDays(firstDay - 20)),
            ("submitted_by", status == "Draft" ? null : municipality[Role.Caseworker]),
                ("submitted_at", status == "Draft" ? null : Now.AddDays(firstDay - 19)),
            ("decided_by", goesOn || status == "Approved" ? municipality[Role.TeamLeader] : null),
                ("decided_at", goesOn || status == "Approved" ? Now.AddDays(firstDay - 18) : null),
            ("decision_comment", goesOn ? $"{municipality.Canary}-decision" : ""), ("rules_version", "2026"));
        rows.Add("grant_goals", ("id", c.Goal), ("grant_id", c.Grant), ("municipality_id", m), ("priority", 1), ("kind", "FindJob"),
            ("detail", $"{municipality.Canary}-goal-{name}"));
        rows.Add("citizen_links", ("id", c.Link), ("municipality_id", m), ("citizen_id", c.Citizen), ("token_hash", Hash(c.Token)),
            ("code_hash", Hash(Case.Code)),
            ("issued_by", municipality[Role.Caseworker]), ("issued_at", Now.AddDays(-10)), ("expires_on", Today.AddDays(100)));
        AddImport(c);
        if (goesOn) AddAssignment(c, status);
        if (goesOn) AddDocument(c);
        if (provider is null) return c;
        rows.Add("once_keys", ("key", c.OnceKey), ("organisation_id", m), ("actor_id", c.Citizen), ("request_hash", Hash("request")));
        AddAgreement(c);
        AddEntries(c);
        AddInvoice(c);
        AddCheck(c);
        AddFollowUp(c);
        return c;
    }

    private void AddAssignment(Case c, string status)
    {
        var accepted = c.Provider is not null;
        rows.Add("assignments", ("id", c.Assignment), ("municipality_id", c.Municipality.Id), ("grant_id", c.Grant),
            ("citizen_id", c.Citizen), ("number", $"A-{c.Name}"),
            ("status", status), ("target_group", "JobReady"), ("starts_on", c.StartsOn), ("ends_on", c.EndsOn), ("hours_per_week", 3m),
                ("total_hours", 60m),
            ("rate", 350m), ("price_ceiling", 450m), ("published_by", c.Municipality[Role.Caseworker]), ("published_at", Now.AddDays(-310)),
            ("provider_id", c.Provider?.Id), ("accepted_by", c.Provider?[Role.Coordinator]),
                ("accepted_at", accepted ? Now.AddDays(-305) : null),
            ("ended_on", status == "Ended" ? Today.AddDays(-20) : null), ("offered_to", c.OfferedTo?.Id));
        rows.Add("listings", ("id", c.Assignment), ("municipality_id", c.Municipality.Id), ("number", $"A-{c.Name}"),
            ("area", $"Område {c.Municipality.Slug}"), ("age_band", "30-39"),
            ("target_group", "JobReady"), ("purpose", "Job"), ("goals", new[] { "FindJob" }), ("tasks", new[] { "MeetOnTime" }),
                ("requirements", Array.Empty<string>()),
            ("hours_per_week", 3m), ("total_hours", 60m), ("starts_on", c.StartsOn), ("ends_on", c.EndsOn), ("rate", 350m),
                ("published_at", Now.AddDays(-310)),
            ("taken_at", accepted ? Now.AddDays(-305) : null), ("withdrawn_at", status == "Withdrawn" ? Now.AddDays(-1) : null),
                ("offered_to", c.OfferedTo?.Id),
            ("kind", c.OfferedTo is null ? "New" : "Extension"), ("follows_assignment_id", c.OfferedTo is null ? null : Live.Assignment));
    }

    private void AddAgreement(Case c)
    {
        rows.Add("agreements", ("id", c.Agreement), ("assignment_id", c.Assignment), ("municipality_id", c.Municipality.Id),
            ("provider_id", c.Provider!.Id), ("citizen_id", c.Citizen),
            ("version", 1), ("target_group", "JobReady"), ("valid_from", c.StartsOn), ("valid_to", c.EndsOn), ("hours_per_week", 3m),
                ("total_hours", 60m), ("rate", 350m),
            ("price_ceiling", 450m), ("recorded_by", c.Provider[Role.Coordinator]), ("recorded_at", Now.AddDays(-305)));
        rows.Add("agreement_mentors", ("agreement_id", c.Agreement), ("mentor_id", c.Mentor), ("municipality_id", c.Municipality.Id),
            ("provider_id", c.Provider.Id),
            ("name", $"Mentor {c.Provider.Canary}"), ("phone", "00000000"), ("email", "mentor@example"));
    }

    private void AddEntries(Case c)
    {
        var day = c.StartsOn.AddDays(2);
        foreach (var (entry, hour) in new[] { (c.Entry, 8), (c.Unanswered, 10) })
        {
            var starts = new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
            rows.Add("time_entries", ("id", entry), ("municipality_id", c.Municipality.Id), ("provider_id", c.Provider!.Id),
                ("assignment_id", c.Assignment), ("mentor_id", c.Mentor),
                ("mentor_name", $"Mentor {c.Provider.Canary}"), ("starts_at", starts), ("ends_at", starts.AddHours(1)), ("minutes", 60),
                    ("local_date", day),
                ("iso_week", System.Globalization.ISOWeek.GetWeekOfYear(day.ToDateTime(default))), ("kind", "Direct"), ("place", "Home"),
                    ("registered_by", c.Mentor), ("registered_at", starts.AddHours(2)));
            rows.Add("entry_notes", ("entry_id", entry), ("assignment_id", c.Assignment), ("municipality_id", c.Municipality.Id),
                ("provider_id", c.Provider.Id), ("note", $"{c.Identity}-note"));
            rows.Add("goal_steps", ("entry_id", entry), ("goal_id", c.Goal), ("assignment_id", c.Assignment),
                ("municipality_id", c.Municipality.Id), ("provider_id", c.Provider.Id), ("step", 3));
        }
        rows.Add("confirmations", ("id", c.Confirmation), ("entry_id", c.Entry), ("municipality_id", c.Municipality.Id),
            ("provider_id", c.Provider!.Id), ("assignment_id", c.Assignment),
            ("answer", "Disputed"), ("word", $"{c.Municipality.Canary}-word"), ("channel", "CitizenLink"), ("strength", "Strong"),
                ("recorded_at", Now.AddDays(-5)));
    }

    // The first half of the amount is payable and approved, the second half held.
    private void AddInvoice(Case c)
    {
        rows.Add("invoices", ("id", c.Invoice), ("municipality_id", c.Municipality.Id), ("provider_id", c.Provider!.Id),
            ("number", $"F-{c.Municipality.Slug}-{c.Name}"),
            ("issued_on", c.StartsOn.AddDays(10)), ("period_from", c.StartsOn), ("period_to", c.StartsOn.AddDays(9)),
                ("order_reference", $"{c.Provider.Canary}-{c.Municipality.Canary}-order"), ("person_reference", ""),
            ("amount", 700m), ("status", "PartlyApproved"), ("submitted_by", c.Provider[Role.Coordinator]),
                ("submitted_at", Now.AddDays(-4)));
        rows.Add("invoice_lines", ("id", c.Line), ("invoice_id", c.Invoice), ("municipality_id", c.Municipality.Id),
            ("provider_id", c.Provider.Id), ("line_no", 1),
            ("assignment_ref", $"A-{c.Name}"), ("assignment_id", c.Assignment), ("entry_ref", ""), ("from_on", c.StartsOn),
                ("to_on", c.StartsOn.AddDays(9)), ("minutes", 120),
            ("rate", 350m), ("amount", 700m), ("text", $"{c.Provider.Canary}-{c.Municipality.Canary}-line"));
    }

    private void AddCheck(Case c)
    {
        (string, object?)[] sides = [("municipality_id", c.Municipality.Id), ("provider_id", c.Provider!.Id)];
        rows.Add("checks", [("id", c.Check), ("invoice_id", c.Invoice), .. sides, ("as_known_at", Now.AddDays(-4)),
            ("run_at", Now.AddDays(-4)), ("rules_version", "2026"),
            ("settings_version", "1"), ("inputs_hash", Hash("inputs")), ("amount", 700m), ("payable", 350m), ("held", 350m),
                ("rejected", 0m)]);
        rows.Run("update portal.invoices set check_id = $1 where id = $2", c.Check, c.Invoice);
        rows.Add("line_verdicts", [("check_id", c.Check), ("line_id", c.Line), .. sides, ("amount", 700m), ("payable", 350m),
            ("held", 350m), ("rejected", 0m),
            ("payable_minutes", 60), ("held_minutes", 60), ("pay_rate", 350m), ("codes", new[] { "E01" })]);
        rows.Add("line_findings", [("check_id", c.Check), ("line_id", c.Line), ("position", 1), .. sides, ("share", "Held"),
            ("codes", new[] { "E01" }), ("minutes", 60), ("amount", 350m),
            ("arithmetic_da", $"{c.Provider.Canary}-{c.Municipality.Canary}-60 min"),
                ("arithmetic_en", $"{c.Provider.Canary}-{c.Municipality.Canary}-60 min"), ("entry_ids", new[] { c.Unanswered })]);
        rows.Add("line_matches", [("check_id", c.Check), ("line_id", c.Line), ("entry_id", c.Entry), .. sides, ("minutes", 60),
            ("is_held", false)]);
        rows.Add("check_entries", [("check_id", c.Check), ("entry_id", c.Entry), .. sides, ("codes", new[] { "E02" }),
            ("holds", new[] { "E02" }), ("approved", 0), ("allowed", 60), ("over_week", 0), ("over_total", 0)]);
        rows.Add("check_uses", [("check_id", c.Check), ("entry_id", c.Entry), ("line_id", c.Line), .. sides, ("minutes", 60),
            ("approved", 0), ("is_before", false)]);
        rows.Add("approvals", [("id", c.Approval), ("invoice_id", c.Invoice), ("check_id", c.Check), .. sides, ("amount", 350m),
            ("comment", $"{c.Municipality.Canary}-{c.Provider.Canary}-approval"),
            ("approved_by", c.Municipality[Role.Finance]), ("approved_by_name", "Finance"), ("approved_at", Now.AddDays(-3))]);
        rows.Add("approved_minutes", [("approval_id", c.Approval), ("line_id", c.Line), ("entry_id", c.Entry), .. sides, ("minutes", 60)]);
        rows.Add("jobs", ("id", c.Job), ("kind", "CheckInvoice"), ("municipality_id", c.Municipality.Id), ("subject_id", c.Invoice));
    }

    // Today lies in the first only; its period takes in the invoice of the running case and not the older ones.
    private void AddEngagements()
    {
        foreach (var (id, auditor, municipality, opens, expires, revoked) in new[]
        {
            (Engagement, Revision, Gribskov, -10, 30, false),
            (RevokedEngagement, Revision, Hilleroed, -10, 30, true),
            (ExpiredEngagement, LateRevision, Gribskov, -100, -1, false),
            (UnopenedEngagement, LateRevision, Hilleroed, 1, 60, false),
            (NotesEngagement, NotesRevision, Hilleroed, -10, 30, false),
        })
            rows.Add("engagements", ("id", id), ("auditor_id", auditor.Id), ("municipality_id", municipality.Id),
                ("period_from", Today.AddDays(-90)), ("period_to", Today),
                ("opens_on", Today.AddDays(opens)), ("expires_on", Today.AddDays(expires)), ("sees_notes", id != Engagement),
                    ("granted_by", municipality[Role.Administrator]),
                ("granted_at", Now.AddDays(-100)), ("revoked_at", revoked ? Now.AddDays(-1) : null));
    }

    private void AddEvidence()
    {
        foreach (var party in Parties)
        {
            rows.Run("select portal.append_event($1, 'TestEvent', $1, $2, $3)", party.Id, $"{{\"word\":\"{party.Canary}\"}}", new byte[16]);
            if (party == Vest) rows.Run("select portal.append_event($1, 'OrganisationChanged', $1, '{}', $2)", party.Id, new byte[16]);
        }
    }
}
