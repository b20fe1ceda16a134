using System.Data;
using System.Globalization;
using MentorMarket.Domain.Delivery;
using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Pages.Provider.Entries;
using Rule = MentorMarket.Domain.Rule;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>What the laws of the ledger forbid is refused by the database, whoever asks for it and in whatever order.</summary>
public sealed class LedgerLawTests(Cluster cluster)
{
    private const string Refused = "23514";

    /// <summary>An invoice of 300 minutes at 400: one hour payable, one held, the rest rejected. Nothing is approved yet.</summary>
    private sealed record Case(PortalApp App, TestDatabase Database, Agreed Agreed, Guid Paid, Guid Silent, Guid Invoice)
    {
        public async Task<Guid> CheckAsync() =>
            (Guid)(await Database.ScalarAsync("select check_id from portal.invoices where id = $1", Invoice))!;

        public async Task<Guid> LineAsync() =>
            (Guid)(await Database.ScalarAsync("select id from portal.invoice_lines where invoice_id = $1", Invoice))!;

        public async Task<Guid> ApproveAsync() =>
            await App.SendAsync(Agreed.Municipality.As(Role.Finance), new ApproveModel.Command(Invoice, await CheckAsync(), ""));

        /// <summary>A statement as a login of the database itself, in the name of somebody of the organisation.</summary>
        public Task<string?> AsAsync(string login, World.Party party, Role role, string sql, params object[] values) =>
            AsAsync(IsolationLevel.ReadCommitted, login, party, role, sql, values);

        public async Task<string?> AsAsync(IsolationLevel level, string login, World.Party party, Role role, string sql,
            params object[] values)
        {
            await using var connection = await Database.OpenAsync(login);
            await using var transaction = await connection.BeginTransactionAsync(level);
            await SetAsync(connection, party, role);
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            try
            {
                await command.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
                return null;
            }
            catch (PostgresException refused)
            {
                return refused.SqlState;
            }
        }
    }

    private static async Task SetAsync(NpgsqlConnection connection, World.Party party, Role role)
    {
        await using var who = new NpgsqlCommand("select set_config('app.tenant', $1, true), set_config('app.person', $2, true)",
            connection);
        who.Parameters.Add(new() { Value = party.Id.ToString() });
        who.Parameters.Add(new() { Value = party[role].ToString() });
        await who.ExecuteNonQueryAsync();
    }

    private static async Task<Case> CaseAsync(PortalApp app, string number = "MF-PROEVE-1",
        string invoice = "LAW-1", string at = "09:00")
    {
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 5, rate: 400, number: number);
        var paid = await agreed.DeliverAsync(0, 60, at: at);
        var silent = await agreed.DeliverAsync(1, 60, confirmed: false, at: at);
        return new(app, app.Database, agreed, paid, silent, await agreed.BillAsync(invoice, agreed.Line(300, 400)));
    }

    private const string AddApproval = """
        insert into portal.approvals (id, invoice_id, check_id, municipality_id, provider_id, amount, approved_by, approved_by_name, approved_at)
        select gen_random_uuid(), i.id, $2, i.municipality_id, i.provider_id, $3, portal.person(), 'X', now() from portal.invoices i where i.id = $1
        """;

    // The amount with the minutes that its check pays for and no earlier approval has used up.
    private const string AddWithMinutes = """
        with a as (
            insert into portal.approvals (id, invoice_id, check_id, municipality_id, provider_id, amount, approved_by, approved_by_name, approved_at)
            select gen_random_uuid(), i.id, $2, i.municipality_id, i.provider_id, $3, portal.person(), 'X', now() from portal.invoices i where i.id = $1 returning *)
        insert into portal.approved_minutes (approval_id, line_id, entry_id, municipality_id, provider_id, minutes)
        select a.id, m.line_id, m.entry_id, a.municipality_id, a.provider_id, m.minutes - used.minutes
        from a join portal.line_matches m on m.check_id = a.check_id and not m.is_held
        cross join lateral (select coalesce(sum(u.minutes), 0) as minutes from portal.approved_minutes u where u.line_id = m.line_id and u.entry_id = m.entry_id) used
        where m.minutes > used.minutes
        """;

    private const string AddMinutes = """
        insert into portal.approved_minutes (approval_id, line_id, entry_id, municipality_id, provider_id, minutes)
        select a.id, $2, $3, a.municipality_id, a.provider_id, $4 from portal.approvals a where a.id = $1
        """;

    [Fact]
    public async Task More_than_the_newest_check_found_payable_is_not_approved_by_direct_statement()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var (municipality, first) = (c.Agreed.Municipality, await c.CheckAsync());
        Task<string?> Approve(Guid check, decimal amount) => c.AsAsync("mm_municipality", municipality, Role.Finance, AddWithMinutes,
            c.Invoice, check, amount);

        Assert.Equal(Refused, await Approve(first, 400.01m));
        Assert.Null(await Approve(first, 150m));
        Assert.Equal(Refused, await Approve(first, 250.01m));
        await c.Agreed.AnswerAsync(c.Silent);
        await c.Agreed.CheckAsync(c.Invoice);
        Assert.Equal(Refused, await Approve(first, 1m));
        Assert.Equal(Refused, await Approve(app.World.Live.Check, 1m));
        Assert.Null(await Approve(await c.CheckAsync(), 650m));
        Assert.Equal(Refused, await Approve(await c.CheckAsync(), 0.01m));
        Assert.Equal(Refused, await c.AsAsync("mm_municipality", municipality, Role.Finance,
            "update portal.invoices set status = 'Returned' where id = $1", c.Invoice));
        Assert.Equal("42501", await c.AsAsync("mm_provider", c.Agreed.Provider, Role.Coordinator, AddApproval, c.Invoice,
            await c.CheckAsync(), 0m));
        Assert.Equal("42501", await c.AsAsync("mm_checker", municipality, Role.Finance, AddApproval, c.Invoice, await c.CheckAsync(), 0m));
    }

    [Fact]
    public async Task Money_that_uses_up_no_minutes_is_not_approved_by_direct_statement()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var check = await c.CheckAsync();
        Task<string?> Approve(string sql, decimal amount) => c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, sql,
            c.Invoice, check, amount);

        Assert.Equal(Refused, await Approve(AddApproval, 400m));
        Assert.Equal(Refused, await Approve(AddApproval, 0.01m));
        Assert.Equal(Refused, await Approve(AddWithMinutes.Replace("m.minutes - used.minutes", "m.minutes - used.minutes - 1",
            StringComparison.Ordinal), 400m));
        Assert.Null(await Approve(AddWithMinutes, 100m));
        // The minutes are used up, whoever names them: corrected since, they are still those of the same delivery.
        await c.Agreed.DeliverAsync(0, 60, corrects: c.Paid);
        await c.Agreed.CheckAsync(c.Invoice);
        check = await c.CheckAsync();
        Assert.Null(await Approve(AddApproval, 300m));
        Assert.Equal(400m, await app.ScalarAsync("select sum(amount) from portal.approvals where invoice_id = $1", c.Invoice));
    }

    [Fact]
    public async Task An_old_snapshot_returns_no_invoice_and_stores_no_check()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var check = await c.CheckAsync();
        const string returnIt = "update portal.invoices set status = 'Returned' where id = $1";
        const string checkIt = """
            insert into portal.checks (id, invoice_id, municipality_id, provider_id, as_known_at, run_at, rules_version, settings_version, inputs_hash, amount, payable, held, rejected)
            select gen_random_uuid(), invoice_id, municipality_id, provider_id, as_known_at, run_at, rules_version, settings_version, inputs_hash, amount, payable, held, rejected
            from portal.checks where id = $1
            """;
        foreach (var level in new[] { IsolationLevel.RepeatableRead, IsolationLevel.Serializable })
        {
            Assert.Equal(Refused, await c.AsAsync(level, "mm_municipality", c.Agreed.Municipality, Role.Finance, returnIt, c.Invoice));
            Assert.Equal(Refused, await c.AsAsync(level, "mm_checker", c.Agreed.Municipality, Role.Finance, checkIt, check));
            Assert.Equal(Refused, await c.AsAsync(level, "mm_municipality", c.Agreed.Municipality, Role.Finance, AddWithMinutes, c.Invoice,
                check, 100m));
        }
        Assert.Null(await c.AsAsync("mm_checker", c.Agreed.Municipality, Role.Finance, checkIt, check));
        Assert.Null(await c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, returnIt, c.Invoice));
    }

    [Fact]
    public async Task No_delivery_is_approved_twice_by_direct_statement_under_whichever_id()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var approval = await c.ApproveAsync();
        var line = await c.LineAsync();
        var corrected = await c.Agreed.DeliverAsync(0, 60, corrects: c.Paid);
        var shorter = await c.Agreed.DeliverAsync(0, 30, corrects: corrected);
        Task<string?> Add(Guid entry, int minutes, Guid? on = null, Guid? of = null) =>
            c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, AddMinutes, of ?? approval, on ?? line, entry, minutes);

        Assert.Equal(60L, await app.ScalarAsync("select sum(minutes) from portal.approved_minutes where line_id = $1", line));
        Assert.Equal("23505", await Add(c.Paid, 1));
        Assert.Equal(Refused, await Add(corrected, 60));
        Assert.Equal(Refused, await Add(shorter, 1));
        Assert.Equal(Refused, await Add(c.Silent, 60));
        Assert.Equal(Refused, await Add(app.World.Live.Entry, 1));

        // On another invoice, that the same hours were billed on and that is payable by other hours.
        var other = await c.Agreed.DeliverAsync(3, 45);
        var second = c with { Invoice = await c.Agreed.BillAsync("LAW-2", 10, c.Agreed.Line(60, 400, entry: other)) };
        var (secondApproval, secondLine) = (await second.ApproveAsync(), await second.LineAsync());
        Assert.Equal(45L, await app.ScalarAsync("select sum(minutes) from portal.approved_minutes where line_id = $1", secondLine));
        Assert.Equal(Refused, await Add(shorter, 1, secondLine, secondApproval));
        Assert.Equal(Refused, await Add(other, 1, secondLine, approval));
    }

    [Fact]
    public async Task A_check_that_does_not_account_for_every_ore_is_not_stored_by_direct_statement()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var line = await c.LineAsync();
        const string addCheck = """
            insert into portal.checks (id, invoice_id, municipality_id, provider_id, as_known_at, run_at, rules_version, settings_version, inputs_hash, amount, payable, held, rejected)
            select $2, i.id, i.municipality_id, i.provider_id, now(), now(), 'r', 's', '\x00', $3, $4, 0, $5 from portal.invoices i where i.id = $1
            """;
        const string addVerdict = """
            insert into portal.line_verdicts (check_id, line_id, municipality_id, provider_id, amount, payable, held, rejected, payable_minutes, held_minutes, pay_rate, codes)
            select $1, l.id, l.municipality_id, l.provider_id, $3, $4, 0, $5, $6, 0, 400, '{}' from portal.invoice_lines l where l.id = $2
            """;
        Task<string?> Check(Guid id, decimal amount, decimal payable, decimal rejected) =>
            c.AsAsync("mm_checker", c.Agreed.Municipality, Role.Finance, addCheck, c.Invoice, id, amount, payable, rejected);
        Task<string?> Verdict(Guid check, decimal amount, decimal payable, decimal rejected, int minutes) =>
            c.AsAsync("mm_checker", c.Agreed.Municipality, Role.Finance, addVerdict, check, line, amount, payable, rejected, minutes);
        var own = Guid.CreateVersion7();

        Assert.Equal(Refused, await Check(Guid.CreateVersion7(), 2000m, 1999m, 0m));
        Assert.Equal(Refused, await Check(Guid.CreateVersion7(), 2000m, 2001m, -1m));
        Assert.Equal(Refused, await Check(Guid.CreateVersion7(), 3000m, 3000m, 0m));
        Assert.Null(await Check(own, 2000m, 1000m, 1000m));
        Assert.Equal(Refused, await Verdict(own, 2000m, 1000m, 999m, 100));
        Assert.Equal(Refused, await Verdict(own, 2500m, 1000m, 1500m, 100));
        Assert.Equal(Refused, await Verdict(own, 2000m, 1500m, 500m, 100));
        Assert.Equal(Refused, await Verdict(own, 2000m, 1000m, 1000m, 301));
        Assert.Equal(Refused, await Verdict(app.World.Live.Check, 2000m, 1000m, 1000m, 100));

        // A check without its lines is approved by nobody, though it is the newest.
        Assert.Equal(Refused, await c.AsAsync("mm_checker", c.Agreed.Municipality, Role.Finance,
            "update portal.invoices set check_id = $2 where id = $1", c.Invoice, app.World.Live.Check));
        Assert.Null(await c.AsAsync("mm_checker", c.Agreed.Municipality, Role.Finance,
            "update portal.invoices set check_id = $2 where id = $1", c.Invoice, own));
        Assert.Equal(Refused, await c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, AddApproval, c.Invoice, own, 1m));
    }

    [Fact]
    public async Task Approvals_sent_at_once_by_direct_statement_come_to_no_more_than_is_payable()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var check = await c.CheckAsync();

        Assert.Null(await c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, AddWithMinutes, c.Invoice, check, 100m));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            c.AsAsync("mm_municipality", c.Agreed.Municipality, Role.Finance, AddApproval, c.Invoice, check, 150m)));
        var old = await c.AsAsync(IsolationLevel.RepeatableRead, "mm_municipality", c.Agreed.Municipality, Role.Finance, AddApproval,
            c.Invoice, check, 1m);

        Assert.Equal(2, answers.Count(a => a is null));
        Assert.All(answers.Where(a => a is not null), a => Assert.Equal(Refused, a));
        Assert.Equal(Refused, old);
        Assert.Equal(400m, await app.ScalarAsync("select sum(amount) from portal.approvals where invoice_id = $1", c.Invoice));
    }

    [Fact]
    public async Task An_approval_waits_for_a_correction_that_is_on_its_way()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        await using var mentor = await app.Database.OpenAsync("mm_provider");
        await using var transaction = await mentor.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await SetAsync(mentor, c.Agreed.Provider, Role.Mentor);
        await using (var correct = new NpgsqlCommand("""
            insert into portal.time_entries (id, municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, ends_at, minutes, local_date, iso_week, kind, place, registered_by, registered_at, supersedes_id, correction)
            select gen_random_uuid(), municipality_id, provider_id, assignment_id, mentor_id, mentor_name, starts_at, starts_at + interval '5 minutes', 5, local_date, iso_week, kind, place, portal.person(), now(), id, 'WrongTime'
            from portal.time_entries where id = $1
            """, mentor))
        {
            correct.Parameters.Add(new() { Value = c.Paid });
            Assert.Equal(1, await correct.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var approving = Record.ExceptionAsync(c.ApproveAsync).AsTask();
        while (!approving.IsCompleted
            && !(bool)(await app.ScalarAsync("select exists (select from pg_locks where locktype = 'advisory' and not granted)"))!)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(approving.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Rule.InvoiceHasChanged, Assert.IsType<RuleViolation>(await approving).Rule);
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.approvals where invoice_id = $1", c.Invoice));
    }

    [Fact]
    public async Task A_correction_that_waited_for_a_check_is_younger_than_what_the_check_knew()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        var start = new DateTimeOffset((DateTime)(await app.ScalarAsync("select starts_at from portal.time_entries where id = $1",
            c.Paid))!, TimeSpan.Zero);
        await using var checking = await app.Database.OpenAsync("mm_checker");
        await using var transaction = await checking.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await SetAsync(checking, c.Agreed.Municipality, Role.Finance);
        await using (var hold = new NpgsqlCommand("select portal.lock_facts_of_invoice($1)",
            checking)
        { Parameters = { new() { Value = c.Invoice } } })
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var correcting = app.SendAsync(c.Agreed.Provider.As(Role.Mentor),
            new CorrectModel.Command(c.Paid, start, start.AddMinutes(45), EntryKind.Direct, PlaceType.Home, "", [],
            CorrectionCode.WrongTime, "Kortere"));
        while (!correcting.IsCompleted
            && !(bool)(await app.ScalarAsync("select exists (select from pg_locks where locktype = 'advisory' and not granted)"))!)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var knownAt = TimeProvider.System.GetUtcNow();
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        var corrected = (await correcting).Entry;

        Assert.True((DateTime)(await app.ScalarAsync("select registered_at from portal.time_entries where id = $1",
            corrected))! >= knownAt.UtcDateTime.AddTicks(-10));
    }

    [Fact]
    public async Task Two_clerks_a_correction_and_an_answer_in_the_same_instant_give_one_of_their_orders()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var orders = new HashSet<string>();
        for (var round = 0; round < 8; round++)
        {
            var c = await CaseAsync(app, $"MF-LAW-{round}", $"LAW-R{round}", at: $"{8 + round:00}:00");
            var start = new DateTimeOffset((DateTime)(await app.ScalarAsync("select starts_at from portal.time_entries where id = $1",
                c.Paid))!, TimeSpan.Zero);
            var correct = new CorrectModel.Command(c.Paid, start, start.AddMinutes(45), EntryKind.Direct, PlaceType.Home, "", [],
                CorrectionCode.WrongTime, "Kortere");

            var clerks = new[] { Record.ExceptionAsync(c.ApproveAsync).AsTask(), Record.ExceptionAsync(c.ApproveAsync).AsTask() };
            var others = new Task[] { app.SendAsync(c.Agreed.Provider.As(Role.Mentor), correct), c.Agreed.AnswerAsync(c.Silent) };
            await Task.WhenAll([.. clerks, .. others]);
            await c.Agreed.CheckAsync(c.Invoice);

            var refused = (await Task.WhenAll(clerks)).OfType<RuleViolation>().Select(r => r.Rule).ToList();
            var paid = (decimal)(await app.ScalarAsync("select coalesce(sum(amount), 0) from portal.approvals where invoice_id = $1",
                c.Invoice))!;
            var verdict = Assert.Single(await c.Agreed.VerdictsAsync(c.Invoice));
            // Either the hour was approved before it was corrected, and both hours are payable; or what is left of it waits.
            Assert.Contains((paid, verdict.Split(' ')[0], verdict.Split(' ')[1]),
                new[] { (400m, "800.00", "0.00"), (0m, "400.00", "300.00") });
            Assert.Equal(paid > 0 ? 1 : 2, refused.Count);
            Assert.All(refused, r => Assert.Contains(r, new[] { Rule.InvoiceHasChanged, Rule.NothingToApprove }));
            orders.Add(paid.ToString(CultureInfo.InvariantCulture));
        }

        Console.WriteLine($"Orders seen: {string.Join(", ", orders)}");
    }

    [Fact]
    public async Task What_was_paid_too_much_stands_with_its_amount_on_the_clerks_the_providers_and_the_auditors_page()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var c = await CaseAsync(app);
        await c.ApproveAsync();
        var corrected = await c.Agreed.DeliverAsync(0, 5, corrects: c.Paid);
        await c.Agreed.RecheckAsync(corrected);
        var world = app.World;

        Assert.Equal(366.67m, await app.ScalarAsync(
            "select v.paid_too_much from portal.line_verdicts v join portal.invoices i on i.check_id = v.check_id where i.id = $1",
            c.Invoice));
        foreach (var (person, path) in new[]
        {
            (c.Agreed.Municipality[Role.Finance], $"/{c.Agreed.Municipality.Slug}/municipality/invoices/details/{c.Invoice}"),
            (c.Agreed.Provider[Role.Coordinator], $"/{c.Agreed.Provider.Slug}/provider/invoices/details/{c.Invoice}"),
            (world.Revision[Role.Auditor], $"/{world.Revision.Slug}/auditor/invoices/details/{c.Invoice}"),
        })
        {
            using var browser = await app.LogInAsync(person);
            var text = (await browser.PageAsync(path)).QuerySelector("main")!.TextContent;
            Assert.Contains("Betalt for meget: 366,67", text);
            Assert.Contains("55 min.", text);
            Assert.Contains("kreditnota", text);
        }
    }
}
