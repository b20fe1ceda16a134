-- The morning's mail counts what waits: an outcome that is recorded no longer does. The stage and the time, no word.
grant select (grant_id, municipality_id, stage, recorded_at) on portal.outcomes to mm_checker;
create policy checker on portal.outcomes for select to mm_checker using (municipality_id = (select portal.tenant()));
