using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Look;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The municipality's citizens, found by name or number. Reading the names is an event.</summary>
[For(Role.Caseworker)]
public sealed class IndexModel(ISender sender) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Area);

    public IEnumerable<SelectListItem> Areas(string all) => List.Areas.Select(a => new SelectListItem(a, a)).Prepend(new(all, ""));

    public async Task OnGetAsync(CancellationToken cancel) => List = await sender.Send(new Query(Q?.Trim() ?? "", Area ?? "", Sort, Number), cancel);

    public sealed record Query(string Q, string Area, string? Sort, int Page) : IDisclosingQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, IReadOnlyList<string> Areas, Pager Pager);

    public sealed record Row(Guid Id, string Number, string Name, string Area, int Grants);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var areas = await db.Citizens.Where(c => c.MunicipalityId == tenant).Select(c => c.Area).Distinct().OrderBy(a => a).ToListAsync(cancel);
            var found = from citizen in db.Citizens
                        join identity in db.CitizenIdentities on citizen.Id equals identity.CitizenId
                        where citizen.MunicipalityId == tenant
                        select new { citizen.Id, citizen.Number, identity.Name, citizen.Area };
            if (request.Q.Length > 0) found = found.Where(f => EF.Functions.ILike(f.Name, $"%{request.Q}%") || EF.Functions.ILike(f.Number, $"%{request.Q}%"));
            if (request.Area.Length > 0) found = found.Where(f => f.Area == request.Area);

            var total = await found.CountAsync(cancel);
            var pages = Math.Max(1, (total + Rows - 1) / Rows);
            var page = Math.Clamp(request.Page, 1, pages);
            var sorted = request.Sort switch
            {
                "number" => found.OrderBy(f => f.Number),
                "-number" => found.OrderByDescending(f => f.Number),
                "-name" => found.OrderByDescending(f => f.Name).ThenBy(f => f.Number),
                "area" => found.OrderBy(f => f.Area).ThenBy(f => f.Name),
                "-area" => found.OrderByDescending(f => f.Area).ThenBy(f => f.Name),
                _ => found.OrderBy(f => f.Name).ThenBy(f => f.Number),
            };
            var rows = await sorted.Skip((page - 1) * Rows).Take(Rows)
                .Select(f => new Row(f.Id, f.Number, f.Name, f.Area, db.Grants.Count(g => g.CitizenId == f.Id))).ToListAsync(cancel);
            evidence.Record("CitizenListRead", tenant, tenant, ("shown", rows.Count), ("found", total), ("citizens", rows.ConvertAll(r => r.Number)));
            return new(rows, areas, new Pager(page, pages, total));
        }
    }
}
