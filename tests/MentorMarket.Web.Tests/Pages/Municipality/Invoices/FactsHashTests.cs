using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Pages.Municipality.Invoices;
using SubmitInvoice = MentorMarket.Web.Pages.Provider.Invoices.SubmitInvoice;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>What a check read has one hash, on any machine, in any culture; and whoever has the facts can work it out.</summary>
public sealed class FactsHashTests(Cluster cluster)
{
    private const string Checks = "select count(*) from portal.checks where invoice_id = $1";

    [Fact]
    public async Task The_first_check_that_is_asked_for_by_hand_is_no_second_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var (invoice, _) = await app.SendAsync(agreed.Provider.As(Role.Coordinator), new SubmitInvoice(
            agreed.Municipality.Id, "H-2", agreed.Monday.AddDays(14), agreed.Monday, agreed.Monday.AddDays(13), "", "",
                [agreed.Line(60, 400)]));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var page = $"/{agreed.Municipality.Slug}/municipality/invoices/details/{invoice}";

        foreach (var said in new[] { "Fakturaen er kontrolleret.", "Fakturaen er kontrolleret igen. Beløbene er de samme." })
        {
            await finance.SendAsync($"{page}?handler=Check", (await finance.PageAsync(page)).Filled("form[action*='Check' i] input"));
            Assert.Contains(said, (await finance.PageAsync(page)).QuerySelector(".mm-messages")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_check_without_new_facts_stores_nothing_in_whatever_culture_it_runs()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400.50m, ceiling: 390.25m);
        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 61, confirmed: false);
        var invoice = await agreed.BillAsync("H-1", agreed.Line(121, 400.50m));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var page = $"/{agreed.Municipality.Slug}/municipality/invoices/details/{invoice}";
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "da-DK", "", "en-US", "ar-SA", "th-TH", "fa-IR", "sv-SE", "de-CH" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                await agreed.CheckAsync(invoice);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        await finance.SendAsync($"{page}?handler=Check", (await finance.PageAsync(page)).Filled("form[action*='Check' i] input"));

        Assert.Equal(1L, await app.ScalarAsync(Checks, invoice));
    }

    /// <summary>An approval holds a stored check up against one made now: if that stayed as it was, nobody could approve again.</summary>
    [Fact]
    public async Task The_same_facts_are_checked_anew_where_an_earlier_version_found_something_else_in_them()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-5", agreed.Line(60, 400));
        await Crowd.RunAsync(app.Database, "set session_replication_role = replica; alter table portal.line_verdicts disable trigger all; "
            + $"update portal.line_verdicts set paid_too_much = 100 where check_id = (select check_id from portal.invoices where id = '{invoice}')");
        async Task<Guid> NewestAsync() =>
            (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        var earlier = await NewestAsync();

        for (var i = 0; i < 3; i++) await agreed.CheckAsync(invoice);

        Assert.Equal(2L, await app.ScalarAsync(Checks, invoice));
        Assert.NotEqual(earlier, await NewestAsync());
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, await NewestAsync(), ""));
    }

    [Fact]
    public async Task Approving_is_a_new_fact_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-2", agreed.Line(60, 400));
        var check = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, check, ""));

        for (var i = 0; i < 3; i++) await agreed.CheckAsync(invoice);

        Assert.Equal(2L, await app.ScalarAsync(Checks, invoice));
        Assert.Equal(["400.00 0.00 0.00"], await agreed.VerdictsAsync(invoice));
    }

    /// <summary>Written down from the tables as docs/ledger.md says, with nothing of the portal's own.</summary>
    [Fact]
    public async Task A_stranger_works_out_the_same_hash_from_the_tables()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400.50m, ceiling: 390.25m);
        await agreed.ShadowAsync("G02", "E01");
        var first = await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 61, confirmed: false);
        await agreed.DeliverAsync(0, 45, corrects: first);
        await agreed.BillAsync("H-\u00e6\\3", 10, agreed.Line(30, 400));
        var invoice = await agreed.BillAsync("H-\U0001F600 4", agreed.Line(121, 400.50m), agreed.Line(45, 400, entry: first));
        var check = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, check, ""));
        await agreed.CheckAsync(invoice);

        await AssertSameHashAsync(app.Database, invoice);
    }

    [Fact]
    public async Task A_stranger_works_it_out_with_a_pause_an_overlap_a_total_two_municipalities_and_a_line_of_no_course()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var mentor = world.Nord[Role.Mentor];
        var here = await Agreed.CreateAsync(app, 4, 400, provider: world.Nord, mentor: mentor, number: "MF-HER-1");
        var there = await Agreed.CreateAsync(app, 2.5m, 387.35m, municipality: world.Hilleroed, provider: world.Syd,
            mentor: mentor, number: "MF-DER-1");
        await here.ShadowAsync("D02");
        await app.ScalarAsync("""
            insert into portal.agreements (id, assignment_id, municipality_id, provider_id, citizen_id, version, target_group, valid_from, valid_to, hours_per_week, total_hours, rate, recorded_by, recorded_at)
            select gen_random_uuid(), assignment_id, municipality_id, provider_id, citizen_id, 2, target_group, valid_from, valid_to, hours_per_week, 12.5, rate, recorded_by, recorded_at
            from portal.agreements where assignment_id = $1
            """, here.Assignment);
        await app.ScalarAsync("""
            insert into portal.grant_pauses (id, grant_id, municipality_id, from_on, to_on, reason, recorded_by, recorded_at)
            values (gen_random_uuid(), $1, $2, $3, $4, 'Ferie', $5, now() - interval '1 hour')
            """, here.Grant, here.Municipality.Id, here.Monday.AddDays(3), here.Monday.AddDays(4), here.Municipality[Role.Caseworker]);
        var first = await here.DeliverAsync(0, 60, at: "09:00");
        await there.DeliverAsync(0, 60, at: "09:30");
        await here.DeliverAsync(3, 45);
        var corrected = await here.DeliverAsync(1, 60, confirmed: false, corrects: await here.DeliverAsync(1, 90));
        await here.AnswerAsync(corrected, "Disputed");
        await here.AnswerAsync(await here.DeliverAsync(2, 30, confirmed: false), strength: "Weak");
        var later = await there.DeliverAsync(2, 30, confirmed: false, at: "11:00");
        await there.AnswerAsync(later, strength: "Weak");
        // One line whose days meet both versions, one that names a delivery of another day than its own, one that names a stranger's.
        there.References = ("", "P-1");
        var elsewhere = await there.BillAsync("D-1", there.Line(90, 387.35m), there.Line(30, 387.35m, entry: later, to: 0),
            there.Line(30, 387.35m, entry: first, to: 0));
        // Only settings that come after it let an invoice lack a reference.
        await app.ScalarAsync("""
            insert into portal.municipal_settings (id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, order_reference_asked, person_reference_asked, late_days, shadow_rules, recorded_at)
            values (gen_random_uuid(), $1, 7, $2, 380.25, true, true, true, 3, '{E02,F02,G02}', now() - interval '40 days')
            """, there.Municipality.Id, there.Monday.AddDays(1));
        await there.CheckAsync(elsewhere);
        await here.BillAsync("D-2", 10, here.Line(30, 400), here.Line(15, 400) with { Reference = "MF-FINDES-IKKE" });
        var invoice = await here.BillAsync("D-3",
            here.Line(135, 400), here.Line(60, 400, entry: first), here.Line(60, 400, entry: Guid.CreateVersion7()),
                here.Line(60, 400) with { Reference = "MF-FINDES-IKKE" });

        var text = await AssertSameHashAsync(app.Database, invoice);
        foreach (var kind in new[] { "D04", "D07", "G01", "\tDisputed\t", "\t750\t", "\t?\t" }) Assert.Contains(kind, text);
        var lines = (await AssertSameHashAsync(app.Database, elsewhere)).Split('\n')
            .Where(row => row.StartsWith("line\t", StringComparison.Ordinal));
        Assert.Equal(["1 38025 F02", "2 38025 F02", "3 45000 -"],
            lines.Select(row => row.Split('\t')).Select(f => $"{f[4]} {f[10]} {f[12]}").Order());
    }

    private static async Task<string> AssertSameHashAsync(TestDatabase database, Guid invoice)
    {
        var text = await TextAsync(database, invoice);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            await database.ScalarAsync(
                "select encode(c.inputs_hash, 'hex') from portal.checks c join portal.invoices i on i.check_id = c.id where i.id = $1",
                invoice));
        return text;
    }

    // Everything but what these worlds have none of: time under another act, a mentor's own days, a pause that was cut short.
    private static async Task<string> TextAsync(TestDatabase database, Guid invoice)
    {
        const string utc = "YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"";
        const string facts = """
            with billed as (select distinct assignment_id as id from portal.invoice_lines where invoice_id = $1 and assignment_id is not null),
            entries as (
                select e.*, e.kind = 'Direct' and e.ends_at > e.starts_at and not exists (select from portal.time_entries l where l.supersedes_id = e.id) as is_contact, a.citizen_id, s.shadow_rules, s.late_days,
                    coalesce((select case when c.answer = 'Confirmed' and c.strength = 'Weak' and s.accepts_weak_receipts is not true then 'None' else c.answer end
                        from portal.confirmations c where c.entry_id = e.id order by c.recorded_at desc limit 1), 'None') as receipt
                from portal.time_entries e join portal.assignments a on a.id = e.assignment_id
                left join lateral (select * from portal.municipal_settings t where t.municipality_id = e.municipality_id and t.valid_from <= e.local_date order by t.version desc limit 1) s on true),
            lines as (
                select l.*, i.number, i.issued_on, c.price_ceiling, s.shadow_rules,
                    array_remove(array[case when c.asks_order and i.order_reference = '' then 'F02' end, case when c.asks_person and i.person_reference = '' then 'F03' end], null) as missing
                from portal.invoice_lines l join portal.invoices i on i.id = l.invoice_id
                left join lateral (
                    with recursive became as (
                        select e.id, e.local_date from portal.time_entries e where e.id = l.entry_id and e.assignment_id = l.assignment_id
                        union all select n.id, n.local_date from became b join portal.time_entries n on n.supersedes_id = b.id)
                    select least(l.from_on, min(b.local_date)) as first, greatest(l.to_on, max(b.local_date)) as last
                    from became b where b.id = l.entry_id or not exists (select from portal.time_entries n where n.supersedes_id = b.id)) days on true
                left join lateral (select array_agg(day::date) as all_of from generate_series(days.first, days.last, interval '1 day') day) d on true
                left join lateral (
                    select min(v.price_ceiling) as price_ceiling, bool_or(v.order_reference_asked) as asks_order, bool_or(v.person_reference_asked) as asks_person from unnest(d.all_of) day
                    left join lateral (select * from portal.municipal_settings t where t.municipality_id = l.municipality_id and t.valid_from <= day order by t.version desc limit 1) v on true) c on true
                left join lateral (
                    select array_agg(rule) as shadow_rules from (
                        select rule from unnest(d.all_of) day
                        join lateral (select * from portal.municipal_settings t where t.municipality_id = l.municipality_id and t.valid_from <= day order by t.version desc limit 1) v on true
                        cross join unnest(v.shadow_rules) rule group by rule having count(distinct day) = cardinality(d.all_of)) on_each) s on true
                where l.invoice_id = $1 or (i.status <> 'Returned' and l.assignment_id in (select id from billed)))
            """;
        const string grants = facts + """
            select concat_ws(E'\t', 'grant', g.assignment_id, g.citizen_id, g.valid_from, g.valid_to, round(g.hours_per_week * 60)::int, coalesce(round(g.total_hours * 60)::int::text, '-'),
                (g.rate * 100)::bigint, coalesce((g.price_ceiling * 100)::bigint::text, '-'), 'in-force',
                coalesce((select string_agg(m.mentor_id::text, ',' order by m.mentor_id::text) from portal.agreement_mentors m where m.agreement_id = g.id), '-'))
            from portal.agreements g where g.assignment_id in (select id from billed)
                and g.version = (select max(v.version) from portal.agreements v where v.assignment_id = g.assignment_id)
            """;
        const string entries = facts + $"""
            select concat_ws(E'\t', 'entry', e.id, e.assignment_id, e.mentor_id, to_char(e.starts_at at time zone 'UTC', '{utc}'), to_char(e.ends_at at time zone 'UTC', '{utc}'), to_char(e.registered_at at time zone 'UTC', '{utc}'),
                e.local_date, e.kind, e.receipt, coalesce(e.supersedes_id::text, '-'),
                coalesce((select string_agg(found.code, '|' order by found.code collate "C") from (
                    select 'D04' as code where exists (select from entries o where o.mentor_id = e.mentor_id and o.id <> e.id and o.is_contact and e.is_contact and o.starts_at < e.ends_at and e.starts_at < o.ends_at)
                    union all select 'D05' where exists (select from entries o where o.citizen_id = e.citizen_id and o.id <> e.id and o.is_contact and e.is_contact and o.starts_at < e.ends_at and e.starts_at < o.ends_at)
                    union all select 'D07' where e.receipt <> 'Confirmed' and exists (select from portal.confirmations c where c.entry_id = e.supersedes_id and c.answer = 'Confirmed')
                    union all select 'E03' where e.kind = 'Direct' and not exists (select from portal.goal_steps g where g.entry_id = e.id)
                    union all select 'G01' where exists (select from portal.grant_pauses p join portal.assignments a on a.grant_id = p.grant_id where a.id = e.assignment_id and e.local_date between p.from_on and p.to_on)) found
                    where not exists (select from portal.time_entries l where l.supersedes_id = e.id)), '-'),
                coalesce((select string_agg(c, '|' order by c collate "C") from unnest(e.shadow_rules) c), '-'), coalesce(e.late_days, 14))
            from entries e where e.assignment_id in (select id from billed)
            """;
        const string lines = facts + """
            select concat_ws(E'\t', 'line', l.id, coalesce(l.assignment_id::text, '-'), l.issued_on, l.line_no, l.from_on, l.to_on, l.minutes, (l.rate * 100)::bigint, (l.amount * 100)::bigint,
                coalesce((l.price_ceiling * 100)::bigint::text, '-'),
                case when l.entry_ref = '' then '-' when exists (select from portal.time_entries e where e.id = l.entry_id and e.assignment_id in (select id from billed)) then l.entry_id::text else '?' end,
                coalesce(nullif(array_to_string(l.missing, '|'), ''), '-'), coalesce((select string_agg(c, '|' order by c collate "C") from unnest(l.shadow_rules) c), '-'), replace(normalize(l.number), '\', '\\'))
            from lines l
            """;
        const string approved = facts + """
            select concat_ws(E'\t', 'approved', m.line_id, m.entry_id, sum(m.minutes))
            from portal.approved_minutes m where m.line_id in (select id from lines) group by m.line_id, m.entry_id
            """;
        var rows = new List<string>
        {
            "mentormarket-check-facts 3",
            (string)(await database.ScalarAsync(
                "select concat_ws(E'\\t', 'invoice', c.invoice_id, c.rules_version, c.settings_version) from portal.checks c join portal.invoices i on i.check_id = c.id where i.id = $1",
                invoice))!,
        };
        await using var connection = await database.OpenAsync("mm_migrator");
        foreach (var sql in new[] { grants, entries, lines, approved })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = invoice });
            await using var reader = await command.ExecuteReaderAsync();
            var ofAKind = new List<string>();
            while (await reader.ReadAsync()) ofAKind.Add(reader.GetString(0));
            rows.AddRange(ofAKind.Order(StringComparer.Ordinal));
        }
        return string.Concat(rows.Select(row => row + "\n"));
    }
}
