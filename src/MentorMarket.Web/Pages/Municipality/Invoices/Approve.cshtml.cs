using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>Approves what the newest check finds payable; first shows what that is.</summary>
[For(Role.Finance)]
public sealed class ApproveModel(IMediator sender, JobRunner jobs) : PageModel
{
    [BindProperty]
    public Guid ShownCheck { get; set; }

    [BindProperty, StringLength(500)]
    public string? Comment { get; set; }

    public ExplainedInvoice Invoice { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel)
    {
        Invoice = await sender.Send(new ShowInvoice(id), cancel);
        ShownCheck = Invoice.NewestCheck ?? throw new RowNotFoundException();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Invoice = await sender.Send(new ShowInvoice(id), cancel);
            return Page();
        }
        try
        {
            var approval = await sender.Send(new Command(id, ShownCheck, Comment ?? ""), cancel);
            return RedirectToPage("Receipt", new { id, approval });
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.InvoiceHasChanged)
        {
            // The page that says so shows what the check finds now.
            await jobs.RunNowAsync(await sender.Send(new AskForCheck(id), cancel));
            throw;
        }
    }

    /// <param name="ShownCheck">The check whose amounts the clerk saw: a newer one means that they have not seen what they approve.</param>
    public sealed record Command(Guid Id, Guid ShownCheck, string Comment) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            // The lock puts approvals and checks of the same invoice in a row; what is read below is what counts. Two invoices may
            // bill for the same minutes, and an approval uses them up for the other one: those wait for each other's assignments.
            await db.LockAsync<Invoice>(request.Id, cancel);
            await db.HoldFactsAsync(request.Id, cancel);
            var invoice = await db.Invoices.Of(actor).Include(i => i.Lines).GetAsync(request.Id, cancel);
            var check = await db.Checks.Where(c => c.InvoiceId == invoice.Id).GetAsync(request.ShownCheck, cancel);
            var before = await db.Approvals.Where(a => a.InvoiceId == invoice.Id).SumAsync(a => a.Amount, cancel);
            var now = time.GetUtcNow();
            var approval = invoice.Approve(check, before, actor.Person!.Value, actor.Name, request.Comment, now);
            var facts = await db.FactsIfItHoldsAsync(invoice, check.Id, now, cancel) ?? throw new RuleViolation(Rule.InvoiceHasChanged);
            // The database copies the invoice's day to it (trigger copy_issued_on) and refuses more money than the newest check found
            // payable, minutes that were approved before, and money without minutes (require_approvable_amount,
            // require_approvable_minutes, require_minutes_behind_approval).
            db.Approvals.Add(approval);
            var matches = await db.LineMatches.AsNoTracking().Where(m => m.CheckId == check.Id).ToListAsync(cancel);
            db.ApprovedMinutes.AddRange(approval.UsesUp(matches, facts));
            await Enqueue.ChecksOfSameAssignmentsAsync(db, invoice.Id, cancel);
            return approval.Id;
        }
    }
}
