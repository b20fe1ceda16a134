using System.Globalization;
using MentorMarket.Web.Pages.Municipality.Invoices;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>No øre is approved twice, and none that the newest facts do not carry.</summary>
public sealed class ApprovalTests(Cluster cluster)
{
    private const string Paid = "select coalesce(sum(amount), 0) from portal.approvals where invoice_id = $1";

    private const string DueChecks =
        "select count(*) from portal.jobs where kind = 'CheckInvoice' and subject_id = $1 and done_at is null and run_after <= now()";

    private static async Task<Guid> NewestAsync(TestDatabase database, Guid invoice) =>
        (Guid)(await database.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;

    private static async Task<Rule?> ApproveAsync(PortalApp app, Agreed agreed, Guid invoice, Guid? shown = null)
    {
        try
        {
            await app.SendAsync(agreed.Municipality.As(Role.Finance),
                new ApproveModel.Command(invoice, shown ?? await NewestAsync(app.Database, invoice), ""));
            return null;
        }
        catch (RuleViolation violation)
        {
            return violation.Rule;
        }
    }

    [Fact]
    public async Task The_same_form_sent_eight_times_at_once_approves_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("A-1", agreed.Line(60, 400));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var path = $"/{agreed.Municipality.Slug}/municipality/invoices/approve/{invoice}";
        var page = await finance.PageAsync(path);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => finance.SendAsync(path, page.Filled("input[name=ShownCheck]"))));

        Assert.Single(answers.Select(a => a.Location).Distinct());
        Assert.Contains("/receipt/", answers[0].Location, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(400m, await app.ScalarAsync(Paid, invoice));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.approvals where invoice_id = $1", invoice));
        Assert.Equal(1L, await app.Database.EventsAsync("InvoiceApproved", agreed.Municipality.Id, invoice));
        Assert.Contains("400,00", (await finance.PageAsync(answers[0].Location)).Body!.TextContent);
    }

    [Fact]
    public async Task Of_clerks_who_approve_at_once_one_does_and_the_others_are_told()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("A-2", agreed.Line(120, 400));
        var shown = await NewestAsync(app.Database, invoice);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApproveAsync(app, agreed, invoice, shown)));

        Assert.Single(answers, a => a is null);
        Assert.All(answers.Where(a => a is not null),
            a => Assert.Contains(a!.Value, new[] { Rule.InvoiceHasChanged, Rule.NothingToApprove }));
        Assert.Equal(400m, await app.ScalarAsync(Paid, invoice));
        Assert.Equal("PartlyApproved", await app.ScalarAsync("select status from portal.invoices where id = $1", invoice));
    }

    [Fact]
    public async Task What_was_held_is_paid_by_a_second_approval_once_the_citizen_confirms()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var silent = await agreed.DeliverAsync(1, 30, confirmed: false);
        var invoice = await agreed.BillAsync("A-3", agreed.Line(90, 400));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        Assert.Equal(Rule.NothingToApprove, await ApproveAsync(app, agreed, invoice));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);

        await agreed.AnswerAsync(silent);
        await agreed.RecheckAsync(silent);

        Assert.Contains("A-3", (await finance.PageAsync($"/{agreed.Municipality.Slug}/municipality"))
            .QuerySelector("#InvoicesWithMore")?.TextContent ?? "");
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        Assert.Equal(600m, await app.ScalarAsync(Paid, invoice));
        Assert.Equal(200m, await app.ScalarAsync(
            "select amount from portal.approvals where invoice_id = $1 order by approved_at desc limit 1", invoice));
        Assert.Equal(90L, await app.ScalarAsync(
            "select sum(minutes) from portal.approved_minutes m join portal.approvals a on a.id = m.approval_id where a.invoice_id = $1",
            invoice));
        Assert.Equal("Approved", await app.ScalarAsync("select status from portal.invoices where id = $1", invoice));
    }

    [Fact]
    public async Task A_held_part_that_is_rejected_in_the_end_lets_the_invoice_be_closed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var clean = await agreed.DeliverAsync(0, 60);
        var silent = await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("A-4", agreed.Line(60, 400, entry: clean), agreed.Line(60, 400, entry: silent));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        await agreed.DeliverAsync(1, 60, corrects: silent);
        await agreed.CheckAsync(invoice);
        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 D01"], await agreed.VerdictsAsync(invoice));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);

        var page = await finance.PageAsync($"/{agreed.Municipality.Slug}/municipality/invoices/details/{invoice}");
        Assert.NotNull(page.QuerySelector("a.button-primary[href*='approve' i]"));
        var path = $"/{agreed.Municipality.Slug}/municipality/invoices/approve/{invoice}";
        await finance.SendAsync(path, (await finance.PageAsync(path)).Filled("input[name=ShownCheck]"));

        Assert.Equal("Approved", await app.ScalarAsync("select status from portal.invoices where id = $1", invoice));
        Assert.Equal(400m, await app.ScalarAsync(Paid, invoice));
    }

    [Fact]
    public async Task An_invoice_of_which_less_is_payable_than_was_approved_can_be_closed_when_nothing_waits()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var clean = await agreed.DeliverAsync(0, 60);
        var silent = await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("A-9", agreed.Line(60, 400, entry: clean), agreed.Line(60, 400, entry: silent));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        await agreed.ShadowAsync();
        await app.ScalarAsync("""
            insert into portal.municipal_settings (id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, shadow_rules, recorded_at)
            values (gen_random_uuid(), $1, 8, $2, 300, false, '{}', now() - interval '20 days')
            """, agreed.Municipality.Id, agreed.Monday.AddDays(-20));
        await agreed.DeliverAsync(1, 0, corrects: silent);
        await agreed.CheckAsync(invoice);
        Assert.Equal(["300.00 0.00 100.00 P02", "0.00 0.00 400.00 D01|P02"], await agreed.VerdictsAsync(invoice));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var municipality = $"/{agreed.Municipality.Slug}/municipality";

        Assert.Contains("A-9", (await finance.PageAsync(municipality)).QuerySelector("#InvoicesWithMore")?.TextContent ?? "");
        Assert.NotNull((await finance.PageAsync($"{municipality}/invoices/details/{invoice}"))
            .QuerySelector("a.button-primary[href*='approve' i]"));
        var page = await finance.PageAsync($"{municipality}/invoices/approve/{invoice}");
        Assert.Contains("Fakturaen kan lukkes uden betaling", page.Body!.TextContent);
        await finance.SendAsync($"{municipality}/invoices/approve/{invoice}", page.Filled("input[name=ShownCheck]"));

        Assert.Equal("Approved", await app.ScalarAsync("select status from portal.invoices where id = $1", invoice));
        Assert.Equal(400m, await app.ScalarAsync(Paid, invoice));
        Assert.Equal(0m, await app.ScalarAsync(
            "select amount from portal.approvals where invoice_id = $1 order by approved_at desc limit 1", invoice));
        Assert.Equal("300.00 400", await app.ScalarAsync("""
            select concat_ws(' ', c.payable, (select sum(a.amount)::int from portal.approvals a where a.invoice_id = i.id)) from portal.invoices i join portal.checks c on c.id = i.check_id where i.id = $1
            """, invoice));
        Assert.DoesNotContain("A-9", (await finance.PageAsync(municipality)).QuerySelector("#InvoicesWithMore")?.TextContent ?? "");
    }

    [Fact]
    public async Task An_unchanged_check_is_not_stored_twice()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("A-5", agreed.Line(60, 400));

        await agreed.CheckAsync(invoice);
        await agreed.CheckAsync(invoice);

        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.checks where invoice_id = $1", invoice));
        Assert.Equal(1L, await app.Database.EventsAsync("InvoiceChecked", agreed.Municipality.Id, invoice));
    }

    [Fact]
    public async Task A_returned_invoice_frees_its_number_and_the_others_are_checked_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var entry = await agreed.DeliverAsync(0, 60);
        var first = await agreed.BillAsync("A-6", agreed.Line(60, 400, entry: entry));
        var second = await agreed.BillAsync("A-7", agreed.Line(60, 400, entry: entry));
        Assert.Equal(1L, await app.ScalarAsync(DueChecks, first));
        Assert.Equal(["0.00 0.00 400.00 U01"], await agreed.VerdictsAsync(second));

        await app.SendAsync(agreed.Municipality.As(Role.Finance), new ReturnModel.Command(first, "Forkert måned"));
        Assert.Equal(1L, await app.ScalarAsync(DueChecks, second));
        await agreed.CheckAsync(second);
        var again = await agreed.BillAsync("A-6", agreed.Line(60, 400, entry: entry));

        Assert.Equal(["400.00 0.00 0.00"], await agreed.VerdictsAsync(second));
        Assert.NotEqual(first, again);
        Assert.Equal(Rule.InvoiceHasChanged, await ApproveAsync(app, agreed, first));
    }

    [Fact]
    public async Task An_hour_billed_again_on_an_invoice_with_an_earlier_date_is_paid_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var entry = await agreed.DeliverAsync(0, 60);
        var first = await agreed.BillAsync("A-8", 14, agreed.Line(60, 400, entry: entry));
        var shownFirst = await NewestAsync(app.Database, first);
        var second = await agreed.BillAsync("A-9", 10, agreed.Line(60, 400, entry: entry));
        Assert.Equal(1L, await app.ScalarAsync(DueChecks, first));

        Assert.Null(await ApproveAsync(app, agreed, second));
        Assert.Equal(2L, await app.ScalarAsync(DueChecks, first));
        Assert.Equal(Rule.InvoiceHasChanged, await ApproveAsync(app, agreed, first, shownFirst));

        Assert.Equal(400m, await app.ScalarAsync("select sum(amount) from portal.approvals where invoice_id in ($1, $2)", first,
            second));
    }

    [Fact]
    public async Task Two_invoices_for_the_same_hour_approved_at_once_are_paid_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var entry = await agreed.DeliverAsync(0, 60);
        var first = await agreed.BillAsync("A-10", 14, agreed.Line(60, 400, entry: entry));
        var second = await agreed.BillAsync("A-11", 10, agreed.Line(60, 400, entry: entry));

        var answers = await Task.WhenAll(ApproveAsync(app, agreed, first), ApproveAsync(app, agreed, second));

        Assert.Contains(answers, a => a is null);
        Assert.Equal(400m, await app.ScalarAsync("select sum(amount) from portal.approvals where invoice_id in ($1, $2)", first,
            second));
    }

    [Fact]
    public async Task An_answer_about_one_invoices_hour_changes_what_the_other_invoice_of_the_week_gets()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 2, rate: 400);
        var monday = await agreed.DeliverAsync(0, 60, confirmed: false);
        var wednesday = await agreed.DeliverAsync(2, 90);
        var first = await agreed.BillAsync("A-12", agreed.Line(60, 400, entry: monday, to: 0));
        var second = await agreed.BillAsync("A-13", agreed.Line(90, 400, entry: wednesday, from: 2, to: 2));
        Assert.Equal(["600.00 0.00 0.00"], await agreed.VerdictsAsync(second));

        await agreed.AnswerAsync(monday);
        await agreed.RecheckAsync(monday);

        Assert.Equal(["400.00 0.00 0.00"], await agreed.VerdictsAsync(first));
        Assert.Equal(["400.00 0.00 200.00 G02"], await agreed.VerdictsAsync(second));
    }

    [Fact]
    public async Task A_corrected_registration_has_what_is_billed_for_it_checked_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/correct/{world.Live.Entry}";

        await mentor.SendAsync(path, (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.To", "11.30"), ("Form.Code", "WrongTime"),
            ("Form.Reason", "Skrev forkert")));
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.jobs where kind = 'RecheckEntry' and subject_id = $1 and done_at is null", world.Live.Entry));
        await Agreed.RecheckAsync(app, world.Gribskov, world.Live.Entry);

        Assert.NotEqual(world.Live.Check, await NewestAsync(app.Database, world.Live.Invoice));
    }

    [Fact]
    public async Task A_correction_reaches_the_undecided_invoices_of_every_week_of_the_course_and_leaves_alone_what_it_does_not_change()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var first = await agreed.DeliverAsync(0, 60);
        var later = await agreed.DeliverAsync(7, 60);
        var undecided = await agreed.BillAsync("A-16", agreed.Line(60, 400, entry: later, from: 7, to: 7));
        var decided = await agreed.BillAsync("A-17", agreed.Line(60, 400, entry: first));
        Assert.Null(await ApproveAsync(app, agreed, decided));
        // The approval is a new fact to both.
        await agreed.CheckAsync(undecided);
        await agreed.CheckAsync(decided);
        var (before, approved) = (await NewestAsync(app.Database, undecided), await NewestAsync(app.Database, decided));
        var added = await agreed.DeliverAsync(8, 30);

        await agreed.RecheckAsync(added);

        Assert.NotEqual(before, await NewestAsync(app.Database, undecided));
        Assert.Equal(approved, await NewestAsync(app.Database, decided));
    }

    [Fact]
    public async Task A_correction_asks_for_a_new_check_of_what_it_overlapped_with_in_another_municipality()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var there = await Agreed.CreateAsync(app, 10, 400, municipality: world.Hilleroed, provider: world.Syd,
            mentor: world.Nord[Role.Mentor]);
        var starts = (DateTime)(await app.ScalarAsync("select starts_at from portal.time_entries where id = $1", world.Live.Entry))!;
        var day = DateOnly.FromDateTime(starts).DayNumber - there.Monday.DayNumber;
        var entry = await there.DeliverAsync(day, 30, at: starts.ToString("HH:mm", CultureInfo.InvariantCulture));
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        var path = $"/{world.Nord.Slug}/provider/entries/correct/{world.Live.Entry}";

        await mentor.SendAsync(path, (await mentor.PageAsync(path)).Filled("#Form_Date", ("Form.From", "20.00"), ("Form.To", "20.30"),
            ("Form.Code", "WrongTime"), ("Form.Reason", "Skrev forkert")));

        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.jobs where kind = 'RecheckEntry' and subject_id = $1 and municipality_id = $2", entry,
            world.Hilleroed.Id));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.time_entries where supersedes_id = $1", world.Live.Entry));
    }

    [Fact]
    public async Task A_clerk_whose_page_no_longer_holds_is_told_and_shown_what_the_check_finds_now()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var first = await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("A-14", agreed.Line(60, 400));
        using var finance = await app.LogInAsync(agreed.Municipality[Role.Finance]);
        var path = $"/{agreed.Municipality.Slug}/municipality/invoices/approve/{invoice}";
        var page = await finance.PageAsync(path);
        await agreed.DeliverAsync(0, 45, corrects: first);

        var answer = await finance.SendAsync(path, page.Filled("input[name=ShownCheck]"));

        var told = await finance.PageAsync(answer.Location);
        Assert.Contains("Se, hvad der er ændret", told.Body!.TextContent);
        Assert.Equal(0m, await app.ScalarAsync(Paid, invoice));
        Assert.Contains("300,00", told.QuerySelector("button.button-primary")!.TextContent);
        Assert.Contains("/receipt/", (await finance.SendAsync(path, told.Filled("input[name=ShownCheck]"))).Location,
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(300m, await app.ScalarAsync(Paid, invoice));
    }
}
