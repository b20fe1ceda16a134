-- Work to be done after a commit, by any node: taken with FOR UPDATE SKIP LOCKED. A job may name the person it is done for. Jobs are
-- only ever added, never changed by whoever asks: asking waits for nobody, and what is asked for several times is done once.
create table portal.jobs (
    id uuid primary key,
    kind text not null,
    municipality_id uuid not null references portal.organisations (id),
    subject_id uuid not null,
    person_id uuid,
    run_after timestamptz not null default now(),
    tries integer not null default 0,
    last_error text,
    done_at timestamptz
);
-- Not unique: a job asked for again while it runs must run again. Each municipality gets its turn, so the next job is looked for by
-- municipality; a job's likes are looked for by its subject.
create index on portal.jobs (run_after) where done_at is null;
create index jobs_by_turn on portal.jobs (municipality_id, run_after) where done_at is null;
create index jobs_alike on portal.jobs (subject_id, kind) where done_at is null;
create index jobs_in_trouble on portal.jobs (tries) where done_at is null and last_error is not null;
grant update (run_after, tries, last_error, done_at) on portal.jobs to mm_checker;

-- A form can be sent twice, and a commit can succeed though the client never heard of it: the key of a form
-- is taken in the transaction that does its work, with the outcome that a repeat is answered with.
create table portal.once_keys (
    key text primary key check (length(key) between 16 and 64),
    organisation_id uuid not null,
    actor_id uuid,
    request_hash bytea not null,
    outcome jsonb,
    used_at timestamptz not null default now()
);
create index on portal.once_keys (used_at);
grant update (outcome) on portal.once_keys to mm_municipality, mm_provider, mm_citizen, mm_platform;

-- Imports of citizens and grants from a file. Only the municipality reads any of it. The file stands apart from the rest,
-- sealed by the portal before it comes here, and its row is deleted when the import is over; a new key seals anew, and that
-- rotation runs as the owner, not as the portal.
create table portal.imports (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    state text not null check (state in ('Uploaded', 'Checking', 'Checked', 'Running', 'Imported', 'Cancelled', 'Forgotten')),
    file_name text not null,
    sheet text not null default '',
    -- The names of the columns need not stand in the first row of the first sheet, and which they are can be chosen.
    header_row integer not null default 1 check (header_row > 0),
    headers text[] not null,
    fields text[] not null default '{}',
    rows_total integer not null check (rows_total > 0),
    rows_done integer not null default 0,
    errors integer not null default 0,
    warnings integer not null default 0,
    created_by uuid not null,
    created_at timestamptz not null,
    asked_by uuid,
    checked_at timestamptz,
    finished_at timestamptz,
    new_citizens integer not null default 0,
    new_grants integer not null default 0,
    unique (id, municipality_id)
);
create index on portal.imports (municipality_id, created_at desc);
grant update (state, sheet, header_row, headers, fields, rows_total, rows_done, errors, warnings, asked_by, checked_at, finished_at,
    new_citizens, new_grants) on portal.imports to mm_municipality;
create table portal.import_files (
    import_id uuid primary key,
    municipality_id uuid not null,
    key_id text not null,
    cipher bytea not null,
    foreign key (import_id, municipality_id) references portal.imports (id, municipality_id)
);
create table portal.import_problems (
    import_id uuid not null,
    municipality_id uuid not null,
    position integer not null,
    row integer not null,
    letter text not null,
    header text not null,
    fault text not null,
    args text[] not null default '{}',
    severity text not null check (severity in ('Error', 'Warning')),
    primary key (import_id, position),
    foreign key (import_id, municipality_id) references portal.imports (id, municipality_id)
);
-- What became of each row, with what the event's Merkle root was made over.
create table portal.imported_rows (
    import_id uuid not null,
    municipality_id uuid not null,
    row integer not null,
    citizen_id uuid not null,
    is_new_citizen boolean not null,
    grant_id uuid,
    payload text not null,
    salt bytea not null check (length(salt) = 16),
    primary key (import_id, row),
    foreign key (import_id, municipality_id) references portal.imports (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.imported_rows (citizen_id);
create unique index on portal.imported_rows (grant_id) where grant_id is not null;
-- Which column was what, the last time a file with the same headers came.
create table portal.import_mappings (
    municipality_id uuid not null references portal.organisations (id),
    headers_hash bytea not null check (length(headers_hash) = 32),
    fields text[] not null,
    saved_by uuid not null,
    saved_at timestamptz not null,
    primary key (municipality_id, headers_hash)
);
grant update (fields, saved_by, saved_at) on portal.import_mappings to mm_municipality;

-- Which keys seal the rows of this database: a mark of each, from which no key can be computed. A start with other key files
-- is refused by it, also when the database comes out of a backup.
create table portal.key_fingerprints (
    file text not null check (file in ('cases', 'log-ins')),
    key_id text not null,
    fingerprint bytea not null check (length(fingerprint) = 32),
    noted_at timestamptz not null default now(),
    primary key (file, key_id)
);
