namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>Sends a complete draft to approval.</summary>
[For(Role.Caseworker)]
public sealed class SubmitModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public GrantView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantView.Query(id), cancel);
        return View.Grant.CanBeSubmitted(View.Context) ? Page() : RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Bevillingen er sendt til godkendelse."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            var now = time.GetUtcNow();
            grant.Submit(actor.Person!.Value, now, await GrantQueries.ContextAsync(db, grant, DanishTime.DateOf(now), cancel));
            return default;
        }
    }
}
