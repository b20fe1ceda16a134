using MentorMarket.Web.Granting;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Sends a complete draft to approval.</summary>
[For(Role.Caseworker)]
public sealed class SubmitModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Grant Grant { get; private set; } = null!;

    public IReadOnlyList<Overlap> Overlaps { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var asked = await sender.Send(new Query(id), cancel);
        (Grant, Overlaps) = (asked.Grant, asked.Overlaps);
        return Grant.Status == GrantStatus.Draft && asked.IsComplete ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Bevillingen er sendt til godkendelse."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>A grant with its goals, for the pages that ask before they act.</summary>
    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Grant Grant, bool IsComplete, IReadOnlyList<Overlap> Overlaps);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var grant = await db.Grants.AsNoTracking().OneAsync(current.Required.Tenant, request.Id, cancel);
            return new(grant, grant.Shortfalls(await GrantQueries.ContextAsync(db, grant, DanishTime.DateOf(time.GetUtcNow()), cancel)).Count == 0, await Overlap.OfAsync(db, grant, cancel));
        }
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
