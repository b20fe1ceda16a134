-- The duty to inform has a deadline too, so the morning's mail and the calendar ask for it: when it is due, who has it, and
-- whether the citizen was told. Neither whose it is nor what it is about.
grant select (id, municipality_id, due_on, registered_by) on portal.informs to mm_checker;
grant select (id, inform_id, municipality_id, kind, recorded_by, recorded_at) on portal.inform_steps to mm_checker;
create policy checker on portal.informs for select to mm_checker using (municipality_id = (select portal.tenant()));
create policy checker on portal.inform_steps for select to mm_checker using (municipality_id = (select portal.tenant()));

-- A pause that nobody has given an end comes up for review.
alter table portal.follow_ups drop constraint follow_ups_kind_check;
alter table portal.follow_ups add constraint follow_ups_kind_check
    check (kind in ('FollowUp', 'EffectWithCitizen', 'PeriodEnds', 'RightEnds', 'LevelFourReview', 'Outcome', 'OutcomeAfter3Months', 'OutcomeAfter6Months', 'PauseReview'));

-- Whether a grant goes on from another or changes it: from there its clocks are counted.
grant select (kind) on portal.grants to mm_checker;

-- What waits for somebody who has left is told the team leaders: the morning's mail asks who they are.
grant select (roles) on portal.memberships to mm_checker;
