-- An auditor's time-limited access to a municipality's invoices of a period.
create table portal.engagements (
    id uuid primary key,
    auditor_id uuid not null references portal.organisations (id),
    municipality_id uuid not null references portal.organisations (id),
    period_from date not null,
    period_to date not null check (period_to >= period_from),
    opens_on date not null,
    expires_on date not null check (expires_on >= opens_on),
    sees_notes boolean not null default false,
    granted_by uuid,
    granted_at timestamptz not null,
    revoked_at timestamptz
);
create index on portal.engagements (auditor_id);
create index on portal.engagements (municipality_id);
grant update (revoked_at) on portal.engagements to mm_municipality;

-- What an auditor may see. These see only what their caller sees; STABLE, and called through a scalar sub-select, so that they run
-- once per statement.
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
-- The days whose invoices an auditor may see, for each municipality in the order of portal.audit_scope(). Asked once per
-- statement: asked anew for every invoice, a list of twenty thousand took four times as long as the municipality's own.
create function portal.audit_days() returns datemultirange[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(open.days order by open.municipality_id), '{}')
    from (
        select e.municipality_id, range_agg(daterange(e.period_from, e.period_to, '[]')) as days
        from portal.engagements e
        where e.auditor_id = portal.tenant() and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on
        group by e.municipality_id
    ) open
$$;

-- Evidence: a hash chain per organisation. The payload stands beside it and can be erased with its salt; the
-- chain holds the payload's hash and stays verifiable. What an event is called stands between two marks in the header that is hashed: a
-- name with such a mark in it could be read as another event. What it says is an object, or whoever reads all that a chain
-- says stumbles over it.
create table portal.evidence_events (
    organisation_id uuid not null references portal.organisations (id),
    sequence bigint not null check (sequence > 0),
    occurred_at timestamptz not null,
    kind text not null,
    subject_id uuid not null,
    actor_id uuid,
    actor_role text not null,
    acting_organisation_id uuid,
    payload_hash bytea not null check (length(payload_hash) = 32),
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    constraint evidence_events_kind check (kind ~ '^[A-Za-z]{1,60}$'),
    primary key (organisation_id, sequence)
);
create index on portal.evidence_events (organisation_id, subject_id);
create table portal.evidence_payloads (
    organisation_id uuid not null,
    sequence bigint not null,
    salt bytea not null check (length(salt) = 16),
    payload text not null,
    constraint evidence_payloads_object check (json_typeof(payload::json) is not distinct from 'object'),
    primary key (organisation_id, sequence),
    foreign key (organisation_id, sequence) references portal.evidence_events (organisation_id, sequence)
);

-- Who came in, who tried to, and who was refused. One row an hour for the same thing from the same network, with how often:
-- whoever tries a million times writes no million rows. The route as the portal names it, never an address that was typed;
-- of the network, not the whole address; nothing of what was sent. No login of the portal can take a trace back.
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
