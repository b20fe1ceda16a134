namespace MentorMarket.Web.Pages.Provider.Listings;

/// <summary>A provider says no to a assignment that was offered to it alone, and why.</summary>
[For(Role.Coordinator)]
public sealed class DeclineModel(IMediator sender, IStringLocalizer<ProviderTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(500), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public ListingView Listing { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Listing = await sender.Send(new ListingView.Query(id), cancel);
        return Listing is { TakenAt: null, Offer.Declined: null, Offer: not null } ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Listing = await sender.Send(new ListingView.Query(id), cancel);
            return Page();
        }
        await sender.Send(new Command(id, Form.Reason!), cancel);
        TempData["Success"] = L["Kommunen har fået jeres svar."].Value;
        return RedirectToPage("Index");
    }

    public sealed record Command(Guid Id, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var offered = await db.Listings.AsNoTracking().SingleOrDefaultAsync(l => l.Id == request.Id, cancel).OrNotFound();
            if (await db.OfferDeclines.AnyAsync(d => d.AssignmentId == offered.Id, cancel)) throw new RuleViolation(Rule.OfferIsNotOpen);
            var decline = new OfferDecline(offered, actor.Tenant, request.Reason, actor.Person!.Value, time.GetUtcNow());
            db.OfferDeclines.Add(decline);
            evidence.Record(CaseEventKind.OfferDeclined, offered.MunicipalityId, offered.Id, ("provider", actor.Tenant),
                ("reason", decline.Reason));
            return default;
        }
    }
}
