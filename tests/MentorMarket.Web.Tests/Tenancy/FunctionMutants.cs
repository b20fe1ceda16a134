namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// The bodies of the functions made wrong, like the policies: what they ask is left out, one question at a time. Each text that
/// is replaced must stand in the function as it is, so that a function that is written anew takes its mutants with it.
/// </summary>
public static class FunctionMutants
{
    private static readonly string[] Live = ["live_assignments", "live_grants", "live_citizens"];
    private static readonly string[] Scopes = ["audit_scope", "audit_scope_with_notes", "audit_days"];

    private static IEnumerable<(string Function, string Says, string Instead)> Wrong() =>
    [
        .. Live.SelectMany(f => new (string, string, string)[]
        {
            (f, "a.last_day", "a.ends_on"),
            (f, "a.last_day", "coalesce(a.ended_on, 'infinity')"),
            (f, " and a.status = 'Accepted'", ""),
            (f, "a.provider_id = portal.tenant() and ", ""),
        }),
        .. Scopes.SelectMany(f => new (string, string, string)[]
        {
            (f, "e.auditor_id = portal.tenant()", "portal.tenant() is not null"),
            (f, " and e.revoked_at is null", ""),
            (f, "portal.today() between e.opens_on and e.expires_on", "portal.today() >= e.opens_on"),
            (f, "portal.today() between e.opens_on and e.expires_on", "portal.today() <= e.expires_on"),
        }),
        ("audit_scope_with_notes", " and e.sees_notes", ""),
        ("audit_days", "daterange(e.period_from, e.period_to, '[]')", "daterange(null, e.period_to, '[]')"),
        ("words_on_invoice", "e.auditor_id = portal.tenant() and ", ""),
        ("words_on_invoice", "e.municipality_id = i.municipality_id and ", ""),
        ("words_on_invoice", " and e.sees_notes", ""),
        ("words_on_invoice", " and i.issued_on between e.period_from and e.period_to", ""),
        .. new[] { "lines_without_grant", "decisions_of_invoice" }.SelectMany(f => new (string, string, string)[]
        {
            (f, "e.auditor_id = portal.tenant() and ", ""),
            (f, "e.municipality_id = i.municipality_id and ", ""),
            (f, " and e.revoked_at is null", ""),
            (f, " and i.issued_on between e.period_from and e.period_to", ""),
        }),
        ("lines_without_grant", " and a.municipality_id = any (portal.audit_scope())", ""),
        ("lines_without_grant", "a.provider_id <> i.provider_id", "a.provider_id = a.provider_id"),
        ("decisions_of_invoice", "session_user = 'mm_provider' and i.provider_id = portal.tenant()", "session_user = 'mm_provider'"),
        ("decisions_of_invoice", "session_user = 'mm_municipality' and i.municipality_id = portal.tenant()",
            "session_user = 'mm_municipality'"),
        ("overlaps_of", "session_user = 'mm_provider' and e.provider_id = portal.tenant()", "session_user = 'mm_provider'"),
        ("overlaps_of", "session_user = 'mm_municipality' and e.municipality_id = portal.tenant()", "session_user = 'mm_municipality'"),
        ("overlaps_of", "session_user = 'mm_auditor' and e.municipality_id = any (portal.audit_scope())", "session_user = 'mm_auditor'"),
        ("overlaps_of", "session_user = 'mm_provider' and met.provider_id = portal.tenant()", "session_user = 'mm_provider'"),
        .. new[] { "citizen_assignments", "citizen_grants" }.Select(f => (f, "a.citizen_id = portal.citizen() and ", "")),
        ("tenant", "'app.tenant'", "'app.person'"),
        ("person", "'app.person'", "'app.tenant'"),
        ("citizen", "'app.citizen'", "'app.person'"),

        ("append_event", "chain = acting", "acting is not null"),
        ("append_event", "(chain = acting and session_user <> 'mm_operator')", "chain = acting"),
        ("append_event", "session_user = 'mm_operator' and portal.is_operator()", "session_user = 'mm_operator'"),
        ("append_event", "chain = acting and event_kind = 'ApplicationRefused'", "chain = acting"),
        ("append_event", "chain = acting and event_kind = 'ApplicationRefused'", "event_kind = 'ApplicationRefused'"),
        ("append_event", "chain <> acting and event_kind in", "event_kind in"),
        ("is_operator", "o.id = portal.tenant() and ", ""),
        ("is_operator", "o.kind = 'Platform' and ", ""),
        ("is_operator", "m.person_id = portal.person() and ", ""),
        ("is_operator", " and m.ended_at is null", ""),
        ("is_operator", "\n          and 'Operator' = any (m.roles)", ""),
        ("append_event", "a.municipality_id = chain and a.provider_id = acting", "a.municipality_id = chain"),
        ("append_event", "e.municipality_id = chain and e.auditor_id = acting", "e.auditor_id = acting"),
        ("append_event", "e.municipality_id = chain and e.auditor_id = acting", "e.municipality_id = chain"),
        ("append_event", "and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on",
            "and portal.today() between e.opens_on and e.expires_on"),
        ("append_event", "and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on", "and e.revoked_at is null"),
        ("append_event", "'mm_signin', 'mm_migrator'", "'mm_signin', 'mm_migrator', 'mm_provider'"),
        ("append_event", "is not true\n        -- A decline", "is null\n        -- A decline"),
        ("append_event", " and event_kind = 'OfferDeclined'", ""),
        ("append_event", " and d.offered_to = acting", ""),
        ("append_event", "event_kind in ('PayloadErased', 'ChangedByHand')", "event_kind = 'PayloadErased'"),
        ("append_event", "event_kind in ('PayloadErased', 'ChangedByHand')", "event_kind = 'ChangedByHand'"),
        ("append_to_chain", "coalesce(actor::text, '-')", "'-'"),
        ("append_to_chain", "sha256(last_hash || convert_to(header, 'UTF8'))", "sha256(convert_to(header, 'UTF8'))"),

        ("references_asked", " and a.provider_id = portal.tenant()", ""),
        ("references_asked", "s.municipality_id = of_municipality\n      and ", ""),
        ("overlapping_entries", " and e.municipality_id = portal.tenant()", ""),
        ("queue_rechecks", " and e.provider_id = portal.tenant()", ""),
        ("queue_rechecks", " and a.citizen_id = portal.citizen()", ""),
        ("queue_rechecks", "session_user = 'mm_citizen' and e.municipality_id = portal.tenant() and ", "session_user = 'mm_citizen' and "),

        ("accept_assignment", "o.id = portal.tenant() and o.kind = 'Provider'", "o.id = portal.tenant()"),
        ("accept_assignment", " and m.person_id = portal.person()", ""),
        ("accept_assignment", "m.organisation_id = portal.tenant() and ", ""),
        ("accept_assignment", " and m.ended_at is null", ""),
        ("accept_assignment", " and a.status = 'Published'", ""),
        ("accept_assignment", "(a.offered_to is null or a.offered_to = portal.tenant())", "true"),
        ("accept_assignment", "not exists (select from portal.offer_declines d where d.assignment_id = a.id)", "true"),
        ("accept_assignment", "a.id = assignment and ", ""),
        ("accept_assignment", "update portal.listings l set taken_at = at where l.id = assignment;", ""),
        ("accept_assignment", "accepted_by = portal.person()", "accepted_by = a.published_by"),
        ("require_goal_of_assignment", "g.grant_id = a.grant_id", "g.municipality_id = a.municipality_id"),
        ("require_goal_of_assignment", "a.id = new.assignment_id and ", ""),

        ("lock_for_tenant", "coalesce(portal.tenant()::text, session_user::text)", "'all'"),
        ("delete_import_file", " and f.municipality_id = portal.tenant()", ""),
        ("delete_import_problems", " and p.municipality_id = portal.tenant()", ""),
        ("remove_goal", " and g.municipality_id = portal.tenant()", ""),

        ("open_citizen_link", "link.revoked_at is not null or ", ""),
        ("open_citizen_link", "link.expires_on < portal.today() or ", ""),
        ("open_citizen_link", " or link.tries_left = 0", ""),
        ("open_citizen_link", "link.code_hash is distinct from code", "false"),
        ("open_citizen_link", "set tries_left = l.tries_left - 1", "set tries_left = l.tries_left"),
        ("citizen_link_is_open", " and l.revoked_at is null", ""),
        ("citizen_link_is_open", " and l.expires_on >= portal.today()", ""),
        ("citizen_link_is_open", " and l.citizen_id = portal.citizen()", ""),
        ("citizen_link_is_open", " and l.municipality_id = portal.tenant()", ""),
        ("open_calendar_feed", " and f.revoked_at is null", ""),
        ("open_calendar_feed", "o.suspended_at is not null", "false"),
        ("append_event", "session_user not in ('mm_operator', 'mm_migrator')", "false"),
        ("open_calendar_feed", " and m.ended_at is null", ""),
        ("open_calendar_feed", "f.token_hash = open_calendar_feed.token and ", ""),

        ("erase_payload", "noted := portal.append_to_chain(", "noted := 0; perform format('%s %s %s %s %s %s %s', "),
        ("erase_payload", "btrim(coalesce(why, '')) = ''", "false"),
        ("erase_payload", "or about.kind in ('PayloadErased', 'ChangedByHand')", ""),
        ("require_erasure_event", "e.kind = 'PayloadErased'", "true"),
        ("require_erasure_event", "(p.payload::jsonb ->> 'sequence')::bigint", "old.sequence"),
        ("record_unlogged_change", "perform portal.append_to_chain(", "perform format('%s %s %s %s %s %s %s', "),
        ("record_unlogged_change", "era + made_by >= own", "true"),
        ("refuse_change", "raise exception 'evidence and facts are never changed (% on %)', tg_op, tg_table_name using errcode = 'MM001';",
            "if tg_op = 'DELETE' then return old; end if; return new;"),
        ("require_new_agreement", "raise exception 'mentors are named when the agreement is made' using errcode = '42501';", "return new;"),
        ("delete_old_keys_and_jobs", "k.used_at < now() - interval '7 days'", "true"),
        ("delete_old_keys_and_jobs", "j.done_at < now() - interval '30 days'", "true"),
    ];

    /// <summary>Functions that decide nothing about who sees or does what; each is held by tests of its own.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["today"] = "the day; whatever is bounded in time has mutants of its own",
        ["accept_grant"] = "a grant's status after it was accepted",
        ["end_changed_assignment"] = "when a change ends the course before it",
        ["renew_agreement"] = "the agreement's last day",
        ["queue_checks_of_assignment"] = "asks for new checks, and tells nothing",
        ["queue_checks_under_settings"] = "asks for new checks, and tells nothing",
        ["first_day_of_terms"] = "from when one's own terms count; FollowTests asks for those of another",
        ["default_responsible"] = "who follows a grant up",
        ["require_direct_offer"] = "what may stand on the market",
        // LedgerLawTests and ForbiddenByHandTests break each of these laws by direct SQL, and so fail when one is not kept.
        ["lock_facts_on_insert"] = "the order of facts and checks; shows nothing",
        ["lock_facts_shared"] = "the order of facts and checks; shows nothing",
        ["lock_facts_of_invoice"] = "the order of facts and checks; shows nothing",
        ["require_read_committed"] = "a law of the ledger",
        ["require_check_total"] = "a law of the ledger",
        ["require_line_total"] = "a law of the ledger",
        ["require_approvable_amount"] = "a law of the ledger",
        ["require_minutes_behind_approval"] = "a law of the ledger",
        ["require_approvable_minutes"] = "a law of the ledger",
        ["require_consistent_invoice"] = "a law of the ledger",
        ["copy_issued_on"] = "a copy of the invoice's day, which a foreign key holds to it",
        ["note_security_event"] = "writes what nobody of an organisation reads; who may call it is in the frozen table",
        ["chain_heads"] = "counts and hashes, for the checker alone: who may call it is in the frozen table",
    };

    public static async Task<IReadOnlyList<Mutant>> AllAsync(NpgsqlConnection administrator)
    {
        var bodies = await BodiesAsync(administrator);
        return [.. Wrong().Select(w => bodies.TryGetValue(w.Function, out var body) && body.Contains(w.Says, StringComparison.Ordinal)
            ? new Mutant("", $"{w.Function}: {(w.Instead.Length == 0 ? "without " + w.Says.Trim() : $"{w.Says} is {w.Instead}")}", [],
                body.Replace(w.Says, w.Instead, StringComparison.Ordinal), body)
            : throw new InvalidOperationException($"{w.Function} does not say \"{w.Says}\" any more: its mutants must follow."))];
    }

    /// <summary>Functions with neither a mutant nor a reason.</summary>
    public static async Task<IReadOnlyList<string>> ForgottenAsync(NpgsqlConnection administrator) =>
        [.. (await BodiesAsync(administrator)).Keys.Except(Wrong().Select(w => w.Function)).Except(Elsewhere.Keys)];

    private static async Task<Dictionary<string, string>> BodiesAsync(NpgsqlConnection administrator)
    {
        await using var command =
            new NpgsqlCommand(
            "select p.proname::text, pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = 'portal'::regnamespace",
            administrator);
        await using var reader = await command.ExecuteReaderAsync();
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) bodies.Add(reader.GetString(0), reader.GetString(1));
        return bodies;
    }
}
