-- What the policies ask. Invoker functions see only what their caller sees; STABLE, and called through a scalar
-- sub-select, so that they run once per statement.
create function portal.audit_scope() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(distinct e.municipality_id), '{}')
    from portal.engagements e
    where e.auditor_id = portal.tenant() and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on
$$;
create function portal.audit_scope_with_notes() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(distinct e.municipality_id), '{}')
    from portal.engagements e
    where e.auditor_id = portal.tenant() and e.revoked_at is null and e.sees_notes and portal.today() between e.opens_on and e.expires_on
$$;
create function portal.in_audit_period(municipality uuid, day date) returns boolean language sql stable set search_path = pg_catalog, portal as $$
    select exists (
        select from portal.engagements e
        where e.auditor_id = portal.tenant() and e.municipality_id = in_audit_period.municipality and e.revoked_at is null
          and portal.today() between e.opens_on and e.expires_on
          and in_audit_period.day between e.period_from and e.period_to)
$$;
-- A provider's participation is bounded in time: it ends with the assignment, though its invoices remain.
create function portal.live_assignments() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= a.ends_on
$$;
create function portal.live_grants() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.grant_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= a.ends_on
$$;
create function portal.live_citizens() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(distinct a.citizen_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= a.ends_on
$$;
create function portal.citizen_assignments() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.id), '{}') from portal.assignments a
    where a.citizen_id = portal.citizen() and a.municipality_id = portal.tenant()
$$;
create function portal.citizen_grants() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.grant_id), '{}') from portal.assignments a
    where a.citizen_id = portal.citizen() and a.municipality_id = portal.tenant()
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- The definer functions: all there are. They belong to mm_definer, which cannot log in and bypasses RLS, so each
-- asks for itself who calls. session_user is the data source's login and cannot be changed by the caller.
-- ---------------------------------------------------------------------------------------------------------------
grant create, usage on schema portal to mm_definer;

-- Overlap without disclosure: which of the caller's own entries overlap with another entry of the same person, or
-- of the same citizen, whoever's it is, as known at a time. Half-open intervals; direct contact only; corrections count by the last.
create function portal.overlapping_entries(ids uuid[], known_at timestamptz)
returns table (entry_id uuid, of_mentor boolean, of_citizen boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    with own as (
        select e.*, a.citizen_id
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
        where e.id = any (ids) and e.kind = 'Direct' and e.ends_at > e.starts_at
          and (session_user = 'mm_migrator'
            or (session_user in ('mm_municipality', 'mm_checker') and e.municipality_id = portal.tenant())
            or (session_user = 'mm_provider' and e.provider_id = portal.tenant())))
    select own.id,
        exists (
            select from portal.time_entries o
            where o.mentor_id = own.mentor_id and o.id <> own.id and o.kind = 'Direct'
              and o.starts_at < own.ends_at and own.starts_at < o.ends_at and o.ends_at > o.starts_at
              and o.registered_at <= known_at
              and not exists (select from portal.time_entries s where s.supersedes_id = o.id and s.registered_at <= known_at)),
        exists (
            select from portal.time_entries o join portal.assignments oa on oa.id = o.assignment_id
            where oa.citizen_id = own.citizen_id and o.municipality_id = own.municipality_id and o.id <> own.id and o.kind = 'Direct'
              and o.starts_at < own.ends_at and own.starts_at < o.ends_at and o.ends_at > o.starts_at
              and o.registered_at <= known_at
              and not exists (select from portal.time_entries s where s.supersedes_id = o.id and s.registered_at <= known_at))
    from own
$$;

-- Writes one event at the end of a chain, under the chain's lock, last in its transaction; the time is the server's.
-- It asks nobody who calls and is no definer function: only the definer functions here may call it.
create function portal.append_to_chain(chain uuid, event_kind text, subject uuid, event_payload text, event_salt bytea, actor uuid, acting uuid)
returns bigint
language plpgsql volatile set search_path = pg_catalog, portal as $$
declare
    role_name constant text := regexp_replace(session_user::text, '^mm_', '');
    at timestamptz;
    last_sequence bigint;
    last_hash bytea;
    body bytea;
    header text;
begin
    perform pg_advisory_xact_lock(hashtextextended(chain::text, 20));
    at := clock_timestamp();
    select e.sequence, e.hash into last_sequence, last_hash
    from portal.evidence_events e where e.organisation_id = chain order by e.sequence desc limit 1;
    last_sequence := coalesce(last_sequence, 0);
    last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    body := sha256(event_salt || convert_to(event_payload, 'UTF8'));
    header := concat_ws('|', 'v1', chain, last_sequence + 1,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        event_kind, subject, coalesce(actor::text, '-'), role_name, coalesce(acting::text, '-'), encode(body, 'hex'));
    insert into portal.evidence_events (organisation_id, sequence, occurred_at, kind, subject_id, actor_id, actor_role, acting_organisation_id, payload_hash, previous_hash, hash)
    values (chain, last_sequence + 1, at, event_kind, subject, actor, role_name, acting, body, last_hash, sha256(last_hash || convert_to(header, 'UTF8')));
    insert into portal.evidence_payloads (organisation_id, sequence, salt, payload)
    values (chain, last_sequence + 1, event_salt, event_payload);
    return last_sequence + 1;
end $$;

-- Appends one event to a chain that the caller may write on. The actor comes from the context. Returns the sequence number.
create function portal.append_event(chain uuid, event_kind text, subject uuid, event_payload text, event_salt bytea)
returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    acting constant uuid := portal.tenant();
begin
    -- IS NOT TRUE: without a context the comparison is null, and NOT null would let the caller pass.
    if (session_user in ('mm_signin', 'mm_migrator')
        or chain = acting
        or (session_user = 'mm_provider' and exists (select from portal.assignments a where a.municipality_id = chain and a.provider_id = acting))
        or (session_user = 'mm_auditor' and exists (select from portal.engagements e where e.municipality_id = chain and e.auditor_id = acting
            and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on))) is not true
    then
        raise exception 'no event on that chain' using errcode = '42501';
    end if;
    return portal.append_to_chain(chain, event_kind, subject, event_payload, event_salt, coalesce(portal.citizen(), portal.person()), acting);
end $$;

-- The citizen's link and code. Wrong code: one try less; none left, expired or revoked: closed. The answer never
-- says which of link and code was wrong. Each try is an event on the municipality's chain: nobody is known before the
-- right code, so this function appends it itself, with the link's id and nothing of what was typed.
create function portal.open_citizen_link(token bytea, code bytea)
returns table (outcome text, link_id uuid, municipality_id uuid, citizen_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    link portal.citizen_links%rowtype;
    happened text;
begin
    select * into link from portal.citizen_links l where l.token_hash = token for update;
    if not found then
        return query select 'Wrong', null::uuid, null::uuid, null::uuid; return;
    end if;
    if link.revoked_at is not null or link.expires_on < portal.today() or link.tries_left = 0 then
        return query select 'Closed', null::uuid, null::uuid, null::uuid; return;
    end if;
    if link.code_hash <> code then
        update portal.citizen_links l set tries_left = l.tries_left - 1 where l.id = link.id;
        happened := case when link.tries_left = 1 then 'CitizenLinkClosed' else 'CitizenLinkRefused' end;
        perform portal.append_to_chain(link.municipality_id, happened, link.citizen_id, format('{"link":"%s"}', link.id), uuid_send(gen_random_uuid()), null, null);
        return query select case when link.tries_left = 1 then 'Closed' else 'Wrong' end, null::uuid, null::uuid, null::uuid; return;
    end if;
    update portal.citizen_links l set tries_left = 5, last_used_at = clock_timestamp() where l.id = link.id;
    perform portal.append_to_chain(link.municipality_id, 'CitizenLinkOpened', link.citizen_id, format('{"link":"%s"}', link.id), uuid_send(gen_random_uuid()), link.citizen_id, link.municipality_id);
    return query select 'Open', link.id, link.municipality_id, link.citizen_id;
end $$;

-- Whether the link a citizen's session came from is still open: asked on every request of that session.
create function portal.citizen_link_is_open(link uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, portal as $$
    select exists (
        select from portal.citizen_links l
        where l.id = link and l.revoked_at is null and l.expires_on >= portal.today() and l.citizen_id = portal.citizen() and l.municipality_id = portal.tenant())
$$;

-- Asks for new checks of all that an entry bears on: its own assignment, and the assignments of entries that it, or
-- what it corrects, overlaps with by mentor or citizen, whoever's they are. The caller learns nothing of those.
create function portal.ask_recheck(entry uuid) returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    with recursive own as (
        select e.id, e.municipality_id, e.mentor_id, e.starts_at, e.ends_at, e.kind, e.supersedes_id, a.citizen_id
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
        where e.id = ask_recheck.entry
          and (session_user = 'mm_migrator'
            or (session_user = 'mm_provider' and e.provider_id = portal.tenant())
            or (session_user = 'mm_citizen' and e.municipality_id = portal.tenant() and a.citizen_id = portal.citizen()))
        union all
        select e.id, e.municipality_id, e.mentor_id, e.starts_at, e.ends_at, e.kind, e.supersedes_id, own.citizen_id
        from own join portal.time_entries e on e.id = own.supersedes_id)
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'RecheckEntry', touched.municipality_id, touched.id
    from (
        select own.municipality_id, own.id from own
        union
        select o.municipality_id, o.id
        from own
        join portal.time_entries o on o.starts_at < own.ends_at and own.starts_at < o.ends_at and o.ends_at > o.starts_at and o.kind = 'Direct'
        join portal.assignments oa on oa.id = o.assignment_id
        where own.kind = 'Direct' and own.ends_at > own.starts_at
          and (o.mentor_id = own.mentor_id or (oa.citizen_id = own.citizen_id and o.municipality_id = own.municipality_id))
          and not exists (select from portal.time_entries s where s.supersedes_id = o.id)
    ) touched
$$;

-- What has served its time: keys of forms that nobody can send again, and jobs long done. The checker runs it daily and
-- may delete nothing itself.
create function portal.forget_what_is_done() returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    delete from portal.once_keys k where k.used_at < now() - interval '7 days';
    delete from portal.jobs j where j.done_at < now() - interval '30 days';
$$;

alter function portal.overlapping_entries(uuid[], timestamptz) owner to mm_definer;
alter function portal.ask_recheck(uuid) owner to mm_definer;
alter function portal.append_to_chain(uuid, text, uuid, text, bytea, uuid, uuid) owner to mm_definer;
alter function portal.append_event(uuid, text, uuid, text, bytea) owner to mm_definer;
alter function portal.forget_what_is_done() owner to mm_definer;
alter function portal.open_citizen_link(bytea, bytea) owner to mm_definer;
alter function portal.citizen_link_is_open(uuid) owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select on portal.time_entries, portal.assignments, portal.engagements to mm_definer;
grant select, insert on portal.evidence_events, portal.evidence_payloads to mm_definer;
grant select, update on portal.citizen_links to mm_definer;
grant insert (id, kind, municipality_id, subject_id) on portal.jobs to mm_definer;
grant select (used_at), delete on portal.once_keys to mm_definer;
grant select (done_at), delete on portal.jobs to mm_definer;

revoke execute on all functions in schema portal from public;
grant execute on all functions in schema portal to mm_definer, mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
revoke execute on function portal.open_citizen_link(bytea, bytea) from mm_municipality, mm_provider, mm_auditor, mm_platform, mm_checker, mm_signin;
revoke execute on function portal.citizen_link_is_open(uuid) from mm_municipality, mm_provider, mm_auditor, mm_platform, mm_checker, mm_signin;
revoke execute on function portal.overlapping_entries(uuid[], timestamptz) from mm_auditor, mm_citizen, mm_platform, mm_signin;
revoke execute on function portal.ask_recheck(uuid) from mm_municipality, mm_auditor, mm_platform, mm_checker, mm_signin;
revoke execute on function portal.append_to_chain(uuid, text, uuid, text, bytea, uuid, uuid) from mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
revoke execute on function portal.forget_what_is_done() from mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_signin;
