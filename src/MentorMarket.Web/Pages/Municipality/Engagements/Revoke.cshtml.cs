namespace MentorMarket.Web.Pages.Municipality.Engagements;

/// <summary>Closes an auditor's access at once.</summary>
[For(Role.Administrator)]
public sealed class RevokeModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public Model Engagement { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Engagement = await sender.Send(new Query(id), cancel);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id), cancel);
        TempData["Success"] = L["Adgangen er lukket."].Value;
        return RedirectToPage("Index");
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(string Auditor, DateOnly From, DateOnly To, DateOnly ExpiresOn);

    public sealed class QueryHandler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public Task<Model> Handle(Query request, CancellationToken cancel) => (
            from e in db.Engagements
            join a in db.Organisations on e.AuditorId equals a.Id
            where e.Id == request.Id
            select new Model(a.Name, e.PeriodFrom, e.PeriodTo, e.ExpiresOn)).SingleOrDefaultAsync(cancel).OrNotFound();
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var engagement = await db.Engagements.Of(current.Required).GetAsync(request.Id, cancel);
            engagement.Revoke(time.GetUtcNow());
            return default;
        }
    }
}
