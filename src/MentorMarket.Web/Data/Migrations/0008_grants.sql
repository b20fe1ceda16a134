-- The grant in full: what law and service standard ask for, special courses, neighbouring schemes, and what a grant is to
-- the one before it. Every decision is a row of its own; the terms of one that was decided never change.
alter table portal.grants
    drop constraint grants_status_check,
    add constraint grants_status_check check (status in ('Draft', 'Submitted', 'Approved', 'Published', 'Accepted', 'Ended', 'Discarded')),
    add column kind text not null default 'New' check (kind in ('New', 'Extension', 'Change')),
    add column follows_id uuid,
    add column basis text not null default 'EmploymentAct' check (basis in ('EmploymentAct', 'IntegrationAct')),
    add column course text not null default 'Ordinary' check (course in ('Ordinary', 'DischargeCoordinator', 'EducationTransition', 'LoneParent', 'ReleasedFromPrison')),
    add column aim text check (aim in ('KeepOrFurther', 'Closer', 'TakePart')),
    add column problems text[] not null default '{}',
    add column mentor_kind text check (mentor_kind in ('External', 'CompanyEmployee', 'InstitutionEmployee', 'Municipal')),
    add column stands_alone boolean not null default false,
    add column stands_alone_reason text not null default '',
    add column resides_here boolean not null default false,
    add column is_agreed boolean not null default false,
    add column is_beyond_ordinary boolean not null default false,
    add column border_answers jsonb not null default '{}',
    add column border_note text not null default '',
    add column same_person_gives_both boolean not null default false,
    add column discharge_on date,
    add column opening_meeting_on date,
    add column admitted_on date,
    add column change_reason text not null default '',
    add column reassessment text not null default '',
    add column departure_reason text not null default '',
    add column decided_for uuid,
    add column discard_reason text not null default '',
    -- Everybody who wrote in it: none of them approves it.
    add column written_by uuid[] not null default '{}',
    add constraint grants_kind_and_follows check ((kind = 'New') = (follows_id is null)),
    add foreign key (follows_id, municipality_id) references portal.grants (id, municipality_id);
update portal.grants set basis = 'IntegrationAct' where target_group = 'IntegrationAct';
update portal.grants set written_by = array[created_by];
create index on portal.grants (follows_id) where follows_id is not null;
create index on portal.grants (municipality_id, created_by, status);

grant update (basis, course, aim, problems, mentor_kind, stands_alone, stands_alone_reason, resides_here, is_agreed, is_beyond_ordinary, border_answers,
    border_note, same_person_gives_both, discharge_on, opening_meeting_on, admitted_on, change_reason, reassessment, departure_reason, decided_for, discard_reason, written_by)
    on portal.grants to mm_municipality;
-- The auditor sees what was asked and answered; not the words, and not what the citizen struggles with.
grant select (kind, follows_id, basis, course, aim, mentor_kind, stands_alone, resides_here, is_agreed, is_beyond_ordinary, border_answers,
    same_person_gives_both, discharge_on, opening_meeting_on, admitted_on, decided_for) on portal.grants to mm_auditor;
grant select (kind, follows_id, basis, aim, mentor_kind, same_person_gives_both) on portal.grants to mm_provider, mm_citizen;

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
create trigger grant_settings_append_only before update or delete on portal.grant_settings for each row execute function portal.refuse_change();
alter table portal.grant_settings enable always trigger grant_settings_append_only;
alter table portal.grant_settings enable row level security;
alter table portal.grant_settings force row level security;
revoke all on portal.grant_settings from public;
grant select, insert on portal.grant_settings to mm_municipality;
grant select on portal.grant_settings to mm_auditor, mm_checker;
create policy municipality on portal.grant_settings to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
create policy checker on portal.grant_settings for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy auditor on portal.grant_settings for select to mm_auditor using (municipality_id = any ((select portal.audit_scope())::uuid[]));

-- Who may decide in a team leader's place, for some days. The sign-in role reads it when it looks up the roles of whoever asks.
create table portal.deputies (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    leader_id uuid not null,
    deputy_id uuid not null check (deputy_id <> leader_id),
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    appointed_by uuid not null,
    appointed_at timestamptz not null,
    revoked_at timestamptz,
    foreign key (municipality_id, leader_id) references portal.memberships (organisation_id, person_id),
    foreign key (municipality_id, deputy_id) references portal.memberships (organisation_id, person_id)
);
create index on portal.deputies (municipality_id, deputy_id) where revoked_at is null;
alter table portal.deputies enable row level security;
alter table portal.deputies force row level security;
revoke all on portal.deputies from public;
grant select, insert on portal.deputies to mm_municipality;
grant update (revoked_at) on portal.deputies to mm_municipality;
grant select on portal.deputies to mm_signin;
create policy municipality on portal.deputies for select to mm_municipality using (municipality_id = (select portal.tenant()));
create policy appoint on portal.deputies for insert to mm_municipality
    with check (municipality_id = (select portal.tenant()) and appointed_by = (select portal.person()) and deputy_id <> (select portal.person()));
create policy revoke on portal.deputies for update to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (revoked_at is not null);
create policy sign_in on portal.deputies for select to mm_signin using (true);
