using MentorMarket.Domain.Rules;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>The provider's own invoice as its check explains it, and what can be done about what is not paid.</summary>
[For(Role.Coordinator)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public ExplainedInvoice Invoice { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, Guid? check, CancellationToken cancel) =>
        Invoice = await sender.Send(new ShowInvoice(id, check), cancel);

    /// <summary>Whether a line has one of these findings.</summary>
    public bool Has(params ReadOnlySpan<FindingCode> codes)
    {
        foreach (var code in codes)
        {
            if (Invoice.Lines.Any(l => l.Verdict?.Codes.Contains(code.ToString()) == true)) return true;
        }
        return false;
    }
}
