using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using MentorMarket.Web.Tests.Provider;
using Npgsql;
using Xunit;
using SubmitInvoice = MentorMarket.Web.Pages.Provider.Invoices.SubmitInvoice;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>What a check read has one hash, on any machine, in any culture; and whoever has the facts can work it out.</summary>
public sealed class FactsHashTests(Cluster cluster)
{
    private const string Checks = "select count(*) from portal.checks where invoice_id = $1";

    [Fact]
    public async Task The_first_check_that_is_asked_for_by_hand_is_no_second_one()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var (invoice, _) = await app.SendAsync(agreed.Provider.As(Role.Coordinator), new SubmitInvoice(
            agreed.Municipality.Id, "H-2", agreed.Monday.AddDays(14), agreed.Monday, agreed.Monday.AddDays(13), "", "", [agreed.Line(60, 400)]));
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
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, 4, 400.50m, ceiling: 390.25m);
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

        Assert.Equal(1L, await database.ScalarAsync(Checks, invoice));
    }

    [Fact]
    public async Task Approving_is_a_new_fact_once()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("H-2", agreed.Line(60, 400));
        var check = (Guid)(await database.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, check, ""));

        for (var i = 0; i < 3; i++) await agreed.CheckAsync(invoice);

        Assert.Equal(2L, await database.ScalarAsync(Checks, invoice));
        Assert.Equal(["400.00 0.00 0.00"], await agreed.VerdictsAsync(invoice));
    }

    /// <summary>Written down from the tables as docs/ledger.md says, with nothing of the portal's own.</summary>
    [Fact]
    public async Task A_stranger_works_out_the_same_hash_from_the_tables()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var agreed = await Agreed.CreateAsync(app, database, 4, 400.50m, ceiling: 390.25m);
        await agreed.ShadowAsync("G02", "E01");
        var first = await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 61, confirmed: false);
        await agreed.DeliverAsync(0, 45, corrects: first);
        await agreed.BillAsync("H-\u00e6\\3", 10, agreed.Line(30, 400));
        var invoice = await agreed.BillAsync("H-\U0001F600 4", agreed.Line(121, 400.50m), agreed.Line(45, 400, entry: first));
        var check = (Guid)(await database.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, check, ""));
        await agreed.CheckAsync(invoice);

        var text = await TextAsync(database, agreed, invoice);

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            await database.ScalarAsync("select encode(c.inputs_hash, 'hex') from portal.checks c join portal.invoices i on i.check_id = c.id where i.id = $1", invoice));
    }

    // Of a simple world: one assignment, no pauses, no overlaps, whole agreement in force, steps on every goal, two rules in shadow mode.
    private static async Task<string> TextAsync(TestDatabase database, Agreed agreed, Guid invoice)
    {
        const string grants = """
            select concat_ws(E'\t', 'grant', g.assignment_id, g.citizen_id, g.valid_from, g.valid_to, round(g.hours_per_week * 60)::int, coalesce(round(g.total_hours * 60)::int::text, '-'),
                (g.rate * 100)::bigint, coalesce((g.price_ceiling * 100)::bigint::text, '-'), 'in-force', (select string_agg(m.mentor_id::text, ',' order by m.mentor_id::text) from portal.agreement_mentors m where m.agreement_id = g.id))
            from portal.agreements g where g.assignment_id = $1
            """;
        const string utc = "YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"";
        const string entries = $"""
            select concat_ws(E'\t', 'entry', e.id, e.assignment_id, e.mentor_id, to_char(e.starts_at at time zone 'UTC', '{utc}'), to_char(e.ends_at at time zone 'UTC', '{utc}'), to_char(e.registered_at at time zone 'UTC', '{utc}'),
                e.local_date, e.kind, coalesce((select c.answer from portal.confirmations c where c.entry_id = e.id order by c.recorded_at desc limit 1), 'None'), coalesce(e.supersedes_id::text, '-'), '-', 'E01|G02')
            from portal.time_entries e where e.assignment_id = $1
            """;
        const string lines = """
            select concat_ws(E'\t', 'line', l.id, l.assignment_id, i.issued_on, l.line_no, l.from_on, l.to_on, l.minutes, (l.rate * 100)::bigint, (l.amount * 100)::bigint, '-', coalesce(l.entry_id::text, '-'), '-', 'E01|G02',
                replace(normalize(i.number), '\', '\\'))
            from portal.invoice_lines l join portal.invoices i on i.id = l.invoice_id where l.assignment_id = $1
            """;
        const string approved = """
            select concat_ws(E'\t', 'approved', m.line_id, m.entry_id, sum(m.minutes))
            from portal.approved_minutes m join portal.invoice_lines l on l.id = m.line_id where l.assignment_id = $1 group by m.line_id, m.entry_id
            """;
        var rows = new List<string>
        {
            "mentormarket-check-facts 1",
            (string)(await database.ScalarAsync("select concat_ws(E'\\t', 'invoice', c.invoice_id, c.rules_version, c.settings_version) from portal.checks c join portal.invoices i on i.check_id = c.id where i.id = $1", invoice))!,
        };
        await using var connection = await database.OpenAsync("mm_migrator");
        foreach (var sql in new[] { grants, entries, lines, approved })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = agreed.Assignment });
            await using var reader = await command.ExecuteReaderAsync();
            var ofAKind = new List<string>();
            while (await reader.ReadAsync()) ofAKind.Add(reader.GetString(0));
            rows.AddRange(ofAKind.Order(StringComparer.Ordinal));
        }
        return string.Concat(rows.Select(row => row + "\n"));
    }
}
