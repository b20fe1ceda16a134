-- A grant follows its assignment: accepted when a provider accepts. The provider may not touch the grant, so the
-- database does it; the trigger's function bypasses RLS and can do nothing else.
grant create on schema portal to mm_definer;
create function portal.grant_follows_assignment() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
begin
    update portal.grants g set status = 'Accepted'
    where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.status = 'Published';
    return null;
end $$;
alter function portal.grant_follows_assignment() owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select (id, municipality_id, status), update (status) on portal.grants to mm_definer;
revoke execute on function portal.grant_follows_assignment() from public;
create trigger grant_follows_assignment after update of provider_id on portal.assignments
    for each row when (old.provider_id is null and new.provider_id is not null) execute function portal.grant_follows_assignment();
