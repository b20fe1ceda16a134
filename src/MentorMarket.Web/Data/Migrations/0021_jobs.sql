-- Each municipality gets its turn, so the next job is looked for by municipality; and what is asked for several times is done
-- once, so a job's likes are looked for by its subject. Jobs are only ever added, never changed by whoever asks: asking waits
-- for nobody, and a check that is asked for while the same one runs is run again.
create index jobs_by_turn on portal.jobs (municipality_id, run_after) where done_at is null;
create index jobs_alike on portal.jobs (subject_id, kind) where done_at is null;
create index jobs_in_trouble on portal.jobs (tries) where done_at is null and last_error is not null;

-- Which keys seal the rows of this database: a mark of each, from which no key can be computed. A start with other key files
-- is refused by it, also when the database comes out of a backup.
create table portal.key_fingerprints (
    file text not null check (file in ('cases', 'log-ins')),
    key_id text not null,
    fingerprint bytea not null check (length(fingerprint) = 32),
    noted_at timestamptz not null default now(),
    primary key (file, key_id)
);
alter table portal.key_fingerprints enable row level security;
alter table portal.key_fingerprints force row level security;
grant select on portal.key_fingerprints to mm_signin;
create policy sign_in on portal.key_fingerprints for select to mm_signin using (true);
