-- What a municipality asks for on its invoices, and when a registration is late: further settings of the invoice check, from a day.

alter table portal.municipal_settings
    add column order_reference_asked boolean not null default false,
    add column person_reference_asked boolean not null default false,
    add column late_days integer not null default 14 check (late_days between 1 and 90);

-- A provider is told what is asked for before it sends an invoice, and may read no settings. It is told of the municipalities that it has
-- an assignment with, and of their settings nothing else: each version with its day, since what a day asks for is worked out where the
-- check works it out.
create function portal.references_asked(of_municipality uuid)
returns table (version integer, valid_from date, order_reference_asked boolean, person_reference_asked boolean, shadow_rules text[])
language sql stable security definer set search_path = pg_catalog, portal as $$
    select s.version, s.valid_from, s.order_reference_asked, s.person_reference_asked,
        array(select rule from unnest(s.shadow_rules) rule where rule in ('F02', 'F03'))
    from portal.municipal_settings s
    where s.municipality_id = of_municipality
      and exists (select from portal.assignments a where a.municipality_id = of_municipality and a.provider_id = portal.tenant())
$$;
grant create on schema portal to mm_definer;
alter function portal.references_asked(uuid) owner to mm_definer;
revoke create on schema portal from mm_definer;
revoke execute on function portal.references_asked(uuid) from public;
grant execute on function portal.references_asked(uuid) to mm_provider;
grant select (order_reference_asked, person_reference_asked) on portal.municipal_settings to mm_definer;
