using System.Text.Json.Nodes;
using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>What is promised about single columns and transitions, beside which rows are whose.</summary>
internal static class ParticularProbes
{
    public static IEnumerable<Probe> Of(Visitor who, World w, Func<string, string, JsonObject> row) =>
        who.Login == "mm_signin" ? [.. OfLogin(who, w, row), .. Calendars(who)]
            : [.. OfLogin(who, w, row), .. Chains(who, w), .. Calendars(who)];

    // Whose calendar an address is, only the checker may ask, and what nobody has is nobody's.
    private static IEnumerable<Probe> Calendars(Visitor who)
    {
        const string sql = @"select array(select municipality_id::text from portal.open_calendar_feed('\x00'))";
        yield return who.Login == "mm_checker" ? Probe.Reads("calendar_feeds", sql, []) : Probe.IsRefused("calendar_feeds", sql);
    }

    private static IEnumerable<Probe> OfLogin(Visitor who, World w, Func<string, string, JsonObject> row) => who.Login switch
    {
        "mm_municipality" when who.Tenant == w.Gribskov => Municipality(who, w, row),
        "mm_provider" when who.Tenant is not null => Provider(who, w, row),
        "mm_auditor" => [.. Auditor(), .. Words(who, w)],
        "mm_checker" => [Probe.IsRefused("jobs", $"select array[portal.queue_rechecks('{w.Live.Entry}')::text]"),
            .. Refused("entry_notes", "note"), .. Refused("grants", "purpose_text"), .. Refused("goal_steps", "step"),
            .. Refused("memberships", "name"), .. Refused("memberships", "phone"), .. Refused("follow_ups", "note"),
            .. Refused("follow_ups", "citizen_words"), .. Refused("grant_ends", "text"), .. Refused("grant_ends", "assessment"),
            .. Refused("grant_ends", "reason"), .. Refused("grant_ends", "correction_text"), .. Refused("calendar_feeds", "id"),
            .. Refused("information_duties", "citizen_id"), .. Refused("information_duties", "cause"),
            .. Refused("information_duties", "note"), .. Refused("information_steps", "words"), .. Refused("information_steps", "way")],
        "mm_citizen" => [.. Refused("citizen_cprs", "cipher"), .. Refused("information_duties", "id"), .. Refused("citizen_links", "id"),
            .. Refused("entry_notes", "note"), .. Refused("grants", "decided_by"), .. Refused("invoices", "amount")],
        "mm_signin" => [.. Refused("grants", "id"), .. Refused("citizens", "id"), .. Refused("evidence_events", "hash"),
            .. Refused("applications", "contact_name"),
            Probe.Reads("applications", "select array_agg(distinct cvr) from portal.applications", [w.CvrOf(w.Nord), w.CvrOf(w.Syd)])],
        "mm_operator" => Operator(who, w),
        _ => [],
    };

    private static IEnumerable<Probe> Operator(Visitor who, World w)
    {
        var isOne = who.Tenant == w.Platform && who.Person == w.Platform[Role.Operator];
        string Organisation(string kind, string suspended = "null") =>
            $"insert into portal.organisations (id, kind, slug, name, suspended_at) values (gen_random_uuid(), '{kind}', 'ny-her', 'Ny', {suspended})";
        string Invitation(string roles = "{Administrator}", bool isTheirs = true, Guid? by = null) =>
            $"insert into portal.invitations (id, organisation_id, email, name, roles, token_hash, from_operator, invited_by, expires_at) values (gen_random_uuid(), '{w.Nord.Id}', 'a@nord.example', 'A', '{roles}', decode('{Guid.CreateVersion7():N}', 'hex'), {isTheirs}, '{by ?? who.Person ?? Guid.Empty}', now() + interval '1 day')";
        yield return isOne ? Probe.Succeeds("organisations", Organisation("Provider")) : Probe.IsRefused("organisations", Organisation("Provider"));
        yield return Probe.IsRefused("organisations", Organisation("Platform"));
        yield return Probe.IsRefused("organisations", Organisation("Provider", "now()"));
        yield return Probe.Changes("applications",
            $"update portal.applications set status = 'Refused', reason = 'Nej', decided_at = now(), decided_by = '{who.Person ?? Guid.Empty}' where organisation_id is null",
            isOne ? 2 : 0);
        // What is decided stays so, and nobody decides in another's name.
        yield return Probe.Changes("applications", $"update portal.applications set decided_by = '{who.Person ?? Guid.Empty}' where organisation_id is not null", 0);
        yield return Probe.Changes("applications",
            $"update portal.applications set status = 'Refused', reason = 'Nej', decided_at = now(), decided_by = '{w.Nord.FirstPerson}' where organisation_id is null", 0);
        yield return isOne ? Probe.Succeeds("invitations", Invitation()) : Probe.IsRefused("invitations", Invitation());
        yield return Probe.IsRefused("invitations", Invitation("{Administrator,Finance}"));
        yield return Probe.IsRefused("invitations", Invitation(isTheirs: false));
        yield return Probe.IsRefused("invitations", Invitation(by: w.Nord.FirstPerson));
        foreach (var (table, column) in new[] { ("memberships", "email"), ("memberships", "roles"), ("jobs", "subject_id"),
            ("jobs", "last_error"), ("users", "email"), ("citizens", "id"), ("grants", "id"), ("invoices", "amount"), ("time_entries", "id") })
        {
            foreach (var probe in Refused(table, column)) yield return probe;
        }
    }

    private static IEnumerable<Probe> Municipality(Visitor who, World w, Func<string, string, JsonObject> row)
    {
        // Nobody appoints themselves, and what is taken back stays so.
        yield return Probe.IsRefused("deputies",
            $"insert into portal.deputies (id, municipality_id, leader_id, deputy_id, from_on, to_on, appointed_by, appointed_at) values (gen_random_uuid(), '{w.Gribskov.Id}', '{w.Gribskov[Role.TeamLeader]}', '{who.Person}', current_date, current_date, '{who.Person}', now())");
        yield return Probe.IsRefused("deputies", "update portal.deputies set revoked_at = null");
        // In one's own name, but in another municipality.
        yield return Probe.IsRefused("grant_settings",
            $"insert into portal.grant_settings (id, municipality_id, version, valid_from, settings, recorded_by, recorded_at) values (gen_random_uuid(), '{w.Hilleroed.Id}', 9, current_date, '{{}}', '{who.Person}', now())");
        yield return Probe.IsRefused("municipal_settings",
            $"insert into portal.municipal_settings (id, municipality_id, version, valid_from, shadow_rules, recorded_by, recorded_at) values (gen_random_uuid(), '{w.Hilleroed.Id}', 9, current_date, '{{}}', '{who.Person}', now())");
        yield return Probe.IsRefused("deputies",
            $"insert into portal.deputies (id, municipality_id, leader_id, deputy_id, from_on, to_on, appointed_by, appointed_at) values (gen_random_uuid(), '{w.Hilleroed.Id}', '{w.Hilleroed[Role.TeamLeader]}', '{w.Hilleroed[Role.Finance]}', current_date, current_date, '{who.Person}', now())");
        yield return Probe.IsRefused("documents",
            $"insert into portal.documents (id, municipality_id, citizen_id, grant_id, kind, version, language, facts, content, changes, made_by, made_at) values (gen_random_uuid(), '{w.Hilleroed.Id}', '{w.ElsewhereLive.Citizen}', '{w.ElsewhereLive.Grant}', 'Agreement', 9, 'da', '{{}}', '{{}}', '{{}}', '{who.Person}', now())");
        yield return Probe.IsRefused("document_dispatches",
            $"insert into portal.document_dispatches (id, document_id, municipality_id, channel, sent_on, recorded_by, recorded_at) values (gen_random_uuid(), '{w.ElsewhereLive.Document}', '{w.Hilleroed.Id}', 'DigitalPost', current_date, '{who.Person}', now())");
        // What is deleted is deleted by a function, and only one's own.
        yield return Probe.Succeeds("grant_goals",
            Do($"call portal.remove_goal('{w.Draft.Goal}')", Gone("grant_goals", "id", w.Draft.Goal)));
        yield return Probe.Succeeds("import_files",
            Do($"perform portal.delete_import_file('{w.Draft.Import}')", Gone("import_files", "import_id", w.Draft.Import)));
        yield return Probe.Succeeds("import_problems",
            Do($"perform portal.delete_import_problems('{w.Draft.Import}')", Gone("import_problems", "import_id", w.Draft.Import)));
        foreach (var table in new[] { "grant_goals", "import_files", "import_problems" })
        {
            yield return Probe.IsRefused(table, $"delete from portal.{table}");
        }
        // Whether somebody was elsewhere is told of one's own entries.
        yield return Probe.Reads("time_entries", Overlaps(w.Live.Entry), [w.Live.Entry.ToString()]);
        yield return Probe.Reads("time_entries", Overlaps(w.ElsewhereLive.Entry), []);
        foreach (var table in new[] { "imports", "imported_rows" }) yield return Probe.IsRefused(table, $"delete from portal.{table}");
        yield return Probe.IsRefused("imported_rows", "update portal.imported_rows set payload = ''");

        // A job is done for oneself or for nobody.
        var job = row("jobs", w.Live.Job.ToString());
        yield return Probe.IsRefused("jobs", IsolationSuite.Copy("jobs", With(job, ("person_id", Guid.Empty.ToString()))));
        if (who.Person is { } self)
        {
            yield return Probe.Succeeds("jobs", IsolationSuite.Copy("jobs", With(job, ("person_id", self.ToString()))));
        }
        yield return Probe.IsRefused("assignments", $"update portal.assignments set provider_id = '{w.Vest.Id}'");
        yield return Probe.IsRefused("invoices", "update portal.invoices set amount = 1");
        yield return Probe.IsRefused("calendar_feeds", "update portal.calendar_feeds set token_hash = token_hash");
        yield return Probe.IsRefused("calendar_feeds", "update portal.calendar_feeds set last_used_at = now()");
        yield return Probe.IsRefused("citizen_links", "update portal.citizen_links set code_hash = token_hash");
        yield return Probe.IsRefused("information_duties", "update portal.information_duties set due_on = due_on + 1");
        yield return Probe.IsRefused("citizen_cprs",
            $"update portal.citizen_cprs set citizen_id = '{w.Open.Citizen}' where citizen_id = '{w.Live.Citizen}'");
        yield return Probe.IsRefused("citizens", $"update portal.citizens set municipality_id = '{w.Hilleroed.Id}'");
        foreach (var probe in Refused("users", "password_hash")) yield return probe;
    }

    private static IEnumerable<Probe> Provider(Visitor who, World w, Func<string, string, JsonObject> row)
    {
        var (me, person) = (who.Tenant!.Id, who.Person);
        static string Accept(Case c) => $"select array[portal.accept_assignment('{c.Assignment}', now())::text]";

        // An open assignment is seen by nobody and taken by the database: once, by a provider, if it is on the market or offered to it.
        foreach (var c in w.Cases.Where(c => c.IsPublished))
        {
            var isOpen = c == w.Open || c == w.ElsewhereOpen || (c == w.Offered && who.Tenant == w.Nord);
            yield return who.Tenant.Kind == OrganisationKind.Provider ? Probe.Reads("assignments", Accept(c), [isOpen ? "true" : "false"])
                : Probe.IsRefused("assignments", Accept(c));
            if (isOpen && who.Tenant.Kind == OrganisationKind.Provider)
            {
                yield return Probe.Succeeds("listings", Do($"perform portal.accept_assignment('{c.Assignment}', now())",
                    $"if not exists (select from portal.listings where id = '{c.Assignment}' and taken_at is not null) or not exists (select from portal.assignments where id = '{c.Assignment}' and provider_id = '{me}' and accepted_by = '{person}' and status = 'Accepted') then raise exception 'not taken' using errcode = 'P0002'; end if"));
                yield return Probe.IsRefused("assignments",
                    Do($"perform set_config('app.person', '{Guid.Empty}', true)",
                    $"perform portal.accept_assignment('{c.Assignment}', now())"));
            }
        }
        yield return Probe.IsRefused("assignments", "update portal.assignments set status = status");
        yield return Probe.IsRefused("assignments", "update portal.assignments set rate = 900");
        yield return Probe.IsRefused("listings", "update portal.listings set taken_at = now()");
        yield return Probe.IsRefused("listings", "update portal.listings set rate = 900");
        yield return Probe.IsRefused("time_entries", Overlaps(w.Live.Entry));
        // What a municipality asks for on invoices is told to those that work or have worked for it.
        foreach (var municipality in new[] { w.Gribskov, w.Hilleroed })
        {
            yield return Probe.Reads("municipal_settings",
                $"select array(select row_number() over ()::text from portal.references_asked('{municipality.Id}'))",
                who.Tenant == w.Nord || who.Tenant == w.Syd ? ["1"] : []);
        }

        foreach (var column in new[] { "citizen_id", "key_id", "cipher", "lookup" })
        {
            yield return Probe.IsRefused("citizen_cprs", $"select array_agg({column}::text) from portal.citizen_cprs");
        }
        foreach (var column in new[] { "id", "birth_year" })
        {
            yield return Probe.IsRefused("citizens", $"select array_agg({column}::text) from portal.citizens");
        }
        foreach (var column in new[] { "id", "token_hash", "code_hash", "expires_on" })
        {
            yield return Probe.IsRefused("citizen_links", $"select array_agg({column}::text) from portal.citizen_links");
        }
        foreach (var probe in Refused("grants", "qualifications").Concat(Refused("grants", "problems"))
            .Concat(Refused("grants", "decision_comment")).Concat(Refused("municipal_settings", "price_ceiling")))
        {
            yield return probe;
        }
        foreach (var probe in Refused("confirmations", "word")) yield return probe;
        yield return Probe.IsRefused("confirmations", $"update portal.confirmations set answer = 'Confirmed'");
        if (who.Tenant == w.Vest)
        {
            // A municipality that one has never worked for gets no invoice.
            var invoice = With(row("invoices", w.Live.Invoice.ToString()), ("provider_id", me.ToString()),
                ("submitted_by", person.ToString()));
            yield return Probe.IsRefused("invoices", IsolationSuite.Copy("invoices", invoice));
        }
        // The mentors of a course that is over are not changed any more.
        if (who.Tenant == w.Syd)
        {
            yield return Probe.IsRefused("agreements",
                IsolationSuite.Copy("agreements", With(row("agreements", w.RunOut.Agreement.ToString()), ("version", 2))));
        }
        if (who.Tenant == w.Nord) foreach (var probe in Nord(who, w, row)) yield return probe;
    }

    private static IEnumerable<Probe> Nord(Visitor who, World w, Func<string, string, JsonObject> row)
    {
        var agreement = row("agreements", w.Live.Agreement.ToString());
        foreach (var (term, other) in new (string, JsonNode)[]
        {
            ("target_group", "Other"), ("valid_from", "2020-01-01"), ("valid_to", "2099-01-01"), ("hours_per_week", 30),
                ("total_hours", 600), ("rate", 900), ("price_ceiling", 900),
        })
            yield return Probe.IsRefused("agreements", IsolationSuite.Copy("agreements", With(agreement, (term, other))));

        // One says no to what one was offered, and to nothing else; why a course rests or what came of it is not the provider's.
        var decline = row("offer_declines", w.Declined.Assignment.ToString());
        yield return Probe.IsRefused("offer_declines",
            IsolationSuite.Copy("offer_declines",
            With(decline, ("assignment_id", w.Live.Assignment.ToString()), ("declined_by", who.Person.ToString()))));
        foreach (var probe in Refused("grant_pauses", "reason").Concat(Refused("grant_pauses", "assessment"))
            .Concat(Refused("grants", "refusal_reason")).Concat(Refused("outcomes", "result")))
        {
            yield return probe;
        }

        // A new agreement takes its mentors in the same transaction, and only under the provider's own name.
        var fresh = Guid.CreateVersion7().ToString();
        var makes = WithId(IsolationSuite.Copy("agreements", With(agreement, ("version", 2))), fresh);
        var named = With(row("agreement_mentors", w.Live.Agreement.ToString()), ("agreement_id", fresh));
        yield return Probe.Succeeds("agreement_mentors", Do(makes, IsolationSuite.Copy("agreement_mentors", named)));
        yield return Probe.IsRefused("agreement_mentors",
            Do(makes, IsolationSuite.Copy("agreement_mentors", With(named, ("provider_id", w.Syd.Id.ToString())))));

        // Named are people of one's own, and time is theirs: of nobody else may it be asked what they did.
        var stranger = w.Syd[Role.Mentor].ToString();
        yield return Probe.IsRefused("agreement_mentors",
            Do(makes, IsolationSuite.Copy("agreement_mentors", With(named, ("mentor_id", stranger)))));
        var entry = With(row("time_entries", w.Live.Entry.ToString()), ("registered_by", who.Person.ToString()));
        yield return Probe.Succeeds("time_entries", IsolationSuite.Copy("time_entries", entry));
        foreach (var other in new[] { stranger, w.Nord[Role.Coordinator].ToString(), Guid.Empty.ToString() })
        {
            yield return Probe.IsRefused("time_entries", IsolationSuite.Copy("time_entries", With(entry, ("mentor_id", other))));
        }
        // A step is on a goal of the course; whether another goal exists is not told.
        foreach (var goal in new[] { w.Ended.Goal, w.Draft.Goal, w.ElsewhereEnded.Goal, Guid.Empty })
        {
            yield return Probe.IsRefused("goal_steps",
                IsolationSuite.Copy("goal_steps", With(row("goal_steps", w.Live.Entry.ToString()), ("goal_id", goal.ToString()))));
        }

        yield return Probe.IsRefused("jobs",
            IsolationSuite.Copy("jobs", With(row("jobs", w.Live.Job.ToString()), ("municipality_id", w.Hilleroed.Id.ToString()))));

        yield return Probe.IsRefused("jobs",
            IsolationSuite.Copy("jobs", With(row("jobs", w.Live.Job.ToString()), ("person_id", who.Person.ToString()))));

        // New checks because of an entry are asked for by the database's function alone.
        var recheck = With(row("jobs", w.Live.Job.ToString()), ("kind", "RecheckEntry"), ("subject_id", w.Live.Entry.ToString()));
        yield return Probe.IsRefused("jobs", IsolationSuite.Copy("jobs", recheck));
        yield return Probe.Succeeds("jobs", $"select array[portal.queue_rechecks('{w.Live.Entry}')::text]");

        // A new invoice takes its lines; one that has been checked takes none.
        if (who.Person != w.Nord[Role.Coordinator]) yield break;
        var id = Guid.CreateVersion7().ToString();
        var invoice = IsolationSuite.Copy("invoices", With(row("invoices", w.Live.Invoice.ToString()), ("number", "F-new")));
        var line = IsolationSuite.Copy("invoice_lines", With(row("invoice_lines", w.Live.Line.ToString()), ("invoice_id", id)));
        yield return Probe.Succeeds("invoice_lines", Do(WithId(invoice, id), line));
        var foreignLine = IsolationSuite.Copy("invoice_lines",
            With(row("invoice_lines", w.Live.Line.ToString()), ("invoice_id", id), ("provider_id", w.Syd.Id.ToString())));
        yield return Probe.IsRefused("invoice_lines", Do(WithId(invoice, id), foreignLine));
        var another = With(row("invoices", w.Live.Invoice.ToString()), ("submitted_by", Guid.Empty.ToString()));
        yield return Probe.IsRefused("invoices", IsolationSuite.Copy("invoices", another));
        yield return Probe.IsRefused("invoices", IsolationSuite.Copy("invoices", row("invoices", w.Live.Invoice.ToString()))
            .Replace("\"Submitted\"", "\"Approved\"", StringComparison.Ordinal));
        yield return Probe.IsRefused("invoices", IsolationSuite.Copy("invoices", row("invoices", w.Live.Invoice.ToString()))
            .Replace("\"check_id\":null", $"\"check_id\":\"{w.Live.Check}\"", StringComparison.Ordinal));
    }

    // An event goes to one's own chain, to that of a municipality one has worked for, or audits now.
    private static IEnumerable<Probe> Chains(Visitor who, World w)
    {
        foreach (var chain in w.Parties)
        {
            var sql =
                $"select array[portal.append_event('{chain.Id}', 'Probe', '{chain.Id}', '{{}}', '\\x00000000000000000000000000000000')::text]";
            // An operator tells a chain what was done to the organisation, and nothing else; least of all their own.
            if (who.Login == "mm_operator")
            {
                var isOne = who.Tenant == w.Platform && who.Person == w.Platform[Role.Operator];
                yield return Probe.IsRefused("evidence_events", sql);
                foreach (var (kind, isTold) in new[] { ("OrganisationSuspended", chain != w.Platform), ("ApplicationRefused", chain == w.Platform) })
                {
                    var told = sql.Replace("'Probe'", $"'{kind}'", StringComparison.Ordinal);
                    yield return isOne && isTold ? Probe.Succeeds("evidence_events", told) : Probe.IsRefused("evidence_events", told);
                }
                continue;
            }
            var allowed = chain == who.Tenant
                || (who.Login == "mm_provider" && (who.Tenant == w.Nord || who.Tenant == w.Syd)
                && (chain == w.Gribskov || chain == w.Hilleroed))
                || (who.Login == "mm_auditor"
                    && ((who.Tenant == w.Revision && chain == w.Gribskov) || (who.Tenant == w.NotesRevision && chain == w.Hilleroed)));
            yield return allowed ? Probe.Succeeds("evidence_events", sql) : Probe.IsRefused("evidence_events", sql);
            // What the database alone tells, nobody else does.
            foreach (var kind in new[] { "PayloadErased", "ChangedByHand", "OrganisationSuspended", "OrganisationReopened", "OrganisationOpened",
                "OrganisationChanged", "ApplicationRefused" })
            {
                yield return Probe.IsRefused("evidence_events", sql.Replace("'Probe'", $"'{kind}'", StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<Probe> Refused(string table, string column) =>
        [Probe.IsRefused(table, $"select array_agg({column}::text) from portal.{table}")];

    private static IEnumerable<Probe> Auditor() =>
    [
        .. Refused("citizen_identities", "name"), .. Refused("citizen_addresses", "address"), .. Refused("citizen_cprs", "cipher"),
            .. Refused("information_duties", "note"),
        .. Refused("grants", "purpose_text"), .. Refused("grants", "task_text"), .. Refused("grants", "qualifications"),
            .. Refused("grants", "decision_comment"),
        .. Refused("follow_ups", "note"), .. Refused("follow_ups", "reason"), .. Refused("follow_ups", "citizen_words"),
            .. Refused("follow_ups", "with_citizen"),
        .. Refused("grant_pauses", "reason"), .. Refused("grant_pauses", "assessment"), .. Refused("grant_ends", "text"),
            .. Refused("grant_ends", "assessment"), .. Refused("grant_ends", "correction_text"), .. Refused("grants", "refusal_reason"),
            .. Refused("outcomes", "note"),
        .. Refused("invoices", "order_reference"), .. Refused("invoices", "person_reference"), .. Refused("invoices", "return_reason"),
            .. Refused("invoice_lines", "text"), .. Refused("invoice_lines", "assignment_ref"),
        .. Refused("grant_goals", "detail"), .. Refused("confirmations", "word"), .. Refused("time_entries", "correction_reason"),
        Probe.IsRefused("invoices", "update portal.invoices set status = 'Approved'"),
        Probe.IsRefused("engagements", "update portal.engagements set expires_on = expires_on + 100"),
    ];

    // What was typed on an invoice is for the auditor whose engagement says notes, within its municipality and period.
    private static IEnumerable<Probe> Words(Visitor who, World w) => w.Cases.Where(c => c.Provider is not null).Select(c => Probe.Reads(
        "invoice_lines", $"select array(select line_text from portal.words_on_invoice('{c.Invoice}'))",
        who.Tenant == w.NotesRevision && c == w.ElsewhereLive ? [$"{c.Provider!.Canary}-{c.Municipality.Canary}-line"] : []));

    private static JsonObject With(JsonObject row, params (string Column, JsonNode? Value)[] changes)
    {
        var copy = row.DeepClone().AsObject();
        foreach (var (column, value) in changes) copy[column] = value?.DeepClone();
        return copy;
    }

    private static string WithId(string insert, string id) => System.Text.RegularExpressions.Regex.Replace(insert, "\"id\":\"[^\"]*\"",
        $"\"id\":\"{id}\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string Do(params string[] statements) => $"do $probe$ begin {string.Join("; ", statements)}; end $probe$";

    private static string Overlaps(Guid entry) =>
        $"select array(select entry_id::text from portal.overlapping_entries(array['{entry}']::uuid[], now()))";

    // Inside DO: no such row is left.
    private static string Gone(string table, string column, Guid id) =>
        $"if exists (select from portal.{table} where {column} = '{id}') then raise exception 'still there' using errcode = 'P0002'; end if";
}
