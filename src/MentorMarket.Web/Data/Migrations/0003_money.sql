create table portal.invoices (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    provider_id uuid not null references portal.organisations (id),
    number text not null check (length(number) between 1 and 40),
    issued_on date not null,
    period_from date not null,
    period_to date not null check (period_to >= period_from),
    order_reference text not null default '',
    person_reference text not null default '',
    amount numeric(14, 2) not null,
    status text not null check (status in ('Submitted', 'Checked', 'PartlyApproved', 'Approved', 'Returned')),
    check_id uuid,
    submitted_by uuid not null,
    submitted_at timestamptz not null,
    returned_at timestamptz,
    return_reason text not null default '',
    unique (id, municipality_id, provider_id)
);
-- A returned invoice frees its number.
create unique index invoices_number on portal.invoices (provider_id, number) where status <> 'Returned';
create index on portal.invoices (municipality_id, status, issued_on desc);
create index on portal.invoices (provider_id, issued_on desc);
create table portal.invoice_lines (
    id uuid primary key,
    invoice_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    line_no integer not null check (line_no > 0),
    assignment_ref text not null,
    assignment_id uuid,
    entry_ref text not null default '',
    entry_id uuid,
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    minutes integer not null check (minutes >= 0),
    rate numeric(10, 2) not null check (rate >= 0),
    amount numeric(14, 2) not null check (amount >= 0),
    text text not null default '',
    unique (id, municipality_id, provider_id),
    unique (invoice_id, line_no),
    foreign key (invoice_id, municipality_id, provider_id) references portal.invoices (id, municipality_id, provider_id),
    foreign key (assignment_id, municipality_id, provider_id) references portal.assignments (id, municipality_id, provider_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id)
);
create index on portal.invoice_lines (assignment_id);

-- What a check found, kept for ever beside the versions of the rules and the hash of what it read.
create table portal.checks (
    id uuid primary key,
    invoice_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    as_known_at timestamptz not null,
    run_at timestamptz not null,
    rules_version text not null,
    settings_version text not null,
    inputs_hash bytea not null,
    amount numeric(14, 2) not null,
    payable numeric(14, 2) not null,
    held numeric(14, 2) not null,
    rejected numeric(14, 2) not null,
    check (payable + held + rejected = amount),
    unique (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id) references portal.invoices (id, municipality_id, provider_id)
);
create index on portal.checks (invoice_id, run_at desc);
alter table portal.invoices add foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id);
create table portal.line_verdicts (
    check_id uuid not null,
    line_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    amount numeric(14, 2) not null,
    payable numeric(14, 2) not null,
    held numeric(14, 2) not null,
    rejected numeric(14, 2) not null,
    payable_minutes integer not null,
    held_minutes integer not null,
    pay_rate numeric(10, 2) not null,
    codes text[] not null,
    check (payable + held + rejected = amount),
    primary key (check_id, line_id),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id),
    foreign key (line_id, municipality_id, provider_id) references portal.invoice_lines (id, municipality_id, provider_id)
);
create index on portal.line_verdicts using gin (codes);
create table portal.line_findings (
    check_id uuid not null,
    line_id uuid not null,
    position integer not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    outcome text not null check (outcome in ('Payable', 'Held', 'Rejected')),
    codes text[] not null,
    minutes integer not null,
    amount numeric(14, 2) not null,
    arithmetic_da text not null,
    arithmetic_en text not null,
    entry_ids uuid[] not null default '{}',
    primary key (check_id, line_id, position),
    foreign key (check_id, line_id) references portal.line_verdicts (check_id, line_id),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id)
);
create table portal.line_matches (
    check_id uuid not null,
    line_id uuid not null,
    entry_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    minutes integer not null check (minutes > 0),
    is_held boolean not null,
    -- an entry of which some minutes were approved before and the rest waits stands twice
    primary key (check_id, line_id, entry_id, is_held),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id),
    foreign key (line_id, municipality_id, provider_id) references portal.invoice_lines (id, municipality_id, provider_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id)
);
-- An approval is a fact: what is held and payable later is approved by another one.
create table portal.approvals (
    id uuid primary key,
    invoice_id uuid not null,
    check_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    amount numeric(14, 2) not null check (amount >= 0),
    comment text not null default '',
    approved_by uuid not null,
    approved_by_name text not null,
    approved_at timestamptz not null,
    unique (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id) references portal.invoices (id, municipality_id, provider_id),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id)
);
create index on portal.approvals (invoice_id);
create table portal.approved_minutes (
    approval_id uuid not null,
    line_id uuid not null,
    entry_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    minutes integer not null check (minutes > 0),
    primary key (approval_id, line_id, entry_id),
    foreign key (approval_id, municipality_id, provider_id) references portal.approvals (id, municipality_id, provider_id),
    foreign key (line_id, municipality_id, provider_id) references portal.invoice_lines (id, municipality_id, provider_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id)
);
create index on portal.approved_minutes (entry_id);

-- An auditor's time-limited access to a municipality's invoices of a period.
create table portal.engagements (
    id uuid primary key,
    auditor_id uuid not null references portal.organisations (id),
    municipality_id uuid not null references portal.organisations (id),
    period_from date not null,
    period_to date not null check (period_to >= period_from),
    opens_on date not null,
    expires_on date not null check (expires_on >= opens_on),
    sees_notes boolean not null default false,
    granted_by uuid,
    granted_at timestamptz not null,
    revoked_at timestamptz
);
create index on portal.engagements (auditor_id);
create index on portal.engagements (municipality_id);

-- Evidence: a hash chain per organisation. The payload stands beside it and can be erased with its salt; the
-- chain holds the payload's hash and stays verifiable.
create table portal.evidence_events (
    organisation_id uuid not null references portal.organisations (id),
    sequence bigint not null check (sequence > 0),
    occurred_at timestamptz not null,
    kind text not null,
    subject_id uuid not null,
    actor_id uuid,
    actor_role text not null,
    acting_organisation_id uuid,
    payload_hash bytea not null check (length(payload_hash) = 32),
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    primary key (organisation_id, sequence)
);
create index on portal.evidence_events (organisation_id, subject_id);
create table portal.evidence_payloads (
    organisation_id uuid not null,
    sequence bigint not null,
    salt bytea not null check (length(salt) = 16),
    payload text not null,
    primary key (organisation_id, sequence),
    foreign key (organisation_id, sequence) references portal.evidence_events (organisation_id, sequence)
);
create function portal.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'evidence and facts are never changed (% on %)', tg_op, tg_table_name using errcode = 'MM001';
end $$;
create trigger evidence_events_append_only before update or delete on portal.evidence_events for each row execute function portal.refuse_change();
create trigger evidence_events_no_truncate before truncate on portal.evidence_events for each statement execute function portal.refuse_change();
create trigger agreements_append_only before update or delete on portal.agreements for each row execute function portal.refuse_change();
create trigger time_entries_append_only before update or delete on portal.time_entries for each row execute function portal.refuse_change();
create trigger confirmations_append_only before update or delete on portal.confirmations for each row execute function portal.refuse_change();
create trigger approvals_append_only before update or delete on portal.approvals for each row execute function portal.refuse_change();
alter table portal.evidence_events enable always trigger evidence_events_append_only;
alter table portal.evidence_events enable always trigger evidence_events_no_truncate;
alter table portal.agreements enable always trigger agreements_append_only;
alter table portal.time_entries enable always trigger time_entries_append_only;
alter table portal.confirmations enable always trigger confirmations_append_only;
alter table portal.approvals enable always trigger approvals_append_only;
create trigger agreement_mentors_append_only before update or delete on portal.agreement_mentors for each row execute function portal.refuse_change();
create trigger municipal_settings_append_only before update or delete on portal.municipal_settings for each row execute function portal.refuse_change();
create trigger goal_steps_append_only before update or delete on portal.goal_steps for each row execute function portal.refuse_change();
create trigger invoice_lines_append_only before update or delete on portal.invoice_lines for each row execute function portal.refuse_change();
create trigger checks_append_only before update or delete on portal.checks for each row execute function portal.refuse_change();
create trigger line_verdicts_append_only before update or delete on portal.line_verdicts for each row execute function portal.refuse_change();
create trigger line_findings_append_only before update or delete on portal.line_findings for each row execute function portal.refuse_change();
create trigger line_matches_append_only before update or delete on portal.line_matches for each row execute function portal.refuse_change();
create trigger approved_minutes_append_only before update or delete on portal.approved_minutes for each row execute function portal.refuse_change();
alter table portal.agreement_mentors enable always trigger agreement_mentors_append_only;
alter table portal.municipal_settings enable always trigger municipal_settings_append_only;
alter table portal.goal_steps enable always trigger goal_steps_append_only;
alter table portal.invoice_lines enable always trigger invoice_lines_append_only;
alter table portal.checks enable always trigger checks_append_only;
alter table portal.line_verdicts enable always trigger line_verdicts_append_only;
alter table portal.line_findings enable always trigger line_findings_append_only;
alter table portal.line_matches enable always trigger line_matches_append_only;
alter table portal.approved_minutes enable always trigger approved_minutes_append_only;
-- entry_notes and evidence_payloads have none on purpose: free text must be erasable (GDPR art. 17). No login may change
-- them either; the owner of the schema may.

-- Who the mentors of an agreement are is part of the agreement: they are named in the transaction that makes it and
-- never later. Being visible and still in progress means that the agreement is this transaction's own, whichever
-- savepoint wrote it, so its xmin need not be this transaction's number.
create function portal.named_with_the_agreement() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
    era constant bigint := (pg_current_xact_id()::text::bigint >> 32) << 32;
    made_by bigint;
begin
    select g.xmin::text::bigint into made_by from portal.agreements g where g.id = new.agreement_id;
    if made_by is null or pg_xact_status((era + made_by)::text::xid8) is distinct from 'in progress' then
        raise exception 'mentors are named when the agreement is made' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger agreement_mentors_named_with_the_agreement before insert on portal.agreement_mentors for each row execute function portal.named_with_the_agreement();
alter table portal.agreement_mentors enable always trigger agreement_mentors_named_with_the_agreement;
