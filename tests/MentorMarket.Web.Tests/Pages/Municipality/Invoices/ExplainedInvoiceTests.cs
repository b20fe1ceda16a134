using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Tests.Pages.Municipality.Invoices;

/// <summary>Every øre of an invoice is explained, per line and in total.</summary>
public sealed class ExplainedInvoiceTests(Cluster cluster)
{
    [Fact]
    public async Task The_steps_of_every_line_add_up_to_its_three_parts_and_the_parts_to_its_amount()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, hoursPerWeek: 2.5m, rate: 333.33m, ceiling: 310.10m);
        var clean = await agreed.DeliverAsync(0, 47);
        var silent = await agreed.DeliverAsync(1, 61, confirmed: false);
        var disputed = await agreed.DeliverAsync(2, 53, confirmed: false);
        await agreed.AnswerAsync(disputed, "Disputed");
        await agreed.DeliverAsync(3, 59);
        await agreed.DeliverAsync(4, 31, confirmed: false);
        var invoice = await agreed.BillAsync("X-1",
            agreed.Line(50, 340.07m, entry: clean), agreed.Line(61, 333.33m, entry: silent), agreed.Line(53, 333.33m, entry: disputed),
            agreed.Line(120, 333.33m), agreed.Line(90, 333.33m, amount: 512.34m, from: 3, to: 4), agreed.Line(0, 0, amount: 75.5m),
                agreed.Line(47, 333.33m, entry: clean));

        var shown = await app.SendAsync(agreed.Municipality.As(Role.Finance), new ShowInvoice(invoice));

        Assert.Equal(7, shown.Lines.Count);
        foreach (var line in shown.Lines)
        {
            var verdict = line.Verdict!;
            Assert.Equal(line.Billed.Amount, verdict.Payable + verdict.Held + verdict.Rejected);
            foreach (var (outcome, part) in new[] { (Share.Payable, verdict.Payable), (Share.Held, verdict.Held), (
                Share.Rejected, verdict.Rejected) })
                Assert.Equal(part, line.Findings.Where(f => f.Share == outcome).Sum(f => f.Amount));
            Assert.Equal(verdict.PayableMinutes + verdict.HeldMinutes, line.Entries.Sum(e => e.Taken));
            Assert.Equal(verdict.HeldMinutes, line.Entries.Sum(e => e.Held));
            Assert.All(line.Findings, f => Assert.NotEmpty(f.Arithmetic.Danish));
            Assert.All(line.Findings.Where(f => f.Share != Share.Payable), f => Assert.NotEmpty(f.Rules));
        }
        Assert.Contains(shown.Lines, l => l.Verdict!.Payable > 0);
        Assert.Contains(shown.Lines, l => l.Verdict!.Held > 0);
        Assert.Contains(shown.Lines, l => l.Verdict!.Rejected > 0);
        var check = shown.Check!;
        Assert.Equal((shown.Amount, shown.Lines.Sum(l => l.Verdict!.Payable), shown.Lines.Sum(l => l.Verdict!.Held),
            shown.Lines.Sum(l => l.Verdict!.Rejected)),
            (check.Payable + check.Held + check.Rejected, check.Payable, check.Held, check.Rejected));
    }

    // The page's questions go out together and are still several: a newer check may be kept between two of them.
    [Fact]
    public async Task While_newer_checks_are_kept_what_is_shown_is_of_one()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 40, 400);
        await agreed.DeliverAsync(0, 20);
        var invoice = await agreed.BillAsync("X-3", agreed.Line(600, 400));

        var checking = Task.Run(async () =>
        {
            for (var hour = 8; hour < 16; hour++)
            {
                await agreed.DeliverAsync(1, 20, at: $"{hour:00}:00");
                await agreed.CheckAsync(invoice);
            }
        });
        var seen = new HashSet<Guid>();
        while (!checking.IsCompleted)
        {
            var shown = await app.SendAsync(agreed.Municipality.As(Role.Finance), new ShowInvoice(invoice));
            seen.Add(shown.Check!.Id);
            Assert.Equal((shown.Check.Payable, shown.Check.Payable),
                (shown.Lines.Sum(l => l.Verdict!.Payable), shown.Lines.SelectMany(l => l.Findings).Where(f => f.Share == Share.Payable)
                    .Sum(f => f.Amount)));
        }
        await checking;
        Assert.True(seen.Count > 1, "No check was kept while the invoice was read.");
    }

    [Fact]
    public async Task An_earlier_check_is_shown_as_things_were_known_then()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        var silent = await agreed.DeliverAsync(0, 60, confirmed: false);
        var invoice = await agreed.BillAsync("X-2", agreed.Line(60, 400));
        var finance = agreed.Municipality.As(Role.Finance);
        var then = (await app.SendAsync(finance, new ShowInvoice(invoice))).Check!;
        await agreed.AnswerAsync(silent);
        await agreed.RecheckAsync(silent);

        var now = await app.SendAsync(finance, new ShowInvoice(invoice));
        var earlier = await app.SendAsync(finance, new ShowInvoice(invoice, then.Id));

        Assert.Equal((400m, 0m), (now.Check!.Payable, now.Check.Held));
        Assert.Equal((0m, 400m), (earlier.Check!.Payable, earlier.Check.Held));
        Assert.False(earlier.ShowsNewest);
        Assert.Null(Assert.Single(Assert.Single(earlier.Lines).Entries).Receipt);
        Assert.NotNull(Assert.Single(Assert.Single(now.Lines).Entries).Receipt);
        await Assert.ThrowsAsync<RowNotFoundException>(() => app.SendAsync(finance, new ShowInvoice(agreed.Grant)));
        await Assert.ThrowsAsync<RowNotFoundException>(() => app.SendAsync(finance, new ShowInvoice(invoice, app.World.Live.Check)));
    }
}
