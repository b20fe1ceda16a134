namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Everything that has happened in a citizen's case, newest first.</summary>
[For(Role.Caseworker)]
public sealed class TimelineModel(IMediator sender) : PageModel
{
    private const int Rows = 50;

    [BindProperty(SupportsGet = true)]
    public TimelineKind? Kind { get; set; }

    /// <summary>All of it on one page, to be printed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model Citizen { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) =>
        Citizen = await sender.Send(new Query(id, Kind, All, Number), cancel);

    public sealed record Query(Guid Id, TimelineKind? Kind, bool All, int Page) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Name)
    {
        public IReadOnlyList<TimelineEvent> Events { get; init; } = [];
        public Pager Pager { get; init; } = new(1, 1, 0);
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, IStringLocalizer<MunicipalityTexts> L,
        IStringLocalizer<SharedTexts> S) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var model = await (from c in db.Citizens
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               where c.Id == request.Id && c.MunicipalityId == tenant
                               select new Model(c.Id, c.Number, i.Name)).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, model.Id, ("page", "timeline"));
            var ask = new TimelineAsk(db, tenant, model.Id,
                await db.Grants.Where(g => g.CitizenId == model.Id && g.MunicipalityId == tenant)
                    .ToDictionaryAsync(g => g.Id, g => g.Number, cancel),
                await db.Assignments.Where(a => a.CitizenId == model.Id && a.MunicipalityId == tenant)
                    .ToDictionaryAsync(a => a.Id, a => a.Number, cancel),
                L, S);
            var events = new List<TimelineEvent>();
            foreach (var source in TimelineSources.All) events.AddRange(await source(ask, cancel));

            var shown = events.Where(e => request.Kind is null || e.Kind == request.Kind).OrderByDescending(e => e.At).ToList();
            var rows = request.All ? Math.Max(1, shown.Count) : Rows;
            var pager = Pager.At(request.Page, shown.Count, rows);
            return model with
            {
                Events = [.. shown.Skip((pager.Page - 1) * rows).Take(rows)],
                Pager = pager,
            };
        }
    }
}
