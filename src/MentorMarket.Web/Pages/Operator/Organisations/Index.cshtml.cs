namespace MentorMarket.Web.Pages.Operator.Organisations;

/// <summary>Everybody who is let in.</summary>
[For(Role.Operator)]
public sealed class IndexModel(IMediator sender) : PageModel
{
    private const int PageSize = 25;

    public enum Standing
    {
        Open,
        Suspended,
    }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public OrganisationKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public Standing? Now { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public bool IsFiltered => Q is { Length: > 0 } || Kind is not null || Now is not null;

    public Model List { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        List = await sender.Send(new Query(Q, Kind, Now, Sort, pageNumber ?? 1), cancel);

    public sealed record Query(string? Q, OrganisationKind? Kind, Standing? Now, string? Sort, int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager);

    public sealed record Row(Guid Id, OrganisationKind Kind, string Name, string Slug, string? Cvr, DateTimeOffset CreatedAt,
        DateTimeOffset? SuspendedAt);

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var found = db.Organisations.Where(o => o.Kind != OrganisationKind.Platform);
            if (request.Kind is { } kind) found = found.Where(o => o.Kind == kind);
            if (request.Now is { } now) found = found.Where(o => o.SuspendedAt != null == (now == Standing.Suspended));
            if (request.Q?.Trim() is { Length: > 0 } q)
            {
                var (pattern, digits) = (Like.Containing(q), q.Replace(" ", "", StringComparison.Ordinal));
                found = found.Where(o => EF.Functions.ILike(o.Name, pattern) || EF.Functions.ILike(o.Slug, pattern) || o.Cvr == digits
                    || o.PNumber == digits || o.Gln == digits || o.MunicipalityCode == digits);
            }
            var sorted = request.Sort switch
            {
                "-name" => found.OrderByDescending(o => o.Name).ThenBy(o => o.Id),
                "since" => found.OrderBy(o => o.CreatedAt).ThenBy(o => o.Id),
                "-since" => found.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.Id),
                _ => found.OrderBy(o => o.Name).ThenBy(o => o.Id),
            };
            var pager = Pager.At(request.Page, await found.CountAsync(cancel), PageSize);
            return new(await sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize)
                .Select(o => new Row(o.Id, o.Kind, o.Name, o.Slug, o.Cvr, o.CreatedAt, o.SuspendedAt)).ToListAsync(cancel), pager);
        }
    }
}
