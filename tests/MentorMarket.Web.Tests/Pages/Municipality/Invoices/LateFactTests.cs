using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Pages.Municipality.Grants.Support;
using MentorMarket.Web.Pages.Municipality.Invoices;
using ApproveInvoice = MentorMarket.Web.Pages.Municipality.Invoices.ApproveModel;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>
/// What becomes known after an invoice was approved and closed is found on it all the same, without anybody asking for it.
/// </summary>
public sealed class LateFactTests(Cluster cluster)
{
    private const string TooMuch =
        "select v.paid_too_much from portal.line_verdicts v join portal.invoices i on i.check_id = v.check_id where i.id = $1";
    private const string Waiting = "select count(*) from portal.jobs where subject_id = $1 and done_at is null";
    private const string Checks = "select count(*) from portal.checks where invoice_id = $1";

    private static async Task<Guid> NewestAsync(TestDatabase database, Guid invoice) =>
        (Guid)(await database.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;

    private static async Task<RuleViolation?> ApproveAsync(PortalApp app, Agreed agreed, Guid invoice) =>
        await Record.ExceptionAsync(async () =>
            await app.SendAsync(agreed.Municipality.As(Role.Finance),
            new ApproveInvoice.Command(invoice, await NewestAsync(app.Database, invoice), ""))) as RuleViolation;

    /// <summary>An hour on Monday, approved in full.</summary>
    private static async Task<(Agreed Agreed, Guid Entry, Guid Invoice)> ClosedAsync(PortalApp app,
        decimal hoursPerWeek = 4)
    {
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek, 400);
        var entry = await agreed.DeliverAsync(1, 60);
        var invoice = await agreed.BillAsync("S-1", agreed.Line(60, 400, entry: entry, from: 1, to: 1));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        await agreed.WorkAsync();
        Assert.Equal("Approved", await app.ScalarAsync("select status from portal.invoices where id = $1", invoice));
        return (agreed, entry, invoice);
    }

    [Fact]
    public async Task A_pause_recorded_later_is_found_on_a_closed_invoice_and_gone_again_with_the_pause()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, _, invoice) = await ClosedAsync(app);
        var caseworker = agreed.Municipality.As(Role.Caseworker);

        await app.SendAsync(caseworker, new PauseModel.Command(agreed.Grant, agreed.Monday, agreed.Monday.AddDays(6), "Indlagt",
            "Formålet er det samme"));
        await agreed.WorkAsync();
        Assert.Equal(400m, await app.ScalarAsync(TooMuch, invoice));

        var pause = (Guid)(await app.ScalarAsync("select id from portal.grant_pauses where grant_id = $1", agreed.Grant))!;
        await app.SendAsync(caseworker, new PauseModel.Resume(agreed.Grant, pause, agreed.Monday, "Udskrevet"));
        await agreed.WorkAsync();
        Assert.Equal(0m, await app.ScalarAsync(TooMuch, invoice));
    }

    [Fact]
    public async Task An_earlier_end_recorded_later_is_found_on_a_closed_invoice()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, _, invoice) = await ClosedAsync(app);

        await app.ScalarAsync("update portal.assignments set ended_on = $2 where id = $1", agreed.Assignment, agreed.Monday);
        await agreed.WorkAsync();

        Assert.Equal(400m, await app.ScalarAsync(TooMuch, invoice));
    }

    [Fact]
    public async Task Settings_recorded_later_are_found_on_every_invoice_of_their_days_and_on_no_earlier_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, _, invoice) = await ClosedAsync(app);

        await agreed.CeilingAsync(agreed.Monday.AddDays(2), 300);
        Assert.Equal(0L, await app.ScalarAsync(Waiting, invoice));
        await agreed.CeilingAsync(agreed.Monday, 300);
        await agreed.WorkAsync();

        Assert.Equal(["300.00 0.00 100.00 P02"], await agreed.VerdictsAsync(invoice));
    }

    /// <summary>
    /// The day that stands on a line is before the settings' first; the delivery that it names, or another that its minutes are shared
    /// with, is not.
    /// </summary>
    [Fact]
    public async Task Settings_recorded_later_are_found_on_what_names_or_shares_a_delivery_of_their_days()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var delivered = await agreed.DeliverAsync(2, 60);
        var naming = await agreed.BillAsync("S-1", agreed.Line(60, 400, entry: delivered, from: 0, to: 0));
        var sharing = await agreed.BillAsync("S-2", agreed.Line(60, 400, entry: await agreed.DeliverAsync(0, 60), from: 0, to: 0));
        var another = await Agreed.CreateAsync(app, 4, 400, number: "MF-FOR-SIG");
        var apart = await another.BillAsync("S-3", another.Line(60, 400, entry: await another.DeliverAsync(1, 60), from: 0, to: 1));
        await agreed.WorkAsync();

        await agreed.CeilingAsync(agreed.Monday.AddDays(2), 300);

        Assert.Equal([1L, 1L, 0L], new[] { await app.ScalarAsync(Waiting, naming), await app.ScalarAsync(Waiting, sharing),
            await app.ScalarAsync(Waiting, apart) });
        await agreed.WorkAsync();
        Assert.Equal(["300.00 0.00 100.00 P02"], await agreed.VerdictsAsync(naming));
    }

    [Fact]
    public async Task What_a_confirmed_correction_pushes_out_of_a_full_week_is_found_on_the_invoice_that_is_closed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, _, tuesday) = await ClosedAsync(app, hoursPerWeek: 1);
        var next = await agreed.DeliverAsync(7, 60);
        var monday = await agreed.BillAsync("S-2", agreed.Line(60, 400, entry: next, from: 7, to: 7));
        Assert.Null(await ApproveAsync(app, agreed, monday));
        async Task<decimal> InAllAsync() => (decimal)(await app.ScalarAsync(TooMuch, tuesday))!
            + (decimal)(await app.ScalarAsync(TooMuch, monday))!;

        // It was on Monday of the week that is full already.
        var corrected = await agreed.DeliverAsync(0, 60, confirmed: false, corrects: next);
        await agreed.RecheckAsync(corrected);
        Assert.Equal(400m, await InAllAsync());

        await agreed.AnswerAsync(corrected);
        await agreed.RecheckAsync(corrected);
        Assert.Equal(400m, await InAllAsync());
    }

    [Fact]
    public async Task A_closed_invoice_keeps_its_check_while_nothing_about_it_changes()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, _, invoice) = await ClosedAsync(app);
        // Its own approval is a fact that the first check was made without.
        await agreed.CheckAsync(invoice);
        var before = await app.ScalarAsync(Checks, invoice);

        for (var day = 7; day < 10; day++) await agreed.RecheckAsync(await agreed.DeliverAsync(day, 30));

        Assert.Equal(before, await app.ScalarAsync(Checks, invoice));
    }

    [Fact]
    public async Task Nothing_is_approved_before_the_clerk_has_seen_what_is_paid_too_much_by_now()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var (paid, silent) = (await agreed.DeliverAsync(0, 60), await agreed.DeliverAsync(1, 60, confirmed: false));
        var invoice = await agreed.BillAsync("S-3", agreed.Line(60, 400, entry: paid, to: 0),
            agreed.Line(60, 400, entry: silent, from: 1, to: 1));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        await agreed.AnswerAsync(silent);
        await agreed.RecheckAsync(silent);
        await app.SendAsync(agreed.Municipality.As(Role.Caseworker),
            new PauseModel.Command(agreed.Grant, agreed.Monday, agreed.Monday, "Indlagt", "Formålet er det samme"));

        Assert.Equal(Rule.InvoiceHasChanged, (await ApproveAsync(app, agreed, invoice))?.Rule);
        await agreed.WorkAsync();
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        Assert.Equal(800m, await app.ScalarAsync("select sum(amount) from portal.approvals where invoice_id = $1", invoice));
    }

    [Fact]
    public async Task An_invoice_that_cannot_be_checked_keeps_no_other_of_the_assignment_waiting()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (agreed, entry, first) = await ClosedAsync(app);
        var second = await agreed.BillAsync("S-4", agreed.Line(30, 400, from: 8, to: 8));

        await app.SendAsync(agreed.Checker, new Web.Invoices.RecheckEntry(entry));

        Assert.Equal($"{string.Join(", ", new[] { first, second }.Order())}", await app.ScalarAsync(
            "select string_agg(distinct subject_id::text, ', ' order by subject_id::text) from portal.jobs where kind = 'CheckInvoice' and done_at is null and subject_id = any ($1)",
                new[] { first, second }));
    }

    [Fact]
    public async Task What_was_returned_is_in_no_sum_and_in_every_list()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var entry = await agreed.DeliverAsync(0, 60);
        var wrong = await agreed.BillAsync("S-5", agreed.Line(60, 400, entry: entry, to: 0));
        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ReturnModel.Command(wrong, "Forkert reference"));
        var right = await agreed.BillAsync("S-5", agreed.Line(60, 400, entry: entry, to: 0));
        Assert.Null(await ApproveAsync(app, agreed, right));

        using var finance = await app.LogInAsync(world.Gribskov[Role.Finance]);
        using var auditor = await app.LogInAsync(world.Revision[Role.Auditor]);
        foreach (var (reader, list) in new[] { (finance, $"/{world.Gribskov.Slug}/municipality/invoices?q=S-5"), (
            auditor, $"/{world.Revision.Slug}/auditor/invoices?q=S-5") })
        {
            var sums = (await reader.PageAsync(list)).QuerySelectorAll(".mm-account-sum td[data-title]")
                .ToDictionary(c => c.GetAttribute("data-title")!, c => c.TextContent.Trim());
            Assert.Equal(("400,00", "400,00", "400,00"), (sums["Beløb"], sums["Kan betales"], sums["Godkendt"]));
            Assert.Contains("2 fakturaer", sums["Fakturaer"]);
            Assert.Contains("1 er sendt retur og regnes ikke med", sums["Fakturaer"]);
        }
        var file = await auditor.GetStringAsync($"/{world.Revision.Slug}/auditor/invoices/export?q=S-5",
            TestContext.Current.CancellationToken);
        Assert.Equal(["Godkendt", "Sendt retur"], file.Split('\n').Where(row => row.Contains("S-5", StringComparison.Ordinal))
            .Select(row => row.Split(';')[3]).Order());
        var overview = (await auditor.PageAsync($"/{world.Revision.Slug}/auditor")).QuerySelector("main")!.TextContent;
        Assert.Contains("1 er sendt retur og regnes ikke med", overview);
    }

    [Fact]
    public async Task The_ceiling_of_a_day_is_the_same_in_the_grant_and_in_the_check_also_when_settings_are_recorded_for_days_long_gone()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.CeilingAsync(agreed.Monday.AddDays(-10), 300);
        await agreed.CeilingAsync(agreed.Monday.AddDays(-200), 360);
        var invoice = await agreed.BillAsync("S-6", agreed.Line(60, 400, entry: await agreed.DeliverAsync(0, 60), to: 0));

        Assert.Equal(["360.00 0.00 40.00 P02"], await agreed.VerdictsAsync(invoice));
        Assert.Equal(360m, (await app.SendAsync(agreed.Municipality.As(Role.Caseworker),
            new GrantFormView.Query(GrantKind.New, agreed.Citizen))).PriceCeiling);
    }
}
