namespace MentorMarket.Web.Pages.Municipality.Grants.Market;

/// <summary>Takes a listing that nobody has accepted off the market; the grant is approved as before.</summary>
[For(Role.Caseworker)]
public sealed class WithdrawModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Grant = (await sender.Send(new GrantView.Query(id), cancel)).Grant;
        return Grant.Status == GrantStatus.Published ? Page() : RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Opslaget er trukket tilbage. Bevillingen kan offentliggøres igen."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var grant = await db.Grants.OneAsync(tenant, request.Id, cancel);
            // A provider may accept at this very moment; then the row has another version and nothing is saved.
            var assignment = await db.Assignments.SingleOrDefaultAsync(a => a.GrantId == grant.Id
                && a.Status != AssignmentStatus.Withdrawn, cancel)
                ?? throw new RuleViolation(Rule.AssignmentCannotBeWithdrawn);
            var listing = await db.Listings.SingleAsync(l => l.Id == assignment.Id, cancel);
            assignment.Withdraw();
            grant.MarkWithdrawn();
            listing.Withdraw(time.GetUtcNow());
            return default;
        }
    }
}
