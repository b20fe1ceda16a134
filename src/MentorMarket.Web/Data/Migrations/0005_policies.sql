-- Row-level security on every table, forced, and only the grants each actor needs. Anything not named here is
-- refused. Policies read: municipality side, provider side, auditor, citizen, checker, sign-in.
do $$
declare t text;
begin
    for t in select tablename from pg_tables where schemaname = 'portal' loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
    end loop;
end $$;

-- organisations: a public directory (deliberate exception: no tenant)
grant select on portal.organisations to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
create policy directory on portal.organisations for select
    to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin using (true);

-- identity: the sign-in role alone (deliberate exception: before log-in there is no tenant)
grant select, insert, update on portal.users to mm_signin;
grant select, insert, update, delete on portal.user_claims, portal.user_logins, portal.user_tokens to mm_signin;
grant select, insert on portal.data_protection_keys to mm_signin;
grant select, insert, delete on portal.sign_in_attempts to mm_signin;
create policy sign_in on portal.users to mm_signin using (true) with check (true);
create policy sign_in on portal.user_claims to mm_signin using (true) with check (true);
create policy sign_in on portal.user_logins to mm_signin using (true) with check (true);
create policy sign_in on portal.user_tokens to mm_signin using (true) with check (true);
create policy sign_in on portal.data_protection_keys to mm_signin using (true) with check (true);
create policy sign_in on portal.sign_in_attempts to mm_signin using (true) with check (true);

-- memberships and invitations: the organisation's own affairs
grant select on portal.memberships to mm_municipality, mm_provider, mm_auditor, mm_platform, mm_signin;
grant insert on portal.memberships to mm_signin;
grant update (roles, ended_at) on portal.memberships to mm_signin;
grant update (name, phone, roles, ended_at) on portal.memberships to mm_platform;
grant select on portal.invitations to mm_platform, mm_signin;
grant insert on portal.invitations to mm_platform;
grant update (revoked_at) on portal.invitations to mm_platform;
grant update (used_at) on portal.invitations to mm_signin;
create policy own_organisation on portal.memberships to mm_municipality, mm_provider, mm_auditor, mm_platform
    using (organisation_id = (select portal.tenant())) with check (organisation_id = (select portal.tenant()));
create policy sign_in on portal.memberships to mm_signin using (true) with check (true);
create policy own_organisation on portal.invitations to mm_platform
    using (organisation_id = (select portal.tenant())) with check (organisation_id = (select portal.tenant()));
create policy sign_in on portal.invitations to mm_signin using (true) with check (true);

-- idempotency keys
grant select, insert on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform;
grant update (outcome) on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform;
-- Whose form it was, too: the outcome of a colleague's form, or of the caseworker's for a citizen, is nobody else's.
create policy own_form on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform
    using (organisation_id = (select portal.tenant()) and actor_id = (select coalesce(portal.citizen(), portal.person())))
    with check (organisation_id = (select portal.tenant()) and actor_id = (select coalesce(portal.citizen(), portal.person())));

-- jobs: ids only; every actor may ask, the checker takes (deliberate exception: a worker serves all municipalities)
grant insert, select on portal.jobs to mm_municipality, mm_provider, mm_citizen;
grant select, insert, update on portal.jobs to mm_checker;
create policy ask on portal.jobs to mm_municipality, mm_citizen
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy ask_as_provider on portal.jobs to mm_provider
    using (exists (select from portal.invoices i where i.id = jobs.subject_id and i.provider_id = (select portal.tenant())))
    with check (exists (select from portal.invoices i where i.id = jobs.subject_id and i.provider_id = (select portal.tenant()) and i.municipality_id = jobs.municipality_id));
create policy work on portal.jobs to mm_checker using (true) with check (true);

-- citizens and their identity
grant select, insert on portal.citizens to mm_municipality;
grant update (area, birth_year, language) on portal.citizens to mm_municipality;
grant select on portal.citizens to mm_citizen;
create policy municipality on portal.citizens to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy citizen on portal.citizens for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and id = (select portal.citizen()));
grant select, insert on portal.citizen_identities to mm_municipality;
grant update (name, address, phone, email) on portal.citizen_identities to mm_municipality;
grant select on portal.citizen_identities to mm_provider, mm_citizen;
create policy municipality on portal.citizen_identities to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy live_participation on portal.citizen_identities for select to mm_provider
    using (citizen_id = any ((select portal.live_citizens())::uuid[]));
create policy citizen on portal.citizen_identities for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and citizen_id = (select portal.citizen()));

-- grants and goals
grant select, insert on portal.grants to mm_municipality;
grant update (status, purpose, purpose_text, target_group, tasks, task_text, requirements, qualifications, hours_per_week, total_hours,
    starts_on, ends_on, rate, submitted_by, submitted_at, decided_by, decided_at, decision_comment, rules_version) on portal.grants to mm_municipality;
-- The auditor reads no words about the citizen, whatever the engagement says; notes and steps have policies of their own.
grant select (id, municipality_id, citizen_id, number, status, purpose, target_group, tasks, requirements, hours_per_week, total_hours, starts_on, ends_on, rate,
    created_by, created_at, submitted_by, submitted_at, decided_by, decided_at, rules_version) on portal.grants to mm_auditor;
grant select (id, municipality_id, number, status, purpose, purpose_text, target_group, tasks, task_text, requirements, hours_per_week, total_hours, starts_on, ends_on, rate) on portal.grants to mm_provider, mm_citizen;
grant select (id, municipality_id, status, decided_at) on portal.grants to mm_checker;
create policy municipality on portal.grants to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy checker on portal.grants for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy live_participation on portal.grants for select to mm_provider using (id = any ((select portal.live_grants())::uuid[]));
create policy auditor on portal.grants for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.grants for select to mm_citizen using (id = any ((select portal.citizen_grants())::uuid[]));
grant select, insert, delete on portal.grant_goals to mm_municipality;
grant update (priority, kind, detail) on portal.grant_goals to mm_municipality;
grant select on portal.grant_goals to mm_provider, mm_citizen;
grant select (id, grant_id, municipality_id, priority, kind) on portal.grant_goals to mm_auditor;
create policy municipality on portal.grant_goals to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy live_participation on portal.grant_goals for select to mm_provider using (grant_id = any ((select portal.live_grants())::uuid[]));
create policy auditor on portal.grant_goals for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.grant_goals for select to mm_citizen using (grant_id = any ((select portal.citizen_grants())::uuid[]));

-- assignments: the municipality sets the terms; a provider may only fill in that it accepted, and only an open one
grant select, insert on portal.assignments to mm_municipality;
grant update (status, ended_on) on portal.assignments to mm_municipality;
grant select on portal.assignments to mm_provider, mm_auditor, mm_citizen, mm_checker;
grant update (status, provider_id, accepted_by, accepted_at) on portal.assignments to mm_provider;
create policy municipality on portal.assignments to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy checker on portal.assignments for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy own_or_open on portal.assignments for select to mm_provider
    using (provider_id = (select portal.tenant()) or (provider_id is null and status = 'Published' and (select portal.tenant()) is not null));
create policy accept on portal.assignments for update to mm_provider
    using (provider_id is null and status = 'Published')
    with check (provider_id = (select portal.tenant()) and status = 'Accepted' and accepted_by = (select portal.person()));
create policy auditor on portal.assignments for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.assignments for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and citizen_id = (select portal.citizen()));

-- listings: the market place, for all providers
grant select, insert on portal.listings to mm_municipality;
grant update (withdrawn_at) on portal.listings to mm_municipality;
grant select on portal.listings to mm_provider;
grant update (taken_at) on portal.listings to mm_provider;
create policy municipality on portal.listings to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy market on portal.listings for select to mm_provider using (withdrawn_at is null and (select portal.tenant()) is not null);
create policy taken on portal.listings for update to mm_provider
    using (taken_at is null and withdrawn_at is null)
    with check (taken_at is not null and exists (select from portal.assignments a where a.id = listings.id and a.provider_id = (select portal.tenant())));

-- agreements: written by the provider that accepts, with the municipality's terms and no others
grant select on portal.agreements, portal.agreement_mentors to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_checker;
grant insert on portal.agreements, portal.agreement_mentors to mm_provider;
create policy municipality on portal.agreements for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.agreements for select to mm_provider using (provider_id = (select portal.tenant()));
create policy accept on portal.agreements for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and exists (
        select from portal.assignments a
        where a.id = agreements.assignment_id and a.provider_id = (select portal.tenant()) and a.status = 'Accepted'
          and a.target_group = agreements.target_group and a.starts_on = agreements.valid_from and a.ends_on = agreements.valid_to
          and a.hours_per_week = agreements.hours_per_week and a.total_hours is not distinct from agreements.total_hours
          and a.rate = agreements.rate and a.price_ceiling is not distinct from agreements.price_ceiling));
create policy auditor on portal.agreements for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.agreements for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and citizen_id = (select portal.citizen()));
create policy municipality on portal.agreement_mentors for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.agreement_mentors to mm_provider
    using (provider_id = (select portal.tenant())) with check (provider_id = (select portal.tenant()));
create policy auditor on portal.agreement_mentors for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.agreement_mentors for select to mm_citizen
    using (exists (select from portal.agreements g where g.id = agreement_mentors.agreement_id and g.citizen_id = (select portal.citizen()) and g.municipality_id = (select portal.tenant())));

-- time entries, notes, steps
grant select on portal.time_entries to mm_municipality, mm_provider, mm_citizen, mm_checker;
grant select (id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week, kind, place,
    registered_by, registered_at, supersedes_id, correction) on portal.time_entries to mm_auditor;
grant insert on portal.time_entries to mm_provider;
create policy municipality on portal.time_entries for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.time_entries to mm_provider
    using (provider_id = (select portal.tenant())) with check (provider_id = (select portal.tenant()) and registered_by = (select portal.person()));
create policy auditor on portal.time_entries for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.time_entries for select to mm_citizen using (assignment_id = any ((select portal.citizen_assignments())::uuid[]));
grant select on portal.entry_notes to mm_municipality, mm_provider, mm_auditor;
grant insert on portal.entry_notes to mm_provider;
grant select (entry_id, municipality_id) on portal.entry_notes to mm_checker;
create policy municipality on portal.entry_notes for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy live_participation on portal.entry_notes for select to mm_provider
    using (provider_id = (select portal.tenant()) and assignment_id = any ((select portal.live_assignments())::uuid[]));
create policy write on portal.entry_notes for insert to mm_provider with check (provider_id = (select portal.tenant()));
create policy auditor_with_notes on portal.entry_notes for select to mm_auditor using (municipality_id = any ((select portal.audit_scope_with_notes())::uuid[]));
grant select on portal.goal_steps to mm_municipality, mm_provider, mm_auditor;
grant insert on portal.goal_steps to mm_provider;
grant select (entry_id, municipality_id) on portal.goal_steps to mm_checker;
create policy municipality on portal.goal_steps for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy live_participation on portal.goal_steps for select to mm_provider
    using (provider_id = (select portal.tenant()) and assignment_id = any ((select portal.live_assignments())::uuid[]));
create policy write on portal.goal_steps for insert to mm_provider with check (provider_id = (select portal.tenant()));
create policy auditor_with_notes on portal.goal_steps for select to mm_auditor using (municipality_id = any ((select portal.audit_scope_with_notes())::uuid[]));

-- confirmations: only the citizen writes them
grant select on portal.confirmations to mm_municipality, mm_provider, mm_citizen, mm_checker;
grant select (id, entry_id, municipality_id, provider_id, assignment_id, answer, channel, strength, device, recorded_at) on portal.confirmations to mm_auditor;
grant insert on portal.confirmations to mm_citizen;
create policy municipality on portal.confirmations for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.confirmations for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.confirmations for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy citizen on portal.confirmations to mm_citizen
    using (assignment_id = any ((select portal.citizen_assignments())::uuid[]))
    with check (municipality_id = (select portal.tenant()) and assignment_id = any ((select portal.citizen_assignments())::uuid[]));

-- the citizen's link: the municipality issues and revokes; nobody else reads it, and nobody can read more than hashes
grant select, insert on portal.citizen_links to mm_municipality;
grant update (revoked_at) on portal.citizen_links to mm_municipality;
create policy municipality on portal.citizen_links to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));

-- settings
grant select, insert on portal.municipal_settings to mm_municipality;
grant select on portal.municipal_settings to mm_checker, mm_auditor;
create policy municipality on portal.municipal_settings to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy checker on portal.municipal_settings for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy auditor on portal.municipal_settings for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));

-- invoices
grant select on portal.invoices, portal.invoice_lines, portal.checks, portal.line_verdicts, portal.line_findings, portal.line_matches, portal.approvals, portal.approved_minutes
    to mm_municipality, mm_provider, mm_auditor, mm_checker;
grant insert on portal.invoices, portal.invoice_lines to mm_provider;
grant update (status, returned_at, return_reason) on portal.invoices to mm_municipality;
grant update (status, check_id) on portal.invoices to mm_checker;
grant insert on portal.checks, portal.line_verdicts, portal.line_findings, portal.line_matches to mm_checker;
grant insert on portal.approvals, portal.approved_minutes to mm_municipality;
create policy municipality on portal.invoices to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy checker on portal.invoices to mm_checker
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy provider on portal.invoices for select to mm_provider using (provider_id = (select portal.tenant()));
create policy submit on portal.invoices for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and status = 'Submitted' and check_id is null and submitted_by = (select portal.person())
        and exists (select from portal.assignments a where a.municipality_id = invoices.municipality_id and a.provider_id = (select portal.tenant())));
create policy auditor on portal.invoices for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and portal.in_audit_period(municipality_id, issued_on));
create policy municipality on portal.invoice_lines for select to mm_municipality, mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.invoice_lines for select to mm_provider using (provider_id = (select portal.tenant()));
-- Lines belong to the invoice as it is submitted: none is added to one that has been checked or decided.
create policy submit on portal.invoice_lines for insert to mm_provider
    with check (provider_id = (select portal.tenant())
        and exists (select from portal.invoices i where i.id = invoice_lines.invoice_id and i.status = 'Submitted' and i.check_id is null));
create policy auditor on portal.invoice_lines for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.invoices i where i.id = invoice_lines.invoice_id));
create policy municipality on portal.checks for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy checker on portal.checks to mm_checker using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy provider on portal.checks for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.checks for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.invoices i where i.id = checks.invoice_id));
create policy municipality on portal.line_verdicts for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy checker on portal.line_verdicts to mm_checker using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy provider on portal.line_verdicts for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.line_verdicts for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.checks c where c.id = line_verdicts.check_id));
create policy municipality on portal.line_findings for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy checker on portal.line_findings to mm_checker using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy provider on portal.line_findings for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.line_findings for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.checks c where c.id = line_findings.check_id));
create policy municipality on portal.line_matches for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy checker on portal.line_matches to mm_checker using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy provider on portal.line_matches for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.line_matches for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.checks c where c.id = line_matches.check_id));
create policy municipality on portal.approvals to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and approved_by = (select portal.person()));
create policy checker on portal.approvals for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.approvals for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.approvals for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.invoices i where i.id = approvals.invoice_id));
create policy municipality on portal.approved_minutes to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy checker on portal.approved_minutes for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy provider on portal.approved_minutes for select to mm_provider using (provider_id = (select portal.tenant()));
create policy auditor on portal.approved_minutes for select to mm_auditor
    using (municipality_id = any ((select portal.audit_scope())::uuid[]) and exists (select from portal.approvals p where p.id = approved_minutes.approval_id));

-- engagements: the municipality grants and revokes; the auditor sees its own
grant select, insert on portal.engagements to mm_municipality;
grant update (revoked_at) on portal.engagements to mm_municipality;
grant select on portal.engagements to mm_auditor;
create policy municipality on portal.engagements to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy own on portal.engagements for select to mm_auditor using (auditor_id = (select portal.tenant()));

-- evidence: an organisation reads its own chain; nobody writes but append_event
grant select on portal.evidence_events, portal.evidence_payloads to mm_municipality, mm_provider, mm_auditor, mm_platform;
create policy own_chain on portal.evidence_events for select to mm_municipality, mm_provider, mm_auditor, mm_platform using (organisation_id = (select portal.tenant()));
create policy own_chain on portal.evidence_payloads for select to mm_municipality, mm_provider, mm_auditor, mm_platform using (organisation_id = (select portal.tenant()));
