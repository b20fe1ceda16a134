-- What a check found of each registration that its lines can be redone from: those it took minutes of, the rest of their weeks,
-- and, where the agreement has a total, all of the course. Kept with the check, so that the page says what was counted then.
create table portal.check_entries (
    check_id uuid not null,
    entry_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    -- everything found, and of it what makes the registration wait
    codes text[] not null,
    holds text[] not null,
    approved integer not null check (approved >= 0),
    -- of the grant's minutes, those approved before included
    allowed integer not null check (allowed >= 0),
    over_week integer not null check (over_week >= 0),
    over_total integer not null check (over_total >= 0),
    primary key (check_id, entry_id),
    unique (check_id, entry_id, municipality_id, provider_id),
    foreign key (check_id, municipality_id, provider_id) references portal.checks (id, municipality_id, provider_id),
    foreign key (entry_id, municipality_id, provider_id) references portal.time_entries (id, municipality_id, provider_id)
);
-- Which lines, the invoice's own and others', took how much of them in that check.
create table portal.check_uses (
    check_id uuid not null,
    entry_id uuid not null,
    line_id uuid not null,
    municipality_id uuid not null,
    provider_id uuid not null,
    minutes integer not null check (minutes >= 0),
    approved integer not null check (approved >= 0),
    -- the line comes before the invoice's own
    is_before boolean not null,
    primary key (check_id, entry_id, line_id),
    foreign key (check_id, entry_id, municipality_id, provider_id) references portal.check_entries (check_id, entry_id, municipality_id, provider_id),
    foreign key (line_id, municipality_id, provider_id) references portal.invoice_lines (id, municipality_id, provider_id)
);
do $$
declare t text;
begin
    foreach t in array array['check_entries', 'check_uses'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('grant select on portal.%I to mm_municipality, mm_provider, mm_auditor, mm_checker', t);
        execute format('grant insert on portal.%I to mm_checker', t);
        execute format('create policy municipality on portal.%I for select to mm_municipality using (municipality_id = (select portal.tenant()))', t);
        execute format('create policy checker on portal.%I to mm_checker using (municipality_id = (select portal.tenant())) with check (municipality_id = (select portal.tenant()))', t);
        execute format('create policy provider on portal.%I for select to mm_provider using (provider_id = (select portal.tenant()))', t);
        execute format('create policy auditor on portal.%1$I for select to mm_auditor using (exists (select from portal.checks c where c.id = %1$I.check_id))', t);
        execute format('create trigger %1$I before update or delete on portal.%2$I for each row execute function portal.refuse_change()', t || '_append_only', t);
        execute format('alter table portal.%2$I enable always trigger %1$I', t || '_append_only', t);
    end loop;
end $$;

-- The days whose invoices an auditor may see, for each municipality in the order of portal.audit_scope(). Asked once per
-- statement: asked anew for every invoice, a list of twenty thousand took four times as long as the municipality's own.
create function portal.audit_days() returns datemultirange[] language sql stable set search_path = pg_catalog, portal as $$
    select coalesce(array_agg(open.days order by open.municipality_id), '{}')
    from (
        select e.municipality_id, range_agg(daterange(e.period_from, e.period_to, '[]')) as days
        from portal.engagements e
        where e.auditor_id = portal.tenant() and e.revoked_at is null and portal.today() between e.opens_on and e.expires_on
        group by e.municipality_id
    ) open
$$;
drop policy auditor on portal.invoices;
create policy auditor on portal.invoices for select to mm_auditor
    using (issued_on <@ ((select portal.audit_days())::datemultirange[])[array_position((select portal.audit_scope())::uuid[], municipality_id)]);
drop function portal.in_audit_period(uuid, date);

-- What a provider typed on an invoice, and why it was sent back, are words like a note: an auditor reads them where the
-- engagement says notes, and by this function alone.
revoke select on portal.invoices, portal.invoice_lines from mm_auditor;
grant select (id, municipality_id, provider_id, number, issued_on, period_from, period_to, amount, status, check_id, submitted_by, submitted_at, returned_at)
    on portal.invoices to mm_auditor;
grant select (id, invoice_id, municipality_id, provider_id, line_no, assignment_id, entry_ref, entry_id, from_on, to_on, minutes, rate, amount)
    on portal.invoice_lines to mm_auditor;

grant create on schema portal to mm_definer;
create function portal.words_on_invoice(invoice uuid)
returns table (line_id uuid, assignment_ref text, line_text text, order_reference text, person_reference text, return_reason text)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select l.id, l.assignment_ref, l.text, i.order_reference, i.person_reference, i.return_reason
    from portal.invoices i join portal.invoice_lines l on l.invoice_id = i.id
    where i.id = words_on_invoice.invoice and session_user = 'mm_auditor'
      and exists (
        select from portal.engagements e
        where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.sees_notes and e.revoked_at is null
          and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)
$$;

-- With what the caller's own registrations overlap: the times, and which registration it is where the caller may see it.
-- Whose it is elsewhere is not told. Half-open intervals; direct contact only; corrections count by the last.
create function portal.overlaps_of(ids uuid[], known_at timestamptz)
returns table (entry_id uuid, other_id uuid, of_mentor boolean, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, portal as $$
    with own as (
        select e.id, e.municipality_id, e.mentor_id, e.starts_at, e.ends_at, a.citizen_id
        from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
        where e.id = any (ids) and e.kind = 'Direct' and e.ends_at > e.starts_at
          and ((session_user = 'mm_municipality' and e.municipality_id = portal.tenant())
            or (session_user = 'mm_provider' and e.provider_id = portal.tenant())
            or (session_user = 'mm_auditor' and e.municipality_id = any (portal.audit_scope())))),
    met as (
        select own.id as own_id, true as of_mentor, o.*
        from own join portal.time_entries o on o.mentor_id = own.mentor_id and o.starts_at < own.ends_at and own.starts_at < o.ends_at
        union all
        select own.id, false, o.*
        from own join portal.assignments oa on oa.citizen_id = own.citizen_id and oa.municipality_id = own.municipality_id
        join portal.time_entries o on o.assignment_id = oa.id and o.starts_at < own.ends_at and own.starts_at < o.ends_at)
    select met.own_id,
        case when (session_user = 'mm_municipality' and met.municipality_id = portal.tenant())
            or (session_user = 'mm_provider' and met.provider_id = portal.tenant())
            or (session_user = 'mm_auditor' and met.municipality_id = any (portal.audit_scope())) then met.id end,
        met.of_mentor, met.starts_at, met.ends_at
    from met
    where met.id <> met.own_id and met.kind = 'Direct' and met.ends_at > met.starts_at and met.registered_at <= known_at
      and not exists (select from portal.time_entries s where s.supersedes_id = met.id and s.registered_at <= known_at)
$$;
alter function portal.words_on_invoice(uuid) owner to mm_definer;
alter function portal.overlaps_of(uuid[], timestamptz) owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select (issued_on, order_reference, person_reference, return_reason) on portal.invoices to mm_definer;
grant select (id, assignment_ref, text) on portal.invoice_lines to mm_definer;

-- That a contact is disputed is told to the provider and the mentor; what the citizen said never is.
revoke select on portal.confirmations from mm_provider;
grant select (id, entry_id, municipality_id, provider_id, assignment_id, answer, channel, strength, device, recorded_at) on portal.confirmations to mm_provider;

revoke execute on function portal.audit_days(), portal.words_on_invoice(uuid), portal.overlaps_of(uuid[], timestamptz) from public;
grant execute on function portal.audit_days(), portal.words_on_invoice(uuid) to mm_auditor;
grant execute on function portal.overlaps_of(uuid[], timestamptz) to mm_municipality, mm_provider, mm_auditor;
