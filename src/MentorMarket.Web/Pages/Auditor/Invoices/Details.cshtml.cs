using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Auditor.Invoices;

/// <summary>One invoice with its matches, approvals and checks; what anybody wrote about it only where the engagement says notes.</summary>
[For(Role.Auditor)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, Guid? check, CancellationToken cancel) => Shown = await sender.Send(new Query(id, check), cancel);

    public sealed record Query(Guid Id, Guid? Check) : IDisclosingQuery<Model>, IBeginsTogether;

    public sealed record Model(ExplainedInvoice Invoice, bool SeesNotes);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var invoice = await ExplainedInvoice.LoadAsync(db, request.Id, request.Check, current.Required, cancel);
            evidence.Record(CaseEventKind.AuditorReadInvoice, invoice.MunicipalityId, invoice.Id, ("number", invoice.Number),
                ("check", invoice.Check?.Id));
            return new(invoice, await Engaged.SeesNotesAsync(db, current.Required, invoice.MunicipalityId, invoice.IssuedOn, time, cancel));
        }
    }
}
