-- Why a line has no grant, and why a grant is not in force: the reason, for whoever may read the invoice, without the words behind it.
grant create on schema portal to mm_definer;

-- What a provider wrote for a course an auditor may not read. Whose course it is can be said all the same.
create function portal.lines_without_grant(invoice uuid) returns table (line_id uuid, is_of_another boolean, is_elsewhere boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select l.id,
        exists (
            select from portal.assignments a
            where lower(a.number) = lower(l.assignment_ref) and a.municipality_id = i.municipality_id and a.provider_id <> i.provider_id),
        exists (
            select from portal.assignments a
            where lower(a.number) = lower(l.assignment_ref) and a.municipality_id <> i.municipality_id and a.provider_id = i.provider_id and a.municipality_id = any (portal.audit_scope()))
    from portal.invoices i join portal.invoice_lines l on l.invoice_id = i.id
    where i.id = lines_without_grant.invoice and session_user = 'mm_auditor' and l.assignment_id is null
      and exists (
        select from portal.engagements e
        where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.revoked_at is null
          and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)
$$;

-- When the grants that an invoice bills for were decided, if they were, and whether it is noted that the decision was sent.
create function portal.decisions_behind(invoice uuid) returns table (assignment_id uuid, decided_at timestamptz, is_sent boolean)
language sql stable security definer set search_path = pg_catalog, portal as $$
    select distinct a.id, g.decided_at,
        exists (select from portal.documents d join portal.document_dispatches s on s.document_id = d.id where d.grant_id = g.id and d.kind = 'DecisionLetter')
    from portal.invoices i
    join portal.invoice_lines l on l.invoice_id = i.id
    join portal.assignments a on a.id = l.assignment_id
    join portal.grants g on g.id = a.grant_id
    where i.id = decisions_behind.invoice
      and ((session_user = 'mm_municipality' and i.municipality_id = portal.tenant())
        or (session_user = 'mm_provider' and i.provider_id = portal.tenant())
        or (session_user = 'mm_auditor' and exists (
            select from portal.engagements e
            where e.auditor_id = portal.tenant() and e.municipality_id = i.municipality_id and e.revoked_at is null
              and portal.today() between e.opens_on and e.expires_on and i.issued_on between e.period_from and e.period_to)))
$$;
alter function portal.lines_without_grant(uuid) owner to mm_definer;
alter function portal.decisions_behind(uuid) owner to mm_definer;
revoke create on schema portal from mm_definer;
grant select (provider_id) on portal.invoices to mm_definer;
grant select (decided_at) on portal.grants to mm_definer;
grant select (id, grant_id, kind) on portal.documents to mm_definer;
grant select (document_id) on portal.document_dispatches to mm_definer;
revoke execute on function portal.lines_without_grant(uuid), portal.decisions_behind(uuid) from public;
grant execute on function portal.lines_without_grant(uuid) to mm_auditor;
grant execute on function portal.decisions_behind(uuid) to mm_municipality, mm_provider, mm_auditor;
