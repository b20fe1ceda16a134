using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>One invoice with everything that its check says about it, and what can be done now.</summary>
[For(Role.Finance, Role.TeamLeader)]
public sealed class DetailsModel(IMediator sender, JobRunner jobs, CurrentActor current, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public ExplainedInvoice Invoice { get; private set; } = null!;

    public bool IsFinance => current.Required.Is(Role.Finance);

    /// <summary>
    /// Something is payable beyond what is approved, or the verdict has not been taken note of yet, or nothing waits any more.
    /// </summary>
    public bool CanApprove => IsFinance && Invoice.ShowsNewest && Invoice.Check is { } check
        && Domain.Invoices.Invoice.ToApprove(Invoice.Status, check.Payable, check.Held, Invoice.Approved) is not null;

    public bool CanReturn => IsFinance && Domain.Invoices.Invoice.CanBeReturned(Invoice.Status);

    public async Task OnGetAsync(Guid id, Guid? check, CancellationToken cancel)
    {
        Invoice = await sender.Send(new ShowInvoice(id, check), cancel);
    }

    /// <summary>Checks again with what is known now.</summary>
    public async Task<IActionResult> OnPostCheckAsync(Guid id, CancellationToken cancel)
    {
        if (!IsFinance) return Forbid();
        var before = await sender.Send(new SumsQuery(id), cancel);
        if (!await jobs.RunNowAsync(await sender.Send(new AskForCheck(id), cancel)))
        {
            TempData["Warning"] = L["Kontrollen kunne ikke køre lige nu. Portalen prøver igen af sig selv."].Value;
            return RedirectToPage("Details", new { id });
        }
        var now = await sender.Send(new SumsQuery(id), cancel);
        TempData["Success"] = before is null
            ? L["Fakturaen er kontrolleret."].Value
            : before == now
            ? L["Fakturaen er kontrolleret igen. Beløbene er de samme."].Value
            : L["Fakturaen er kontrolleret igen, og beløbene har ændret sig. Se listen over kontroller."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>What the newest check came to; nothing that anybody wrote is read for it.</summary>
    public sealed record SumsQuery(Guid Id) : IQuery<Sums?>;

    public sealed record Sums(decimal Payable, decimal Held, decimal Rejected);

    public sealed class SumsHandler(PortalDb db, CurrentActor current) : IRequestHandler<SumsQuery, Sums?>
    {
        public async Task<Sums?> Handle(SumsQuery request, CancellationToken cancel)
        {
            var invoice = await db.Invoices.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == current.Required.Tenant, cancel).OrNotFound();
            return await db.Checks.Where(c => c.Id == invoice.CheckId).Select(c => new Sums(c.Payable, c.Held, c.Rejected))
                .SingleOrDefaultAsync(cancel);
        }
    }
}
