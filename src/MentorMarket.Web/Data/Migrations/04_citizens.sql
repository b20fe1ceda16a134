-- What stands here identifies nobody. Names and addresses have tables of their own, whose readers are fewer and whose
-- reads are events. A correction of any of the four counts up the version, so that two who correct at the same time meet.
create table portal.citizens (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    number text not null,
    area text not null,
    birth_year integer not null check (birth_year between 1900 and 2100),
    language text not null default 'da',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    unique (id, municipality_id),
    unique (municipality_id, number)
);
grant update (area, birth_year, language, version) on portal.citizens to mm_municipality;
create table portal.citizen_identities (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    name text not null,
    phone text not null default '',
    email text not null default '',
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
grant update (name, phone, email) on portal.citizen_identities to mm_municipality;

-- The address apart from the name, because fewer may read it: a protected one is the municipality's alone.
create table portal.citizen_addresses (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    address text not null default '',
    is_protected boolean not null default false,
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
grant update (address, is_protected) on portal.citizen_addresses to mm_municipality;

-- CPR numbers: sealed by the portal before they come here, found by a keyed hash of the municipality's own. Nothing
-- in the row tells the number to whoever reads the database; no other login than the municipality's reads the row.
create table portal.citizen_cprs (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    key_id text not null,
    cipher bytea not null check (length(cipher) = 38),
    lookup bytea not null check (length(lookup) = 32),
    constraint citizen_cprs_one_citizen unique (municipality_id, lookup),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
grant update (key_id, cipher, lookup) on portal.citizen_cprs to mm_municipality;

-- The citizen's way in. Only hashes: the link and the code stand in the letter and nowhere else.
create table portal.citizen_links (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    token_hash bytea not null unique,
    code_hash bytea not null,
    tries_left integer not null default 5 check (tries_left between 0 and 5),
    issued_by uuid not null,
    issued_at timestamptz not null,
    expires_on date not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create index on portal.citizen_links (citizen_id);
grant update (revoked_at) on portal.citizen_links to mm_municipality;

-- The duty to inform: what happened and when the citizen must be told by, and what was done about it. Both are facts
-- and only added to. It has a deadline, which the morning's mail and the calendar ask for: the checker reads when it is due, who has
-- it, and whether the citizen was told; neither whose it is nor what it is about.
create table portal.informs (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    cause text not null check (cause in ('DischargeNotice', 'Admission', 'DiscoveredLater', 'DropoutWarning', 'OwnEnquiry')),
    received_on date not null,
    event_on date,
    due_on date not null check (due_on >= received_on),
    note text not null default '',
    registered_by uuid not null,
    registered_at timestamptz not null,
    unique (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create index on portal.informs (municipality_id, due_on);
create index on portal.informs (citizen_id);
grant select (id, municipality_id, due_on, registered_by) on portal.informs to mm_checker;
create table portal.inform_steps (
    id uuid primary key,
    inform_id uuid not null,
    municipality_id uuid not null,
    kind text not null check (kind in ('Told', 'NotReached', 'Wants', 'DoesNotWant', 'GivenUp')),
    way text check (way in ('Meeting', 'Phone', 'SecurePost', 'ThroughOthers')),
    happened_on date not null,
    words text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check (kind <> 'Told' or way is not null),
    check (kind not in ('NotReached', 'GivenUp') or words <> ''),
    foreign key (inform_id, municipality_id) references portal.informs (id, municipality_id)
);
create index on portal.inform_steps (inform_id, recorded_at);
grant select (id, inform_id, municipality_id, kind, recorded_by, recorded_at) on portal.inform_steps to mm_checker;
