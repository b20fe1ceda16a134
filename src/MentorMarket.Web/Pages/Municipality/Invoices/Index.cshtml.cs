using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>The invoices to the municipality.</summary>
[For(Role.Finance, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender) : InvoiceListPage
{
    public async Task OnGetAsync(CancellationToken cancel) => List = await sender.Send(new Query(Filter, PageNumber), cancel);

    public sealed record Query(InvoiceFilter Filter, int Page) : IQuery<InvoiceListing>, IBeginsTogether;

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, InvoiceListing>
    {
        public Task<InvoiceListing> Handle(Query request, CancellationToken cancel) =>
            InvoiceListing.LoadAsync(db, request.Filter, request.Page, cancel);
    }
}
