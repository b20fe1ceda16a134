using MentorMarket.Web.Invoices;
using MentorMarket.Web.Pages.Municipality.Invoices;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>The worked examples of the invoice check through the portal: submitted, checked, and read back from the database.</summary>
public sealed class WorkedExamplesTests(Cluster cluster)
{
    [Fact]
    public async Task Rejects_what_is_over_the_hours_of_the_week()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 2, rate: 400);
        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(2, 90);

        var invoice = await agreed.BillAsync("1", agreed.Line(150, 400));

        Assert.Equal(["800.00 0.00 200.00 G02"], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task Rejects_what_is_billed_over_what_the_named_entry_delivered()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 350);
        var entry = await agreed.DeliverAsync(0, 45);

        var invoice = await agreed.BillAsync("2", agreed.Line(60, 350, entry: entry));

        Assert.Equal(["262.50 0.00 87.50 D02"], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task Pays_at_the_ceiling_where_it_is_below_both_rates()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400, ceiling: 380);
        await agreed.DeliverAsync(0, 60);

        var invoice = await agreed.BillAsync("3", agreed.Line(60, 450));

        Assert.Equal(["380.00 0.00 70.00 P01|P02"], await agreed.VerdictsAsync(invoice));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contested_hour_waits_and_what_was_approved_meanwhile_keeps_its_place(bool approvesBeforeTheAnswer)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 2, rate: 400);
        var monday = await agreed.DeliverAsync(0, 60, confirmed: false);
        var wednesday = await agreed.DeliverAsync(2, 90);

        var invoice = await agreed.BillAsync("4", agreed.Line(60, 400, entry: monday), agreed.Line(90, 400, entry: wednesday));
        Assert.Equal(["0.00 200.00 200.00 E01|G02", "600.00 0.00 0.00"], await agreed.VerdictsAsync(invoice));
        if (approvesBeforeTheAnswer)
        {
            var shown = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
            await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, shown, ""));
        }
        await agreed.AnswerAsync(monday);
        await agreed.RecheckAsync(monday);

        Assert.Equal(
            approvesBeforeTheAnswer ? ["200.00 0.00 200.00 G02", "600.00 0.00 0.00"] : ["400.00 0.00 0.00", "400.00 0.00 200.00 G02"],
            await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task Pays_the_same_hour_once()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var entry = await agreed.DeliverAsync(0, 60);

        var invoice = await agreed.BillAsync("5", agreed.Line(60, 400, entry: entry), agreed.Line(60, 400, entry: entry));

        Assert.Equal(["400.00 0.00 0.00", "0.00 0.00 400.00 U01"], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task Pays_neither_a_wrong_sum_nor_transport()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 350);
        await agreed.DeliverAsync(0, 60);

        var invoice = await agreed.BillAsync("6", agreed.Line(60, 350, amount: 360), agreed.Line(0, 0, amount: 350));

        Assert.Equal(["350.00 0.00 10.00 P05", "0.00 0.00 350.00 P04"], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task A_corrected_entry_counts_by_its_correction_alone()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 4, rate: 400);
        var first = await agreed.DeliverAsync(0, 60, confirmed: false);
        var correction = await agreed.DeliverAsync(0, 45, corrects: first);

        var onTheFirst = await agreed.BillAsync("7a", agreed.Line(60, 400, entry: first));
        var onTheCorrection = await agreed.BillAsync("7b", agreed.Line(60, 400, entry: correction));

        Assert.Equal(["0.00 0.00 400.00 D01"], await agreed.VerdictsAsync(onTheFirst));
        Assert.Equal(["300.00 0.00 100.00 D02"], await agreed.VerdictsAsync(onTheCorrection));
    }

    [Fact]
    public async Task Two_municipalities_each_see_that_their_entry_overlaps_and_nothing_of_the_others()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var mentor = world.Nord[Role.Mentor];
        var here = await Agreed.CreateAsync(app, 4, 400, municipality: world.Gribskov, provider: world.Nord, mentor: mentor,
            number: "MF-HER-1");
        var there = await Agreed.CreateAsync(app, 4, 400, municipality: world.Hilleroed, provider: world.Syd, mentor: mentor,
            number: "MF-DER-1");
        var mine = await here.DeliverAsync(0, 60, at: "09:00");
        var theirs = await there.DeliverAsync(0, 60, at: "09:30");

        var invoiceHere = await here.BillAsync("8a", here.Line(60, 400));
        var invoiceThere = await there.BillAsync("8b", there.Line(60, 400));

        Assert.Equal(["0.00 400.00 0.00 D04"], await here.VerdictsAsync(invoiceHere));
        Assert.Equal(["0.00 400.00 0.00 D04"], await there.VerdictsAsync(invoiceThere));
        foreach (var (party, invoice, own, other,
            others) in new[] { (world.Gribskov, invoiceHere, mine, theirs, there), (world.Hilleroed, invoiceThere, theirs, mine, here) })
        {
            var shown = await app.SendAsync(party.As(Role.Finance), new ShowInvoice(invoice));
            Assert.Equal([own], Assert.Single(shown.Lines).Entries.Select(e => e.Id));
            using var finance = await app.LogInAsync(party[Role.Finance]);
            var page = await finance.GetStringAsync($"/{party.Slug}/municipality/invoices/details/{invoice}",
                TestContext.Current.CancellationToken);
            Assert.Contains("D04", page);
            Assert.DoesNotContain(other.ToString(), page);
            Assert.DoesNotContain(others.Number, page);
            Assert.DoesNotContain(others.Municipality.Slug, page.Replace($"/{party.Slug}", "", StringComparison.Ordinal));
            Assert.DoesNotContain(others.Provider.Slug, page);
        }
    }
}
