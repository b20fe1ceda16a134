using static MentorMarket.Web.Tests.Database.World;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// What the definer functions do that their caller cannot see. In one transaction of the administrator a row is made ready, the
/// function is called as the login, and the administrator looks at what came of it; then all of it is undone.
/// </summary>
public static class Effects
{
    private const string Salt = @"\x00000000000000000000000000000000";

    /// <param name="Call">What the login does; an error is part of the answer.</param>
    /// <param name="Look">One value, as the administrator sees it afterwards.</param>
    public sealed record Effect(string Name, string Login, Party? Tenant, Guid? Person, Case? Citizen, string Before, string Call,
        string Look, string Expected);

    public static IReadOnlyList<Effect> All(World w)
    {
        var (nord, gribskov, live) = (w.Nord, w.Gribskov, w.Live);
        const string jobs = "select count(*)::text from portal.jobs where kind = 'RecheckEntry'";
        const string answer = "select answer from effect";
        Effect Link(string name, string before, string code, string look, string expected) =>
            new(name, "mm_citizen", null, null, null, before,
                $"insert into effect select outcome from portal.open_citizen_link(sha256('{live.Token}'), sha256('{code}'))", look,
                expected);
        Effect IsOpen(string name, string before, Party tenant, Case citizen, string expected) =>
            new(name, "mm_citizen", tenant, null, citizen, before,
                $"insert into effect select portal.citizen_link_is_open('{live.Link}')::text", answer, expected);
        Effect Feed(string name, string before, string token, string expected) =>
            new(name, "mm_checker", gribskov, null, null, before,
                $"insert into effect select count(*)::text from portal.open_calendar_feed(sha256('{token}'))", answer, expected);
        Effect Overlap(string name, string login, Party tenant, Guid entry, string expected) =>
            new(name, login, tenant, null, null, $"""
                alter table portal.time_entries disable trigger all;
                update portal.time_entries o set mentor_id = l.mentor_id, starts_at = l.starts_at, ends_at = l.ends_at from portal.time_entries l where l.id = '{live.Entry}' and o.id = '{w.ElsewhereLive.Entry}'
                """, $"insert into effect select coalesce(string_agg(coalesce(o.other_id::text, '-') || ' ' || o.of_mentor, ' '), '') from portal.overlaps_of(array['{entry}']::uuid[], now()) o", answer, expected);
        // The lines of two invoices name the course of the first of the given cases, and none of them is found.
        Effect NoGrant(string name, Party tenant, Guid invoice, Case named, string expected, string also = "") => new(name, "mm_auditor", tenant, null, null, $"""
            alter table portal.invoice_lines disable trigger all; alter table portal.engagements disable trigger all; {also}
            update portal.invoice_lines set assignment_id = null, assignment_ref = upper((select number from portal.assignments where id = '{named.Assignment}')) where invoice_id in ('{live.Invoice}', '{w.Ended.Invoice}')
            """, $"insert into effect select coalesce(string_agg(concat(is_of_another, ' ', is_elsewhere), ', '), '') from portal.lines_without_grant('{invoice}')", answer, expected);
        Effect Decided(string name, string login, Party tenant, Guid invoice, string expected, string before = "") =>
            new(name, login, tenant, null, null, before,
                $"insert into effect select count(*)::text from portal.decisions_of_invoice('{invoice}')", answer, expected);
        var revoked = $"update portal.engagements set revoked_at = now() where id = '{w.Engagement}';";
        Effect Owner(string name, string call, string look, string expected) =>
            new(name, "mm_migrator", null, null, null, "", call, look, expected);
        var chain = gribskov.Id;
        var offeredToVest =
            $"alter table portal.offer_declines disable trigger all; update portal.offer_declines set offered_to = '{w.Vest.Id}'";
        const string noted = "set constraints all immediate";
        const string byHand = "select count(*)::text from portal.evidence_events where kind = 'ChangedByHand'";
        Effect IsOperator(string name, string before, string expected) =>
            new(name, "mm_operator", w.Platform, w.Platform[Role.Operator], null, before,
                "insert into effect select portal.is_operator()::text", answer, expected);
        return
        [
            IsOperator("an operator is one", "", "true"),
            IsOperator("and no longer when the membership has ended", $"update portal.memberships set ended_at = now() where person_id = '{w.Platform[Role.Operator]}'", "false"),
            IsOperator("nor with another role there", $"update portal.memberships set roles = '{{Administrator}}' where person_id = '{w.Platform[Role.Operator]}'", "false"),
            new("a provider asks for checks because of its own entry", "mm_provider", nord, live.Mentor, null, "",
                $"select portal.queue_rechecks('{live.Entry}')", jobs, "1"),
            new("and not because of another's", "mm_provider", nord, live.Mentor, null, "",
                $"select portal.queue_rechecks('{w.Ended.Entry}')", jobs, "0"),
            new("a citizen asks about their own entry", "mm_citizen", gribskov, null, live, "",
                $"select portal.queue_rechecks('{live.Entry}')", jobs, "1"),
            new("and not about another citizen's", "mm_citizen", gribskov, null, live, "",
                $"select portal.queue_rechecks('{w.Ended.Entry}')", jobs, "0"),
            new("nor in another municipality", "mm_citizen", w.Hilleroed, null, live, "", $"select portal.queue_rechecks('{live.Entry}')",
                jobs, "0"),

            // Two registrations of the same mentor at the same time, one with each provider.
            Overlap("a provider is told when its own registration overlaps, and not with which", "mm_provider", nord, live.Entry, "- true"),
            Overlap("and nothing about another's", "mm_provider", nord, w.ElsewhereLive.Entry, ""),
            Overlap("a municipality is told about its own", "mm_municipality", gribskov, live.Entry, "- true"),
            Overlap("and nothing about another's, either", "mm_municipality", gribskov, w.ElsewhereLive.Entry, ""),
            Overlap("an auditor is told within its scope", "mm_auditor", w.Revision, live.Entry, "- true"),
            Overlap("and not beyond it", "mm_auditor", w.Revision, w.ElsewhereLive.Entry, ""),

            NoGrant("an auditor is told that a line names another provider's course", w.Revision, live.Invoice, w.Ended, "t f"),
            NoGrant("and not that of the provider's own", w.Revision, live.Invoice, live, "f f"),
            NoGrant("nor of a course in a municipality beyond its scope", w.Revision, live.Invoice, w.ElsewhereEnded, "f f",
                $"alter table portal.assignments disable trigger all; update portal.assignments set number = 'A-elsewhere' where id = '{w.ElsewhereEnded.Assignment}';"),
            NoGrant("another auditor is told nothing of it", w.NotesRevision, live.Invoice, w.Ended, ""),
            NoGrant("nor anybody of an invoice outside the period", w.Revision, w.Ended.Invoice, w.Ended, ""),
            NoGrant("nor one whose engagement is revoked", w.Revision, live.Invoice, w.Ended, "", revoked),
            Decided("a municipality is told of the decision behind its invoice", "mm_municipality", gribskov, live.Invoice, "1"),
            Decided("and not behind another's", "mm_municipality", w.Hilleroed, live.Invoice, "0"),
            Decided("a provider is told of the decision behind its invoice", "mm_provider", nord, live.Invoice, "1"),
            Decided("and not behind another's, either", "mm_provider", w.Syd, live.Invoice, "0"),
            Decided("an auditor is told within its scope and period", "mm_auditor", w.Revision, live.Invoice, "1"),
            Decided("another auditor is not", "mm_auditor", w.NotesRevision, live.Invoice, "0"),
            Decided("nor anybody outside the period", "mm_auditor", w.Revision, w.Ended.Invoice, "0"),
            Decided("nor one whose engagement is revoked, either", "mm_auditor", w.Revision, live.Invoice, "0",
                $"alter table portal.engagements disable trigger all; {revoked}"),

            new("one tenant's turn is not another's", "mm_municipality", gribskov, null, null, "",
                $"select portal.lock_for_tenant('x'), set_config('app.tenant', '{w.Hilleroed.Id}', true), portal.lock_for_tenant('x')",
                "select count(*)::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()", "2"),
            new("another's file stays", "mm_municipality", gribskov, null, null, "",
                $"select portal.delete_import_file('{w.ElsewhereDraft.Import}')",
                $"select count(*)::text from portal.import_files where import_id = '{w.ElsewhereDraft.Import}'", "1"),
            new("another's problems stay", "mm_municipality", gribskov, null, null, "",
                $"select portal.delete_import_problems('{w.ElsewhereDraft.Import}')",
                $"select (count(*) > 0)::text from portal.import_problems where import_id = '{w.ElsewhereDraft.Import}'", "true"),
            new("another's goal stays", "mm_municipality", gribskov, null, null, "", $"call portal.remove_goal('{w.ElsewhereDraft.Goal}')",
                $"select count(*)::text from portal.grant_goals where id = '{w.ElsewhereDraft.Goal}'", "1"),

            Link("the right code opens", "", Case.Code, answer, "Open"),
            Link("the wrong one does not", "", "000000", answer, "Wrong"),
            Link("and costs a try", "", "000000", $"select tries_left::text from portal.citizen_links where id = '{live.Link}'", "4"),
            Link("without a try left it is closed", $"update portal.citizen_links set tries_left = 0 where id = '{live.Link}'", Case.Code,
                answer, "Closed"),
            Link("revoked it is closed", $"update portal.citizen_links set revoked_at = now() where id = '{live.Link}'", Case.Code, answer,
                "Closed"),
            Link("expired it is closed", $"update portal.citizen_links set expires_on = portal.today() - 1 where id = '{live.Link}'",
                Case.Code, answer, "Closed"),
            IsOpen("a session stays open", "", gribskov, live, "true"),
            IsOpen("not after the link was revoked", $"update portal.citizen_links set revoked_at = now() where id = '{live.Link}'",
                gribskov, live, "false"),
            IsOpen("nor after it expired", $"update portal.citizen_links set expires_on = portal.today() - 1 where id = '{live.Link}'",
                gribskov, live, "false"),
            IsOpen("nor for another citizen", "", gribskov, w.Open, "false"),
            IsOpen("nor in another municipality", "", w.Hilleroed, live, "false"),
            Feed("a calendar address is somebody's", "", "feed-gribskov", "1"),
            Feed("another one nobody's", "", "feed-nobody", "0"),
            Feed("nor one that was revoked", "update portal.calendar_feeds set revoked_at = now()", "feed-gribskov", "0"),
            Feed("nor while the municipality is shut out", $"update portal.organisations set suspended_at = now() where id = '{gribskov.Id}'",
                "feed-gribskov", "0"),
            Feed("nor of somebody who has left", "update portal.memberships set ended_at = now()", "feed-gribskov", "0"),

            new("who has left a provider accepts nothing", "mm_provider", nord, nord[Role.Coordinator], null,
                $"update portal.memberships set ended_at = now() where person_id = '{nord[Role.Coordinator]}'",
                $"insert into effect select portal.accept_assignment('{w.Open.Assignment}', now())::text", answer, "42501"),
            new("nor does somebody of another house", "mm_provider", nord, w.Syd[Role.Coordinator], null, "",
                $"insert into effect select portal.accept_assignment('{w.Open.Assignment}', now())::text", answer, "42501"),
            new("whom something was offered to says so on the municipality's chain, though they never worked there", "mm_provider", w.Vest,
                w.Vest[Role.Coordinator], null,
                offeredToVest,
                $"insert into effect select portal.append_event('{chain}', 'OfferDeclined', '{w.Declined.Assignment}', '{{}}', '{Salt}')::text is not null",
                    answer, "true"),
            new("and nothing else", "mm_provider", w.Vest, w.Vest[Role.Coordinator], null,
                offeredToVest,
                $"insert into effect select portal.append_event('{chain}', 'AssignmentAccepted', '{w.Declined.Assignment}', '{{}}', '{Salt}')::text",
                    answer, "42501"),
            new("nor about what others were offered", "mm_provider", w.Vest, w.Vest[Role.Coordinator], null, "",
                $"insert into effect select portal.append_event('{chain}', 'OfferDeclined', '{w.Declined.Assignment}', '{{}}', '{Salt}')::text",
                answer, "42501"),
            new("an event names who acted and hangs on the one before", "mm_municipality", gribskov, gribskov[Role.Finance], null, "",
                $"select portal.append_event('{chain}', 'Probe', '{chain}', '{{}}', '{Salt}')", """
                select (e.hash = sha256(b.hash || convert_to(concat_ws('|', 'v1', e.organisation_id, e.sequence, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    e.kind, e.subject_id, e.actor_id, e.actor_role, e.acting_organisation_id, encode(sha256(decode(repeat('00', 16), 'hex') || convert_to('{}', 'UTF8')), 'hex')), 'UTF8')))::text
                from portal.evidence_events e join portal.evidence_events b on b.organisation_id = e.organisation_id and b.sequence = e.sequence - 1 where e.kind = 'Probe'
                """, "true"),

            Owner("what was said is erased with an event", $"select portal.erase_payload('{chain}', 1, 'Prøve Person', 'fordi')",
                "select count(*)::text from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence) where e.kind = 'PayloadErased' and p.payload::jsonb ->> 'sequence' = '1' and p.payload::jsonb ->> 'why' = 'fordi'",
                "1"),
            Owner("and never without saying why",
                $"insert into effect select portal.erase_payload('{chain}', 1, 'Prøve Person', ' ')::text", answer, "22023"),
            Owner("that event keeps its words",
                $"select portal.erase_payload('{chain}', 1, 'Prøve Person', 'fordi'); insert into effect select portal.erase_payload('{chain}', 2, 'Prøve Person', 'fordi')::text",
                answer, "22023"),
            Owner("an event of another kind does not allow it",
                $"select portal.append_event('{chain}', 'Probe', '{chain}', '{{\"sequence\":1}}', '{Salt}'); delete from portal.evidence_payloads where organisation_id = '{chain}' and sequence = 1",
                answer, "MM001"),
            Owner("nor one about another event",
                $"select portal.erase_payload('{w.Nord.Id}', 1, 'Prøve Person', 'fordi'); select portal.append_event('{chain}', 'Probe', '{chain}', '{{}}', '{Salt}'); select portal.erase_payload('{chain}', 1, 'Prøve Person', 'fordi'); delete from portal.evidence_payloads where organisation_id = '{chain}' and sequence = 2",
                answer, "MM001"),
            Owner("what is changed by hand is told",
                $"update portal.assignments set rate = rate + 1 where id = '{live.Assignment}'; {noted}", byHand, "1"),
            Owner("what is changed with an event is not told again",
                $"select portal.append_event('{chain}', 'Probe', '{chain}', '{{}}', '{Salt}'); update portal.assignments set rate = rate + 1 where id = '{live.Assignment}'; {noted}",
                byHand, "0"),
            Owner("a fact is not changed", "update portal.approvals set amount = amount", answer, "MM001"),

            new("a form's key is kept for a week", "mm_checker", null, null, null, "", "select portal.delete_old_keys_and_jobs()",
                "select (count(*) > 0)::text from portal.once_keys", "true"),
            new("a job that is not done is not forgotten", "mm_checker", null, null, null, "", "select portal.delete_old_keys_and_jobs()",
                "select (count(*) > 0)::text from portal.jobs", "true"),
        ];
    }

    /// <summary>Those that did not come out as they should.</summary>
    public static async Task<IReadOnlyList<string>> WrongAsync(NpgsqlConnection administrator, World world)
    {
        var wrong = new List<string>();
        foreach (var effect in All(world))
        {
            await using var transaction = await administrator.BeginTransactionAsync();
            await RunAsync(administrator,
                "create temporary table effect (answer text) on commit drop; grant select, insert on effect to public");
            if (effect.Before.Length > 0) await RunAsync(administrator, effect.Before);
            await RunAsync(administrator, $"""
                set local session authorization {effect.Login};
                select set_config('app.tenant', '{effect.Tenant?.Id}', true), set_config('app.person', '{effect.Person}', true), set_config('app.citizen', '{effect.Citizen?.Citizen}', true);
                savepoint call
                """);
            string? state = null;
            try
            {
                await RunAsync(administrator, effect.Call);
            }
            catch (PostgresException e)
            {
                state = e.SqlState;
                await RunAsync(administrator, "rollback to savepoint call");
            }
            await RunAsync(administrator, "reset session authorization");
            await using var look = new NpgsqlCommand(effect.Look, administrator);
            var answer = state ?? await look.ExecuteScalarAsync() as string;
            if (answer != effect.Expected) wrong.Add($"{effect.Name}: {answer ?? "nothing"} instead of {effect.Expected}");
            await transaction.RollbackAsync();
        }
        return wrong;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
