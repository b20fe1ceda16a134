-- What is accepted. The terms are the municipality's: a provider sets none of them, and accepts by portal.accept_assignment.
create table portal.assignments (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    grant_id uuid not null,
    citizen_id uuid not null,
    number text not null,
    status text not null check (status in ('Published', 'Accepted', 'Withdrawn', 'Ended')),
    target_group text not null,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    ended_on date,
    hours_per_week numeric(5, 2) not null,
    total_hours numeric(7, 2),
    rate numeric(10, 2) not null,
    price_ceiling numeric(10, 2),
    published_by uuid not null,
    published_at timestamptz not null,
    -- One provider instead of the market: decided when it is published, and never later.
    offered_to uuid references portal.organisations (id),
    provider_id uuid references portal.organisations (id),
    accepted_by uuid,
    accepted_at timestamptz,
    check ((provider_id is null) = (accepted_at is null)),
    check (status <> 'Published' or provider_id is null),
    constraint assignments_offered check (provider_id is null or offered_to is null or provider_id = offered_to),
    unique (id, municipality_id),
    unique (municipality_id, number),
    unique (id, municipality_id, provider_id),
    unique (id, municipality_id, citizen_id),
    unique (id, municipality_id, offered_to),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create unique index assignments_one_live_per_grant on portal.assignments (grant_id) where status in ('Published', 'Accepted');
create index on portal.assignments (municipality_id, status);
create index on portal.assignments (provider_id, status);
create index on portal.assignments (citizen_id);
create index on portal.assignments (offered_to) where offered_to is not null;
grant update (status, ended_on) on portal.assignments to mm_municipality;

-- The market place: a separate table without any column that identifies, filled by an explicit projection.
create table portal.listings (
    id uuid primary key,
    municipality_id uuid not null,
    number text not null,
    area text not null,
    age_band text not null,
    target_group text not null,
    purpose text not null,
    goals text[] not null,
    tasks text[] not null,
    requirements text[] not null,
    hours_per_week numeric(5, 2) not null,
    total_hours numeric(7, 2),
    starts_on date not null,
    ends_on date not null,
    rate numeric(10, 2) not null,
    published_at timestamptz not null,
    -- The provider that has the citizen is told which assignment it goes on from; on the market that would say too much.
    offered_to uuid references portal.organisations (id),
    kind text not null default 'New' check (kind in ('New', 'Extension', 'Change')),
    follows_assignment_id uuid,
    taken_at timestamptz,
    withdrawn_at timestamptz,
    constraint listings_follows_only_offered check (offered_to is not null or (follows_assignment_id is null and kind = 'New')),
    foreign key (id, municipality_id) references portal.assignments (id, municipality_id),
    foreign key (follows_assignment_id, municipality_id) references portal.assignments (id, municipality_id)
);
create index on portal.listings (published_at desc) where taken_at is null and withdrawn_at is null;
grant update (withdrawn_at) on portal.listings to mm_municipality;

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

-- Facts that the check reads: insert-only, each with the time it was recorded, so that any earlier check can be
-- computed again as things were known then.
create table portal.agreements (
    id uuid primary key,
    assignment_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    citizen_id uuid not null,
    version integer not null check (version > 0),
    target_group text not null,
    valid_from date not null,
    valid_to date not null check (valid_to >= valid_from),
    hours_per_week numeric(5, 2) not null,
    total_hours numeric(7, 2),
    rate numeric(10, 2) not null,
    price_ceiling numeric(10, 2),
    recorded_by uuid,
    recorded_at timestamptz not null,
    unique (assignment_id, version),
    unique (id, municipality_id, provider_id),
    foreign key (assignment_id, municipality_id, provider_id) references portal.assignments (id, municipality_id, provider_id),
    foreign key (assignment_id, municipality_id, citizen_id) references portal.assignments (id, municipality_id, citizen_id)
);
create index on portal.agreements (municipality_id);
create index on portal.agreements (provider_id);
-- A mentor who has handed over stays named, so that what was delivered stays payable, until a day; the next one begins on a day.
create table portal.agreement_mentors (
    agreement_id uuid not null,
    mentor_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    name text not null,
    phone text not null default '',
    email text not null default '',
    from_on date,
    until_on date,
    constraint agreement_mentors_days check (until_on >= from_on),
    primary key (agreement_id, mentor_id),
    foreign key (agreement_id, municipality_id, provider_id) references portal.agreements (id, municipality_id, provider_id)
);
create index on portal.agreement_mentors (mentor_id);

-- A provider's participation is bounded in time: it ends with the last day of the assignment, and access to the citizen with
-- it, though its invoices remain. These see only what their caller sees; STABLE, and called through a scalar sub-select, so that they
-- run once per statement.
create function portal.live_assignments() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;
create function portal.live_grants() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.grant_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;
create function portal.live_citizens() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(distinct a.citizen_id), '{}') from portal.assignments a
    where a.provider_id = portal.tenant() and a.status = 'Accepted' and portal.today() <= least(a.ends_on, a.ended_on)
$$;
create function portal.citizen_assignments() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.id), '{}') from portal.assignments a
    where a.citizen_id = portal.citizen() and a.municipality_id = portal.tenant()
$$;
create function portal.citizen_grants() returns uuid[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(a.grant_id), '{}') from portal.assignments a
    where a.citizen_id = portal.citizen() and a.municipality_id = portal.tenant()
$$;
