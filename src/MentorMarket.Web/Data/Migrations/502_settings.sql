-- Settings of the invoice check are recorded by whoever records them, name rules that there are, and are followed by every check they touch.

alter policy municipality on portal.municipal_settings
    with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));

alter table portal.municipal_settings add constraint municipal_settings_shadow_rules check (shadow_rules <@ array['D01', 'D02', 'D03', 'D04',
    'D05', 'D06', 'D07', 'D08', 'E01', 'E02', 'E03', 'F01', 'F02', 'F03', 'F04', 'G01', 'G02', 'G03', 'G04', 'G05', 'G06', 'K01', 'K02',
    'K03', 'P01', 'P02', 'P04', 'P05', 'U01', 'U02']);

-- Settings judge what was delivered from their first day on, and that day may be long ago. A line that names a registration is judged by
-- its day, whatever days stand on the line; and minutes of one assignment are shared, so that what is judged anew of one of its
-- registrations or lines may leave more or less to its other lines.
create or replace function portal.queue_checks_under_settings() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    insert into portal.jobs (id, kind, municipality_id, subject_id)
    select gen_random_uuid(), 'CheckInvoice', i.municipality_id, i.id
    from portal.invoices i
    where i.municipality_id = new.municipality_id and i.status <> 'Returned'
      and exists (
        select from portal.invoice_lines l
        where l.invoice_id = i.id
          and (l.to_on >= new.valid_from
            or l.assignment_id in (
                select e.assignment_id from portal.time_entries e
                where e.municipality_id = new.municipality_id and e.local_date >= new.valid_from
                union all
                select other.assignment_id from portal.invoice_lines other
                where other.municipality_id = new.municipality_id and other.to_on >= new.valid_from and other.assignment_id is not null)));
    return null;
end $$;
