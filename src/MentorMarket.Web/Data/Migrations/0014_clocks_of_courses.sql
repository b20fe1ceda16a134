-- The morning's mail counts what waits: an outcome that is recorded no longer does. The stage and the time, no word.
grant select (id, grant_id, municipality_id, stage, recorded_at) on portal.outcomes to mm_checker;
create policy checker on portal.outcomes for select to mm_checker using (municipality_id = (select portal.tenant()));

-- A citizen's answer asks for a new check through ask_recheck; no other job is a citizen's to ask for.
revoke insert on portal.jobs from mm_citizen;
