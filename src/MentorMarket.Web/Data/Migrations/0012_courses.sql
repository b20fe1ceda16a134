-- How a course goes on after it was granted: extended, changed, offered straight to the provider that has it, handed to
-- another mentor, paused, ended, and what came of it then and months later. Everything here is a fact: rows are added.

-- One follower at a time is under way: an extension or a change is finished or given up before the next one begins.
create unique index grants_one_open_follower on portal.grants (follows_id)
    where follows_id is not null and status in ('Draft', 'Submitted', 'Approved', 'Published');

-- Offered to one provider instead of the market: decided when it is published, and never later.
alter table portal.assignments
    add column offered_to uuid references portal.organisations (id),
    add constraint assignments_offered check (provider_id is null or offered_to is null or provider_id = offered_to),
    add unique (id, municipality_id, offered_to);
-- The provider that has the course is told which one it goes on from; on the market that would say too much.
alter table portal.listings
    add column offered_to uuid references portal.organisations (id),
    add column kind text not null default 'New' check (kind in ('New', 'Extension', 'Change')),
    add column follows_assignment_id uuid,
    add constraint listings_follows_only_offered check (offered_to is not null or (follows_assignment_id is null and kind = 'New')),
    add foreign key (follows_assignment_id, municipality_id) references portal.assignments (id, municipality_id);
create index on portal.assignments (offered_to) where offered_to is not null;
drop policy own_or_open on portal.assignments;
create policy own_or_open on portal.assignments for select to mm_provider
    using (provider_id = (select portal.tenant()) or (provider_id is null and status = 'Published' and (select portal.tenant()) is not null
        and (offered_to is null or offered_to = (select portal.tenant()))));
drop policy accept on portal.assignments;
create policy accept on portal.assignments for update to mm_provider
    using (provider_id is null and status = 'Published' and (offered_to is null or offered_to = (select portal.tenant())))
    with check (provider_id = (select portal.tenant()) and status = 'Accepted' and accepted_by = (select portal.person()));
drop policy market on portal.listings;
create policy market on portal.listings for select to mm_provider
    using (withdrawn_at is null and (select portal.tenant()) is not null and (offered_to is null or offered_to = (select portal.tenant())));

-- The provider says no to an offer; the municipality takes it back and may publish it on the market.
create table portal.offer_declines (
    assignment_id uuid primary key,
    municipality_id uuid not null,
    offered_to uuid not null references portal.organisations (id),
    reason text not null check (reason <> ''),
    declined_by uuid not null,
    declined_at timestamptz not null,
    foreign key (assignment_id, municipality_id, offered_to) references portal.assignments (id, municipality_id, offered_to)
);
create index on portal.offer_declines (municipality_id);

-- A mentor who has handed over stays named, so that what was delivered stays payable, until a day; the next one begins on a day.
alter table portal.agreement_mentors
    add column from_on date,
    add column until_on date,
    add constraint agreement_mentors_days check (until_on >= from_on);
alter table portal.time_entries add column act text check (act in ('EmploymentAct', 'IntegrationAct', 'OtherAct'));
grant select (act) on portal.time_entries to mm_auditor;
-- The check asks whether an entry is under the act of its grant.
grant select (basis) on portal.grants to mm_checker;

-- A course that ended early is over on that day: access to the citizen ends with it.
create or replace function portal.live_assignments() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;
create or replace function portal.live_grants() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.grant_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;
create or replace function portal.live_citizens() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(distinct a.citizen_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;

-- A later version of an agreement names other mentors and changes nothing else, and only while the course runs.
drop policy accept on portal.agreements;
create policy accept on portal.agreements for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and exists (
        select from portal.assignments a
        where a.id = agreements.assignment_id and a.provider_id = (select portal.tenant()) and a.status = 'Accepted'
          and a.target_group = agreements.target_group and a.starts_on = agreements.valid_from and least(a.ends_on, a.ended_on) = agreements.valid_to
          and a.hours_per_week = agreements.hours_per_week and a.total_hours is not distinct from agreements.total_hours
          and a.rate = agreements.rate and a.price_ceiling is not distinct from agreements.price_ceiling
          and (agreements.version = 1 or portal.today() <= agreements.valid_to)));

-- When a change is accepted, what it changes ends the day before it begins; accepted later than that, on the day it is accepted:
-- what was delivered meanwhile was delivered under the old terms. Who accepts may be another provider, and may touch neither
-- the old assignment nor its agreement: the database does both, with the event of it, and these two functions can do nothing else.
grant create on schema portal to mm_definer;
create function portal.change_ends_the_earlier() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    last_day constant date := greatest(new.starts_on - 1, portal.today());
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
create function portal.agreement_follows_end() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    last portal.agreements%rowtype;
    fresh constant uuid := gen_random_uuid();
begin
    select * into last from portal.agreements g where g.assignment_id = new.id order by g.version desc limit 1;
    if not found or last.valid_to <= new.ended_on then return null; end if;
    insert into portal.agreements (id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to,
        hours_per_week, total_hours, rate, price_ceiling, recorded_by, recorded_at)
    values (fresh, last.assignment_id, last.municipality_id, last.provider_id, last.citizen_id, last.version + 1, last.target_group, last.valid_from, new.ended_on,
        last.hours_per_week, last.total_hours, last.rate, last.price_ceiling,
        -- Who accepts a change may be another provider: this one is not told who of them it was.
        case when portal.tenant() in (last.provider_id, last.municipality_id) then portal.person() end, clock_timestamp());
    insert into portal.agreement_mentors (agreement_id, mentor_id, municipality_id, provider_id, name, phone, email, from_on, until_on)
    select fresh, m.mentor_id, m.municipality_id, m.provider_id, m.name, m.phone, m.email, m.from_on, m.until_on
    from portal.agreement_mentors m where m.agreement_id = last.id;
    return null;
end $$;
alter function portal.change_ends_the_earlier() owner to mm_definer;
alter function portal.agreement_follows_end() owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select (kind, follows_id) on portal.grants to mm_definer;
grant update (ended_on) on portal.assignments to mm_definer;
grant select, insert on portal.agreements, portal.agreement_mentors to mm_definer;
revoke execute on function portal.change_ends_the_earlier(), portal.agreement_follows_end() from public;
create trigger change_ends_the_earlier after update of provider_id on portal.assignments
    for each row when (old.provider_id is null and new.provider_id is not null) execute function portal.change_ends_the_earlier();
create trigger agreement_follows_end after update of ended_on on portal.assignments
    for each row when (new.ended_on is distinct from old.ended_on and new.ended_on is not null) execute function portal.agreement_follows_end();

-- A pause has an end or is open; a later row says when it was resumed. Why is the municipality's own.
create table portal.grant_pauses (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    from_on date not null,
    to_on date check (to_on >= from_on - 1),
    reason text not null,
    resumes_id uuid,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check (resumes_id is null or to_on is not null),
    unique (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (resumes_id, municipality_id) references portal.grant_pauses (id, municipality_id)
);
create unique index grant_pauses_resumed_once on portal.grant_pauses (resumes_id) where resumes_id is not null;
create index on portal.grant_pauses (grant_id);

create table portal.grant_ends (
    grant_id uuid primary key,
    municipality_id uuid not null,
    ended_on date not null,
    reason text not null check (reason in ('GoalReached', 'CitizensWish', 'Moved', 'NoContact', 'ProviderCouldNot', 'Other')),
    text text not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.grant_ends (municipality_id);

-- What came of it, at the end and 3 and 6 months after. A correction is a later row of the same stage.
create table portal.outcomes (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    stage text not null check (stage in ('AtEnd', 'After3Months', 'After6Months')),
    result text not null check (result in ('Job', 'Education', 'Closer', 'None', 'Unknown')),
    with_citizen boolean not null,
    note text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    unique (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.outcomes (grant_id, stage, recorded_at desc);
create index on portal.outcomes (municipality_id);
create table portal.goal_outcomes (
    outcome_id uuid not null,
    goal_id uuid not null,
    municipality_id uuid not null,
    result text not null check (result in ('Reached', 'Partly', 'Not')),
    primary key (outcome_id, goal_id),
    foreign key (outcome_id, municipality_id) references portal.outcomes (id, municipality_id),
    foreign key (goal_id, municipality_id) references portal.grant_goals (id, municipality_id)
);

do $$
declare t text;
begin
    foreach t in array array['offer_declines', 'grant_pauses', 'grant_ends', 'outcomes', 'goal_outcomes'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('create trigger %I before update or delete on portal.%I for each row execute function portal.refuse_change()', t || '_append_only', t);
        execute format('alter table portal.%I enable always trigger %I', t, t || '_append_only');
    end loop;
end $$;

grant select on portal.offer_declines to mm_municipality, mm_provider;
grant insert on portal.offer_declines to mm_provider;
create policy municipality on portal.offer_declines for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy provider on portal.offer_declines for select to mm_provider using (offered_to = (select portal.tenant()));
create policy decline on portal.offer_declines for insert to mm_provider
    with check (offered_to = (select portal.tenant()) and declined_by = (select portal.person())
        and exists (select from portal.assignments a where a.id = offer_declines.assignment_id and a.offered_to = (select portal.tenant()) and a.status = 'Published'));

grant select, insert on portal.grant_pauses, portal.grant_ends, portal.outcomes, portal.goal_outcomes to mm_municipality;
grant select (id, grant_id, municipality_id, from_on, to_on, resumes_id, recorded_at) on portal.grant_pauses to mm_provider, mm_auditor, mm_checker;
grant select (grant_id, municipality_id, ended_on, reason, recorded_by, recorded_at) on portal.grant_ends to mm_auditor;
grant select (id, grant_id, municipality_id, stage, result, with_citizen, recorded_by, recorded_at) on portal.outcomes to mm_auditor;
grant select on portal.goal_outcomes to mm_auditor;
create policy municipality on portal.grant_pauses to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
create policy checker on portal.grant_pauses for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy live_participation on portal.grant_pauses for select to mm_provider using (grant_id = any ((select portal.live_grants())::uuid[]));
create policy auditor on portal.grant_pauses for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy municipality on portal.grant_ends to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
create policy auditor on portal.grant_ends for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy municipality on portal.outcomes to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
create policy auditor on portal.outcomes for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
create policy municipality on portal.goal_outcomes to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy auditor on portal.goal_outcomes for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));
