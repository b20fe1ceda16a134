-- What a municipality's invoices are judged by, one version after another.
create table portal.municipal_settings (
    id uuid primary key,
    municipality_id uuid not null references portal.organisations (id),
    version integer not null check (version > 0),
    valid_from date not null,
    price_ceiling numeric(10, 2) check (price_ceiling > 0),
    accepts_weak_receipts boolean not null default false,
    shadow_rules text[] not null default '{}',
    recorded_by uuid,
    recorded_at timestamptz not null,
    unique (municipality_id, version)
);

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
    unique (id, municipality_id, provider_id),
    unique (id, municipality_id, provider_id, issued_on)
);
-- A returned invoice frees its number.
create unique index invoices_number on portal.invoices (provider_id, number) where status <> 'Returned';
create index on portal.invoices (municipality_id, status, issued_on desc);
create index on portal.invoices (provider_id, issued_on desc);
-- What a provider typed on an invoice, and why it was sent back, are words like a note: an auditor reads them where the
-- engagement says notes, and by portal.words_on_invoice alone.
grant update (status, returned_at, return_reason) on portal.invoices to mm_municipality;
grant update (status, check_id) on portal.invoices to mm_checker;
grant select (id, municipality_id, provider_id, number, issued_on, period_from, period_to, amount, status, check_id, submitted_by,
    submitted_at, returned_at) on portal.invoices to mm_auditor;
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
grant select (id, invoice_id, municipality_id, provider_id, line_no, assignment_id, entry_ref, entry_id, from_on, to_on, minutes, rate,
    amount) on portal.invoice_lines to mm_auditor;

-- What a check found, kept for ever beside the versions of the rules and the hash of what it read. Checks and approvals carry
-- the day of their invoice, so that what an auditor may see of them is told from the row itself: to look up the invoice of
-- each took longer than all the rest of a list. The database fills it in and holds it to the invoice.
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
    issued_on date not null,
    check (payable + held + rejected = amount),
    constraint checks_parts check (payable >= 0 and held >= 0 and rejected >= 0),
    unique (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id) references portal.invoices (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id, issued_on) references portal.invoices (id, municipality_id, provider_id, issued_on)
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
    paid_too_much numeric(14, 2) not null default 0,
    check (payable + held + rejected = amount),
    constraint line_verdicts_parts check (payable >= 0 and held >= 0 and rejected >= 0 and payable_minutes >= 0 and held_minutes >= 0 and paid_too_much between 0 and payable),
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
    -- A payable step with a code is either paid too much, or paid because its rule is in shadow mode: then it is noted.
    is_noted boolean not null default false,
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

-- What a check found of each registration that its lines can be redone from: those it took minutes of, the rest of their weeks,
-- and, where the agreement has a total, all of the assignment. Kept with the check, so that the page says what was counted then.
create table portal.check_entries (
    check_id uuid not null,
    entry_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    -- everything found, and of it what makes the registration wait
    codes text[] not null,
    holds text[] not null,
    approved integer not null check (approved >= 0),
    -- of the grant's minutes, those approved before included
    allowed integer not null check (allowed >= 0),
    over_week integer not null check (over_week >= 0),
    over_total integer not null check (over_total >= 0),
    primary key (check_id, entry_id),
    unique (check_id, entry_id, municipality_id, provider_id),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id)
);
-- Which lines, the invoice's own and others', took how much of them in that check.
create table portal.check_uses (
    check_id uuid not null,
    entry_id uuid not null,
    line_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    minutes integer not null check (minutes >= 0),
    approved integer not null check (approved >= 0),
    -- the line comes before the invoice's own
    is_before boolean not null,
    primary key (check_id, entry_id, line_id),
    foreign key (check_id, entry_id, municipality_id, provider_id) references portal.check_entries (check_id, entry_id, municipality_id, provider_id),
    foreign key (line_id, municipality_id, provider_id) references portal.invoice_lines (id, municipality_id, provider_id)
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
    issued_on date not null,
    unique (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id) references portal.invoices (id, municipality_id, provider_id),
    foreign key (invoice_id, municipality_id, provider_id, issued_on) references portal.invoices (id, municipality_id, provider_id, issued_on),
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
create index on portal.approved_minutes (line_id);
