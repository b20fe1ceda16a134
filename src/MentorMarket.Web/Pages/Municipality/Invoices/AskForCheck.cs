namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>A check of an invoice with what is known now: the job, for whoever wants to see what comes of it.</summary>
public sealed record AskForCheck(Guid Invoice) : ICommand<Guid>
{
    public sealed class Handler(PortalDb db) : IRequestHandler<AskForCheck, Guid>
    {
        public async Task<Guid> Handle(AskForCheck request, CancellationToken cancel) =>
            await Enqueue.CheckAsync(db, request.Invoice, cancel) ?? throw new RowNotFoundException();
    }
}
