-- What becomes known late reaches what is closed too: an invoice that is approved in full is looked at again, so that what was
-- paid too much is seen. The check keeps a new row for it only where it finds something else.
grant create on schema portal to mm_definer;
create or replace function portal.end_asks_for_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status <> 'Returned'
      and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.assignment_id = new.id);
    return null;
end $$;

-- Settings judge what was delivered from their first day on, and that day may be long ago.
create function portal.settings_ask_for_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status <> 'Returned'
      and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.to_on >= new.valid_from);
    return null;
end $$;

-- Money stands on minutes: whoever approves an amount uses up, in the same transaction, the minutes that its check pays for.
create function portal.approval_stands_on_minutes() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    if new.amount > 0 and exists (
        select from portal.line_matches m
        where m.check_id = new.check_id and not m.is_held
          and m.minutes > (
            with recursive earlier as (
                select e.id, e.supersedes_id from portal.time_entries e where e.id = m.entry_id
                union all
                select e.id, e.supersedes_id from earlier join portal.time_entries e on e.id = earlier.supersedes_id),
            chain as (
                select earlier.id from earlier where earlier.supersedes_id is null
                union all
                select e.id from chain join portal.time_entries e on e.supersedes_id = chain.id)
            select coalesce(sum(a.minutes), 0) from portal.approved_minutes a where a.line_id = m.line_id and a.entry_id in (select chain.id from chain)))
    then
        raise exception 'an approval uses up the minutes that it pays for' using errcode = '23514';
    end if;
    return null;
end $$;

create or replace function portal.check_accounts_for_the_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    if new.amount is distinct from (select i.amount from portal.invoices i where i.id = new.invoice_id)
        or new.amount is distinct from (select sum(l.amount) from portal.invoice_lines l where l.invoice_id = new.invoice_id)
    then
        raise exception 'a check accounts for the whole amount of its invoice' using errcode = '23514';
    end if;
    return null;
end $$;

create or replace function portal.invoice_keeps_its_approvals() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    perform portal.refuse_old_snapshot();
    perform pg_advisory_xact_lock(hashtextextended(new.id::text, 34));
    if new.status = 'Returned' and exists (select from portal.approvals a where a.invoice_id = new.id) then
        raise exception 'an invoice of which something is approved is not returned' using errcode = '23514';
    end if;
    if new.check_id is not null and not exists (select from portal.checks c where c.id = new.check_id and c.invoice_id = new.id) then
        raise exception 'the check of an invoice is one of its own' using errcode = '23514';
    end if;
    return null;
end $$;

-- A fact takes its turn before it takes its time: what a check has read is then never younger than what it has not.
create function portal.take_turn_of_facts(assignment uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, portal as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(a.id::text, 33))
    from portal.assignments a
    where a.id = take_turn_of_facts.assignment
      and (session_user = 'mm_migrator'
        or (session_user = 'mm_provider' and a.provider_id = portal.tenant())
        or (session_user = 'mm_citizen' and a.municipality_id = portal.tenant() and a.citizen_id = portal.citizen()));
end $$;

-- A change that is accepted after its first day leaves the days until then to the terms that it changes: two agreements are
-- never in force for the same day of the same support.
create function portal.first_day_of_terms(assignment uuid) returns date
language sql stable security definer set search_path = pg_catalog, portal as $$
    select greatest(a.starts_on, (
        select max(least(earlier.ends_on, earlier.ended_on)) + 1
        from portal.grants g
        join portal.assignments earlier on earlier.grant_id = g.follows_id and earlier.municipality_id = g.municipality_id and earlier.status = 'Accepted'
        where g.id = a.grant_id and g.municipality_id = a.municipality_id and g.kind = 'Change'))
    from portal.assignments a
    where a.id = first_day_of_terms.assignment and (session_user = 'mm_migrator' or a.provider_id = portal.tenant())
$$;

create or replace function portal.change_ends_the_earlier() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    -- On its last day a change still has that day.
    last_day constant date := greatest(new.starts_on - 1, least(portal.today(), new.ends_on - 1));
    ended uuid;
begin
    for ended in
        update portal.assignments earlier set ended_on = last_day
        from portal.grants g
        where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.kind = 'Change'
          and earlier.grant_id = g.follows_id and earlier.municipality_id = g.municipality_id
          and earlier.status = 'Accepted' and least(earlier.ends_on, earlier.ended_on) > last_day and earlier.starts_on <= last_day
        returning earlier.id
    loop
        perform portal.append_to_chain(new.municipality_id, 'CourseEndedByChange', ended,
            format('{"change":"%s","endedOn":"%s"}', new.id, last_day), uuid_send(gen_random_uuid()), portal.person(), portal.tenant());
    end loop;
    return null;
end $$;

alter function portal.settings_ask_for_checks() owner to mm_definer;
alter function portal.approval_stands_on_minutes() owner to mm_definer;
alter function portal.take_turn_of_facts(uuid) owner to mm_definer;
alter function portal.first_day_of_terms(uuid) owner to mm_definer;
revoke create on schema portal from mm_definer;
revoke execute on function
    portal.settings_ask_for_checks(), portal.approval_stands_on_minutes(), portal.take_turn_of_facts(uuid), portal.first_day_of_terms(uuid) from public;
grant execute on function portal.take_turn_of_facts(uuid) to mm_provider, mm_citizen;
grant execute on function portal.first_day_of_terms(uuid) to mm_provider;
grant select (to_on) on portal.invoice_lines to mm_definer;
grant select (check_id, line_id, entry_id, minutes, is_held) on portal.line_matches to mm_definer;

create trigger settings_ask_for_checks after insert on portal.municipal_settings for each row execute function portal.settings_ask_for_checks();
create constraint trigger stands_on_minutes after insert on portal.approvals deferrable initially deferred
    for each row execute function portal.approval_stands_on_minutes();
alter table portal.approvals enable always trigger stands_on_minutes;

drop policy accept on portal.agreements;
create policy accept on portal.agreements for insert to mm_provider
    with check (provider_id = (select portal.tenant()) and exists (
        select from portal.assignments a
        where a.id = agreements.assignment_id and a.provider_id = (select portal.tenant()) and a.status = 'Accepted'
          and a.target_group = agreements.target_group and least(a.ends_on, a.ended_on) = agreements.valid_to
          and agreements.valid_from = portal.first_day_of_terms(a.id)
          and a.hours_per_week = agreements.hours_per_week and a.total_hours is not distinct from agreements.total_hours
          and a.rate = agreements.rate and a.price_ceiling is not distinct from agreements.price_ceiling
          and (agreements.version = 1 or portal.today() <= agreements.valid_to)));
