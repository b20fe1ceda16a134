-- The triggers that keep rows in step: what the database does beside what a command wrote, and which command sets it off. The functions
-- that need more than the caller's rights stand in 20_definer.sql.

-- ---------------------------------------------------------------------------------------------------------------
-- A grant is drafted (Municipality/Grants/Create, Extend, Change; Imports)
-- ---------------------------------------------------------------------------------------------------------------

-- Who follows it up is its author, where nobody is named.
create function portal.responsible_is_author() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    new.responsible_id := coalesce(new.responsible_id, new.created_by);
    return new;
end $$;
create trigger responsible_is_author before insert on portal.grants for each row execute function portal.responsible_is_author();

-- ---------------------------------------------------------------------------------------------------------------
-- A grant is published (Municipality/Grants/Publish)
-- ---------------------------------------------------------------------------------------------------------------

-- Support by an employee of the municipality, a company or an institution is offered to whom it is agreed with, never to the market.
create function portal.own_employee_is_offered_directly() returns trigger language plpgsql set search_path = pg_catalog, portal as $$
begin
    if new.offered_to is null and exists (select from portal.grants g where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.mentor_kind <> 'External') then
        raise exception 'Such a mentor is not on the market.' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger own_employee_is_offered_directly before insert on portal.assignments
    for each row execute function portal.own_employee_is_offered_directly();

-- ---------------------------------------------------------------------------------------------------------------
-- An assignment is accepted (Provider/Listings/Accept, by portal.accept_assignment)
-- ---------------------------------------------------------------------------------------------------------------

-- Its grant is accepted too. The provider may not touch the grant, so the database does it.
create trigger grant_follows_assignment after update of provider_id on portal.assignments
    for each row when (old.provider_id is null and new.provider_id is not null) execute function portal.grant_follows_assignment();
-- The assignment that it changes ends, with an event. Who accepts may be another provider, and may not touch the earlier one.
create trigger change_ends_the_earlier after update of provider_id on portal.assignments
    for each row when (old.provider_id is null and new.provider_id is not null) execute function portal.change_ends_the_earlier();
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

-- ---------------------------------------------------------------------------------------------------------------
-- The last day of an assignment moves (Municipality/Grants/End, CorrectEnd, and a change that is accepted)
-- ---------------------------------------------------------------------------------------------------------------

-- A new version of the agreement has the new day, with the same terms and mentors.
create trigger agreement_follows_end after update of ended_on on portal.assignments
    for each row when (new.ended_on is distinct from old.ended_on) execute function portal.agreement_follows_end();
-- What is billed on it is checked again.
create trigger end_asks_for_checks after update of ended_on on portal.assignments
    for each row when (new.ended_on is distinct from old.ended_on) execute function portal.end_asks_for_checks();

-- ---------------------------------------------------------------------------------------------------------------
-- Settings of the check are recorded (no page does it yet)
-- ---------------------------------------------------------------------------------------------------------------

-- Invoices with a line from their first day on are checked again.
create trigger settings_ask_for_checks after insert on portal.municipal_settings for each row execute function portal.settings_ask_for_checks();

-- ---------------------------------------------------------------------------------------------------------------
-- Time is registered, corrected (Provider/Entries/Register, Correct) or answered (Citizen)
-- ---------------------------------------------------------------------------------------------------------------

-- A step is on a goal of the assignment's own grant, whoever writes it.
create trigger step_on_own_goal before insert on portal.goal_steps for each row execute function portal.step_on_own_goal();
-- A fact waits for a check or an approval that is reading the facts of its assignment.
create trigger facts_take_turns after insert on portal.time_entries for each row execute function portal.facts_take_turns();
create trigger facts_take_turns after insert on portal.confirmations for each row execute function portal.facts_take_turns();

-- ---------------------------------------------------------------------------------------------------------------
-- An invoice is checked (Invoicing/CheckInvoice), approved (Municipality/Invoices/Approve) or returned (Return)
-- ---------------------------------------------------------------------------------------------------------------

-- The day of the invoice is copied to its checks and approvals.
create function portal.day_of_invoice() returns trigger language plpgsql set search_path = pg_catalog, portal as $$
begin
    new.issued_on := (select i.issued_on from portal.invoices i where i.id = new.invoice_id);
    return new;
end $$;
create trigger checks_day_of_invoice before insert on portal.checks for each row execute function portal.day_of_invoice();
create trigger approvals_day_of_invoice before insert on portal.approvals for each row execute function portal.day_of_invoice();
-- The laws of the ledger.
create trigger accounts_for_the_invoice after insert on portal.checks for each row execute function portal.check_accounts_for_the_invoice();
create trigger accounts_for_the_line after insert on portal.line_verdicts for each row execute function portal.verdict_accounts_for_the_line();
create trigger keeps_the_laws after insert on portal.approvals for each row execute function portal.approval_keeps_the_laws();
create trigger keeps_the_laws after insert on portal.approved_minutes for each row execute function portal.approved_minutes_keep_the_laws();
create constraint trigger stands_on_minutes after insert on portal.approvals deferrable initially deferred
    for each row execute function portal.approval_stands_on_minutes();
-- And the check of an invoice is its own; one of which something is approved is not returned.
create trigger keeps_its_approvals after update of status, check_id on portal.invoices for each row execute function portal.invoice_keeps_its_approvals();

-- ---------------------------------------------------------------------------------------------------------------
-- A row is changed or erased, by whomever
-- ---------------------------------------------------------------------------------------------------------------

create trigger erased_with_an_event before update or delete on portal.evidence_payloads for each row execute function portal.erased_with_an_event();
-- What is kept as it was cannot be emptied either.
create trigger refuse_truncate before truncate on portal.evidence_payloads for each statement execute function portal.refuse_change();
create trigger evidence_events_no_truncate before truncate on portal.evidence_events for each statement execute function portal.refuse_change();

-- What may be changed is never changed silently: the chain is told, by the command or by the database.
do $$
declare t record;
begin
    for t in select * from (values
        ('citizens', 'update', 'municipality_id', 'id'), ('citizen_identities', 'update', 'municipality_id', 'citizen_id'), ('citizen_addresses', 'update', 'municipality_id', 'citizen_id'),
        -- A new key seals anew, row by row, and changes nothing that is found or read.
        ('citizen_cprs', 'update of citizen_id, municipality_id, lookup', 'municipality_id', 'citizen_id'),
        ('grants', 'update', 'municipality_id', 'id'), ('grant_goals', 'update', 'municipality_id', 'id'), ('assignments', 'update', 'municipality_id', 'id'),
        ('invoices', 'update', 'municipality_id', 'id'), ('engagements', 'update', 'municipality_id', 'id'), ('deputies', 'update', 'municipality_id', 'id'),
        ('entry_notes', 'update', 'municipality_id', 'entry_id'), ('memberships', 'update', 'organisation_id', 'id'))
        as listed (name, changed, chain, subject)
    loop
        execute format('create constraint trigger leaves_an_event after %s or delete on portal.%I deferrable initially deferred for each row execute function portal.leaves_an_event(%L, %L)',
            t.changed, t.name, t.chain, t.subject);
        execute format('create trigger refuse_truncate before truncate on portal.%I for each statement execute function portal.refuse_change()', t.name);
    end loop;
end $$;

-- What guards facts, evidence and money fires always: it cannot be switched off by a replica's role.
do $$
declare t record;
begin
    for t in
        select c.relname as on_table, g.tgname as name
        from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_proc p on p.oid = g.tgfoid
        where c.relnamespace = 'portal'::regnamespace and not g.tgisinternal
          and p.proname in ('refuse_change', 'named_with_the_agreement', 'facts_take_turns', 'check_accounts_for_the_invoice', 'verdict_accounts_for_the_line',
            'approval_keeps_the_laws', 'approved_minutes_keep_the_laws', 'approval_stands_on_minutes', 'invoice_keeps_its_approvals', 'erased_with_an_event', 'leaves_an_event')
    loop
        execute format('alter table portal.%I enable always trigger %I', t.on_table, t.name);
    end loop;
end $$;
