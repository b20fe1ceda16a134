namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// The rules that the schema keeps, as queries over the catalogue; each row is a finding. A rule is trusted only
/// because <c>CatalogueLintTests</c> also runs it on a bad sample.
/// </summary>
public static class CatalogueLint
{
    private const string Logins =
        "('mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin')";
    private const string Tables = "pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'portal'";
    private const string Functions = "pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'portal'";

    /// <summary>The definer functions: all there are. Who adds one says here why the caller's own rights are not enough.</summary>
    private const string Definers =
        "('overlapping_entries', 'overlaps_of', 'words_on_invoice', 'lines_without_grant', 'decisions_of_invoice', 'append_event', 'open_citizen_link', 'citizen_link_is_open', 'accept_grant', 'queue_rechecks', 'delete_old_keys_and_jobs', 'open_calendar_feed', 'end_changed_assignment', 'renew_agreement', 'queue_checks_of_assignment', 'lock_facts_on_insert', 'lock_facts_of_invoice', 'require_check_total', 'require_line_total', 'require_approvable_amount', 'require_approvable_minutes', 'require_consistent_invoice', 'require_minutes_behind_approval', 'queue_checks_under_settings', 'lock_facts_shared', 'first_day_of_terms', 'note_security_event', 'lock_for_tenant', 'delete_import_problems', 'delete_import_file', 'remove_goal', 'accept_assignment', 'references_asked', 'require_goal_of_assignment', 'erase_payload', 'require_erasure_event', 'record_unlogged_change', 'chain_heads', 'is_operator')";

    public static IReadOnlyDictionary<string, string> Rules { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Row-level security is on, and forced on the owner too"] =
            $"select c.relname from {Tables} where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)",
        ["The migration role owns every table"] =
            $"select c.relname from {Tables} where c.relkind not in ('i', 'I') and pg_get_userbyid(c.relowner) <> 'mm_migrator'",
        ["The portal's logins own nothing"] =
            $"select d.classid::regclass || ' ' || d.objid from pg_shdepend d join pg_roles r on r.oid = d.refobjid where d.deptype = 'o' and r.rolname in {Logins}",
        ["The portal's logins have no power over the server and are members of nothing"] =
            $"select r.rolname from pg_roles r where r.rolname in {Logins} and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication or exists (select from pg_auth_members m where m.member = r.oid))",
        ["Nobody can log in as the owner of the definer functions"] =
            "select rolname from pg_roles where rolname = 'mm_definer' and (rolcanlogin or rolsuper)",
        ["No login may truncate, reference or add triggers"] =
            $"select c.relname || ': ' || a.grantee::regrole || ' ' || a.privilege_type from {Tables} cross join aclexplode(c.relacl) a where c.relkind in ('r', 'p', 'v', 'm') and a.grantee::regrole::text in {Logins} and a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')",
        ["Rows are deleted only where the domain forgets"] =
            $"select c.relname || ': ' || a.grantee::regrole from {Tables} cross join aclexplode(c.relacl) a where a.privilege_type = 'DELETE' and a.grantee::regrole::text in {Logins} and (c.relname, a.grantee::regrole::text) not in (('user_claims', 'mm_signin'), ('user_logins', 'mm_signin'), ('user_tokens', 'mm_signin'), ('sign_in_attempts', 'mm_signin'), ('sessions', 'mm_signin'), ('known_browsers', 'mm_signin'), ('password_letters', 'mm_signin'))",
        ["No login can lock a table against the others"] =
            // What only the sign-in role reads: it could do worse there than lock.
            $"select c.relname || ': ' || login from {Tables} cross join unnest(array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin']) login where c.relkind in ('r', 'p') and has_table_privilege(login, c.oid, 'UPDATE, DELETE, TRUNCATE') and (login, c.relname::text) not in (('mm_signin', 'user_claims'), ('mm_signin', 'user_logins'), ('mm_signin', 'user_tokens'), ('mm_signin', 'sign_in_attempts'), ('mm_signin', 'sessions'), ('mm_signin', 'known_browsers'), ('mm_signin', 'password_letters'))",
        ["No login reaches the server beside its rows"] =
            $"select login || ': ' || open.it from unnest(array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin']) login cross join lateral ({ServerDoors.StillOpen("login")}) open (it)",
        ["What may be changed is never changed silently"] =
            $"select listed.name from unnest(array['citizens', 'citizen_identities', 'citizen_addresses', 'citizen_cprs', 'grants', 'grant_goals', 'assignments', 'invoices', 'engagements', 'deputies', 'entry_notes', 'memberships']) listed (name) where not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = ('portal.' || listed.name)::regclass and p.proname = 'record_unlogged_change' and t.tgenabled = 'A' and t.tgtype & 24 = 24 and t.tginitdeferred) or not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = ('portal.' || listed.name)::regclass and p.proname = 'refuse_change' and t.tgenabled = 'A' and t.tgtype & 32 = 32)",
        ["What an event said is erased only with an event"] =
            $"select c.relname from {Tables} where c.relname = 'evidence_payloads' and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'require_erasure_event' and t.tgenabled = 'A' and t.tgtype & 24 = 24)",
        ["Facts and evidence are never updated by a login"] =
            $"select c.relname from {Tables} where c.relname in ('agreements', 'agreement_mentors', 'time_entries', 'entry_notes', 'goal_steps', 'confirmations', 'checks', 'line_verdicts', 'line_findings', 'line_matches', 'check_entries', 'check_uses', 'approvals', 'approved_minutes', 'municipal_settings', 'follow_ups', 'evidence_events', 'evidence_payloads', 'information_duties', 'information_steps', 'offer_declines', 'grant_pauses', 'grant_ends', 'outcomes', 'goal_outcomes') and exists (select from unnest(array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin']) login where has_any_column_privilege(login, c.oid, 'UPDATE'))",
        ["Nothing is granted to everybody"] =
            $"select c.relname || ' ' || a.privilege_type from {Tables} cross join aclexplode(c.relacl) a where a.grantee = 0 union all select p.proname || ' ' || a.privilege_type from {Functions} cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0 union all select 'schema ' || n.nspname || ' ' || a.privilege_type from pg_namespace n cross join aclexplode(n.nspacl) a where a.grantee = 0 and (n.nspname = 'portal' or (n.nspname = 'public' and a.privilege_type = 'CREATE'))",
        ["The logins create nothing"] =
            $"select login || ' in ' || n.nspname from pg_namespace n cross join unnest(array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin', 'mm_definer']) login where n.nspname in ('portal', 'public') and has_schema_privilege(login, n.oid, 'CREATE')",
        ["The definer functions are the listed ones, of the role that cannot log in"] =
            $"select p.proname::text from {Functions} where (p.prosecdef and p.proname not in {Definers}) or (p.proname in {Definers} and (not p.prosecdef or pg_get_userbyid(p.proowner) <> 'mm_definer'))",
        ["Only the definer functions append to a chain without being asked who they are"] =
            $"select login from unnest(array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin']) login join {Functions} on has_function_privilege(login, p.oid, 'EXECUTE') where p.proname = 'append_to_chain'",
        ["A definer function fixes its search path"] =
            $"select p.proname::text from {Functions} where p.prosecdef and not coalesce(p.proconfig @> array['search_path=pg_catalog, portal'], false)",
        ["What policies call is STABLE, never IMMUTABLE"] =
            $"select p.proname::text from {Functions} where p.provolatile = 'i' or (p.provolatile <> 's' and exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid))",
        ["Views ask with the rights of whoever asks"] =
            $"select c.relname from {Tables} where c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)",
        ["No materialized views, partitions or foreign tables"] =
            $"select c.relname from {Tables} where c.relkind in ('m', 'p', 'f') or c.relispartition",
        ["No sequence tells how many rows others have"] =
            // The claims of Identity: integers are the framework's, the table is the sign-in role's alone.
            $"select c.relname from {Tables} where c.relkind = 'S' and c.relname <> 'user_claims_id_seq'",
        ["Every policy is permissive and names its logins"] =
            $"select tablename || '.' || policyname from pg_policies where schemaname = 'portal' and (permissive <> 'PERMISSIVE' or not roles <@ array['mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_operator', 'mm_checker', 'mm_signin']::name[])",
        ["Only the listed policies let everybody's rows pass"] =
            // A public directory; log-in before there is a tenant; one worker for all municipalities' jobs.
            "select tablename || '.' || policyname from pg_policies where schemaname = 'portal' and ('true' in (qual, with_check)) and (tablename, policyname) not in (('organisations', 'directory'), ('jobs', 'work')) and not (policyname = 'sign_in' and roles = array['mm_signin']::name[])",
        ["A policy evaluates who asks once per statement"] =
            @"select tablename || '.' || policyname from pg_policies where schemaname = 'portal' and regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), 'SELECT (portal\.(tenant|person|citizen)\(\)|COALESCE\(portal\.citizen\(\), portal\.person\(\)\))', '', 'g') ~ 'portal\.(tenant|person|citizen)\(\)'",
        ["A policy for reading calls none of our functions for each row"] =
            @"select tablename || '.' || policyname from pg_policies where schemaname = 'portal' and regexp_replace(coalesce(qual, ''), 'SELECT (portal\.\w+\(\)|COALESCE\(portal\.citizen\(\), portal\.person\(\)\))', '', 'g') ~ 'portal\.\w+\('",
        ["A foreign key between two tenants' tables carries the tenant"] = ForeignKeys,
        ["Triggers that refuse change cannot be switched off by a replica's role"] =
            $"select c.relname from {Tables} where c.relname in ('agreements', 'agreement_mentors', 'time_entries', 'goal_steps', 'confirmations', 'municipal_settings', 'invoice_lines', 'checks', 'line_verdicts', 'line_findings', 'line_matches', 'check_entries', 'check_uses', 'approvals', 'approved_minutes', 'follow_ups', 'evidence_events', 'information_duties', 'information_steps', 'offer_declines', 'grant_pauses', 'grant_ends', 'outcomes', 'goal_outcomes') and not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'refuse_change' and t.tgenabled = 'A' and t.tgtype & 24 = 24)",
        ["The database's door is open to the portal's logins only"] =
            "select d.datname || ': public ' || a.privilege_type from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a where d.datname = current_database() and a.grantee = 0",
    };

    // The exceptions hang on another key of the same table: a correction stands in its entry's assignment, and a
    // confirmation, note or step too; a finding stands in its verdict's check. Those carry both sides.
    private const string ForeignKeys = """
        select f.conrelid::regclass || '.' || f.conname
        from pg_constraint f join pg_namespace n on n.oid = f.connamespace and n.nspname = 'portal'
        cross join lateral (values ('municipality_id'), ('provider_id'), ('organisation_id')) tenant (name)
        where f.contype = 'f'
          and exists (select from pg_attribute a where a.attrelid = f.conrelid and a.attname = tenant.name)
          and exists (select from pg_attribute a where a.attrelid = f.confrelid and a.attname = tenant.name)
          and not exists (select from pg_attribute a where a.attrelid = f.conrelid and a.attname = tenant.name and a.attnum = any (f.conkey))
          and (f.conrelid::regclass::text, f.conname) not in (
            ('portal.time_entries', 'time_entries_supersedes_id_assignment_id_fkey'),
            ('portal.line_findings', 'line_findings_check_id_line_id_fkey'))
          and not exists (
            select from pg_constraint o join pg_attribute a on a.attrelid = o.conrelid and a.attname = tenant.name and a.attnum = any (o.conkey)
            where o.contype = 'f' and o.conrelid = f.conrelid and o.confrelid = f.confrelid and o.conkey[1] = f.conkey[1])
        """;

    /// <summary>
    /// The findings of the rules, and every right of a login that is not in the frozen table, or in the table and not there.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(NpgsqlConnection connection, string? onlyRule = null)
    {
        var rules = Rules.Where(r => onlyRule is null || r.Key == onlyRule).ToList();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (_, sql) in rules) batch.BatchCommands.Add(new(sql));
        await using var reader = await batch.ExecuteReaderAsync();
        var findings = new List<string>();
        foreach (var (rule, _) in rules)
        {
            while (await reader.ReadAsync()) findings.Add($"{rule}: {reader.GetString(0)}");
            await reader.NextResultAsync();
        }
        await reader.DisposeAsync();
        if (onlyRule is null) findings.AddRange(Rights.Differences(Rights.Frozen(), await Rights.GrantedAsync(connection)));
        return findings;
    }
}
