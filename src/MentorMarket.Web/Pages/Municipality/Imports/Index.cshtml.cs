using MentorMarket.Domain.Importing;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>The files that were, or are being, imported.</summary>
[For(Role.Caseworker)]
public sealed class IndexModel(IMediator sender) : PageModel
{
    private const int Rows = 25;

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => List = await sender.Send(new Query(Number), cancel);

    public sealed record Query(int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager);

    public sealed record Row(Guid Id, string FileName, int RowsTotal, ImportState State, int Errors, DateTimeOffset CreatedAt, string By);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var imports = db.Imports.Where(i => i.MunicipalityId == tenant);
            var pager = Pager.At(request.Page, await imports.CountAsync(cancel), Rows);
            var rows = await imports.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id).Skip((pager.Page - 1) * Rows).Take(Rows)
                .Select(i => new Row(i.Id, i.FileName, i.RowsTotal, i.State, i.Errors, i.CreatedAt,
                    db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == i.CreatedBy).Select(m => m.Name).FirstOrDefault()
                        ?? "")).ToListAsync(cancel);
            return new(rows, pager);
        }
    }
}
