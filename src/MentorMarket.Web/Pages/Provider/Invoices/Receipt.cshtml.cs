using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>What was received, when, and what happens next.</summary>
[For(Role.Coordinator)]
public sealed class ReceiptModel(IMediator sender) : PageModel
{
    public Model Invoice { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Invoice = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Municipality, DateOnly IssuedOn, DateOnly From, DateOnly To, decimal Amount,
        int Lines, InvoiceStatus Status,
        DateTimeOffset SubmittedAt, DateTimeOffset? CheckedAt, decimal Payable, decimal Held, decimal Rejected);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel) => await (
            from i in db.Invoices
            where i.Id == request.Id && i.ProviderId == current.Required.Tenant
            join m in db.Organisations on i.MunicipalityId equals m.Id
            join c in db.Checks on i.CheckId equals (Guid?)c.Id into checks
            from c in checks.DefaultIfEmpty()
            select new Model(i.Id, i.Number, m.Name, i.IssuedOn, i.PeriodFrom, i.PeriodTo, i.Amount,
                db.InvoiceLines.Count(l => l.InvoiceId == i.Id), i.Status,
                i.SubmittedAt, c == null ? null : c.RunAt, c == null ? 0 : c.Payable, c == null ? 0 : c.Held, c == null ? 0 : c.Rejected))
                    .SingleOrDefaultAsync(cancel).OrNotFound();
    }
}
