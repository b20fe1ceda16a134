namespace MentorMarket.Web.Pages.Operator.Applications;

/// <summary>Who would like to be let in: those who have waited longest first.</summary>
[For(Role.Operator)]
public sealed class IndexModel(IMediator sender) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public ApplicationStatus? Status { get; set; }

    public bool IsFiltered => Q is { Length: > 0 } || Status is not null;

    public Model List { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        List = await sender.Send(new Query(Q, Status, pageNumber ?? 1), cancel);

    public sealed record Query(string? Q, ApplicationStatus? Status, int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager);

    public sealed record Row(Guid Id, OrganisationKind Kind, string Name, string Cvr, DateTimeOffset AppliedAt, ApplicationStatus Status);

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            IQueryable<Application> found = db.Applications;
            if (request.Status is { } status) found = found.Where(a => a.Status == status);
            if (request.Q?.Trim() is { Length: > 0 } q)
            {
                var (pattern, digits) = (Like.Containing(q), q.Replace(" ", "", StringComparison.Ordinal));
                found = found.Where(a => EF.Functions.ILike(a.Name, pattern) || a.Cvr == digits || a.PNumber == digits);
            }
            var pager = Pager.At(request.Page, await found.CountAsync(cancel), PageSize);
            return new(await found.OrderBy(a => a.Status != ApplicationStatus.Waiting).ThenByDescending(a => a.DecidedAt)
                .ThenBy(a => a.AppliedAt).ThenBy(a => a.Id)
                .Skip((pager.Page - 1) * PageSize).Take(PageSize)
                .Select(a => new Row(a.Id, a.Kind, a.Name, a.Cvr, a.AppliedAt, a.Status)).ToListAsync(cancel), pager);
        }
    }
}
