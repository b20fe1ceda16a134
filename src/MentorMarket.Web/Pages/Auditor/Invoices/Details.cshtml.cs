using Microsoft.AspNetCore.Mvc.RazorPages;
using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Invoicing;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Pages.Auditor.Invoices;

/// <summary>One invoice with its matches, approvals and checks; nothing that anybody wrote about the citizen.</summary>
[For(Role.Auditor)]
public sealed class DetailsModel(ISender sender) : PageModel
{
    public ExplainedInvoice Invoice { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, Guid? check, CancellationToken cancel) => Invoice = await sender.Send(new Query(id, check), cancel);

    public sealed record Query(Guid Id, Guid? Check) : IDisclosingQuery<ExplainedInvoice>;

    public sealed class Handler(PortalDb db, EvidenceLog evidence) : IRequestHandler<Query, ExplainedInvoice>
    {
        public async Task<ExplainedInvoice> Handle(Query request, CancellationToken cancel)
        {
            var invoice = await ExplainedInvoice.LoadAsync(db, request.Id, request.Check, showsFreeText: false, cancel);
            evidence.Record("AuditorReadInvoice", invoice.MunicipalityId, invoice.Id, ("number", invoice.Number), ("check", invoice.Check?.Id));
            return invoice;
        }
    }
}
