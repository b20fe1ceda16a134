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
    act text check (act in ('EmploymentAct', 'IntegrationAct', 'OtherAct')),
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
-- The auditor reads no reason of a correction.
grant select (id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week,
    kind, place, act, registered_by, registered_at, supersedes_id, correction) on portal.time_entries to mm_auditor;

-- Free text must be erasable (GDPR art. 17), so notes are no facts. No login may change them either; the owner of the schema may.
create table portal.entry_notes (
    entry_id uuid primary key,
    assignment_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    note text not null,
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id),
    foreign key (entry_id, assignment_id) references portal.time_entries (id, assignment_id)
);
grant select (entry_id, municipality_id) on portal.entry_notes to mm_checker;
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
grant select (entry_id, municipality_id) on portal.goal_steps to mm_checker;

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
-- That a contact is disputed is told to the provider and the mentor; what the citizen said never is.
grant select (id, entry_id, municipality_id, provider_id, assignment_id, answer, channel, strength, device, recorded_at) on
    portal.confirmations to mm_provider, mm_auditor;
