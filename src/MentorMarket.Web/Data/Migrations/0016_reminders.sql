-- The duty to inform has a deadline too, so the morning's mail and the calendar ask for it: when it is due, who has it, and
-- whether the citizen was told. Neither whose it is nor what it is about.
grant select (id, municipality_id, due_on, registered_by) on portal.informs to mm_checker;
grant select (id, inform_id, municipality_id, kind, recorded_by, recorded_at) on portal.inform_steps to mm_checker;
create policy checker on portal.informs for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy checker on portal.inform_steps for select to mm_checker using (municipality_id = (select portal.tenant()));
