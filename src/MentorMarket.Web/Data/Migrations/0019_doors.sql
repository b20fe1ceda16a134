-- What a login of the portal can reach beside its rows, and what nobody changes without a trace. What concerns the server's own
-- functions (advisory locks, large objects, statistics) is in ServerDoors, because only the server's administrator may revoke it.
grant create on schema portal to mm_definer;

-- ---------------------------------------------------------------------------------------------------------------
-- Locks
-- ---------------------------------------------------------------------------------------------------------------

-- Those who want the same thing of one organisation wait for each other until the transaction ends. The tenant is part of the
-- name, and chains have names of another kind, so that a login holds up nobody but those who act in the same organisation.
create function portal.take_turn(what text) returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    select pg_advisory_xact_lock(hashtextextended(
        case when session_user = 'mm_signin' then 'sign-in' else coalesce(portal.tenant()::text, session_user::text) end || '|' || what, 40))
$$;
alter function portal.take_turn(text) owner to mm_definer;
revoke execute on function portal.take_turn(text) from public;
grant execute on function portal.take_turn(text) to mm_municipality, mm_signin;

-- LOCK TABLE asks for UPDATE or DELETE on the whole table: a login that has neither cannot keep the others out. What is deleted
-- is deleted by functions that can do nothing else.
create function portal.forget_import_problems(import uuid) returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    delete from portal.import_problems p where p.import_id = forget_import_problems.import and p.municipality_id = portal.tenant()
$$;
create function portal.forget_import_file(import uuid) returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    delete from portal.import_files f where f.import_id = forget_import_file.import and f.municipality_id = portal.tenant()
$$;
create procedure portal.remove_goal(goal uuid)
language sql security definer set search_path = pg_catalog, portal as $$
    delete from portal.grant_goals g where g.id = remove_goal.goal and g.municipality_id = portal.tenant()
$$;
alter function portal.forget_import_problems(uuid) owner to mm_definer;
alter function portal.forget_import_file(uuid) owner to mm_definer;
alter procedure portal.remove_goal(uuid) owner to mm_definer;
revoke execute on function portal.forget_import_problems(uuid), portal.forget_import_file(uuid) from public;
revoke execute on procedure portal.remove_goal(uuid) from public;
grant execute on function portal.forget_import_problems(uuid), portal.forget_import_file(uuid) to mm_municipality;
grant execute on procedure portal.remove_goal(uuid) to mm_municipality;
grant select (import_id, municipality_id), delete on portal.import_problems, portal.import_files to mm_definer;
grant select (id, municipality_id), delete on portal.grant_goals to mm_definer;
revoke delete on portal.grant_goals, portal.import_files, portal.import_problems from mm_municipality;
revoke update on portal.jobs from mm_checker;
grant update (run_after, tries, last_error, done_at) on portal.jobs to mm_checker;
do $$
begin
    revoke update on portal.users from mm_signin;
    execute (select format('grant update (%s) on portal.users to mm_signin', string_agg(quote_ident(attname), ', '))
        from pg_attribute where attrelid = 'portal.users'::regclass and attnum > 0 and not attisdropped and attname <> 'id');
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The provider
-- ---------------------------------------------------------------------------------------------------------------

-- An assignment is seen by the provider that has it. What is open is a listing, which names neither the citizen nor the grant nor
-- who published it; it is taken by this function, which asks what the policies asked before. Of many at once one gets it: those
-- who come second wait for the first to commit and then find nothing.
create function portal.accept_assignment(assignment uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
begin
    if (session_user = 'mm_provider'
        and exists (select from portal.organisations o where o.id = portal.tenant() and o.kind = 'Provider')
        and exists (select from portal.memberships m where m.organisation_id = portal.tenant() and m.person_id = portal.person() and m.ended_at is null)) is not true
    then
        raise exception 'only somebody of a provider accepts' using errcode = '42501';
    end if;
    update portal.assignments a set provider_id = portal.tenant(), status = 'Accepted', accepted_by = portal.person(), accepted_at = at
    where a.id = assignment and a.provider_id is null and a.status = 'Published'
      and (a.offered_to is null or a.offered_to = portal.tenant())
      and not exists (select from portal.offer_declines d where d.assignment_id = a.id);
    if not found then return false; end if;
    update portal.listings l set taken_at = at where l.id = assignment;
    return true;
end $$;
alter function portal.accept_assignment(uuid, timestamptz) owner to mm_definer;
revoke execute on function portal.accept_assignment(uuid, timestamptz) from public;
grant execute on function portal.accept_assignment(uuid, timestamptz) to mm_provider;
grant select (id, kind) on portal.organisations to mm_definer;
grant update (status, provider_id, accepted_by, accepted_at) on portal.assignments to mm_definer;
grant select (id), update (taken_at) on portal.listings to mm_definer;
grant select (assignment_id) on portal.offer_declines to mm_definer;

drop policy accept on portal.assignments;
drop policy own_or_open on portal.assignments;
create policy own on portal.assignments for select to mm_provider using (provider_id = (select portal.tenant()));
revoke update (status, provider_id, accepted_by, accepted_at) on portal.assignments from mm_provider;
drop policy taken on portal.listings;
revoke update (taken_at) on portal.listings from mm_provider;
drop policy decline on portal.offer_declines;
create policy decline on portal.offer_declines for insert to mm_provider
    with check (offered_to = (select portal.tenant()) and declined_by = (select portal.person())
        and exists (select from portal.listings l where l.id = offer_declines.assignment_id and l.offered_to = (select portal.tenant()) and l.taken_at is null and l.withdrawn_at is null));

-- A step is on a goal of the course's own grant, whoever writes it, and the answer is the same whether the goal is another's or nobody's.
create function portal.step_on_own_goal() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if not exists (select from portal.assignments a join portal.grant_goals g on g.grant_id = a.grant_id
        where a.id = new.assignment_id and g.id = new.goal_id and g.municipality_id = new.municipality_id)
    then
        raise exception 'not a goal of this course' using errcode = '42501';
    end if;
    return new;
end $$;
alter function portal.step_on_own_goal() owner to mm_definer;
revoke execute on function portal.step_on_own_goal() from public;
grant select (id, grant_id, municipality_id) on portal.grant_goals to mm_definer;
create trigger step_on_own_goal before insert on portal.goal_steps for each row execute function portal.step_on_own_goal();

-- Time is somebody's whom an agreement of the course names, and named are people of the provider: of anybody else's day it may
-- not even be asked whether they were at work. Whoever has left the provider stays named for what they did.
drop policy provider on portal.agreement_mentors;
create policy provider on portal.agreement_mentors to mm_provider
    using (provider_id = (select portal.tenant()))
    with check (provider_id = (select portal.tenant())
        and exists (select from portal.memberships m where m.organisation_id = (select portal.tenant()) and m.person_id = agreement_mentors.mentor_id));
drop policy provider on portal.time_entries;
create policy provider on portal.time_entries to mm_provider
    using (provider_id = (select portal.tenant()))
    with check (provider_id = (select portal.tenant()) and registered_by = (select portal.person())
        and exists (select from portal.agreements g join portal.agreement_mentors m on m.agreement_id = g.id
            where g.assignment_id = time_entries.assignment_id and g.provider_id = (select portal.tenant()) and m.mentor_id = time_entries.mentor_id));

create or replace function portal.overlapping_entries(ids uuid[], known_at timestamptz)
returns table (entry_id uuid, of_mentor boolean, of_citizen boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    with own as (
        select e.*, a.citizen_id
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
        where e.id = any (ids) and e.kind = 'Direct' and e.ends_at > e.starts_at
          and (session_user = 'mm_migrator'
            or (session_user in ('mm_municipality', 'mm_checker') and e.municipality_id = portal.tenant())))
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
revoke execute on function portal.overlapping_entries(uuid[], timestamptz) from mm_provider;

-- ---------------------------------------------------------------------------------------------------------------
-- Evidence
-- ---------------------------------------------------------------------------------------------------------------

-- Two kinds of event are the database's own: nobody can write one that did not happen.
create or replace function portal.append_event(chain uuid, event_kind text, subject uuid, event_payload text, event_salt bytea)
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
        -- A decline is about an offer, and who declines may never have worked there.
        and (session_user = 'mm_provider' and event_kind = 'OfferDeclined'
            and exists (select from portal.offer_declines d where d.assignment_id = subject and d.municipality_id = chain and d.offered_to = acting)) is not true
    then
        raise exception 'no event on that chain' using errcode = '42501';
    end if;
    if event_kind in ('PayloadErased', 'ChangedByHand') then
        raise exception 'only the database writes %', event_kind using errcode = '42501';
    end if;
    return portal.append_to_chain(chain, event_kind, subject, event_payload, event_salt, coalesce(portal.citizen(), portal.person()), acting);
end $$;
grant select (municipality_id, offered_to) on portal.offer_declines to mm_definer;

-- Erasing what an event said (GDPR art. 17) is an event of its own, with who asked for it and why. Its words stay for good.
create function portal.erase_payload(chain uuid, number bigint, who text, why text) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    about portal.evidence_events%rowtype;
    noted bigint;
begin
    if btrim(coalesce(who, '')) = '' or btrim(coalesce(why, '')) = '' then
        raise exception 'say who erases, and why' using errcode = '22023';
    end if;
    select * into about from portal.evidence_events e where e.organisation_id = chain and e.sequence = number;
    if not found or about.kind in ('PayloadErased', 'ChangedByHand') then
        raise exception 'there is no such event, or it is one that stays' using errcode = '22023';
    end if;
    if not exists (select from portal.evidence_payloads p where p.organisation_id = chain and p.sequence = number) then
        raise exception 'it has been erased already' using errcode = '22023';
    end if;
    noted := portal.append_to_chain(chain, 'PayloadErased', about.subject_id,
        format('{"kind":%s,"sequence":%s,"who":%s,"why":%s}', to_json(about.kind), number, to_json(btrim(who)), to_json(btrim(why))),
        uuid_send(gen_random_uuid()), null, null);
    delete from portal.evidence_payloads p where p.organisation_id = chain and p.sequence = number;
    return noted;
end $$;
alter function portal.erase_payload(uuid, bigint, text, text) owner to mm_definer;
revoke execute on function portal.erase_payload(uuid, bigint, text, text) from public;
grant execute on function portal.erase_payload(uuid, bigint, text, text) to mm_migrator;
grant delete on portal.evidence_payloads to mm_definer;

create function portal.erased_with_an_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if tg_op = 'DELETE' then
        if exists (select from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence)
            where e.organisation_id = old.organisation_id and e.kind = 'PayloadErased' and e.sequence > old.sequence
              and (p.payload::jsonb ->> 'sequence')::bigint = old.sequence)
        then
            return old;
        end if;
    end if;
    raise exception 'what an event said is erased by erase_payload only (%)', tg_op using errcode = 'MM001';
end $$;
alter function portal.erased_with_an_event() owner to mm_definer;
revoke execute on function portal.erased_with_an_event() from public;
create trigger erased_with_an_event before update or delete on portal.evidence_payloads for each row execute function portal.erased_with_an_event();
create trigger refuse_truncate before truncate on portal.evidence_payloads for each statement execute function portal.refuse_change();
alter table portal.evidence_payloads enable always trigger erased_with_an_event;
alter table portal.evidence_payloads enable always trigger refuse_truncate;

-- What stands here may be changed, and never silently: when a transaction ends, the chain it belongs to must have been told of it
-- in this transaction. Where it was not - somebody changed a row as the owner, by hand - the database tells it itself, with the
-- row and the names of the columns and none of their values.
create function portal.leaves_an_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    before constant jsonb := to_jsonb(old);
    after constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) else '{}' end;
    chain constant uuid := (before ->> tg_argv[0])::uuid;
    own constant bigint := pg_current_xact_id()::text::bigint;
    era constant bigint := (own >> 32) << 32;
    last_kind text;
    made_by bigint;
begin
    if before = after then return null; end if;
    select e.kind, e.xmin::text::bigint into last_kind, made_by
    from portal.evidence_events e where e.organisation_id = chain order by e.sequence desc limit 1;
    -- Whoever appends holds the chain until the end: if this transaction did, its event is the last. Visible and still in
    -- progress is this transaction's own, whichever savepoint wrote it.
    if era + made_by >= own then
        if pg_xact_status((era + made_by)::text::xid8) = 'in progress' and last_kind <> 'ChangedByHand' then return null; end if;
    end if;
    perform portal.append_to_chain(chain, 'ChangedByHand', (before ->> tg_argv[1])::uuid,
        format('{"columns":%s,"table":"%s","what":"%s"}',
            (select coalesce(json_agg(b.key order by b.key), '[]') from jsonb_each(before) b where after -> b.key is distinct from b.value), tg_table_name, lower(tg_op)),
        uuid_send(gen_random_uuid()), coalesce(portal.citizen(), portal.person()), portal.tenant());
    return null;
end $$;
alter function portal.leaves_an_event() owner to mm_definer;
revoke execute on function portal.leaves_an_event() from public;
do $$
declare
    t record;
begin
    for t in select * from (values
        ('citizens', 'update', 'municipality_id', 'id'), ('citizen_identities', 'update', 'municipality_id', 'citizen_id'), ('citizen_addresses', 'update', 'municipality_id', 'citizen_id'),
        -- A new key seals anew, row by row, and changes nothing that is found or read.
        ('citizen_cprs', 'update of citizen_id, municipality_id, lookup', 'municipality_id', 'citizen_id'),
        ('grants', 'update', 'municipality_id', 'id'), ('grant_goals', 'update', 'municipality_id', 'id'), ('assignments', 'update', 'municipality_id', 'id'),
        ('invoices', 'update', 'municipality_id', 'id'), ('engagements', 'update', 'municipality_id', 'id'), ('deputies', 'update', 'municipality_id', 'id'),
        ('entry_notes', 'update', 'municipality_id', 'entry_id'), ('memberships', 'update', 'organisation_id', 'id'))
        as listed (name, changed, chain, subject)
    loop
        execute format('create constraint trigger leaves_an_event after %s or delete on portal.%I deferrable initially deferred for each row execute function portal.leaves_an_event(%L, %L)',
            t.changed, t.name, t.chain, t.subject);
        execute format('create trigger refuse_truncate before truncate on portal.%I for each statement execute function portal.refuse_change()', t.name);
        execute format('alter table portal.%I enable always trigger leaves_an_event', t.name);
        execute format('alter table portal.%I enable always trigger refuse_truncate', t.name);
    end loop;
end $$;

-- Where every chain stands: how many events, and the hash of the last. Kept outside the database it shows what a chain alone
-- cannot: that its end was cut off, or that it was written anew.
create function portal.chain_heads() returns table (organisation_id uuid, sequence bigint, hash bytea)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select o.id, last.sequence, last.hash
    from portal.organisations o
    cross join lateral (select e.sequence, e.hash from portal.evidence_events e where e.organisation_id = o.id order by e.sequence desc limit 1) last
    order by o.id
$$;
alter function portal.chain_heads() owner to mm_definer;
revoke execute on function portal.chain_heads() from public;
grant execute on function portal.chain_heads() to mm_checker;

revoke create on schema portal from mm_definer;
