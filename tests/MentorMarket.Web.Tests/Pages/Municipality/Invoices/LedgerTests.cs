using MentorMarket.Domain.Delivery;
using MentorMarket.Web.Pages.Municipality.Invoices;
using MentorMarket.Web.Pages.Provider.Entries;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>The ledger's laws through the portal: checked, approved, corrected, checked and approved again.</summary>
public sealed class LedgerTests(Cluster cluster)
{
    private const string Paid = "select coalesce(sum(amount), 0) from portal.approvals where invoice_id = $1";

    private const string ApprovedMinutes =
        "select coalesce(sum(m.minutes), 0) from portal.approved_minutes m join portal.invoice_lines l on l.id = m.line_id where l.invoice_id = $1";

    private static async Task<Rule?> ApproveAsync(PortalApp app, Agreed agreed, Guid invoice)
    {
        var shown = (Guid)(await app.ScalarAsync("select check_id from portal.invoices where id = $1", invoice))!;
        try
        {
            await app.SendAsync(agreed.Municipality.As(Role.Finance), new ApproveModel.Command(invoice, shown, ""));
            return null;
        }
        catch (RuleViolation violation)
        {
            return violation.Rule;
        }
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(60, 8)]
    [InlineData(45, 0)]
    [InlineData(0, 0)]
    public async Task A_correction_of_what_was_approved_is_not_approved_again(int minutes, int movedBy)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 5, rate: 400);
        var paid = await agreed.DeliverAsync(0, 60);
        var silent = await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("L-1", agreed.Line(300, 400));
        Assert.Equal(["400.00 400.00 1200.00 D02|E01"], await agreed.VerdictsAsync(invoice));
        Assert.Null(await ApproveAsync(app, agreed, invoice));

        var corrected = await agreed.DeliverAsync(movedBy, minutes, corrects: paid);
        await agreed.RecheckAsync(corrected);
        await agreed.AnswerAsync(silent);
        await agreed.RecheckAsync(silent);
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        for (var i = 0; i < 3; i++)
        {
            await agreed.CheckAsync(invoice);
            Assert.NotNull(await ApproveAsync(app, agreed, invoice));
        }

        Assert.Equal(800m, await app.ScalarAsync(Paid, invoice));
        Assert.Equal(120L, await app.ScalarAsync(ApprovedMinutes, invoice));
        Assert.StartsWith("800.00 0.00 1200.00", Assert.Single(await agreed.VerdictsAsync(invoice)));
    }

    [Fact]
    public async Task Another_invoice_for_the_correction_of_a_paid_hour_gets_nothing()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 5, rate: 400);
        var first = await agreed.DeliverAsync(0, 60);
        var invoice = await agreed.BillAsync("L-2", agreed.Line(60, 400, entry: first));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        var second = await agreed.DeliverAsync(0, 60, confirmed: false, corrects: first);
        var third = await agreed.DeliverAsync(0, 60, confirmed: false, corrects: second);

        var named = await agreed.BillAsync("L-3", 10, agreed.Line(60, 400, entry: third));
        var byDays = await agreed.BillAsync("L-4", 9, agreed.Line(60, 400));
        await agreed.CheckAsync(invoice);

        Assert.Equal(["400.00 0.00 0.00 D07|E01"], await agreed.VerdictsAsync(invoice));
        Assert.Equal(["0.00 0.00 400.00 U01"], await agreed.VerdictsAsync(named));
        Assert.Equal(["0.00 0.00 400.00 U01"], await agreed.VerdictsAsync(byDays));
    }

    [Theory]
    [InlineData("E02", "Disputed", "Strong", "0.00 600.00 0.00 D07|E02", "600.00 0.00 0.00 D07|E02")]
    [InlineData("E01", "Confirmed", "Weak", "0.00 600.00 0.00 D07|E01", "600.00 0.00 0.00 D07|E01")]
    [InlineData("E01", "Confirmed", "Strong", "600.00 0.00 0.00", "600.00 0.00 0.00")]
    public async Task What_was_changed_after_a_confirmation_waits_until_it_is_confirmed_anew_whatever_else_is_only_noted(
        string shadow, string answer, string strength, string verdict, string withoutD07)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 5, rate: 400);
        await agreed.ShadowAsync(shadow);
        var corrected = await agreed.DeliverAsync(0, 90, confirmed: false, corrects: await agreed.DeliverAsync(0, 60));
        await agreed.AnswerAsync(corrected, answer, strength: strength);

        var invoice = await agreed.BillAsync("L-7", agreed.Line(90, 400));
        Assert.Equal([verdict], await agreed.VerdictsAsync(invoice));
        await agreed.ShadowAsync(shadow, "D07");
        await agreed.CheckAsync(invoice);

        Assert.Equal([withoutD07], await agreed.VerdictsAsync(invoice));
    }

    [Fact]
    public async Task A_correction_through_the_mentors_page_leaves_what_is_paid_as_it_was()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 5, rate: 400);
        var entry = await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 60, confirmed: false);
        var invoice = await agreed.BillAsync("L-5", agreed.Line(300, 400));
        Assert.Null(await ApproveAsync(app, agreed, invoice));
        var start = new DateTimeOffset((DateTime)(await app.ScalarAsync("select starts_at from portal.time_entries where id = $1",
            entry))!, TimeSpan.Zero);

        var registered = await app.SendAsync(agreed.Provider.As(Role.Mentor), new CorrectModel.Command(
            entry, start, start.AddHours(1), EntryKind.Direct, PlaceType.Office, "", [], CorrectionCode.WrongPlace, "Forkert sted"));
        await agreed.RecheckAsync(registered.Entry);
        await agreed.AnswerAsync(registered.Entry);
        await agreed.RecheckAsync(registered.Entry);

        Assert.Equal(["400.00 400.00 1200.00 D02|D06|E01|E03"], await agreed.VerdictsAsync(invoice));
        Assert.Equal(Rule.NothingToApprove, await ApproveAsync(app, agreed, invoice));
        Assert.Equal(400m, await app.ScalarAsync(Paid, invoice));
    }

    [Theory]
    [InlineData("G02", 1, true, "800.00 0.00 0.00 G02", "0.00 0.00 800.00 U01")]
    [InlineData("G02", 1, false, "0.00 800.00 0.00 E01|G02", "0.00 0.00 800.00 U01")]
    [InlineData("E01", 1, false, "400.00 0.00 400.00 E01|G02", "0.00 0.00 800.00 G02|U01")]
    public async Task A_rule_in_shadow_mode_is_shown_and_pays_what_would_be_paid_without_it(string code, int hours, bool confirmed,
        string first, string second)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: hours, rate: 400);
        await agreed.ShadowAsync(code);
        await agreed.DeliverAsync(0, 120, confirmed);

        var invoice = await agreed.BillAsync("L-6", agreed.Line(120, 400), agreed.Line(120, 400));
        Assert.Equal([first, second], await agreed.VerdictsAsync(invoice));
        await ApproveAsync(app, agreed, invoice);
        await agreed.CheckAsync(invoice);

        Assert.Equal([first, second], await agreed.VerdictsAsync(invoice));
    }
}
