using MentorMarket.Domain.Invoices;

namespace MentorMarket.Domain.Tests.Invoices;

public sealed class ApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(400, 0, 0)]
    [InlineData(300, 0, 0)]
    [InlineData(600, 0, 200)]
    public void Closes_an_invoice_of_which_nothing_waits_any_more_whether_more_or_less_is_payable_than_was_approved(int payable, int held,
        int approved)
    {
        var (invoice, check) = PartlyApproved(payable, held);

        var approval = invoice.Approve(check, 400, Guid.CreateVersion7(), "Gry Holm", "", Now);

        Assert.Equal((InvoiceStatus.Approved, (decimal)approved, check.Id), (invoice.Status, approval.Amount, approval.CheckId));
        Assert.Equal(CaseEventKind.InvoiceApproved, invoice.Events[^1].Kind);
    }

    [Theory]
    [InlineData(400, 200)]
    [InlineData(300, 200)]
    public void Approves_nothing_while_something_waits_and_no_more_is_payable(int payable, int held)
    {
        var (invoice, check) = PartlyApproved(payable, held);

        Assert.Equal(Rule.NothingToApprove,
            Assert.Throws<RuleViolation>(() => invoice.Approve(check, 400, Guid.CreateVersion7(), "Gry Holm", "", Now)).Rule);
        Assert.Equal(InvoiceStatus.PartlyApproved, invoice.Status);
    }

    [Fact]
    public void Closes_once()
    {
        var (invoice, check) = PartlyApproved(300, 0);
        invoice.Approve(check, 400, Guid.CreateVersion7(), "Gry Holm", "", Now);

        Assert.Equal(Rule.NothingToApprove,
            Assert.Throws<RuleViolation>(() => invoice.Approve(check, 400, Guid.CreateVersion7(), "Gry Holm", "", Now)).Rule);
    }

    // Status, payable, held, approved before; and what can be approved, or nothing.
    [Theory]
    [InlineData(InvoiceStatus.Submitted, 400, 0, 0, null)]
    [InlineData(InvoiceStatus.Returned, 400, 0, 0, null)]
    [InlineData(InvoiceStatus.Checked, 400, 400, 0, 400)]
    [InlineData(InvoiceStatus.Checked, 0, 0, 0, 0)]
    [InlineData(InvoiceStatus.Checked, 0, 400, 0, 0)]
    [InlineData(InvoiceStatus.PartlyApproved, 600, 200, 400, 200)]
    [InlineData(InvoiceStatus.PartlyApproved, 400, 200, 400, null)]
    [InlineData(InvoiceStatus.PartlyApproved, 300, 200, 400, null)]
    [InlineData(InvoiceStatus.PartlyApproved, 300, 0, 400, 0)]
    [InlineData(InvoiceStatus.Approved, 800, 0, 400, 400)]
    [InlineData(InvoiceStatus.Approved, 400, 0, 400, null)]
    [InlineData(InvoiceStatus.Approved, 300, 0, 400, null)]
    public void What_can_be_approved_follows_from_the_newest_check_and_what_was_approved_before(InvoiceStatus status, int payable,
        int held, int before, int? amount) =>
        Assert.Equal((decimal?)amount, Invoice.ToApprove(status, payable, held, before));

    [Theory]
    [InlineData(InvoiceStatus.Submitted, true)]
    [InlineData(InvoiceStatus.Checked, true)]
    [InlineData(InvoiceStatus.PartlyApproved, false)]
    [InlineData(InvoiceStatus.Approved, false)]
    [InlineData(InvoiceStatus.Returned, false)]
    public void Goes_back_while_nothing_of_it_is_approved(InvoiceStatus status, bool goesBack) =>
        Assert.Equal(goesBack, Invoice.CanBeReturned(status));

    // Two lines of 400 kr. each: the first was approved, the second waited; then a newer check came to this.
    private static (Invoice Invoice, Check Newest) PartlyApproved(decimal payable, decimal held)
    {
        var (day, by) = (new DateOnly(2026, 3, 31), Guid.CreateVersion7());
        var line = new BilledLine("MF-1", null, "", null, day.AddDays(-30), day, 60, 400, 400, "Mentorstøtte");
        var invoice = Invoice.Submit(Guid.CreateVersion7(), Guid.CreateVersion7(), "F-1", day, day.AddDays(-30), day, "", "", [line, line],
            by, Now);
        Check Checked(decimal payable, decimal held)
        {
            var check = new Check(invoice, Now, Now, "2026", SettingsVersion.Standard, [1], payable, held, invoice.Amount - payable - held);
            invoice.MarkChecked(check);
            return check;
        }

        invoice.Approve(Checked(400, 400), 0, by, "Gry Holm", "", Now);
        return (invoice, Checked(payable, held));
    }
}
