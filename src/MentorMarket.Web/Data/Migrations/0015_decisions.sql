-- A pause and an end rest on an assessment of their own beside the reason. A recorded end is corrected by a later row and
-- never overwritten. A grant can be refused at the gate; a refusal, an end and a pause are told in letters of their own.
-- Support by an employee of the municipality, a company or an institution is offered to whom it is agreed with, never to the market.
alter table portal.grant_pauses add column assessment text not null default '';

alter table portal.grant_ends
    drop constraint grant_ends_pkey,
    add column id uuid not null default gen_random_uuid(),
    add column assessment text not null default '',
    add column supersedes_id uuid,
    add column correction text check (correction in ('WrongDay', 'WrongReason', 'WrongText', 'TakenBack')),
    add column correction_text text not null default '',
    add primary key (id),
    add unique (id, grant_id, municipality_id),
    add foreign key (supersedes_id, grant_id, municipality_id) references portal.grant_ends (id, grant_id, municipality_id),
    -- A correction says what it corrects and why. Support that went on and ends once more supersedes too, and corrects nothing.
    add constraint grant_ends_correction check (correction is null or (supersedes_id is not null and correction_text <> ''));
alter table portal.grant_ends alter column id drop default;
create unique index grant_ends_first on portal.grant_ends (grant_id) where supersedes_id is null;
create unique index grant_ends_superseded_once on portal.grant_ends (supersedes_id) where supersedes_id is not null;
grant select (id, supersedes_id, correction) on portal.grant_ends to mm_auditor;
-- What was judged at an end that is taken back is asked for again, also by the morning's mail.
grant select (grant_id, municipality_id, correction, recorded_at) on portal.grant_ends to mm_checker;
create policy checker on portal.grant_ends for select to mm_checker using (municipality_id = (select portal.tenant()));

-- The agreement follows the last day whichever way it moves, and never beyond what was agreed.
grant create on schema portal to mm_definer;
create or replace function portal.agreement_follows_end() returns trigger
language plpgsql security definer set search_path = pg_catalog, portal as $$
declare
    last portal.agreements%rowtype;
    fresh constant uuid := gen_random_uuid();
    last_day constant date := least(new.ends_on, new.ended_on);
begin
    select * into last from portal.agreements g where g.assignment_id = new.id order by g.version desc limit 1;
    if not found or last.valid_to = last_day then return null; end if;
    insert into portal.agreements (id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to,
        hours_per_week, total_hours, rate, price_ceiling, recorded_by, recorded_at)
    values (fresh, last.assignment_id, last.municipality_id, last.provider_id, last.citizen_id, last.version + 1, last.target_group, last.valid_from, last_day,
        last.hours_per_week, last.total_hours, last.rate, last.price_ceiling,
        -- Who accepts a change may be another provider: this one is not told who of them it was.
        case when portal.tenant() in (last.provider_id, last.municipality_id) then portal.person() end, clock_timestamp());
    insert into portal.agreement_mentors (agreement_id, mentor_id, municipality_id, provider_id, name, phone, email, from_on, until_on)
    select fresh, m.mentor_id, m.municipality_id, m.provider_id, m.name, m.phone, m.email, m.from_on, m.until_on
    from portal.agreement_mentors m where m.agreement_id = last.id;
    return null;
end $$;
revoke create on schema portal from mm_definer;
drop trigger agreement_follows_end on portal.assignments;
create trigger agreement_follows_end after update of ended_on on portal.assignments
    for each row when (new.ended_on is distinct from old.ended_on) execute function portal.agreement_follows_end();

-- Refused: a decision about which something is missing in the citizen's case, not in the form.
alter table portal.grants
    drop constraint grants_status_check,
    add constraint grants_status_check check (status in ('Draft', 'Submitted', 'Approved', 'Published', 'Accepted', 'Ended', 'Discarded', 'Refused')),
    add column is_proposed_refused boolean not null default false,
    add column refusal_grounds text[] not null default '{}'
        check (refusal_grounds <@ array['NoJobOrEducationGoal', 'ExcludedGroup', 'NotDecisive', 'OtherCover', 'OrdinaryDuty', 'NoRight', 'NotResident', 'NoAgreement']),
    add column refusal_reason text not null default '',
    add constraint grants_refused check ((status <> 'Refused' and not is_proposed_refused) or (cardinality(refusal_grounds) > 0 and refusal_reason <> '')),
    -- Neither who wrote in it or sent it in, nor a deputy in their place.
    add constraint grants_refused_by check (status <> 'Refused' or (decided_by is not null and decided_by <> all (written_by || created_by || submitted_by)
        and (decided_for is null or decided_for <> all (written_by || created_by || submitted_by))));
grant update (is_proposed_refused, refusal_grounds, refusal_reason) on portal.grants to mm_municipality;
grant select (is_proposed_refused, refusal_grounds) on portal.grants to mm_auditor;

alter table portal.documents
    drop constraint documents_kind_check,
    add constraint documents_kind_check check (kind in ('DecisionLetter', 'Agreement', 'MinPlan', 'MentorLetter', 'Refusal', 'Pause', 'End'));

create function portal.own_employee_is_offered_directly() returns trigger language plpgsql set search_path = pg_catalog, portal as $$
begin
    if new.offered_to is null and exists (select from portal.grants g where g.id = new.grant_id and g.municipality_id = new.municipality_id and g.mentor_kind <> 'External') then
        raise exception 'Such a mentor is not on the market.' using errcode = 'check_violation';
    end if;
    return new;
end $$;
revoke execute on function portal.own_employee_is_offered_directly() from public;
create trigger own_employee_is_offered_directly before insert on portal.assignments
    for each row execute function portal.own_employee_is_offered_directly();
