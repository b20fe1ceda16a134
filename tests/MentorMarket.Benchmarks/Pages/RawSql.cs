namespace MentorMarket.Benchmarks.Pages;

/// <summary>What the raw endpoint asks: the rows and sums that the pages show, as one would write them by hand.</summary>
internal static class RawSql
{
    /// <summary>The first page of a municipality's invoices, the sums of all of them, and the organisations to choose among.</summary>
    public static IReadOnlyList<string> List { get; } =
    [
        """
        select i.id, m.name as municipality, p.name as provider, i.number, i.issued_on, i.amount, i.status,
            case when i.status <> 'Returned' then c.payable end as payable, case when i.status <> 'Returned' then c.held end as held,
            case when i.status <> 'Returned' then c.rejected end as rejected, paid.approved,
            lines.too_much + greatest(0, paid.approved - coalesce(c.payable, 0)) as paid_too_much
        from (select * from portal.invoices where municipality_id = $1 order by issued_on desc, number, id limit 25) i
        join portal.organisations m on m.id = i.municipality_id
        join portal.organisations p on p.id = i.provider_id
        left join portal.checks c on c.id = i.check_id
        cross join lateral (select coalesce(sum(a.amount), 0) as approved from portal.approvals a where a.invoice_id = i.id) paid
        cross join lateral (select coalesce(sum(v.paid_too_much), 0) as too_much from portal.line_verdicts v where v.check_id = i.check_id) lines
        order by i.issued_on desc, i.number, i.id
        """,
        """
        select count(*), count(*) filter (where i.status = 'Returned') as returned, coalesce(sum(i.amount) filter (where i.status <> 'Returned'), 0) as amount,
            coalesce(sum(c.payable) filter (where i.status <> 'Returned'), 0) as payable, coalesce(sum(c.held) filter (where i.status <> 'Returned'), 0) as held,
            coalesce(sum(c.rejected) filter (where i.status <> 'Returned'), 0) as rejected, coalesce(sum(paid.approved), 0) as approved,
            coalesce(sum(lines.too_much + greatest(0, paid.approved - coalesce(c.payable, 0))) filter (where paid.approved > 0), 0) as paid_too_much
        from portal.invoices i
        left join portal.checks c on c.id = i.check_id
        cross join lateral (select coalesce(sum(a.amount), 0) as approved from portal.approvals a where a.invoice_id = i.id) paid
        cross join lateral (select coalesce(sum(v.paid_too_much), 0) as too_much from portal.line_verdicts v where v.check_id = i.check_id) lines
        where i.municipality_id = $1
        """,
        "select o.id, o.name from portal.organisations o where exists (select from portal.invoices i where i.municipality_id = o.id and i.municipality_id = $1) order by o.name",
        "select o.id, o.name from portal.organisations o where exists (select from portal.invoices i where i.provider_id = o.id and i.municipality_id = $1) order by o.name",
    ];

    private const string Entries = """
        select e.entry_id from portal.check_entries e join portal.invoices i on i.check_id = e.check_id where i.id = $1
        union select m.entry_id from portal.line_matches m join portal.invoices i on i.check_id = m.check_id where i.id = $1
        union select l.entry_id from portal.invoice_lines l where l.invoice_id = $1 and l.entry_id is not null
        """;

    private const string Courses = "select l.assignment_id from portal.invoice_lines l where l.invoice_id = $1";

    /// <summary>An invoice with all that its check says of it and what that rests on.</summary>
    public static IReadOnlyList<string> Invoice { get; } =
    [
        "select i.*, m.name as municipality, p.name as provider, p.cvr from portal.invoices i join portal.organisations m on m.id = i.municipality_id join portal.organisations p on p.id = i.provider_id where i.id = $1",
        "select * from portal.checks where invoice_id = $1 order by run_at desc, id desc",
        "select * from portal.approvals where invoice_id = $1 order by approved_at",
        "select l.*, a.number as course from portal.invoice_lines l left join portal.assignments a on a.id = l.assignment_id where l.invoice_id = $1 order by l.line_no",
        "select v.* from portal.line_verdicts v join portal.invoices i on i.check_id = v.check_id where i.id = $1",
        "select f.* from portal.line_findings f join portal.invoices i on i.check_id = f.check_id where i.id = $1 order by f.position",
        "select m.* from portal.line_matches m join portal.invoices i on i.check_id = m.check_id where i.id = $1",
        "select e.* from portal.check_entries e join portal.invoices i on i.check_id = e.check_id where i.id = $1",
        """
        select u.*, o.number as invoice, l.line_no from portal.check_uses u join portal.invoices i on i.check_id = u.check_id
        left join portal.invoice_lines l on l.id = u.line_id left join portal.invoices o on o.id = l.invoice_id where i.id = $1 order by o.issued_on, o.number, l.line_no
        """,
        $"select distinct on (g.assignment_id) g.* from portal.agreements g where g.assignment_id in ({Courses}) order by g.assignment_id, g.version desc",
        $"select m.* from portal.agreement_mentors m join portal.agreements g on g.id = m.agreement_id where g.assignment_id in ({Courses}) order by m.name",
        "select s.* from portal.municipal_settings s join portal.invoices i on i.municipality_id = s.municipality_id where i.id = $1 order by s.version",
        $"select e.*, a.number as course from portal.time_entries e join portal.assignments a on a.id = e.assignment_id where e.id in ({Entries}) or e.supersedes_id in ({Entries})",
        $"select distinct on (c.entry_id) c.* from portal.confirmations c where c.entry_id in ({Entries}) order by c.entry_id, c.recorded_at desc",
        $"select p.id, p.grant_id, p.from_on, p.to_on, p.resumes_id from portal.grant_pauses p join portal.assignments a on a.grant_id = p.grant_id where a.id in ({Courses})",
        "select j.run_after from portal.jobs j where j.subject_id = $1 and j.done_at is null and j.last_error is not null order by j.run_after limit 1",
    ];

    public const string Entry = """
        insert into portal.time_entries (id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week,
            kind, place, registered_by, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, 'Direct', 'Office', $5, now())
        """;

    public const string Note =
        "insert into portal.entry_notes (entry_id, assignment_id, municipality_id, provider_id, note) values ($1, $2, $3, $4, $5)";
}
