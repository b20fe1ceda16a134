-- Citizens: what stands here identifies nobody. Names and addresses have a table of their own, whose readers
-- are fewer and whose reads are events.
create table portal.citizens (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    number text not null,
    area text not null,
    birth_year integer not null check (birth_year between 1900 and 2100),
    language text not null default 'da',
    created_at timestamptz not null default now(),
    unique (id, municipality_id),
    unique (municipality_id, number)
);
create table portal.citizen_identities (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    name text not null,
    address text not null default '',
    phone text not null default '',
    email text not null default '',
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);

create table portal.grants (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    number text not null,
    status text not null check (status in ('Draft', 'Submitted', 'Approved', 'Published', 'Accepted', 'Ended')),
    purpose text check (purpose in ('Job', 'Education')),
    purpose_text text not null default '',
    target_group text,
    tasks text[] not null default '{}',
    task_text text not null default '',
    requirements text[] not null default '{}',
    qualifications text not null default '',
    hours_per_week numeric(5, 2) check (hours_per_week > 0),
    total_hours numeric(7, 2) check (total_hours > 0),
    starts_on date,
    ends_on date,
    rate numeric(10, 2) check (rate > 0),
    created_by uuid not null,
    created_at timestamptz not null,
    submitted_by uuid,
    submitted_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    decision_comment text not null default '',
    rules_version text not null,
    check (ends_on >= starts_on),
    unique (id, municipality_id),
    unique (municipality_id, number),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create index on portal.grants (municipality_id, status, created_at desc);
create index on portal.grants (citizen_id);
create table portal.grant_goals (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    priority integer not null check (priority between 1 and 9),
    kind text not null,
    detail text not null default '',
    unique (grant_id, priority) deferrable initially immediate,
    unique (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);

-- What is accepted. The terms are the municipality's: a provider may only fill in the columns that say who
-- accepted (column grants below), and only while nobody else has.
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
    hours_per_week numeric(5, 2) not null,
    total_hours numeric(7, 2),
    rate numeric(10, 2) not null,
    price_ceiling numeric(10, 2),
    published_by uuid not null,
    published_at timestamptz not null,
    provider_id uuid references portal.organisations (id),
    accepted_by uuid,
    accepted_at timestamptz,
    ended_on date,
    check ((provider_id is null) = (accepted_at is null)),
    check (status <> 'Published' or provider_id is null),
    unique (id, municipality_id),
    unique (municipality_id, number),
    unique (id, municipality_id, provider_id),
    unique (id, municipality_id, citizen_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create unique index assignments_one_live_per_grant on portal.assignments (grant_id) where status in ('Published', 'Accepted');
create index on portal.assignments (municipality_id, status);
create index on portal.assignments (provider_id, status);
create index on portal.assignments (citizen_id);

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
    taken_at timestamptz,
    withdrawn_at timestamptz,
    foreign key (id, municipality_id) references portal.assignments (id, municipality_id)
);
create index on portal.listings (published_at desc) where taken_at is null and withdrawn_at is null;

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
create table portal.agreement_mentors (
    agreement_id uuid not null,
    mentor_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    name text not null,
    phone text not null default '',
    email text not null default '',
    primary key (agreement_id, mentor_id),
    foreign key (agreement_id, municipality_id, provider_id) references portal.agreements (id, municipality_id, provider_id)
);
create index on portal.agreement_mentors (mentor_id);

create table portal.time_entries (
    id uuid primary key,
    municipality_id uuid not null,
    provider_id uuid not null,
    assignment_id uuid not null,
    mentor_id uuid not null,
    mentor_name text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    minutes integer not null check (minutes >= 0),
    local_date date not null,
    iso_week integer not null,
    kind text not null check (kind in ('Direct', 'NoShow', 'Transport', 'Preparation', 'Sick', 'Training', 'Other')),
    place text not null check (place in ('Home', 'Workplace', 'School', 'Office', 'Outdoors', 'Video', 'Phone', 'Elsewhere')),
    registered_by uuid not null,
    registered_at timestamptz not null,
    supersedes_id uuid,
    correction text check (correction in ('WrongTime', 'WrongKind', 'WrongCase', 'WrongPlace', 'Duplicate', 'Other')),
    correction_reason text not null default '',
    check ((supersedes_id is null) = (correction is null)),
    unique (id, municipality_id, provider_id),
    unique (id, assignment_id),
    foreign key (assignment_id, municipality_id, provider_id) references portal.assignments (id, municipality_id, provider_id),
    foreign key (supersedes_id, assignment_id) references portal.time_entries (id, assignment_id)
);
create unique index time_entries_one_correction on portal.time_entries (supersedes_id) where supersedes_id is not null;
create index on portal.time_entries (assignment_id, starts_at);
create index on portal.time_entries (mentor_id, starts_at);
create index on portal.time_entries (provider_id, local_date);
create index on portal.time_entries (municipality_id, local_date);
create table portal.entry_notes (
    entry_id uuid primary key,
    assignment_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    note text not null,
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id),
    foreign key (entry_id, assignment_id) references portal.time_entries (id, assignment_id)
);
create table portal.goal_steps (
    entry_id uuid not null,
    goal_id uuid not null,
    assignment_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    step integer not null check (step between 1 and 5),
    primary key (entry_id, goal_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id),
    foreign key (entry_id, assignment_id) references portal.time_entries (id, assignment_id),
    foreign key (goal_id, municipality_id) references portal.grant_goals (id, municipality_id)
);
create table portal.confirmations (
    id uuid primary key,
    entry_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    assignment_id uuid not null,
    answer text not null check (answer in ('Confirmed', 'Disputed')),
    word text not null default '',
    channel text not null check (channel in ('CitizenLink', 'AttendanceList', 'Demo')),
    strength text not null check (strength in ('Strong', 'Weak')),
    device text not null default '',
    recorded_at timestamptz not null,
    check (answer <> 'Disputed' or word <> ''),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id),
    foreign key (entry_id, assignment_id) references portal.time_entries (id, assignment_id)
);
create index on portal.confirmations (entry_id, recorded_at desc);
create index on portal.confirmations (municipality_id, recorded_at desc);

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

create table portal.municipal_settings (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    version integer not null check (version > 0),
    valid_from date not null,
    price_ceiling numeric(10, 2) check (price_ceiling > 0),
    accepts_weak_receipts boolean not null default false,
    shadow_rules text[] not null default '{}',
    recorded_by uuid,
    recorded_at timestamptz not null,
    unique (municipality_id, version)
);
