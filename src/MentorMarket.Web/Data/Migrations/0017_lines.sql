-- A grant extends or changes a grant of the same citizen, and of nobody else.
alter table portal.grants add unique (id, municipality_id, citizen_id);
alter table portal.grants drop constraint grants_follows_id_municipality_id_fkey;
alter table portal.grants add constraint grants_follow_the_same_citizen
    foreign key (follows_id, municipality_id, citizen_id) references portal.grants (id, municipality_id, citizen_id);

-- A course that ends earlier pays for fewer days: what is billed on it and not closed is looked at again, whoever ended it.
-- Who takes a change may be another provider, and may neither see nor ask about the invoices of the one before.
grant create on schema portal to mm_definer;
create function portal.end_asks_for_checks() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status not in ('Returned', 'Approved')
      and exists (select from portal.invoice_lines l where l.invoice_id = i.id and l.assignment_id = new.id);
    return null;
end $$;
alter function portal.end_asks_for_checks() owner to mm_definer;
revoke create on schema portal from mm_definer;
revoke execute on function portal.end_asks_for_checks() from public;
grant select (id, municipality_id, status) on portal.invoices to mm_definer;
grant select (invoice_id, assignment_id) on portal.invoice_lines to mm_definer;
create trigger end_asks_for_checks after update of ended_on on portal.assignments
    for each row when (new.ended_on is distinct from old.ended_on) execute function portal.end_asks_for_checks();
