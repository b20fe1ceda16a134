-- Who sees what. A login reads and writes what a row of the matrix, or a policy below it, says; anything not named here is refused.

-- Nobody may call a function that is not granted to them. What policies ask, every login may: it tells of nobody but who calls.
revoke execute on all routines in schema portal from public;
grant execute on function
    portal.tenant(), portal.person(), portal.citizen(), portal.today(), portal.audit_scope(), portal.audit_scope_with_notes(),
    portal.live_assignments(), portal.live_grants(), portal.live_citizens(), portal.citizen_assignments(), portal.citizen_grants(),
    portal.refuse_change(), portal.named_with_the_agreement()
    to mm_definer, mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
grant execute on function portal.audit_days() to mm_auditor;

do $$
declare
    usual record;
    t text;
    whole text;
begin
    for usual in
        select listed.*, rows.are, coalesce(rows.new, rows.are) as new
        from (values
            -- who: the login. rows: which ones, in the words explained at the end. may: read and add whole rows, delete them, change the
            -- columns named beside the table, or read by column, which are named there too.
            ('mm_municipality', 'municipality', 'read add change', 'citizens citizen_identities citizen_addresses citizen_cprs'),
            ('mm_municipality', 'municipality', 'read add change', 'citizen_links grants grant_goals assignments listings engagements'),
            ('mm_municipality', 'municipality', 'read add change', 'imports import_mappings'),
            ('mm_municipality', 'municipality', 'read change',     'invoices'),
            ('mm_municipality', 'municipality', 'read add',        'goal_outcomes municipal_settings approved_minutes import_files'),
            ('mm_municipality', 'municipality', 'read add',        'import_problems imported_rows'),
            ('mm_municipality', 'recorded',     'read add',        'grant_settings grant_pauses grant_ends outcomes follow_ups'),
            ('mm_municipality', 'recorded',     'read add',        'document_dispatches inform_steps'),
            ('mm_municipality', 'municipality', 'read',            'deputies agreements agreement_mentors offer_declines time_entries'),
            ('mm_municipality', 'municipality', 'read',            'entry_notes goal_steps confirmations'),
            ('mm_municipality', 'municipality', 'read',            'invoice_lines checks line_verdicts line_findings line_matches'),
            ('mm_municipality', 'municipality', 'read',            'check_entries check_uses'),
            ('mm_municipality', 'mine',         'read add change', 'calendar_feeds mail_choices'),
            ('mm_municipality', 'organisation', 'read change',     'memberships'),
            ('mm_municipality', 'organisation', 'read',            'evidence_events evidence_payloads'),

            ('mm_provider',     'provider',     'read',            'assignments agreements invoices invoice_lines checks line_verdicts'),
            ('mm_provider',     'provider',     'read',            'line_findings line_matches check_entries check_uses approvals'),
            ('mm_provider',     'provider',     'read',            'approved_minutes'),
            ('mm_provider',     'provider',     'columns',         'confirmations'),
            ('mm_provider',     'live grant',   'read',            'grant_goals'),
            ('mm_provider',     'live grant',   'columns',         'grant_pauses'),
            ('mm_provider',     'live entry',   'read',            'entry_notes goal_steps'),
            ('mm_provider',     'organisation', 'read change',     'memberships'),
            ('mm_provider',     'organisation', 'read',            'evidence_events evidence_payloads'),

            ('mm_auditor',      'scope',        'read',            'grant_settings goal_outcomes assignments agreements agreement_mentors'),
            ('mm_auditor',      'scope',        'read',            'municipal_settings'),
            ('mm_auditor',      'scope',        'columns',         'grants grant_goals grant_pauses grant_ends outcomes follow_ups'),
            ('mm_auditor',      'scope',        'columns',         'time_entries confirmations'),
            ('mm_auditor',      'notes',        'read',            'entry_notes goal_steps'),
            ('mm_auditor',      'period',       'read',            'checks approvals'),
            ('mm_auditor',      'period',       'columns',         'invoices'),
            ('mm_auditor',      'seen check',   'read',            'line_verdicts line_findings line_matches'),
            ('mm_auditor',      'organisation', 'read change',     'memberships'),
            ('mm_auditor',      'organisation', 'read',            'evidence_events evidence_payloads'),

            ('mm_citizen',      'citizen',      'read',            'citizen_identities citizen_addresses assignments agreements'),

            ('mm_checker',      'municipality', 'read add change', 'daily_mails checks line_verdicts line_findings line_matches'),
            ('mm_checker',      'municipality', 'read add change', 'check_entries check_uses'),
            ('mm_checker',      'municipality', 'read change',     'invoices'),
            ('mm_checker',      'municipality', 'read',            'grant_settings mail_choices assignments agreements agreement_mentors'),
            ('mm_checker',      'municipality', 'read',            'time_entries confirmations'),
            ('mm_checker',      'municipality', 'read',            'municipal_settings invoice_lines approvals approved_minutes'),
            ('mm_checker',      'municipality', 'columns',         'informs inform_steps grants grant_pauses grant_ends outcomes'),
            ('mm_checker',      'municipality', 'columns',         'follow_ups entry_notes goal_steps'),
            ('mm_checker',      'organisation', 'columns',         'memberships'),

            ('mm_platform',     'organisation', 'read add change', 'invitations'),
            ('mm_platform',     'organisation', 'read change',     'memberships'),
            ('mm_platform',     'organisation', 'read',            'evidence_events evidence_payloads'),

            ('mm_signin',       'all',          'read add change', 'users memberships'),
            ('mm_signin',       'all',          'read change',     'invitations'),
            ('mm_signin',       'all',          'read add delete change', 'user_claims user_logins user_tokens sessions known_browsers'),
            ('mm_signin',       'all',          'read add delete change', 'password_letters sign_in_attempts'),
            ('mm_signin',       'all',          'read add',        'data_protection_keys'),
            ('mm_signin',       'all',          'read change',     'security_events'),
            ('mm_signin',       'all',          'read',            'deputies key_fingerprints'))
            as listed (who, whose, may, tables)
        join (values
            -- are: the rows that are seen; new: what a row must be that is added or changed, where it is more.
            ('all',          'true', null),
            ('organisation', 'organisation_id = (select portal.tenant())', null),
            ('municipality', 'municipality_id = (select portal.tenant())', null),
            ('recorded',     'municipality_id = (select portal.tenant())', 'municipality_id = (select portal.tenant()) and recorded_by = (select portal.person())'),
            ('mine',         'municipality_id = (select portal.tenant()) and person_id = (select portal.person())', null),
            ('provider',     'provider_id = (select portal.tenant())', null),
            -- While the assignment lasts.
            ('live grant',   'grant_id = any ((select portal.live_grants())::uuid[])', null),
            ('live entry',   'provider_id = (select portal.tenant()) and assignment_id = any ((select portal.live_assignments())::uuid[])', null),
            ('citizen',      'municipality_id = (select portal.tenant()) and citizen_id = (select portal.citizen())', null),
            -- Of a municipality that has opened an engagement; where it says notes; and where it names the day of the invoice. The
            -- last as a function and not as the operator <@, of which the planner takes for granted that almost no row passes: it then looks
            -- up one row after the other instead of reading the table.
            ('scope',        'municipality_id = any ((select portal.audit_scope())::uuid[])', null),
            ('notes',        'municipality_id = any ((select portal.audit_scope_with_notes())::uuid[])', null),
            ('period',       'elem_contained_by_multirange(issued_on,
                ((select portal.audit_days())::datemultirange[])[array_position((select portal.audit_scope())::uuid[], municipality_id)])', null),
            ('seen check',   'municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.checks c where c.id = check_id)', null))
            as rows (whose, are, new) using (whose)
    loop
        whole := concat_ws(', ', case when usual.may like '%read%' then 'select' end, case when usual.may like '%add%' then 'insert' end, case when usual.may like '%delete%' then 'delete' end);
        foreach t in array string_to_array(usual.tables, ' ') loop
            if whole <> '' then execute format('grant %s on portal.%I to %I', whole, t, usual.who); end if;
            execute format('create policy %I on portal.%I for %s to %I using (%s)', case usual.who when 'mm_signin' then 'sign_in' else substr(usual.who, 4) end, t,
                case when usual.may in ('read', 'columns') then 'select' else 'all' end, usual.who, usual.are)
                || case when usual.may in ('read', 'columns') then '' else format(' with check (%s)', usual.new) end;
        end loop;
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The policies that are not usual
-- ---------------------------------------------------------------------------------------------------------------

-- A public directory: the deliberate exception, no tenant.
grant select on portal.organisations to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
create policy directory on portal.organisations for select
    to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin using (true);

-- Nobody is their own deputy, and an appointment can only be revoked.
grant insert on portal.deputies to mm_municipality;
create policy appoint on portal.deputies for insert to mm_municipality
    with check (municipality_id = (select portal.tenant()) and appointed_by = (select portal.person()) and deputy_id <> (select portal.person()));
create policy revoke on portal.deputies for update to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (revoked_at is not null);

-- Citizens, as themselves and as the provider sees them while the assignment lasts; a protected address is the municipality's alone.
grant select on portal.citizens to mm_citizen;
create policy citizen on portal.citizens for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and id = (select portal.citizen()));
grant select on portal.citizen_identities, portal.citizen_addresses to mm_provider;
create policy provider on portal.citizen_identities for select to mm_provider
    using (citizen_id = any ((select portal.live_citizens())::uuid[]));
create policy provider on portal.citizen_addresses for select to mm_provider
    using (not is_protected and citizen_id = any ((select portal.live_citizens())::uuid[]));

-- Signed by whoever writes them, under another name than recorded_by.
grant select, insert on portal.informs, portal.documents, portal.approvals to mm_municipality;
create policy municipality on portal.informs to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and registered_by = (select portal.person()));
create policy municipality on portal.documents to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and made_by = (select portal.person()));
create policy municipality on portal.approvals to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and approved_by = (select portal.person()));

-- A grant, by columns: while the assignment lasts, and the citizen's own.
create policy provider on portal.grants for select to mm_provider using (id = any ((select portal.live_grants())::uuid[]));
create policy citizen on portal.grants for select to mm_citizen using (id = any ((select portal.citizen_grants())::uuid[]));
grant select on portal.grant_goals to mm_citizen;
create policy citizen on portal.grant_goals for select to mm_citizen using (grant_id = any ((select portal.citizen_grants())::uuid[]));

-- The market: everything that is not withdrawn or offered to another. Whoever it is offered to may say no while it is open.
grant select on portal.listings to mm_provider;
create policy market on portal.listings for select to mm_provider
    using (withdrawn_at is null and (select portal.tenant()) is not null and (offered_to is null or offered_to = (select portal.tenant())));
grant select, insert on portal.offer_declines to mm_provider;
create policy provider on portal.offer_declines for select to mm_provider using (offered_to = (select portal.tenant()));
create policy decline on portal.offer_declines for insert to mm_provider
    with check (offered_to = (select portal.tenant()) and declined_by = (select portal.person())
        and exists (select from portal.listings l where l.id = offer_declines.assignment_id and l.offered_to = (select portal.tenant()) and l.taken_at is null and l.withdrawn_at is null));

-- An agreement is written by the provider that accepts, with the municipality's terms and no others. A later version names
-- other mentors and changes nothing else, and only while the assignment lasts.
grant insert on portal.agreements to mm_provider;
create policy accept on portal.agreements for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and exists (
        select from portal.assignments a
        where a.id = agreements.assignment_id and a.provider_id = (select portal.tenant()) and a.status = 'Accepted'
          and a.target_group = agreements.target_group and least(a.ends_on, a.ended_on) = agreements.valid_to
          and agreements.valid_from = portal.first_day_of_terms(a.id)
          and a.hours_per_week = agreements.hours_per_week and a.total_hours is not distinct from agreements.total_hours
          and a.rate = agreements.rate and a.price_ceiling is not distinct from agreements.price_ceiling
          and (agreements.version = 1 or portal.today() <= agreements.valid_to)));
-- Named are people of the provider. Whoever has left the provider stays named for what they did.
grant select, insert on portal.agreement_mentors to mm_provider;
create policy provider on portal.agreement_mentors to mm_provider
    using (provider_id = (select portal.tenant()))
    with check (provider_id = (select portal.tenant())
        and exists (select from portal.memberships m where m.organisation_id = (select portal.tenant()) and m.person_id = agreement_mentors.mentor_id));
grant select on portal.agreement_mentors to mm_citizen;
create policy citizen on portal.agreement_mentors for select to mm_citizen
    using (exists (select from portal.agreements g where g.id = agreement_mentors.agreement_id and g.citizen_id = (select portal.citizen()) and g.municipality_id = (select portal.tenant())));

-- Time is somebody's whom an agreement of the assignment names: of anybody else's day it may not even be asked whether they
-- were at work.
grant select, insert on portal.time_entries to mm_provider;
create policy provider on portal.time_entries to mm_provider
    using (provider_id = (select portal.tenant()))
    with check (provider_id = (select portal.tenant()) and registered_by = (select portal.person())
        and exists (select from portal.agreements g join portal.agreement_mentors m on m.agreement_id = g.id
            where g.assignment_id = time_entries.assignment_id and g.provider_id = (select portal.tenant()) and m.mentor_id = time_entries.mentor_id));
grant insert on portal.entry_notes, portal.goal_steps to mm_provider;
create policy write on portal.entry_notes for insert to mm_provider with check (provider_id = (select portal.tenant()));
create policy write on portal.goal_steps for insert to mm_provider with check (provider_id = (select portal.tenant()));
grant select on portal.time_entries to mm_citizen;
create policy citizen on portal.time_entries for select to mm_citizen using (assignment_id = any ((select portal.citizen_assignments())::uuid[]));

-- Only the citizen writes confirmations.
grant select on portal.confirmations to mm_municipality;
grant select, insert on portal.confirmations to mm_citizen;
create policy citizen on portal.confirmations to mm_citizen
    using (assignment_id = any ((select portal.citizen_assignments())::uuid[]))
    with check (municipality_id = (select portal.tenant()) and assignment_id = any ((select portal.citizen_assignments())::uuid[]));

-- An invoice is submitted to a municipality that the provider works for. Lines belong to it as it is submitted: none is added to one that has
-- been checked or decided.
grant insert on portal.invoices, portal.invoice_lines to mm_provider;
create policy submit on portal.invoices for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and status = 'Submitted' and check_id is null and submitted_by = (select portal.person())
        and exists (select from portal.assignments a where a.municipality_id = invoices.municipality_id and a.provider_id = (select portal.tenant())));
create policy submit on portal.invoice_lines for insert to mm_provider
    with check (provider_id = (select portal.tenant())
        and exists (select from portal.invoices i where i.id = invoice_lines.invoice_id and i.status = 'Submitted' and i.check_id is null));

-- What hangs on an invoice, where the auditor sees the invoice.
create policy auditor on portal.invoice_lines for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.invoices i where i.id = invoice_lines.invoice_id));
grant select on portal.check_entries, portal.check_uses, portal.approved_minutes to mm_auditor;
create policy auditor on portal.check_entries for select to mm_auditor using (exists (select from portal.checks c where c.id = check_entries.check_id));
create policy auditor on portal.check_uses for select to mm_auditor using (exists (select from portal.checks c where c.id = check_uses.check_id));
create policy auditor on portal.approved_minutes for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.approvals p where p.id = approved_minutes.approval_id));

-- The auditor sees the engagements it was given.
grant select on portal.engagements to mm_auditor;
create policy own on portal.engagements for select to mm_auditor using (auditor_id = (select portal.tenant()));

-- Whose form it was, too: the outcome of a colleague's form, or of the caseworker's for a citizen, is nobody else's.
grant select, insert on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform;
create policy own_form on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform
    using (organisation_id = (select portal.tenant()) and actor_id = (select coalesce(portal.citizen(), portal.person())))
    with check (organisation_id = (select portal.tenant()) and actor_id = (select coalesce(portal.citizen(), portal.person())));

-- Jobs hold ids only. Who asks can name nobody but themselves; a citizen asks by ask_recheck and no other way. The checker takes
-- them (deliberate exception: a worker serves all municipalities).
grant select on portal.jobs to mm_municipality, mm_provider, mm_citizen, mm_checker;
grant insert on portal.jobs to mm_municipality, mm_provider, mm_checker;
create policy ask on portal.jobs to mm_municipality, mm_citizen
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and (person_id is null or person_id = (select portal.person())));
create policy ask_as_provider on portal.jobs to mm_provider
    using (exists (select from portal.invoices i where i.id = jobs.subject_id and i.provider_id = (select portal.tenant())))
    with check (person_id is null
        and exists (select from portal.invoices i where i.id = jobs.subject_id and i.provider_id = (select portal.tenant()) and i.municipality_id = jobs.municipality_id));
create policy work on portal.jobs to mm_checker using (true) with check (true);

-- ---------------------------------------------------------------------------------------------------------------
-- Every table
-- ---------------------------------------------------------------------------------------------------------------

-- Row-level security is on, and forced on the owner too; nothing is everybody's. A table of which nobody may change or delete a row
-- refuses it of everybody, the owner too, but for those named here: notes are free text, which must be erasable (GDPR art.
-- 17), and the others are nobody's facts.
do $$
declare t record;
begin
    for t in
        select c.relname as name, not exists (
            select from pg_roles r
            where r.rolname in ('mm_definer', 'mm_municipality', 'mm_provider', 'mm_auditor', 'mm_citizen', 'mm_platform', 'mm_checker', 'mm_signin')
              and (has_any_column_privilege(r.rolname, c.oid, 'update') or has_table_privilege(r.rolname, c.oid, 'delete')))
            and c.relname not in ('entry_notes', 'organisations', 'migrations', 'data_protection_keys', 'key_fingerprints', 'daily_mails') as is_append_only
        from pg_class c where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r'
    loop
        execute format('alter table portal.%I enable row level security', t.name);
        execute format('alter table portal.%I force row level security', t.name);
        execute format('revoke all on portal.%I from public', t.name);
        if t.is_append_only then
            execute format('create trigger %I before update or delete on portal.%I for each row execute function portal.refuse_change()', t.name || '_append_only', t.name);
            execute format('alter table portal.%I enable always trigger %I', t.name, t.name || '_append_only');
        end if;
    end loop;
end $$;
