-- Checks and approvals carry the day of their invoice, so that what an auditor may see of them is told from the row itself:
-- to look up the invoice of each took longer than all the rest of a list. The database fills it in and holds it to the invoice.
alter table portal.invoices add unique (id, municipality_id, provider_id, issued_on);
create function portal.day_of_invoice() returns trigger language plpgsql set search_path = pg_catalog, portal as $$
begin
    new.issued_on := (select i.issued_on from portal.invoices i where i.id = new.invoice_id);
    return new;
end $$;
revoke execute on function portal.day_of_invoice() from public;
do $$
declare t text;
begin
    foreach t in array array['checks', 'approvals'] loop
        execute format('alter table portal.%I add column issued_on date', t);
        execute format('alter table portal.%I disable trigger %I', t, t || '_append_only');
        execute format('update portal.%I c set issued_on = i.issued_on from portal.invoices i where i.id = c.invoice_id', t);
        execute format('alter table portal.%I enable always trigger %I', t, t || '_append_only');
        execute format('alter table portal.%I alter column issued_on set not null', t);
        execute format('alter table portal.%1$I add foreign key (invoice_id, municipality_id, provider_id, issued_on) references portal.invoices (id, municipality_id, provider_id, issued_on)', t);
        execute format('create trigger %1$I before insert on portal.%2$I for each row execute function portal.day_of_invoice()', t || '_day_of_invoice', t);
    end loop;
    -- As a function and not as the operator <@, of which the planner takes for granted that almost no row passes: it then looks
    -- up one row after the other instead of reading the table.
    foreach t in array array['invoices', 'checks', 'approvals'] loop
        execute format('drop policy auditor on portal.%I', t);
        execute format('create policy auditor on portal.%I for select to mm_auditor using (elem_contained_by_multirange(issued_on,
            ((select portal.audit_days())::datemultirange[])[array_position((select portal.audit_scope())::uuid[], municipality_id)]))', t);
    end loop;
end $$;
