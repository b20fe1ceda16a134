-- The documents of a grant in the municipality's name, each version as it was written, and when each was sent. Only
-- the municipality reads them: the citizen gets them by secure post. Nothing is ever changed.
create table portal.documents (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    grant_id uuid not null,
    kind text not null check (kind in ('DecisionLetter', 'Agreement', 'MinPlan', 'MentorLetter', 'Refusal', 'Pause', 'End')),
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
