using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Auditor.Invoices;

/// <summary>Every invoice that is open to the auditor, over the period.</summary>
[For(Role.Auditor)]
public sealed class IndexModel(IMediator sender) : InvoiceListPage
{
    public IReadOnlyList<Engaged> Closed { get; private set; } = [];

    public bool HasOpen { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => (List, Closed, HasOpen) = await sender.Send(new Query(Filter, PageNumber),
        cancel);

    public sealed record Query(InvoiceFilter Filter, int Page) : IDisclosingQuery<Model>;

    /// <param name="Closed">Engagements that show nothing: expired, closed or not open yet.</param>
    public sealed record Model(InvoiceListing List, IReadOnlyList<Engaged> Closed, bool HasOpen);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var today = time.Today;
            var engagements = await Engaged.AllAsync(db, current.Required, cancel);
            var filter = Engaged.Of(engagements, request.Filter);
            var open = engagements.ToLookup(e => e.IsOpen(today));
            var list = await InvoiceListing.LoadAsync(db, filter, request.Page, cancel);
            await Engaged.NoteAsync(CaseEventKind.AuditorReadInvoices, filter, open[true], db, evidence, cancel);
            return new(list with { ShowsMunicipality = true }, [.. open[false]], open[true].Any());
        }
    }
}
