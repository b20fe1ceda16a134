namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>
/// Takes back what waits for approval: a grant, an extension, a change or a proposed refusal. Against a leader who decides in the same
/// moment the row's version says who was first.
/// </summary>
[For(Role.Caseworker)]
public sealed class TakeBackModel(IMediator sender, CurrentActor current, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Grant = (await sender.Send(new GrantView.Query(id), cancel)).Grant;
        return Grant.MayBeTakenBackBy(current.Required.Person!.Value) ? Page() : RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Bevillingen er taget tilbage og er en kladde igen."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            grant.TakeBack(actor.Person!.Value);
            return default;
        }
    }
}
