-- What was written about a date of a grant. Insert-only: a later row counts, or takes the last one back.
create table portal.follow_ups (
    id uuid primary key,
    municipality_id uuid not null,
    grant_id uuid not null,
    kind text not null check (kind in ('FollowUp', 'EffectWithCitizen', 'PeriodEnds', 'RightEnds', 'LevelFourReview', 'Outcome', 'OutcomeAfter3Months', 'OutcomeAfter6Months', 'PauseReview')),
    sequence integer not null check (sequence > 0),
    due_on date not null,
    result text not null check (result in ('Done', 'Postponed', 'Undone')),
    done_on date,
    postponed_until date,
    with_citizen boolean,
    purpose_still_there text check (purpose_still_there in ('Yes', 'Adjusted', 'No')),
    reason text not null default '',
    note text not null default '',
    citizen_words text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check ((result = 'Done') = (done_on is not null)),
    check ((result = 'Postponed') = (postponed_until is not null)),
    check (result = 'Done' or reason <> ''),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.follow_ups (grant_id, recorded_at);
create index on portal.follow_ups (municipality_id);
-- "Were follow-ups done?" The auditor reads the answer, and none of the words.
grant select (id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, recorded_at) on portal.follow_ups to mm_auditor;
grant select (id, municipality_id, grant_id, kind, sequence, due_on, result, done_on, postponed_until, recorded_at) on portal.follow_ups
    to mm_checker;

-- A person's calendar address. Only the hash: the address is shown once.
create table portal.calendar_feeds (
    id uuid primary key,
    municipality_id uuid not null,
    person_id uuid not null,
    token_hash bytea not null unique,
    culture text not null check (culture in ('da', 'en')),
    created_at timestamptz not null,
    revoked_at timestamptz,
    last_used_at timestamptz,
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);
create unique index calendar_feeds_one_open on portal.calendar_feeds (municipality_id, person_id) where revoked_at is null;
grant update (revoked_at) on portal.calendar_feeds to mm_municipality;

-- Who wants no mail in the morning; and who has had today's, whichever node sent it.
create table portal.mail_choices (
    municipality_id uuid not null,
    person_id uuid not null,
    daily_mail boolean not null,
    primary key (municipality_id, person_id),
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);
grant update (daily_mail) on portal.mail_choices to mm_municipality;
create table portal.daily_mails (
    municipality_id uuid not null,
    person_id uuid not null,
    day date not null,
    sent_at timestamptz not null default now(),
    primary key (municipality_id, person_id, day),
    foreign key (municipality_id, person_id) references portal.memberships (organisation_id, person_id)
);
