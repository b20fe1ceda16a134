using System.Globalization;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>What was approved, by whom and when; and what still waits.</summary>
[For(Role.Finance, Role.TeamLeader)]
public sealed class ReceiptModel(IMediator sender) : PageModel
{
    public ExplainedInvoice Invoice { get; private set; } = null!;

    public ExplainedApproval Approval { get; private set; } = null!;

    /// <summary>A number that can be read aloud: the invoice's, and which of its approvals this is.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture,
        $"{Invoice.Number}-{Invoice.Approvals.Count(a => a.At <= Approval.At)}");

    public async Task OnGetAsync(Guid id, Guid approval, CancellationToken cancel)
    {
        Invoice = await sender.Send(new ShowInvoice(id), cancel);
        Approval = Invoice.Approvals.SingleOrDefault(a => a.Id == approval) ?? throw new RowNotFoundException();
    }
}
