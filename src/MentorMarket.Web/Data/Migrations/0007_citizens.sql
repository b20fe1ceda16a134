-- CPR numbers: sealed by the portal before they come here, found by a keyed hash of the municipality's own. Nothing
-- in the row tells the number to whoever reads the database; no other login than the municipality's reads the row.
create table portal.citizen_cprs (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    key_id text not null,
    cipher bytea not null check (length(cipher) = 38),
    lookup bytea not null check (length(lookup) = 32),
    constraint citizen_cprs_one_citizen unique (municipality_id, lookup),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);

-- The address apart from the name, because fewer may read it: a protected one is the municipality's alone.
create table portal.citizen_addresses (
    citizen_id uuid primary key,
    municipality_id uuid not null,
    address text not null default '',
    is_protected boolean not null default false,
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
insert into portal.citizen_addresses (citizen_id, municipality_id, address)
select citizen_id, municipality_id, address from portal.citizen_identities;
alter table portal.citizen_identities drop column address;

-- What is known about a citizen stands in four tables; a correction of any of them counts up here, so that two who
-- correct at the same time meet.
alter table portal.citizens add column version integer not null default 1;
grant update (version) on portal.citizens to mm_municipality;

do $$
declare t text;
begin
    foreach t in array array['citizen_cprs', 'citizen_addresses'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
    end loop;
end $$;

grant select, insert on portal.citizen_cprs to mm_municipality;
grant update (key_id, cipher, lookup) on portal.citizen_cprs to mm_municipality;
create policy municipality on portal.citizen_cprs to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));

grant select, insert on portal.citizen_addresses to mm_municipality;
grant update (address, is_protected) on portal.citizen_addresses to mm_municipality;
grant select on portal.citizen_addresses to mm_provider, mm_citizen;
create policy municipality on portal.citizen_addresses to mm_municipality
    using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()));
create policy live_participation on portal.citizen_addresses for select to mm_provider
    using (not is_protected and citizen_id = any ((select portal.live_citizens())::uuid[]));
create policy citizen on portal.citizen_addresses for select to mm_citizen
    using (municipality_id = (select portal.tenant()) and citizen_id = (select portal.citizen()));
