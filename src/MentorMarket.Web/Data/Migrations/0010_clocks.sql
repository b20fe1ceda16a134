-- Who follows a grant up: its author, until a team leader hands it over. People leave, and their cases must move.
alter table portal.grants add column responsible_id uuid;
update portal.grants set responsible_id = created_by;
alter table portal.grants alter column responsible_id set not null;
alter table portal.grants add foreign key (municipality_id, responsible_id) references portal.memberships (organisation_id, person_id);
create index on portal.grants (municipality_id, responsible_id);
create function portal.responsible_is_author() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    new.responsible_id := coalesce(new.responsible_id, new.created_by);
    return new;
end $$;
revoke execute on function portal.responsible_is_author() from public;
create trigger responsible_is_author before insert on portal.grants for each row execute function portal.responsible_is_author();

-- What was written about a date of a grant. Insert-only: a later row counts, or takes the last one back.
create table portal.follow_ups (
    id uuid primary key,
    municipality_id uuid not null,
    grant_id uuid not null,
    kind text not null check (kind in ('FollowUp', 'EffectWithCitizen', 'PeriodEnds', 'RightEnds', 'LevelFourReview', 'Outcome', 'OutcomeAfter3Months', 'OutcomeAfter6Months')),
    sequence integer not null check (sequence > 0),
    due_on date not null,
    result text not null check (result in ('Done', 'Postponed', 'Undone')),
    done_on date,
    postponed_until date,
    with_citizen boolean,
    purpose_still_there text check (purpose_still_there in ('Yes', 'Adjusted', 'No')),
    reason text not null default '',
    note text not null default '',
    citizen_words text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check ((result = 'Done') = (done_on is not null)),
    check ((result = 'Postponed') = (postponed_until is not null)),
    check (result = 'Done' or reason <> ''),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.follow_ups (grant_id, recorded_at);
create index on portal.follow_ups (municipality_id);

-- A person's calendar address. Only the hash: the address is shown once.
create table portal.calendar_feeds (
    id uuid primary key,
    municipality_id uuid not null,
    person_id uuid not null,
    token_hash bytea not null unique,
    culture text not null check (culture in ('da', 'en')),
    created_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);
create unique index calendar_feeds_one_open on portal.calendar_feeds (municipality_id, person_id) where revoked_at is null;

-- Who wants no mail in the morning; and who has had today's, whichever node sent it.
create table portal.mail_choices (
    municipality_id uuid not null,
    person_id uuid not null,
    daily_mail boolean not null,
    primary key (municipality_id, person_id),
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);
create table portal.daily_mails (
    municipality_id uuid not null,
    person_id uuid not null,
    day date not null,
    sent_at timestamptz not null default now(),
    primary key (municipality_id, person_id, day),
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);

do $$
declare t text;
begin
    foreach t in array array['follow_ups', 'calendar_feeds', 'mail_choices', 'daily_mails'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
    end loop;
end $$;

create trigger follow_ups_append_only before update or delete on portal.follow_ups for each row execute function portal.refuse_change();
alter table portal.follow_ups enable always trigger follow_ups_append_only;

grant update (responsible_id) on portal.grants to mm_municipality;
-- What the clocks are counted from, and no word of the case: for the morning's mail and the calendar.
grant select (number, starts_on, ends_on, hours_per_week, created_by, responsible_id, follows_id, course, admitted_on) on portal.grants to mm_checker;

grant select, insert on portal.follow_ups to mm_municipality;
grant select (id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, postponed_until, recorded_at) on portal.follow_ups to mm_checker;
-- "Were follow-ups done?" The auditor reads the answer, and none of the words.
grant select (id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, recorded_at) on portal.follow_ups to mm_auditor;
create policy municipality on portal.follow_ups to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
create policy checker on portal.follow_ups for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy auditor on portal.follow_ups for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));

grant select, insert on portal.calendar_feeds to mm_municipality;
grant update (revoked_at) on portal.calendar_feeds to mm_municipality;
create policy own_feed on portal.calendar_feeds to mm_municipality
    using (municipality_id = (select portal.tenant()) and person_id = (select portal.person()))
    with check (municipality_id = (select portal.tenant()) and person_id = (select portal.person()));

grant select, insert on portal.mail_choices to mm_municipality;
grant update (daily_mail) on portal.mail_choices to mm_municipality;
grant select on portal.mail_choices to mm_checker;
create policy own_choice on portal.mail_choices to mm_municipality
    using (municipality_id = (select portal.tenant()) and person_id = (select portal.person()))
    with check (municipality_id = (select portal.tenant()) and person_id = (select portal.person()));
create policy checker on portal.mail_choices for select to mm_checker using (municipality_id = (select portal.tenant()));

grant select, insert on portal.daily_mails to mm_checker;
create policy checker on portal.daily_mails to mm_checker
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
-- Where the mail goes.
grant select (organisation_id, person_id, email, ended_at) on portal.memberships to mm_checker;
create policy checker on portal.memberships for select to mm_checker using (organisation_id = (select portal.tenant()));

-- Whose calendar an address is. Nobody is known before it answers, so no policy could ask for the person; it takes a hash and
-- gives two ids and a language, to the checker alone. An address that was revoked, or whose owner has left, is like one that
-- never was.
grant create on schema portal to mm_definer;
create function portal.open_calendar_feed(token bytea)
returns table (municipality_id uuid, person_id uuid, culture text)
language sql volatile security definer set search_path = pg_catalog, portal as $$
    update portal.calendar_feeds f set last_used_at = clock_timestamp()
    where f.token_hash = open_calendar_feed.token and f.revoked_at is null
      and exists (select from portal.memberships m where m.organisation_id = f.municipality_id and m.person_id = f.person_id and m.ended_at is null)
    returning f.municipality_id, f.person_id, f.culture
$$;
alter function portal.open_calendar_feed(bytea) owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select (municipality_id, person_id, token_hash, culture, revoked_at), update (last_used_at) on portal.calendar_feeds to mm_definer;
grant select (organisation_id, person_id, ended_at) on portal.memberships to mm_definer;
revoke execute on function portal.open_calendar_feed(bytea) from public;
grant execute on function portal.open_calendar_feed(bytea) to mm_checker;
