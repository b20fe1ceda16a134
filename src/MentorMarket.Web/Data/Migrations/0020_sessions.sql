-- A log-in is open on the server too, not only in its cookie: ending it here ends every copy of the cookie. Of a citizen's
-- session nothing stands here but that it is one.
create table portal.sessions (
    id uuid primary key,
    person_id uuid references portal.users (id),
    browser text not null default '' check (length(browser) <= 60),
    started_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz
);
create index on portal.sessions (person_id);
create index on portal.sessions (started_at);

-- In which browsers people have logged in: only the hash of what such a browser keeps after the log-out.
create table portal.known_browsers (
    token_hash bytea not null,
    person_id uuid not null references portal.users (id),
    seen_at timestamptz not null,
    primary key (token_hash, person_id)
);

-- Who asked for a new password, until the letter has left. An address is kept whether anybody has it or not: so both take as long.
create table portal.password_letters (
    id uuid primary key,
    email text not null check (length(email) <= 254),
    start text not null,
    asked_at timestamptz not null default now(),
    run_after timestamptz not null default now()
);

-- Who came in, who tried to, and who was refused. One row an hour for the same thing from the same network, with how often:
-- whoever tries a million times writes no million rows. The route as the portal names it, never an address that was typed;
-- of the network, not the whole address; nothing of what was sent.
create table portal.security_events (
    id uuid primary key,
    hour timestamptz not null,
    kind text not null check (length(kind) between 1 and 40),
    actor text not null check (actor in ('Person', 'Citizen', 'Nobody')),
    person_id uuid references portal.users (id),
    organisation_id uuid references portal.organisations (id),
    route text not null check (length(route) <= 200),
    network text not null check (length(network) <= 60),
    times integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    unique nulls not distinct (hour, kind, actor, person_id, organisation_id, route, network)
);
create index on portal.security_events (person_id, last_at);
create index on portal.security_events (organisation_id, last_at);

do $$
declare t text;
begin
    foreach t in array array['sessions', 'known_browsers', 'password_letters', 'security_events'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('create policy sign_in on portal.%I to mm_signin using (true) with check (true)', t);
    end loop;
end $$;

-- Before the log-in there is no tenant: the sign-in role alone, as with the accounts.
grant select, insert, update (seen_at, ended_at), delete on portal.sessions to mm_signin;
grant select, insert, update (seen_at), delete on portal.known_browsers to mm_signin;
grant select, insert, update (run_after), delete on portal.password_letters to mm_signin;
-- Read only: no login of the portal can take a trace back.
grant select on portal.security_events to mm_signin;

grant create on schema portal to mm_definer;
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
alter function portal.note_security_event(text, text, uuid, uuid, text, text) owner to mm_definer;

-- A calendar address works for as long as its owner could make one: it stops when the role that the dates belong to is taken
-- away, and while the account is locked.
create or replace function portal.open_calendar_feed(token bytea)
returns table (municipality_id uuid, person_id uuid, culture text)
language sql volatile security definer set search_path = pg_catalog, portal as $$
    update portal.calendar_feeds f set last_used_at = clock_timestamp()
    where f.token_hash = open_calendar_feed.token and f.revoked_at is null
      and exists (select from portal.memberships m where m.organisation_id = f.municipality_id and m.person_id = f.person_id and m.ended_at is null
          and m.roles && array['Caseworker', 'TeamLeader'])
      and not exists (select from portal.users u where u.id = f.person_id and u.lockout_end > clock_timestamp())
    returning f.municipality_id, f.person_id, f.culture
$$;
revoke create on schema portal from mm_definer;
grant select, insert, update (times, last_at), delete on portal.security_events to mm_definer;
grant select (roles) on portal.memberships to mm_definer;
grant select (id, lockout_end) on portal.users to mm_definer;
revoke execute on function portal.note_security_event(text, text, uuid, uuid, text, text) from public;
grant execute on function portal.note_security_event(text, text, uuid, uuid, text, text) to mm_signin;

-- Recovery codes are hashed slowly from here on. The fast hashes of before could be tried out from a backup: they are gone,
-- and their owners make new ones beside their app.
delete from portal.user_tokens where name = 'RecoveryCodes';
