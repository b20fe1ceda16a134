-- Imports of citizens and grants from a file. Only the municipality reads any of it. The file stands apart from the rest,
-- sealed by the portal before it comes here, and its row is deleted when the import is over.
create table portal.imports (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    state text not null check (state in ('Uploaded', 'Checking', 'Checked', 'Running', 'Imported', 'Cancelled', 'Forgotten')),
    file_name text not null,
    sheet text not null default '',
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
create trigger imported_rows_append_only before update or delete on portal.imported_rows for each row execute function portal.refuse_change();
alter table portal.imported_rows enable always trigger imported_rows_append_only;
-- Which column was what, the last time a file with the same headers came.
create table portal.import_mappings (
    municipality_id uuid not null references portal.organisations (id),
    headers_hash bytea not null check (length(headers_hash) = 32),
    fields text[] not null,
    saved_by uuid not null,
    saved_at timestamptz not null,
    primary key (municipality_id, headers_hash)
);

do $$
declare t text;
begin
    foreach t in array array['imports', 'import_files', 'import_problems', 'imported_rows', 'import_mappings'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('create policy municipality on portal.%I to mm_municipality using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()))', t);
    end loop;
end $$;
grant select, insert on portal.imports, portal.import_files, portal.import_problems, portal.imported_rows, portal.import_mappings to mm_municipality;
grant update (state, fields, rows_done, errors, warnings, asked_by, checked_at, finished_at, new_citizens, new_grants) on portal.imports to mm_municipality;
-- A new key seals anew: the rotation runs as the owner, not as the portal.
grant delete on portal.import_files, portal.import_problems to mm_municipality;
grant update (fields, saved_by, saved_at) on portal.import_mappings to mm_municipality;

-- A job may name the person it is done for; whoever asks can name nobody but themselves.
alter table portal.jobs add column person_id uuid;
alter policy ask on portal.jobs
    with check (municipality_id = (select portal.tenant()) and (person_id is null or person_id = (select portal.person())));
alter policy ask_as_provider on portal.jobs
    with check (person_id is null
        and exists (select from portal.invoices i where i.id = jobs.subject_id and i.provider_id = (select portal.tenant()) and i.municipality_id = jobs.municipality_id));
