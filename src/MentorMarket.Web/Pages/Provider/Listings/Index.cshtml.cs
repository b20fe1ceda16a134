using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Provider.Listings;

/// <summary>The market: open listings of all municipalities, without anything that identifies a citizen.</summary>
[For(Role.Coordinator)]
public sealed class IndexModel(IMediator sender, IStringLocalizer<SharedTexts> S, IStringLocalizer<ProviderTexts> L) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Municipality { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    [BindProperty(SupportsGet = true)]
    public Purpose? Purpose { get; set; }

    [BindProperty(SupportsGet = true)]
    public TargetGroup? TargetGroup { get; set; }

    [BindProperty(SupportsGet = true)]
    public Requirement? Requirement { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public Model Market { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        Market = await sender.Send(new Query(Q, Municipality, Area, Purpose, TargetGroup, Requirement, Sort, pageNumber ?? 1), cancel);

    public bool IsFiltered => Q is not null || Municipality is not null || Area is not null || Purpose is not null
        || TargetGroup is not null || Requirement is not null;

    public IEnumerable<SelectListItem> Municipalities => Market.Municipalities.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Areas => Market.Areas.Select(a => new SelectListItem(a, a)).Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Purposes => Enum.GetValues<Purpose>().Select(p => new SelectListItem(Labels.Of(p, S), p.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> TargetGroups => Enum.GetValues<TargetGroup>()
        .Select(g => new SelectListItem(Labels.Of(g, S), g.ToString())).Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Requirements => Enum.GetValues<Requirement>()
        .Select(r => new SelectListItem(Labels.Of(r, S), r.ToString())).Prepend(new(L["Alle"], ""));

    public sealed record Query(string? Q, Guid? Municipality, string? Area, Purpose? Purpose, TargetGroup? TargetGroup,
        Requirement? Requirement, string? Sort, int Page) : IQuery<Model>;

    public sealed record Row(Guid Id, string Number, string Municipality, string Area, string AgeBand, Purpose Purpose,
        TargetGroup TargetGroup,
        List<Requirement> Requirements, decimal HoursPerWeek, DateOnly StartsOn, DateOnly EndsOn, decimal Rate, DateTimeOffset PublishedAt,
            bool IsOffered);

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager, IReadOnlyList<(Guid Id, string Name)> Municipalities,
        IReadOnlyList<string> Areas);

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var open =
                from listing in db.Listings
                where listing.TakenAt == null && listing.WithdrawnAt == null
                join municipality in db.Organisations on listing.MunicipalityId equals municipality.Id
                select new { listing, municipality.Name };
            var municipalities = await open.Select(o => new { o.listing.MunicipalityId, o.Name }).Distinct().OrderBy(m => m.Name)
                .ToListAsync(cancel);
            var areas = await open.Select(o => o.listing.Area).Distinct().OrderBy(a => a).ToListAsync(cancel);

            if (request.Q?.Trim() is { Length: > 0 } words)
            {
                var pattern = Like.Containing(words);
                open = open.Where(o => EF.Functions.ILike(o.listing.Number, pattern) || EF.Functions.ILike(o.listing.Area, pattern)
                    || EF.Functions.ILike(o.Name, pattern));
            }
            if (request.Municipality is { } one) open = open.Where(o => o.listing.MunicipalityId == one);
            if (request.Area is { } area) open = open.Where(o => o.listing.Area == area);
            if (request.Purpose is { } purpose) open = open.Where(o => o.listing.Purpose == purpose);
            if (request.TargetGroup is { } group) open = open.Where(o => o.listing.TargetGroup == group);
            if (request.Requirement is { } requirement) open = open.Where(o => o.listing.Requirements.Contains(requirement));

            var pager = Pager.At(request.Page, await open.CountAsync(cancel), PageSize);
            var sorted = request.Sort switch
            {
                "municipality" => open.OrderBy(o => o.Name).ThenBy(o => o.listing.Number),
                "-municipality" => open.OrderByDescending(o => o.Name).ThenBy(o => o.listing.Number),
                "hours" => open.OrderBy(o => o.listing.HoursPerWeek).ThenBy(o => o.listing.Number),
                "-hours" => open.OrderByDescending(o => o.listing.HoursPerWeek).ThenBy(o => o.listing.Number),
                "rate" => open.OrderBy(o => o.listing.Rate).ThenBy(o => o.listing.Number),
                "-rate" => open.OrderByDescending(o => o.listing.Rate).ThenBy(o => o.listing.Number),
                "starts" => open.OrderBy(o => o.listing.StartsOn).ThenBy(o => o.listing.Number),
                "-starts" => open.OrderByDescending(o => o.listing.StartsOn).ThenBy(o => o.listing.Number),
                "published" => open.OrderBy(o => o.listing.PublishedAt).ThenBy(o => o.listing.Number),
                _ => open.OrderByDescending(o => o.listing.PublishedAt).ThenBy(o => o.listing.Number),
            };
            var rows = await sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize)
                .Select(o => new Row(o.listing.Id, o.listing.Number, o.Name, o.listing.Area, o.listing.AgeBand, o.listing.Purpose,
                    o.listing.TargetGroup,
                    o.listing.Requirements, o.listing.HoursPerWeek, o.listing.StartsOn, o.listing.EndsOn, o.listing.Rate,
                        o.listing.PublishedAt, o.listing.OfferedTo != null))
                .ToListAsync(cancel);
            return new(rows, pager, [.. municipalities.Select(m => (m.MunicipalityId, m.Name))], areas);
        }
    }
}
