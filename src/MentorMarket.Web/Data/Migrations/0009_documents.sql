-- The documents of a grant in the municipality's name, each version as it was written, and when each was sent. Only
-- the municipality reads them: the citizen gets them by secure post. Nothing is ever changed.
create table portal.documents (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    grant_id uuid not null,
    kind text not null check (kind in ('DecisionLetter', 'Agreement', 'MinPlan', 'MentorLetter')),
    version integer not null check (version > 0),
    language text not null check (language in ('da', 'en')),
    -- Text and not jsonb, which would change the order of what is written: a letter is kept to the letter.
    facts text not null check (facts::jsonb is not null),
    content text not null check (content::jsonb is not null),
    changes text[] not null,
    made_by uuid not null,
    made_at timestamptz not null,
    unique (id, municipality_id),
    unique (grant_id, kind, version),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create index on portal.documents (citizen_id);
create table portal.document_dispatches (
    id uuid primary key,
    document_id uuid not null,
    municipality_id uuid not null,
    channel text not null check (channel in ('DigitalPost', 'PaperLetter')),
    sent_on date not null,
    reference text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    foreign key (document_id, municipality_id) references portal.documents (id, municipality_id)
);
create index on portal.document_dispatches (document_id);

do $$
declare t text;
begin
    foreach t in array array['documents', 'document_dispatches'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('create trigger %I before update or delete on portal.%I for each row execute function portal.refuse_change()', t || '_append_only', t);
        execute format('alter table portal.%I enable always trigger %I', t, t || '_append_only');
    end loop;
end $$;
grant select, insert on portal.documents, portal.document_dispatches to mm_municipality;
create policy municipality on portal.documents to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and made_by = (select portal.person()));
create policy municipality on portal.document_dispatches to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
