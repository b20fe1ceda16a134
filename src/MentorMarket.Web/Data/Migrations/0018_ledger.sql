-- The laws of the ledger that the database itself keeps (docs/ledger.md): what is billed is accounted for to the last øre,
-- nothing is approved beyond what the newest check found payable, and no delivery is approved twice, under whichever of its
-- ids. They are asked after the policies, of everybody, in the transaction that writes; each locks what it adds up. A
-- snapshot older than the lock would not see what others have written, so they ask for READ COMMITTED.
alter table portal.line_verdicts
    add column paid_too_much numeric(14, 2) not null default 0,
    add constraint line_verdicts_parts check (payable >= 0 and held >= 0 and rejected >= 0 and payable_minutes >= 0 and held_minutes >= 0 and paid_too_much between 0 and payable);
alter table portal.checks add constraint checks_parts check (payable >= 0 and held >= 0 and rejected >= 0);

grant create on schema portal to mm_definer;

-- Facts about a delivery pass each other freely; a check or an approval, which reads them all, goes alone.
create function portal.facts_take_turns() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(new.assignment_id::text, 33));
    return null;
end $$;

create function portal.hold_facts(invoice uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
declare
    assignment uuid;
begin
    for assignment in
        select distinct l.assignment_id
        from portal.invoice_lines l
        where l.invoice_id = hold_facts.invoice and l.assignment_id is not null
          and (session_user = 'mm_migrator' or (session_user in ('mm_municipality', 'mm_checker') and l.municipality_id = portal.tenant()))
        order by l.assignment_id
    loop
        perform pg_advisory_xact_lock(hashtextextended(assignment::text, 33));
    end loop;
end $$;

create function portal.refuse_old_snapshot() returns void language plpgsql set search_path = pg_catalog, portal as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the ledger is written at READ COMMITTED' using errcode = '23514';
    end if;
end $$;

create function portal.check_accounts_for_the_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if new.amount is distinct from (select i.amount from portal.invoices i where i.id = new.invoice_id)
        or new.amount is distinct from (select sum(l.amount) from portal.invoice_lines l where l.invoice_id = new.invoice_id)
    then
        raise exception 'a check accounts for the whole amount of its invoice' using errcode = '23514';
    end if;
    return null;
end $$;

create function portal.verdict_accounts_for_the_line() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.check_id::text, 35));
    if not exists (
        select from portal.checks c join portal.invoice_lines l on l.invoice_id = c.invoice_id
        where c.id = new.check_id and l.id = new.line_id and l.amount = new.amount and new.payable_minutes + new.held_minutes <= l.minutes)
    then
        raise exception 'a verdict accounts for the whole amount of a line of the invoice, and for no more minutes than it bills' using errcode = '23514';
    end if;
    if exists (
        select from portal.checks c
        where c.id = new.check_id and (select sum(v.payable) > c.payable or sum(v.held) > c.held or sum(v.rejected) > c.rejected from portal.line_verdicts v where v.check_id = c.id))
    then
        raise exception 'the verdicts of a check come to no more than the check' using errcode = '23514';
    end if;
    return null;
end $$;

-- Money leaves by an approval: of the newest check, whose lines add up, and never more in all than it found payable.
create function portal.approval_keeps_the_laws() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.invoice_id::text, 34));
    if not exists (
        select from portal.invoices i join portal.checks c on c.id = i.check_id
        where i.id = new.invoice_id and i.status <> 'Returned' and c.id = new.check_id and c.invoice_id = i.id)
    then
        raise exception 'what is approved is what the newest check of the invoice found' using errcode = '23514';
    end if;
    if not exists (
        select from portal.checks c
        where c.id = new.check_id
          and (select (sum(v.payable), sum(v.held), sum(v.rejected)) = (c.payable, c.held, c.rejected) from portal.line_verdicts v where v.check_id = c.id))
    then
        raise exception 'the lines of the check do not add up' using errcode = '23514';
    end if;
    if new.amount > 0 and (select sum(a.amount) from portal.approvals a where a.invoice_id = new.invoice_id) > (select c.payable from portal.checks c where c.id = new.check_id) then
        raise exception 'no more is approved than the newest check found payable' using errcode = '23514';
    end if;
    return null;
end $$;

-- Minutes belong to the delivery: to the whole chain of corrections, whichever link is named. What is not direct contact
-- counts only where the municipality runs that rule (D03) in shadow mode.
create function portal.approved_minutes_keep_the_laws() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    assignment uuid;
    chain uuid[];
    in_force integer;
begin
    perform portal.refuse_old_snapshot();
    select e.assignment_id into assignment from portal.time_entries e where e.id = new.entry_id;
    perform pg_advisory_xact_lock(hashtextextended(assignment::text, 33));
    if not exists (
        select from portal.approvals a join portal.invoice_lines l on l.invoice_id = a.invoice_id join portal.line_verdicts v on v.check_id = a.check_id and v.line_id = l.id
        where a.id = new.approval_id and l.id = new.line_id and l.assignment_id = assignment
          and (select sum(m.minutes) from portal.approved_minutes m where m.line_id = l.id) <= least(l.minutes, v.payable_minutes))
    then
        raise exception 'minutes are approved on a line of the invoice and the assignment, and no more than its check found payable' using errcode = '23514';
    end if;

    with recursive earlier as (
        select e.id, e.supersedes_id from portal.time_entries e where e.id = new.entry_id
        union all
        select e.id, e.supersedes_id from earlier join portal.time_entries e on e.id = earlier.supersedes_id),
    links as (
        select e.id, 1 as place from earlier join portal.time_entries e on e.id = earlier.id where earlier.supersedes_id is null
        union all
        select e.id, links.place + 1 from links join portal.time_entries e on e.supersedes_id = links.id)
    select array_agg(links.id order by links.place) into chain from links;
    select case when e.kind = 'Direct' or 'D03' = any (s.shadow_rules) then greatest(0, floor(extract(epoch from e.ends_at - e.starts_at) / 60)) else 0 end
    into in_force
    from portal.time_entries e
    left join lateral (
        select t.shadow_rules from portal.municipal_settings t
        where t.municipality_id = e.municipality_id and t.valid_from <= e.local_date order by t.version desc limit 1) s on true
    where e.id = chain[cardinality(chain)];
    if (select sum(m.minutes) from portal.approved_minutes m where m.entry_id = any (chain)) > in_force then
        raise exception 'a delivery is approved once, for no more minutes than it has now' using errcode = '23514';
    end if;
    return null;
end $$;

create function portal.invoice_keeps_its_approvals() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(new.id::text, 34));
    if new.status = 'Returned' and exists (select from portal.approvals a where a.invoice_id = new.id) then
        raise exception 'an invoice of which something is approved is not returned' using errcode = '23514';
    end if;
    if new.check_id is not null and not exists (select from portal.checks c where c.id = new.check_id and c.invoice_id = new.id) then
        raise exception 'the check of an invoice is one of its own' using errcode = '23514';
    end if;
    return null;
end $$;

alter function portal.facts_take_turns() owner to mm_definer;
alter function portal.hold_facts(uuid) owner to mm_definer;
alter function portal.check_accounts_for_the_invoice() owner to mm_definer;
alter function portal.verdict_accounts_for_the_line() owner to mm_definer;
alter function portal.approval_keeps_the_laws() owner to mm_definer;
alter function portal.approved_minutes_keep_the_laws() owner to mm_definer;
alter function portal.invoice_keeps_its_approvals() owner to mm_definer;
revoke create on schema portal from mm_definer;
revoke execute on function
    portal.facts_take_turns(), portal.hold_facts(uuid), portal.refuse_old_snapshot(), portal.check_accounts_for_the_invoice(), portal.verdict_accounts_for_the_line(),
    portal.approval_keeps_the_laws(), portal.approved_minutes_keep_the_laws(), portal.invoice_keeps_its_approvals() from public;
grant execute on function portal.hold_facts(uuid) to mm_municipality, mm_checker;
grant execute on function portal.refuse_old_snapshot() to mm_definer;
grant select (amount, check_id) on portal.invoices to mm_definer;
grant select (id, municipality_id, amount, minutes) on portal.invoice_lines to mm_definer;
grant select (id, invoice_id, payable, held, rejected) on portal.checks to mm_definer;
grant select (check_id, line_id, payable, held, rejected, payable_minutes) on portal.line_verdicts to mm_definer;
grant select (id, invoice_id, check_id, amount) on portal.approvals to mm_definer;
grant select (line_id, entry_id, minutes) on portal.approved_minutes to mm_definer;
grant select (municipality_id, version, valid_from, shadow_rules) on portal.municipal_settings to mm_definer;
create index on portal.approved_minutes (line_id);

create trigger facts_take_turns after insert on portal.time_entries for each row execute function portal.facts_take_turns();
create trigger facts_take_turns after insert on portal.confirmations for each row execute function portal.facts_take_turns();
create trigger accounts_for_the_invoice after insert on portal.checks for each row execute function portal.check_accounts_for_the_invoice();
create trigger accounts_for_the_line after insert on portal.line_verdicts for each row execute function portal.verdict_accounts_for_the_line();
create trigger keeps_the_laws after insert on portal.approvals for each row execute function portal.approval_keeps_the_laws();
create trigger keeps_the_laws after insert on portal.approved_minutes for each row execute function portal.approved_minutes_keep_the_laws();
create trigger keeps_its_approvals after update of status, check_id on portal.invoices for each row execute function portal.invoice_keeps_its_approvals();
alter table portal.time_entries enable always trigger facts_take_turns;
alter table portal.confirmations enable always trigger facts_take_turns;
alter table portal.checks enable always trigger accounts_for_the_invoice;
alter table portal.line_verdicts enable always trigger accounts_for_the_line;
alter table portal.approvals enable always trigger keeps_the_laws;
alter table portal.approved_minutes enable always trigger keeps_the_laws;
alter table portal.invoices enable always trigger keeps_its_approvals;
