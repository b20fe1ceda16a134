-- The names and kinds of municipalities, providers and audit firms are public to everybody who is logged in; nothing
-- personal stands here.
create table portal.organisations (
    id uuid primary key,
    kind text not null check (kind in ('Municipality', 'Provider', 'AuditFirm', 'Platform')),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
    name text not null,
    cvr text check (cvr ~ '^[0-9]{8}$'),
    gln text check (gln ~ '^[0-9]{13}$'),
    created_at timestamptz not null default now()
);

-- One person, several organisations. The organisation's own name and telephone for the person stand here, so
-- that nobody but the sign-in role needs portal.users.
create table portal.memberships (
    id uuid primary key,
    organisation_id uuid not null references portal.organisations (id),
    person_id uuid not null references portal.users (id),
    name text not null,
    email text not null,
    phone text,
    roles text[] not null check (roles <@ array['Caseworker', 'TeamLeader', 'Finance', 'Coordinator', 'Mentor', 'Auditor', 'Administrator', 'Operator']),
    joined_at timestamptz not null default now(),
    ended_at timestamptz,
    unique (organisation_id, person_id)
);
create index on portal.memberships (person_id);
-- The checker learns where the morning's mail goes, and who the team leaders are that are told of what waits for somebody who has left.
grant update (name, phone, roles, ended_at) on portal.memberships to mm_platform;
grant update (roles, ended_at) on portal.memberships to mm_signin;
grant select (organisation_id, person_id, email, roles, ended_at) on portal.memberships to mm_checker;

create table portal.invitations (
    id uuid primary key,
    organisation_id uuid not null references portal.organisations (id),
    email text not null,
    name text not null,
    roles text[] not null check (cardinality(roles) > 0),
    token_hash bytea not null unique,
    invited_by uuid not null references portal.users (id),
    invited_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
);
create index on portal.invitations (organisation_id);
grant update (revoked_at) on portal.invitations to mm_platform;
grant update (used_at) on portal.invitations to mm_signin;

-- Who may decide in a team leader's place, for some days. The sign-in role reads it when it looks up the roles of whoever asks.
create table portal.deputies (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    leader_id uuid not null,
    deputy_id uuid not null check (deputy_id <> leader_id),
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    appointed_by uuid not null,
    appointed_at timestamptz not null,
    revoked_at timestamptz,
    foreign key (municipality_id, leader_id) references portal.memberships (organisation_id, person_id),
    foreign key (municipality_id, deputy_id) references portal.memberships (organisation_id, person_id)
);
create index on portal.deputies (municipality_id, deputy_id) where revoked_at is null;
grant update (revoked_at) on portal.deputies to mm_municipality;
