-- A function that compares with something that was not given says neither yes nor no, and what is not no must not pass for yes.
create or replace function portal.open_citizen_link(token bytea, code bytea)
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

-- What an event is called stands between two marks in the header that is hashed: a name with such a mark in it could be read as
-- another event. What it says is an object, or whoever reads all that a chain says stumbles over it.
alter table portal.evidence_events add constraint evidence_events_kind check (kind ~ '^[A-Za-z]{1,60}$') not valid;
alter table portal.evidence_payloads add constraint evidence_payloads_object check (json_typeof(payload::json) is not distinct from 'object') not valid;

-- Only what the database itself wrote is read here; of what others wrote before, nothing need be an object.
create or replace function portal.erased_with_an_event() returns trigger
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
