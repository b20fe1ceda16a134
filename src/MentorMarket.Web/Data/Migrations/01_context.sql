-- Everything lives in one schema. The roles are made by DatabaseSetup before the first file, because BYPASSRLS needs a
-- superuser: mm_migrator owns the tables, mm_definer owns the SECURITY DEFINER functions, and each kind of actor logs in
-- as a role of its own that owns nothing.
revoke all on schema public from public;
grant usage on schema portal to mm_definer, mm_municipality, mm_provider, mm_auditor, mm_citizen, mm_platform, mm_checker, mm_signin;

-- The context of a unit of work. STABLE and called as (select portal.tenant()), so that a policy evaluates
-- it once per statement and never from a plan made for somebody else.
create function portal.tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant', true), '')::uuid;
create function portal.person() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.person', true), '')::uuid;
create function portal.citizen() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.citizen', true), '')::uuid;
create function portal.today() returns date language sql stable parallel safe
    return (now() at time zone 'Europe/Copenhagen')::date;

-- What is only ever added to refuses every change, whoever tries it: triggers call this.
create function portal.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'evidence and facts are never changed (% on %)', tg_op, tg_table_name using errcode = 'MM001';
end $$;
