-- Every decision is a row of its own: what law and service standard ask for, special programmes, neighbouring schemes, and
-- what a grant is to the one before it. The terms of one that was decided never change.
create table portal.grants (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    number text not null,
    status text not null check (status in ('Draft', 'Submitted', 'Approved', 'Published', 'Accepted', 'Ended', 'Discarded', 'Refused')),
    kind text not null default 'New' check (kind in ('New', 'Extension', 'Change')),
    follows_id uuid,
    -- The need: what the citizen aims at and struggles with, and what it is judged by.
    basis text not null default 'EmploymentAct' check (basis in ('EmploymentAct', 'IntegrationAct')),
    target_group text,
    course text not null default 'Ordinary' check (course in ('Ordinary', 'DischargeCoordinator', 'EducationTransition', 'LoneParent', 'ReleasedFromPrison')),
    purpose text check (purpose in ('Job', 'Education')),
    purpose_text text not null default '',
    aim text check (aim in ('KeepOrFurther', 'Closer', 'TakePart')),
    problems text[] not null default '{}',
    stands_alone boolean not null default false,
    stands_alone_reason text not null default '',
    resides_here boolean not null default false,
    is_agreed boolean not null default false,
    is_beyond_ordinary boolean not null default false,
    border_answers jsonb not null default '{}',
    border_note text not null default '',
    same_person_gives_both boolean not null default false,
    discharge_on date,
    opening_meeting_on date,
    admitted_on date,
    -- The support.
    tasks text[] not null default '{}',
    task_text text not null default '',
    requirements text[] not null default '{}',
    qualifications text not null default '',
    mentor_kind text check (mentor_kind in ('External', 'CompanyEmployee', 'InstitutionEmployee', 'Municipal')),
    hours_per_week numeric(5, 2) check (hours_per_week > 0),
    total_hours numeric(7, 2) check (total_hours > 0),
    starts_on date,
    ends_on date,
    rate numeric(10, 2) check (rate > 0),
    -- Why it extends or changes the one before, and why it departs from the service standard.
    change_reason text not null default '',
    reassessment text not null default '',
    departure_reason text not null default '',
    -- Who follows it up: its author, until a team leader hands it over. People leave, and their cases must move.
    responsible_id uuid not null,
    created_by uuid not null,
    created_at timestamptz not null,
    -- Everybody who wrote in it: none of them approves it.
    written_by uuid[] not null default '{}',
    submitted_by uuid,
    submitted_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    -- The team leader in whose place a deputy decided.
    decided_for uuid,
    decision_comment text not null default '',
    rules_version text not null,
    discard_reason text not null default '',
    -- Refused: a decision about which something is missing in the citizen's case, not in the form.
    is_proposed_refused boolean not null default false,
    refusal_grounds text[] not null default '{}'
        check (refusal_grounds <@ array['NoJobOrEducationGoal', 'ExcludedGroup', 'NotDecisive', 'OtherCover', 'OrdinaryDuty', 'NoRight', 'NotResident', 'NoAgreement']),
    refusal_reason text not null default '',
    check (ends_on >= starts_on),
    constraint grants_kind_and_follows check ((kind = 'New') = (follows_id is null)),
    constraint grants_refused check ((status <> 'Refused' and not is_proposed_refused) or (cardinality(refusal_grounds) > 0 and refusal_reason <> '')),
    -- Neither who wrote in it or sent it in, nor a deputy in their place.
    constraint grants_refused_by check (status <> 'Refused' or (decided_by is not null and decided_by <> all (written_by || created_by || submitted_by)
        and (decided_for is null or decided_for <> all (written_by || created_by || submitted_by)))),
    unique (id, municipality_id),
    unique (id, municipality_id, citizen_id),
    unique (municipality_id, number),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id),
    foreign key (municipality_id, responsible_id) references portal.memberships (organisation_id, person_id),
    -- A grant extends or changes a grant of the same citizen, and of nobody else.
    constraint grants_follow_the_same_citizen foreign key (follows_id, municipality_id, citizen_id) references portal.grants (id, municipality_id, citizen_id)
);
create index on portal.grants (municipality_id, status, created_at desc);
create index on portal.grants (municipality_id, created_by, status);
create index on portal.grants (municipality_id, responsible_id);
create index on portal.grants (citizen_id);
create index on portal.grants (follows_id) where follows_id is not null;
-- One follower at a time is under way: an extension or a change is finished or given up before the next one begins.
create unique index grants_one_open_follower on portal.grants (follows_id)
    where follows_id is not null and status in ('Draft', 'Submitted', 'Approved', 'Published');
-- The auditor sees what was asked and answered; no words about the citizen, and not what the citizen struggles with. The checker reads what
-- deadlines are counted from, and no word of the case.
grant update (status, basis, target_group, course, purpose, purpose_text, aim, problems, stands_alone, stands_alone_reason, resides_here,
    is_agreed, is_beyond_ordinary, border_answers, border_note, same_person_gives_both, discharge_on, opening_meeting_on, admitted_on,
    tasks, task_text, requirements, qualifications, mentor_kind, hours_per_week, total_hours, starts_on, ends_on, rate, change_reason,
    reassessment, departure_reason, responsible_id, written_by, submitted_by, submitted_at, decided_by, decided_at, decided_for,
    decision_comment, rules_version, discard_reason, is_proposed_refused, refusal_grounds, refusal_reason) on portal.grants to
    mm_municipality;
grant select (id, municipality_id, number, status, kind, follows_id, basis, target_group, purpose, purpose_text, aim,
    same_person_gives_both, tasks, task_text, requirements, mentor_kind, hours_per_week, total_hours, starts_on, ends_on, rate) on
    portal.grants to mm_provider, mm_citizen;
grant select (id, municipality_id, citizen_id, number, status, kind, follows_id, basis, target_group, course, purpose, aim, stands_alone,
    resides_here, is_agreed, is_beyond_ordinary, border_answers, same_person_gives_both, discharge_on, opening_meeting_on, admitted_on,
    tasks, requirements, mentor_kind, hours_per_week, total_hours, starts_on, ends_on, rate, created_by, created_at, submitted_by,
    submitted_at, decided_by, decided_at, decided_for, rules_version, is_proposed_refused, refusal_grounds) on portal.grants to
    mm_auditor;
grant select (id, municipality_id, number, status, kind, follows_id, basis, course, admitted_on, hours_per_week, starts_on, ends_on,
    responsible_id, created_by, decided_at) on portal.grants to mm_checker;

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
grant update (priority, kind, detail) on portal.grant_goals to mm_municipality;
grant select (id, grant_id, municipality_id, priority, kind) on portal.grant_goals to mm_auditor;

-- A pause has an end or is open; a later row says when it was resumed. Why is the municipality's own, and so is the
-- assessment that it rests on.
create table portal.grant_pauses (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    from_on date not null,
    to_on date check (to_on >= from_on - 1),
    reason text not null,
    assessment text not null default '',
    resumes_id uuid,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check (resumes_id is null or to_on is not null),
    unique (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (resumes_id, municipality_id) references portal.grant_pauses (id, municipality_id)
);
create unique index grant_pauses_resumed_once on portal.grant_pauses (resumes_id) where resumes_id is not null;
create index on portal.grant_pauses (grant_id);
grant select (id, grant_id, municipality_id, from_on, to_on, resumes_id, recorded_at) on portal.grant_pauses to mm_provider, mm_auditor,
    mm_checker;

-- A recorded end is corrected by a later row and never overwritten.
create table portal.grant_ends (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    ended_on date not null,
    reason text not null check (reason in ('GoalReached', 'CitizensWish', 'Moved', 'NoContact', 'ProviderCouldNot', 'Other')),
    text text not null,
    assessment text not null default '',
    supersedes_id uuid,
    correction text check (correction in ('WrongDay', 'WrongReason', 'WrongText', 'TakenBack')),
    correction_text text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    -- A correction says what it corrects and why. Support that went on and ends once more supersedes too, and corrects nothing.
    constraint grant_ends_correction check (correction is null or (supersedes_id is not null and correction_text <> '')),
    unique (id, grant_id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id),
    foreign key (supersedes_id, grant_id, municipality_id) references portal.grant_ends (id, grant_id, municipality_id)
);
create unique index grant_ends_first on portal.grant_ends (grant_id) where supersedes_id is null;
create unique index grant_ends_superseded_once on portal.grant_ends (supersedes_id) where supersedes_id is not null;
create index on portal.grant_ends (municipality_id);
-- What was judged at an end that is taken back is asked for again, also by the morning's mail: so the checker reads that it was.
grant select (id, grant_id, municipality_id, ended_on, reason, supersedes_id, correction, recorded_by, recorded_at) on portal.grant_ends
    to mm_auditor;
grant select (grant_id, municipality_id, correction, recorded_at) on portal.grant_ends to mm_checker;

-- What came of it, at the end and 3 and 6 months after. A correction is a later row of the same stage.
create table portal.outcomes (
    id uuid primary key,
    grant_id uuid not null,
    municipality_id uuid not null,
    stage text not null check (stage in ('AtEnd', 'After3Months', 'After6Months')),
    result text not null check (result in ('Job', 'Education', 'Closer', 'None', 'Unknown')),
    with_citizen boolean not null,
    note text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    unique (id, municipality_id),
    foreign key (grant_id, municipality_id) references portal.grants (id, municipality_id)
);
create index on portal.outcomes (grant_id, stage, recorded_at desc);
create index on portal.outcomes (municipality_id);
-- The morning's mail counts what waits: an outcome that is recorded no longer does. The checker reads the stage and the time, no word.
grant select (id, grant_id, municipality_id, stage, result, with_citizen, recorded_by, recorded_at) on portal.outcomes to mm_auditor;
grant select (id, grant_id, municipality_id, stage, recorded_at) on portal.outcomes to mm_checker;
create table portal.goal_outcomes (
    outcome_id uuid not null,
    goal_id uuid not null,
    municipality_id uuid not null,
    result text not null check (result in ('Reached', 'Partly', 'Not')),
    primary key (outcome_id, goal_id),
    foreign key (outcome_id, municipality_id) references portal.outcomes (id, municipality_id),
    foreign key (goal_id, municipality_id) references portal.grant_goals (id, municipality_id)
);

-- The municipality's service standard, one version after another.
create table portal.grant_settings (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    version integer not null check (version > 0),
    valid_from date not null,
    settings jsonb not null,
    recorded_by uuid,
    recorded_at timestamptz not null,
    unique (municipality_id, version)
);
