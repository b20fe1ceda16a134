-- The definer functions: all there are; a test counts them. They belong to mm_definer, which cannot log in and bypasses RLS, so
-- each asks for itself who calls: session_user is the data source's login and cannot be changed by the caller. A function that compares
-- with something that was not given says neither yes nor no, and what is not no must not pass for yes: so IS NOT TRUE and IS
-- DISTINCT FROM. Those that triggers call stand at the end; which trigger calls which is told in 30_in_step.sql.

-- ---------------------------------------------------------------------------------------------------------------
-- Evidence
-- ---------------------------------------------------------------------------------------------------------------

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
-- Two kinds of event are the database's own: nobody can write one that did not happen.
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

-- Where every chain stands: how many events, and the hash of the last. Kept outside the database it shows what a chain alone
-- cannot: that its end was cut off, or that it was written anew.
create function portal.chain_heads() returns table (organisation_id uuid, sequence bigint, hash bytea)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select o.id, last.sequence, last.hash
    from portal.organisations o
    cross join lateral (select e.sequence, e.hash from portal.evidence_events e where e.organisation_id = o.id order by e.sequence desc limit 1) last
    order by o.id
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Before anybody is known
-- ---------------------------------------------------------------------------------------------------------------

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
    if link.code_hash is distinct from code then
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

-- Whose calendar an address is. Nobody is known before it answers, so no policy could ask for the person; it takes a hash and
-- gives two ids and a language, to the checker alone. An address that was revoked is like one that never was. It works for as
-- long as its owner could make one: it stops when the role that the dates belong to is taken away, and while the account is locked.
create function portal.open_calendar_feed(token bytea)
returns table (municipality_id uuid, person_id uuid, culture text)
language sql volatile security definer set search_path = pg_catalog, portal as $$
    update portal.calendar_feeds f set last_used_at = clock_timestamp()
    where f.token_hash = open_calendar_feed.token and f.revoked_at is null
      and exists (select from portal.memberships m where m.organisation_id = f.municipality_id and m.person_id = f.person_id and m.ended_at is null
          and m.roles && array['Caseworker', 'TeamLeader'])
      and not exists (select from portal.users u where u.id = f.person_id and u.lockout_end > clock_timestamp())
    returning f.municipality_id, f.person_id, f.culture
$$;

-- Adds one to the row of this hour, or begins it, by the clock of the database; what is older than half a year goes. Returns
-- how often it has been this hour, so that the log need not have a line for each.
create function portal.note_security_event(event_kind text, who text, person uuid, organisation uuid, at_route text, from_network text)
returns integer
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    at constant timestamptz := clock_timestamp();
    so_often integer;
begin
    insert into portal.security_events as e (id, hour, kind, actor, person_id, organisation_id, route, network, times, first_at, last_at)
    values (gen_random_uuid(), date_trunc('hour', at), event_kind, who, person, organisation, at_route, from_network, 1, at, at)
    on conflict (hour, kind, actor, person_id, organisation_id, route, network) do update set times = e.times + 1, last_at = at
    returning e.times into so_often;
    if so_often = 1 then
        delete from portal.security_events e where e.hour < at - interval '6 months';
    end if;
    return so_often;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The provider
-- ---------------------------------------------------------------------------------------------------------------

-- An assignment is seen by the provider that has it. What is open is a listing, which names neither the citizen nor the grant nor
-- who published it; it is taken by this function. Of many at once one gets it: those who come second wait for the first to
-- commit and then find nothing.
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

-- A change that is accepted after its first day leaves the days until then to the terms that it changes: two agreements are
-- never in force for the same day of the same support.
create function portal.first_day_of_terms(assignment uuid) returns date
language sql stable security definer set search_path = pg_catalog, portal as $$
    select greatest(a.starts_on, (
        select max(least(earlier.ends_on, earlier.ended_on)) + 1
        from portal.grants g
        join portal.assignments earlier on earlier.grant_id = g.follows_id and earlier.municipality_id = g.municipality_id and earlier.status = 'Accepted'
        where g.id = a.grant_id and g.municipality_id = a.municipality_id and g.kind = 'Change'))
    from portal.assignments a
    where a.id = first_day_of_terms.assignment and (session_user = 'mm_migrator' or a.provider_id = portal.tenant())
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- What an invoice is explained with
-- ---------------------------------------------------------------------------------------------------------------

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

-- With what the caller's own registrations overlap: the times, and which registration it is where the caller may see it.
-- Whose it is elsewhere is not told. Half-open intervals; direct contact only; corrections count by the last.
create function portal.overlaps_of(ids uuid[], known_at timestamptz)
returns table (entry_id uuid, other_id uuid, of_mentor boolean, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, portal as $$
    with own as (
        select e.id, e.municipality_id, e.mentor_id, e.starts_at, e.ends_at, a.citizen_id
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
        where e.id = any (ids) and e.kind = 'Direct' and e.ends_at > e.starts_at
          and ((session_user = 'mm_municipality' and e.municipality_id = portal.tenant())
            or (session_user = 'mm_provider' and e.provider_id = portal.tenant())
            or (session_user = 'mm_auditor' and e.municipality_id = any (portal.audit_scope())))),
    met as (
        select own.id as own_id, true as of_mentor, o.*
        from own join portal.time_entries o on o.mentor_id = own.mentor_id and o.starts_at < own.ends_at and own.starts_at < o.ends_at
        union all
        select own.id, false, o.*
        from own join portal.assignments oa on oa.citizen_id = own.citizen_id and oa.municipality_id = own.municipality_id
        join portal.time_entries o on o.assignment_id = oa.id and o.starts_at < own.ends_at and own.starts_at < o.ends_at)
    select met.own_id,
        case when (session_user = 'mm_municipality' and met.municipality_id = portal.tenant())
            or (session_user = 'mm_provider' and met.provider_id = portal.tenant())
            or (session_user = 'mm_auditor' and met.municipality_id = any (portal.audit_scope())) then met.id end,
        met.of_mentor, met.starts_at, met.ends_at
    from met
    where met.id <> met.own_id and met.kind = 'Direct' and met.ends_at > met.starts_at and met.registered_at <= known_at
      and not exists (select from portal.time_entries s where s.supersedes_id = met.id and s.registered_at <= known_at)
$$;

-- What a provider typed on an invoice, and why it was sent back, where the engagement says notes.
create function portal.words_on_invoice(invoice uuid)
returns table (line_id uuid, assignment_ref text, line_text text, order_reference text, person_reference text, return_reason text)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select l.id, l.assignment_ref, l.text, i.order_reference, i.person_reference, i.return_reason
    from portal.invoices i join portal.invoice_lines l on l.invoice_id = i.id
    where i.id = words_on_invoice.invoice and session_user = 'mm_auditor'
      and exists (
        select from portal.engagements e
        where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.sees_notes and e.revoked_at is null
          and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)
$$;

-- Why a line has no grant: what a provider wrote for an assignment an auditor may not read. Whose it is can be said all the same.
create function portal.lines_without_grant(invoice uuid) returns table (line_id uuid, is_of_another boolean, is_elsewhere boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select l.id,
        exists (
            select from portal.assignments a
            where lower(a.number) = lower(l.assignment_ref) and a.municipality_id = i.municipality_id and a.provider_id <> i.provider_id),
        exists (
            select from portal.assignments a
            where lower(a.number) = lower(l.assignment_ref) and a.municipality_id <> i.municipality_id and a.provider_id = i.provider_id and a.municipality_id = any (portal.audit_scope()))
    from portal.invoices i join portal.invoice_lines l on l.invoice_id = i.id
    where i.id = lines_without_grant.invoice and session_user = 'mm_auditor' and l.assignment_id is null
      and exists (
        select from portal.engagements e
        where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.revoked_at is null
          and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)
$$;

-- When the grants that an invoice bills for were decided, if they were, and whether it is noted that the decision was sent.
create function portal.decisions_behind(invoice uuid) returns table (assignment_id uuid, decided_at timestamptz, is_sent boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select distinct a.id, g.decided_at,
        exists (select from portal.documents d join portal.document_dispatches s on s.document_id = d.id where d.grant_id = g.id and d.kind = 'DecisionLetter')
    from portal.invoices i
    join portal.invoice_lines l on l.invoice_id = i.id
    join portal.assignments a on a.id = l.assignment_id
    join portal.grants g on g.id = a.grant_id
    where i.id = decisions_behind.invoice
      and ((session_user = 'mm_municipality' and i.municipality_id = portal.tenant())
        or (session_user = 'mm_provider' and i.provider_id = portal.tenant())
        or (session_user = 'mm_auditor' and exists (
            select from portal.engagements e
            where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.revoked_at is null
              and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)))
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Turns, and new checks
-- ---------------------------------------------------------------------------------------------------------------

-- Those who want the same thing of one organisation wait for each other until the transaction ends. The tenant is part of the
-- name, and chains have names of another kind, so that a login holds up nobody but those who act in the same organisation.
create function portal.take_turn(what text) returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    select pg_advisory_xact_lock(hashtextextended(
        case when session_user = 'mm_signin' then 'sign-in' else coalesce(portal.tenant()::text, session_user::text) end || '|' || what, 40))
$$;

-- Facts about a delivery pass each other freely; a check or an approval, which reads them all, goes alone: it holds them.
create function portal.hold_facts(invoice uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    assignment uuid;
begin
    for assignment in
        select distinct l.assignment_id
        from portal.invoice_lines l
        where l.invoice_id = hold_facts.invoice and l.assignment_id is not null
          and (session_user = 'mm_migrator' or (session_user in ('mm_municipality', 'mm_checker') and l.municipality_id = portal.tenant()))
        order by l.assignment_id
    loop
        perform pg_advisory_xact_lock(hashtextextended(assignment::text, 33));
    end loop;
end $$;

-- A fact takes its turn before it takes its time: what a check has read is then never younger than what it has not.
create function portal.take_turn_of_facts(assignment uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(a.id::text, 33))
    from portal.assignments a
    where a.id = take_turn_of_facts.assignment
      and (session_user = 'mm_migrator'
        or (session_user = 'mm_provider' and a.provider_id = portal.tenant())
        or (session_user = 'mm_citizen' and a.municipality_id = portal.tenant() and a.citizen_id = portal.citizen()));
end $$;

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

-- ---------------------------------------------------------------------------------------------------------------
-- What is deleted. LOCK TABLE asks for UPDATE or DELETE on the whole table: a login that has neither cannot keep the others out.
-- ---------------------------------------------------------------------------------------------------------------

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

-- What has served its time: keys of forms that nobody can send again, and jobs long done. The checker runs it daily and
-- may delete nothing itself.
create function portal.forget_what_is_done() returns void
language sql volatile security definer set search_path = pg_catalog, portal as $$
    delete from portal.once_keys k where k.used_at < now() - interval '7 days';
    delete from portal.jobs j where j.done_at < now() - interval '30 days';
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Called by triggers: rows that keep in step
-- ---------------------------------------------------------------------------------------------------------------

create function portal.grant_follows_assignment() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    update portal.grants g set status = 'Accepted'
    where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.status = 'Published';
    return null;
end $$;

-- When a change is accepted, what it changes ends the day before it begins; accepted later than that, on the day it is accepted:
-- what was delivered meanwhile was delivered under the old terms.
create function portal.change_ends_the_earlier() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    -- On its last day a change still has that day.
    last_day constant date := greatest(new.starts_on - 1, least(portal.today(), new.ends_on - 1));
    ended uuid;
begin
    for ended in
        update portal.assignments earlier set ended_on = last_day
        from portal.grants g
        where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.kind = 'Change'
          and earlier.grant_id = g.follows_id and earlier.municipality_id = g.municipality_id
          and earlier.status = 'Accepted' and least(earlier.ends_on, earlier.ended_on) > last_day and earlier.starts_on <= last_day
        returning earlier.id
    loop
        perform portal.append_to_chain(new.municipality_id, 'CourseEndedByChange', ended,
            format('{"change":"%s","endedOn":"%s"}', new.id, last_day), uuid_send(gen_random_uuid()), portal.person(), portal.tenant());
    end loop;
    return null;
end $$;

-- The agreement follows the last day whichever way it moves, and never beyond what was agreed.
create function portal.agreement_follows_end() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    last portal.agreements%rowtype;
    fresh constant uuid := gen_random_uuid();
    last_day constant date := least(new.ends_on, new.ended_on);
begin
    select * into last from portal.agreements g where g.assignment_id = new.id order by g.version desc limit 1;
    if not found or last.valid_to = last_day then return null; end if;
    insert into portal.agreements (id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to,
        hours_per_week, total_hours, rate, price_ceiling, recorded_by, recorded_at)
    values (fresh, last.assignment_id, last.municipality_id, last.provider_id, last.citizen_id, last.version + 1, last.target_group, last.valid_from, last_day,
        last.hours_per_week, last.total_hours, last.rate, last.price_ceiling,
        -- Who accepts a change may be another provider: this one is not told who of them it was.
        case when portal.tenant() in (last.provider_id, last.municipality_id) then portal.person() end, clock_timestamp());
    insert into portal.agreement_mentors (agreement_id, mentor_id, municipality_id, provider_id, name, phone, email, from_on, until_on)
    select fresh, m.mentor_id, m.municipality_id, m.provider_id, m.name, m.phone, m.email, m.from_on, m.until_on
    from portal.agreement_mentors m where m.agreement_id = last.id;
    return null;
end $$;

-- What becomes known late reaches what is closed too: an invoice that is approved in full is looked at again, so that what was
-- paid too much is seen. The check keeps a new row for it only where it finds something else.
create function portal.end_asks_for_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status <> 'Returned'
      and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.assignment_id = new.id);
    return null;
end $$;

-- Settings judge what was delivered from their first day on, and that day may be long ago.
create function portal.settings_ask_for_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status <> 'Returned'
      and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.to_on >= new.valid_from);
    return null;
end $$;

-- The answer is the same whether the goal is another's or nobody's.
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

-- ---------------------------------------------------------------------------------------------------------------
-- Called by triggers: the laws of the ledger (docs/ledger.md). What is billed is accounted for to the last øre, nothing is approved
-- beyond what the newest check found payable, and no delivery is approved twice, under whichever of its ids. They are asked
-- after the policies, of everybody, in the transaction that writes; each locks what it adds up. A snapshot older than the lock
-- would not see what others have written, so they ask for READ COMMITTED.
-- ---------------------------------------------------------------------------------------------------------------

create function portal.facts_take_turns() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(new.assignment_id::text, 33));
    return null;
end $$;

-- No definer function: the laws call it.
create function portal.refuse_old_snapshot() returns void language plpgsql set search_path = pg_catalog, portal as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the ledger is written at READ COMMITTED' using errcode = '23514';
    end if;
end $$;

create function portal.check_accounts_for_the_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    if new.amount is distinct from (select i.amount from portal.invoices i where i.id = new.invoice_id)
        or new.amount is distinct from (select sum(l.amount) from portal.invoice_lines l where l.invoice_id = new.invoice_id)
    then
        raise exception 'a check accounts for the whole amount of its invoice' using errcode = '23514';
    end if;
    return null;
end $$;

create function portal.verdict_accounts_for_the_line() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.check_id::text, 35));
    if not exists (
        select from portal.checks c join portal.invoice_lines l on l.invoice_id = c.invoice_id
        where c.id = new.check_id and l.id = new.line_id and l.amount = new.amount and new.payable_minutes + new.held_minutes <= l.minutes)
    then
        raise exception 'a verdict accounts for the whole amount of a line of the invoice, and for no more minutes than it bills' using errcode = '23514';
    end if;
    if exists (
        select from portal.checks c
        where c.id = new.check_id and (select sum(v.payable) > c.payable or sum(v.held) > c.held or sum(v.rejected) > c.rejected from portal.line_verdicts v where v.check_id = c.id))
    then
        raise exception 'the verdicts of a check come to no more than the check' using errcode = '23514';
    end if;
    return null;
end $$;

-- Money leaves by an approval: of the newest check, whose lines add up, and never more in all than it found payable.
create function portal.approval_keeps_the_laws() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.invoice_id::text, 34));
    if not exists (
        select from portal.invoices i join portal.checks c on c.id = i.check_id
        where i.id = new.invoice_id and i.status <> 'Returned' and c.id = new.check_id and c.invoice_id = i.id)
    then
        raise exception 'what is approved is what the newest check of the invoice found' using errcode = '23514';
    end if;
    if not exists (
        select from portal.checks c
        where c.id = new.check_id
          and (select (sum(v.payable), sum(v.held), sum(v.rejected)) = (c.payable, c.held, c.rejected) from portal.line_verdicts v where v.check_id = c.id))
    then
        raise exception 'the lines of the check do not add up' using errcode = '23514';
    end if;
    if new.amount > 0 and (select sum(a.amount) from portal.approvals a where a.invoice_id = new.invoice_id) > (select c.payable from portal.checks c where c.id = new.check_id) then
        raise exception 'no more is approved than the newest check found payable' using errcode = '23514';
    end if;
    return null;
end $$;

-- Minutes belong to the delivery: to the whole chain of corrections, whichever link is named. What is not direct contact
-- counts only where the municipality runs that rule (D03) in shadow mode.
create function portal.approved_minutes_keep_the_laws() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    assignment uuid;
    chain uuid[];
    in_force integer;
begin
    perform portal.refuse_old_snapshot();
    select e.assignment_id into assignment from portal.time_entries e where e.id = new.entry_id;
    perform pg_advisory_xact_lock(hashtextextended(assignment::text, 33));
    if not exists (
        select from portal.approvals a join portal.invoice_lines l on l.invoice_id = a.invoice_id join portal.line_verdicts v on v.check_id = a.check_id and v.line_id = l.id
        where a.id = new.approval_id and l.id = new.line_id and l.assignment_id = assignment
          and (select sum(m.minutes) from portal.approved_minutes m where m.line_id = l.id) <= least(l.minutes, v.payable_minutes))
    then
        raise exception 'minutes are approved on a line of the invoice and the assignment, and no more than its check found payable' using errcode = '23514';
    end if;

    with recursive earlier as (
        select e.id, e.supersedes_id from portal.time_entries e where e.id = new.entry_id
        union all
        select e.id, e.supersedes_id from earlier join portal.time_entries e on e.id = earlier.supersedes_id),
    links as (
        select e.id, 1 as place from earlier join portal.time_entries e on e.id = earlier.id where earlier.supersedes_id is null
        union all
        select e.id, links.place + 1 from links join portal.time_entries e on e.supersedes_id = links.id)
    select array_agg(links.id order by links.place) into chain from links;
    select case when e.kind = 'Direct' or 'D03' = any (s.shadow_rules) then greatest(0, floor(extract(epoch from e.ends_at - e.starts_at) / 60)) else 0 end
    into in_force
    from portal.time_entries e
    left join lateral (
        select t.shadow_rules from portal.municipal_settings t
        where t.municipality_id = e.municipality_id and t.valid_from <= e.local_date order by t.version desc limit 1) s on true
    where e.id = chain[cardinality(chain)];
    if (select sum(m.minutes) from portal.approved_minutes m where m.entry_id = any (chain)) > in_force then
        raise exception 'a delivery is approved once, for no more minutes than it has now' using errcode = '23514';
    end if;
    return null;
end $$;

-- Money stands on minutes: whoever approves an amount uses up, in the same transaction, the minutes that its check pays for.
create function portal.approval_stands_on_minutes() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if new.amount > 0 and exists (
        select from portal.line_matches m
        where m.check_id = new.check_id and not m.is_held
          and m.minutes > (
            with recursive earlier as (
                select e.id, e.supersedes_id from portal.time_entries e where e.id = m.entry_id
                union all
                select e.id, e.supersedes_id from earlier join portal.time_entries e on e.id = earlier.supersedes_id),
            chain as (
                select earlier.id from earlier where earlier.supersedes_id is null
                union all
                select e.id from chain join portal.time_entries e on e.supersedes_id = chain.id)
            select coalesce(sum(a.minutes), 0) from portal.approved_minutes a where a.line_id = m.line_id and a.entry_id in (select chain.id from chain)))
    then
        raise exception 'an approval uses up the minutes that it pays for' using errcode = '23514';
    end if;
    return null;
end $$;

create function portal.invoice_keeps_its_approvals() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.id::text, 34));
    if new.status = 'Returned' and exists (select from portal.approvals a where a.invoice_id = new.id) then
        raise exception 'an invoice of which something is approved is not returned' using errcode = '23514';
    end if;
    if new.check_id is not null and not exists (select from portal.checks c where c.id = new.check_id and c.invoice_id = new.id) then
        raise exception 'the check of an invoice is one of its own' using errcode = '23514';
    end if;
    return null;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Called by triggers: nothing is erased or changed without an event
-- ---------------------------------------------------------------------------------------------------------------

-- Only what the database itself wrote is read here; of what others wrote before, nothing need be an object.
create function portal.erased_with_an_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if tg_op = 'DELETE' then
        if exists (select from portal.evidence_events e join portal.evidence_payloads p using (organisation_id, sequence)
            where e.organisation_id = old.organisation_id and e.kind = 'PayloadErased' and e.sequence > old.sequence
              and case when e.kind = 'PayloadErased' then (p.payload::jsonb ->> 'sequence')::bigint end = old.sequence)
        then
            return old;
        end if;
    end if;
    raise exception 'what an event said is erased by erase_payload only (%)', tg_op using errcode = 'MM001';
end $$;

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

-- ---------------------------------------------------------------------------------------------------------------
-- Whose they are, who may call them, and what they may touch
-- ---------------------------------------------------------------------------------------------------------------

grant create on schema portal to mm_definer;
do $$
declare it regprocedure;
begin
    for it in select p.oid from pg_proc p where p.pronamespace = 'portal'::regnamespace and (p.prosecdef or p.proname = 'append_to_chain') loop
        execute format('alter routine %s owner to mm_definer', it);
    end loop;
end $$;
revoke create on schema portal from mm_definer;

-- Everybody else may call none of them; those that triggers call, nobody. (What PostgreSQL grants to everybody is taken away in
-- 40_who_sees_what.sql.)
grant execute on function portal.append_event(uuid, text, uuid, text, bytea) to mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;
grant execute on function portal.erase_payload(uuid, bigint, text, text) to mm_migrator;
grant execute on function portal.open_citizen_link(bytea, bytea), portal.citizen_link_is_open(uuid) to mm_citizen;
grant execute on function portal.chain_heads(), portal.open_calendar_feed(bytea), portal.forget_what_is_done() to mm_checker;
grant execute on function portal.note_security_event(text, text, uuid, uuid, text, text) to mm_signin;
grant execute on function portal.accept_assignment(uuid, timestamptz), portal.first_day_of_terms(uuid) to mm_provider;
grant execute on function portal.overlapping_entries(uuid[], timestamptz) to mm_municipality, mm_checker;
grant execute on function portal.overlaps_of(uuid[], timestamptz), portal.decisions_behind(uuid) to mm_municipality, mm_provider, mm_auditor;
grant execute on function portal.words_on_invoice(uuid), portal.lines_without_grant(uuid) to mm_auditor;
grant execute on function portal.take_turn(text) to mm_municipality, mm_signin;
grant execute on function portal.hold_facts(uuid) to mm_municipality, mm_checker;
grant execute on function portal.take_turn_of_facts(uuid), portal.ask_recheck(uuid) to mm_provider, mm_citizen;
grant execute on function portal.forget_import_problems(uuid), portal.forget_import_file(uuid) to mm_municipality;
grant execute on procedure portal.remove_goal(uuid) to mm_municipality;

-- Who owns them may touch this and nothing else.
grant select (id, lockout_end) on portal.users to mm_definer;
grant select (id, kind) on portal.organisations to mm_definer;
grant select (organisation_id, person_id, roles, ended_at) on portal.memberships to mm_definer;
grant select, update on portal.citizen_links to mm_definer;
grant select (id, municipality_id, status, kind, follows_id, decided_at), update (status) on portal.grants to mm_definer;
grant select (id, grant_id, municipality_id), delete on portal.grant_goals to mm_definer;
grant select (id, grant_id, kind) on portal.documents to mm_definer;
grant select (document_id) on portal.document_dispatches to mm_definer;
grant select (municipality_id, person_id, token_hash, culture, revoked_at), update (last_used_at) on portal.calendar_feeds to mm_definer;
grant select, update (status, ended_on, provider_id, accepted_by, accepted_at) on portal.assignments to mm_definer;
grant select (id), update (taken_at) on portal.listings to mm_definer;
grant select (assignment_id, municipality_id, offered_to) on portal.offer_declines to mm_definer;
grant select, insert on portal.agreements to mm_definer;
grant select, insert on portal.agreement_mentors to mm_definer;
grant select on portal.time_entries to mm_definer;
grant select (municipality_id, version, valid_from, shadow_rules) on portal.municipal_settings to mm_definer;
grant select (id, municipality_id, provider_id, issued_on, order_reference, person_reference, amount, status, check_id, return_reason) on
    portal.invoices to mm_definer;
grant select (id, invoice_id, municipality_id, assignment_ref, assignment_id, to_on, minutes, amount, text) on portal.invoice_lines to
    mm_definer;
grant select (id, invoice_id, payable, held, rejected) on portal.checks to mm_definer;
grant select (check_id, line_id, payable, held, rejected, payable_minutes) on portal.line_verdicts to mm_definer;
grant select (check_id, line_id, entry_id, minutes, is_held) on portal.line_matches to mm_definer;
grant select (id, invoice_id, check_id, amount) on portal.approvals to mm_definer;
grant select (line_id, entry_id, minutes) on portal.approved_minutes to mm_definer;
grant select on portal.engagements to mm_definer;
grant select, insert on portal.evidence_events to mm_definer;
grant select, insert, delete on portal.evidence_payloads to mm_definer;
grant select, insert, update (times, last_at), delete on portal.security_events to mm_definer;
grant select (done_at), insert (id, kind, municipality_id, subject_id), delete on portal.jobs to mm_definer;
grant select (used_at), delete on portal.once_keys to mm_definer;
grant select (import_id, municipality_id), delete on portal.import_files to mm_definer;
grant select (import_id, municipality_id), delete on portal.import_problems to mm_definer;
grant execute on function portal.refuse_old_snapshot() to mm_definer;
