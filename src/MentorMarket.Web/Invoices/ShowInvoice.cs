namespace MentorMarket.Web.Invoices;

/// <summary>
/// An invoice as its check explains it, for the municipality's pages that show it or act on it and for the provider's own.
/// </summary>
/// <param name="Check">The check that is shown; the newest when it is null.</param>
public sealed record ShowInvoice(Guid Id, Guid? Check = null) : IDisclosingQuery<ExplainedInvoice>, IBeginsTogether
{
    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<ShowInvoice, ExplainedInvoice>
    {
        public async Task<ExplainedInvoice> Handle(ShowInvoice request, CancellationToken cancel)
        {
            var invoice = await ExplainedInvoice.LoadAsync(db, request.Id, request.Check, current.Required, cancel);
            if (invoice.HasWords) evidence.RecordReading("invoice", invoice.MunicipalityId, invoice.Id);
            return invoice;
        }
    }
}
