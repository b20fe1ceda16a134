namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>The municipality's grants.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender, CurrentActor current, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public GrantStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public Purpose? Purpose { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Status is not null || Purpose is not null || Mine;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (this.RejectCprSearch(Q, L)) return RedirectToPage(new { Status, Purpose, Mine, Sort });
        List = await sender.Send(new Query(Q?.Trim() ?? "", Status, Purpose, Mine, Sort, Number), cancel);
        return Page();
    }

    public sealed record Query(string Q, GrantStatus? Status, Purpose? Purpose, bool Mine, string? Sort, int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager);

    public sealed record Row(Guid Id, string Number, string Citizen, Purpose? Purpose, decimal? HoursPerWeek, DateOnly? StartsOn,
        DateOnly? EndsOn, GrantStatus Status, bool HasProvider, DateOnly? LastDay)
    {
        public GrantStatus Shown { get; init; }
    }

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var grants = db.Grants.Where(g => g.MunicipalityId == actor.Tenant);
            if (request.Status is { } status) grants = grants.Shown(db, status, today);
            if (request.Purpose is { } purpose) grants = grants.Where(g => g.Terms.Purpose == purpose);
            if (request.Mine) grants = grants.Where(g => g.CreatedBy == actor.Person);
            var found = from grant in grants
                        join citizen in db.Citizens on grant.CitizenId equals citizen.Id
                        select new { grant, citizen.Number };
            if (request.Q.Length > 0)
            {
                var like = Like.Containing(request.Q);
                found = found.Where(f => EF.Functions.ILike(f.grant.Number, like) || EF.Functions.ILike(f.Number, like));
            }

            var pager = Pager.At(request.Page, await found.CountAsync(cancel), Rows);
            var sorted = request.Sort switch
            {
                "number" => found.OrderBy(f => f.grant.Number),
                "-number" => found.OrderByDescending(f => f.grant.Number),
                "citizen" => found.OrderBy(f => f.Number).ThenBy(f => f.grant.Number),
                "-citizen" => found.OrderByDescending(f => f.Number).ThenBy(f => f.grant.Number),
                "ends" => found.OrderBy(f => f.grant.Terms.EndsOn).ThenBy(f => f.grant.Number),
                "-ends" => found.OrderByDescending(f => f.grant.Terms.EndsOn).ThenBy(f => f.grant.Number),
                _ => found.OrderByDescending(f => f.grant.CreatedAt).ThenBy(f => f.grant.Number),
            };
            var rows = await sorted.Skip((pager.Page - 1) * Rows).Take(Rows).Select(f => new Row(
                f.grant.Id, f.grant.Number, f.Number, f.grant.Terms.Purpose, f.grant.Terms.HoursPerWeek, f.grant.Terms.StartsOn,
                    f.grant.Terms.EndsOn, f.grant.Status,
                db.Assignments.Any(a => a.GrantId == f.grant.Id && a.ProviderId != null),
                db.Assignments.Where(a => a.GrantId == f.grant.Id && a.ProviderId != null).Select(a => (DateOnly?)a.LastDay)
                    .FirstOrDefault() ?? f.grant.Terms.EndsOn)).ToListAsync(cancel);
            return new(rows.ConvertAll(r => r with { Shown = Standing.Of(r.Status, r.HasProvider, r.LastDay, today) }), pager);
        }
    }
}
