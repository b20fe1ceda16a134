namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Gives up a draft, or with a reason a grant that was approved and that nobody has on the market or under way.</summary>
[For(Role.Caseworker)]
public sealed class DiscardModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty, StringLength(1000)]
    public string? Reason { get; set; }

    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Grant = (await sender.Send(new GrantView.Query(id), cancel)).Grant;
        return Grant.CanBeDiscarded ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Grant = (await sender.Send(new GrantView.Query(id), cancel)).Grant;
        if (Grant.CanBeDiscarded && Grant.NeedsReasonToBeDiscarded && string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError("Reason", L["Skriv, hvorfor den godkendte bevilling opgives."]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Reason ?? ""), cancel);
        TempData["Success"] = L["Den er opgivet."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Command(Guid Id, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var grant = await db.Grants.OneAsync(current.Required.Tenant, request.Id, cancel);
            grant.Discard(request.Reason);
            return default;
        }
    }
}
