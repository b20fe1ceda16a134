-- The operator of the portal lets organisations in and shuts them out. A login of its own, which reads no citizen, no case, no money, no
-- letter and none of an organisation's people; what it does to an organisation stands in that organisation's own evidence.

alter table portal.organisations
    add column municipality_code text check (municipality_code ~ '^[0-9]{3}$'),
    add column p_number text check (p_number ~ '^[0-9]{10}$'),
    add column suspended_at timestamptz,
    add check (municipality_code is null or kind = 'Municipality'),
    add check (suspended_at is null or kind <> 'Platform');
do $$
declare alike text;
begin
    select string_agg(slug, ', ' order by slug) into alike from portal.organisations o
    where exists (select from portal.organisations other where other.id <> o.id and other.kind = o.kind and (other.kind = 'Platform' or other.cvr = o.cvr));
    if alike is not null then
        raise exception 'organisations of one kind with the same CVR number, or two of the platform: %. Take the number from all but one of them, and correct them on the operator''s pages afterwards.', alike;
    end if;
end $$;
-- A firm may have several places of work, each an organisation of its own.
create unique index organisations_once on portal.organisations (kind, cvr, coalesce(p_number, '')) where cvr is not null;
create unique index organisations_code on portal.organisations (municipality_code);
create unique index organisations_platform on portal.organisations (kind) where kind = 'Platform';

-- Whom the operator writes to. Apart from the public directory, since a name and a telephone stand here.
create table portal.organisation_contacts (
    organisation_id uuid primary key references portal.organisations (id),
    name text not null check (length(name) between 1 and 100),
    email text not null check (length(email) between 3 and 254),
    phone text not null default '' check (length(phone) <= 30)
);

-- Who would like to be let in, as they wrote it on a page that anybody may open.
create table portal.applications (
    id uuid primary key,
    kind text not null check (kind in ('Municipality', 'Provider', 'AuditFirm')),
    name text not null check (length(name) between 1 and 100),
    cvr text not null check (cvr ~ '^[0-9]{8}$'),
    p_number text check (p_number ~ '^[0-9]{10}$'),
    municipality_code text check (municipality_code ~ '^[0-9]{3}$'),
    gln text check (gln ~ '^[0-9]{13}$'),
    contact_name text not null check (length(contact_name) between 1 and 100),
    contact_email text not null check (length(contact_email) between 3 and 254),
    contact_phone text not null default '' check (length(contact_phone) <= 30),
    message text not null default '' check (length(message) <= 1000),
    applied_at timestamptz not null,
    status text not null check (status in ('Waiting', 'Approved', 'Refused')),
    decided_by uuid,
    decided_at timestamptz,
    reason text not null default '' check (length(reason) <= 1000),
    organisation_id uuid references portal.organisations (id),
    check (municipality_code is null or kind = 'Municipality'),
    check ((status = 'Waiting') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    check ((status = 'Approved') = (organisation_id is not null)),
    check ((status = 'Refused') = (reason <> ''))
);
-- Anybody may write anybody's number: who applies first keeps nobody else from being heard.
create unique index applications_once on portal.applications (kind, cvr, coalesce(p_number, ''), lower(contact_email)) where status = 'Waiting';
create index on portal.applications (status, applied_at);
create index on portal.applications (organisation_id);

-- The first operator is invited by nobody, and says their own address. What an operator sent is told from what an administrator did.
alter table portal.invitations
    alter column invited_by drop not null,
    add column from_operator boolean not null default false,
    add check (invited_by is not null or from_operator),
    add check (email <> '' or invited_by is null);

-- Whether whoever acts is an operator of the platform now. Looked up, not believed: the login alone opens nothing.
create function portal.is_operator() returns boolean
language sql stable security definer set search_path = pg_catalog, portal as $$
    select exists (
        select from portal.memberships m join portal.organisations o on o.id = m.organisation_id
        where o.id = portal.tenant() and o.kind = 'Platform' and m.person_id = portal.person() and m.ended_at is null
          and 'Operator' = any (m.roles))
$$;
grant create on schema portal to mm_definer;
alter function portal.is_operator() owner to mm_definer;
revoke create on schema portal from mm_definer;
revoke execute on function portal.is_operator() from public;

-- As before, and an operator tells an organisation's chain what was done to the organisation, and nothing else.
create or replace function portal.append_event(chain uuid, event_kind text, subject uuid, event_payload text, event_salt bytea)
returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    acting constant uuid := portal.tenant();
begin
    -- IS NOT TRUE: without a context the comparison is null, and NOT null would let the caller pass.
    if (session_user in ('mm_signin', 'mm_migrator')
        or (chain = acting and session_user <> 'mm_operator')
        or (session_user = 'mm_provider' and exists (select from portal.assignments a where a.municipality_id = chain and a.provider_id = acting))
        or (session_user = 'mm_auditor' and exists (select from portal.engagements e where e.municipality_id = chain and e.auditor_id = acting
            and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on))) is not true
        -- A decline is about an offer, and who declines may never have worked there.
        and (session_user = 'mm_provider' and event_kind = 'OfferDeclined'
            and exists (select from portal.offer_declines d where d.assignment_id = subject and d.municipality_id = chain and d.offered_to = acting)) is not true
        and (session_user = 'mm_operator' and portal.is_operator()
            and ((chain = acting and event_kind = 'ApplicationRefused')
                or (chain <> acting and event_kind in ('OrganisationOpened', 'OrganisationChanged', 'OrganisationSuspended',
                    'OrganisationReopened', 'PersonInvited', 'InvitationRevoked')))) is not true
    then
        raise exception 'no event on that chain' using errcode = '42501';
    end if;
    if event_kind in ('OrganisationOpened', 'OrganisationChanged', 'OrganisationSuspended', 'OrganisationReopened', 'ApplicationRefused')
        and session_user not in ('mm_operator', 'mm_migrator')
    then
        raise exception 'only an operator writes %', event_kind using errcode = '42501';
    end if;
    if event_kind in ('PayloadErased', 'ChangedByHand') then
        raise exception 'only the database writes %', event_kind using errcode = '42501';
    end if;
    return portal.append_to_chain(chain, event_kind, subject, event_payload, event_salt, coalesce(portal.citizen(), portal.person()), acting);
end $$;

-- As before, and not while the municipality's people are shut out.
create or replace function portal.open_calendar_feed(token bytea)
returns table (municipality_id uuid, person_id uuid, culture text)
language sql volatile security definer set search_path = pg_catalog, portal as $$
    update portal.calendar_feeds f set last_used_at = clock_timestamp()
    where f.token_hash = open_calendar_feed.token and f.revoked_at is null
      and exists (select from portal.memberships m where m.organisation_id = f.municipality_id and m.person_id = f.person_id and m.ended_at is null
          and m.roles && array['Caseworker', 'TeamLeader'])
      and not exists (select from portal.users u where u.id = f.person_id and u.lockout_end > clock_timestamp())
      and not exists (select from portal.organisations o where o.id = f.municipality_id and o.suspended_at is not null)
    returning f.municipality_id, f.person_id, f.culture
$$;
grant select (suspended_at) on portal.organisations to mm_definer;

grant usage on schema portal to mm_operator;
grant execute on function portal.tenant(), portal.person(), portal.citizen(), portal.today(), portal.is_operator(),
    portal.append_event(uuid, text, uuid, text, bytea), portal.lock_for_tenant(text) to mm_operator;

grant select, insert on portal.organisations to mm_operator;
grant update (slug, name, cvr, p_number, municipality_code, gln, suspended_at) on portal.organisations to mm_operator;
alter policy directory on portal.organisations
    to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin, mm_operator;
create policy open_organisation on portal.organisations for insert to mm_operator
    with check ((select portal.is_operator()) and kind <> 'Platform' and suspended_at is null);
create policy change_organisation on portal.organisations for update to mm_operator
    using ((select portal.is_operator()) and kind <> 'Platform');

grant select, insert on portal.organisation_contacts to mm_operator;
grant update (name, email, phone) on portal.organisation_contacts to mm_operator;
create policy operator on portal.organisation_contacts to mm_operator using ((select portal.is_operator()));

-- Whoever writes one writes it for the operator to decide; of others they learn no more than whether one of theirs waits.
grant select, update (status, decided_by, decided_at, reason, organisation_id) on portal.applications to mm_operator;
create policy operator on portal.applications for select to mm_operator using ((select portal.is_operator()));
create policy decide on portal.applications for update to mm_operator
    using ((select portal.is_operator()) and status = 'Waiting')
    with check (decided_by = (select portal.person()));
grant insert, select (kind, cvr, p_number, status) on portal.applications to mm_signin;
create policy apply on portal.applications for insert to mm_signin with check (status = 'Waiting');
create policy waits on portal.applications for select to mm_signin using (status = 'Waiting');

-- An operator invites administrators, who let in all others.
grant select, insert on portal.invitations to mm_operator;
grant update (revoked_at) on portal.invitations to mm_operator;
create policy operator on portal.invitations for select to mm_operator using (from_operator and (select portal.is_operator()));
create policy invite_administrator on portal.invitations for insert to mm_operator
    with check (from_operator and roles = '{Administrator}' and invited_by = (select portal.person()) and (select portal.is_operator()));
create policy revoke on portal.invitations for update to mm_operator using (from_operator and (select portal.is_operator()));
-- No administrator's own invitation is an operator's.
revoke insert on portal.invitations from mm_platform;
grant insert (id, organisation_id, email, name, roles, token_hash, invited_by, invited_at, expires_at, used_at, revoked_at) on
    portal.invitations to mm_platform;

-- What was done to an organisation, wherever it stands; and nothing else of its evidence.
grant select on portal.evidence_events, portal.evidence_payloads to mm_operator;
create policy operator on portal.evidence_events for select to mm_operator
    using ((select portal.is_operator()) and kind in ('OrganisationOpened', 'OrganisationChanged', 'OrganisationSuspended',
        'OrganisationReopened', 'ApplicationRefused'));
create policy operator on portal.evidence_payloads for select to mm_operator
    using (exists (select from portal.evidence_events e where e.organisation_id = evidence_payloads.organisation_id
        and e.sequence = evidence_payloads.sequence));

grant select, insert, update (outcome) on portal.once_keys to mm_operator;
alter policy own_form on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform, mm_operator;

-- The names of one's own colleagues, who did what the operator's pages show.
grant select (organisation_id, person_id, name) on portal.memberships to mm_operator;
create policy colleagues on portal.memberships for select to mm_operator using (organisation_id = (select portal.tenant()));

-- How much work waits, and for whom; not what it is about.
grant select (id, kind, municipality_id, run_after, tries, done_at) on portal.jobs to mm_operator;
create policy operator on portal.jobs for select to mm_operator using ((select portal.is_operator()));

do $$
declare t text;
begin
    foreach t in array array['organisation_contacts', 'applications'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
    end loop;
end $$;
create constraint trigger record_unlogged_change after update or delete on portal.organisations deferrable initially deferred
    for each row execute function portal.record_unlogged_change('id', 'id');
create constraint trigger record_unlogged_change after update or delete on portal.organisation_contacts deferrable initially deferred
    for each row execute function portal.record_unlogged_change('organisation_id', 'organisation_id');
alter table portal.organisations enable always trigger record_unlogged_change;
alter table portal.organisation_contacts enable always trigger record_unlogged_change;
