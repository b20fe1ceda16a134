using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>Sends the whole invoice back to the provider with a reason; its number is free again.</summary>
[For(Role.Finance)]
public sealed class ReturnModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty, Required, StringLength(1000)]
    public string? Reason { get; set; }

    public ExplainedInvoice Invoice { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Invoice = await sender.Send(new ShowInvoice(id), cancel);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Invoice = await sender.Send(new ShowInvoice(id), cancel);
            return Page();
        }
        await sender.Send(new Command(id, Reason!), cancel);
        TempData["Success"] = L["Fakturaen er sendt retur. Leverandøren kan se hvorfor og sende en ny med samme nummer."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Command(Guid Id, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            await db.LockAsync<Invoice>(request.Id, cancel);
            var invoice = await db.Invoices.Of(current.Required).GetAsync(request.Id, cancel);
            // One of which something is approved is refused by the database too (trigger require_consistent_invoice).
            invoice.Return(request.Reason, time.GetUtcNow());
            await Enqueue.ChecksOfSameAssignmentsAsync(db, invoice.Id, cancel);
            return default;
        }
    }
}
