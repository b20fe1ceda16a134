namespace MentorMarket.Cli.Generate;

/// <summary>What the database does itself while it is filled with a made-up year.</summary>
internal static class MadeUpSql
{
    public const string RefuseWhoIsReal = """
        do $$ begin
            if exists (select from portal.organisations where slug like 'opdigtet-%') then
                raise exception '$there';
            end if;
            if exists (select from portal.users where not is_demo)
                or exists (select from portal.organisations o where o.kind <> 'Platform' and not exists (select from portal.memberships m where m.organisation_id = o.id))
            then
                raise exception '$real';
            end if;
        end $$
        """;

    // What asks each row after it is written takes a lock for each case, invoice or check: more of them than a server has room
    // for in one transaction. What they ask is asked of all rows at once in the end.
    public const string TriggersRest = """
        create temporary table resting on commit drop as
        select t.tgrelid::regclass as of_table, t.tgname as name, t.tgenabled as mode
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'portal'::regnamespace and not t.tgisinternal and t.tgtype & 2 = 0 and t.tgtype & 1 = 1
          and c.relname in ('time_entries', 'confirmations', 'invoices', 'checks', 'line_verdicts', 'approvals', 'approved_minutes');
        do $$
        declare r record;
        begin
            for r in select * from resting loop
                execute format('alter table %s disable trigger %I', r.of_table, r.name);
            end loop;
        end $$
        """;

    public const string InvoicesKnowTheirChecks = """
        update portal.invoices i
        set check_id = c.id, status = case when exists (select from portal.approvals a where a.invoice_id = i.id) then 'Approved' else 'Checked' end
        from portal.checks c
        where c.invoice_id = i.id
        """;

    public const string TriggersWakeUp = """
        do $$
        declare r record;
        begin
            for r in select * from resting loop
                execute format('alter table %s enable %s trigger %I', r.of_table, case r.mode when 'A' then 'always' when 'R' then 'replica' else '' end, r.name);
            end loop;
        end $$
        """;

    // The same as the triggers that rested: every øre is accounted for, and nothing is approved twice or beyond its check. Counted,
    // not asked for existence: for a first row alone PostgreSQL would look up one invoice after the other.
    public const string LawsOfTheLedger = """
        do $$
        declare broken bigint;
        begin
            select
                (select count(*) from portal.checks c join portal.invoices i on i.id = c.invoice_id
                join (select l.invoice_id, sum(l.amount) as amount from portal.invoice_lines l group by 1) l on l.invoice_id = i.id
                join (select v.check_id, sum(v.payable) as payable, sum(v.held) as held, sum(v.rejected) as rejected from portal.line_verdicts v group by 1) v on v.check_id = c.id
                left join (select a.check_id, sum(a.amount) as amount from portal.approvals a group by 1) a on a.check_id = c.id
                where (c.amount, c.amount, c.payable, c.held, c.rejected) <> (i.amount, l.amount, v.payable, v.held, v.rejected) or a.amount > c.payable)
                + (select count(*) from (
                select from portal.approved_minutes m join portal.time_entries e on e.id = m.entry_id group by e.id having sum(m.minutes) > e.minutes) m)
                + (select count(*) from portal.line_matches m join portal.approvals a on a.check_id = m.check_id
                left join portal.approved_minutes p on (p.approval_id, p.line_id, p.entry_id) = (a.id, m.line_id, m.entry_id)
                where not m.is_held and p.entry_id is null)
            into broken;
            if broken > 0 then
                raise exception 'the made-up year breaks a law of the ledger % times', broken;
            end if;
        end $$
        """;

    public const string PlannerKnowsHowMany = """
        do $$
        declare t text;
        begin
            for t in select tablename from pg_tables where schemaname = 'portal' loop
                execute format('analyze portal.%I', t);
            end loop;
        end $$
        """;
}
