using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Assignments;

/// <summary>The municipality's assignments: on the market, under way and ended.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public AssignmentStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Provider { get; set; }

    /// <summary>Only those under way that end within so many days.</summary>
    [BindProperty(SupportsGet = true)]
    public int? EndsWithin { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Status is not null || Provider is not null || EndsWithin is not null;

    public IEnumerable<SelectListItem> Providers(string all) => List.Providers.Select(p => new SelectListItem(p.Name, p.Id.ToString()))
        .Prepend(new(all, ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (this.RejectCprSearch(Q, L)) return RedirectToPage(new { Status, Provider, EndsWithin, Sort });
        List = await sender.Send(new Query(Q?.Trim() ?? "", Status, Provider, EndsWithin, Sort, Number), cancel);
        return Page();
    }

    public sealed record Query(string Q, AssignmentStatus? Status, Guid? Provider, int? EndsWithin, string? Sort, int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, IReadOnlyList<ProviderRow> Providers, Pager Pager);

    public sealed record ProviderRow(Guid Id, string Name);

    public sealed record Row(Guid Id, string Number, string Citizen, string? Provider, decimal HoursPerWeek, DateOnly StartsOn,
        DateOnly EndsOn, AssignmentStatus Status);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var providers = await db.Organisations.Where(o => db.Assignments.Any(a => a.MunicipalityId == tenant && a.ProviderId == o.Id))
                .OrderBy(o => o.Name).Select(o => new ProviderRow(o.Id, o.Name)).ToListAsync(cancel);
            var found = from assignment in db.Assignments
                        join citizen in db.Citizens on assignment.CitizenId equals citizen.Id
                        where assignment.MunicipalityId == tenant
                        select new { assignment, citizen.Number };
            if (request.Q.Length > 0)
            {
                var like = Like.Containing(request.Q);
                found = found.Where(f => EF.Functions.ILike(f.assignment.Number, like) || EF.Functions.ILike(f.Number, like));
            }
            if (request.Provider is { } provider) found = found.Where(f => f.assignment.ProviderId == provider);
            if (request.EndsWithin is { } days)
            {
                var last = today.AddDays(Math.Clamp(days, 0, 366));
                found = found.Where(f => f.assignment.Status == AssignmentStatus.Accepted && f.assignment.LastDay >= today
                    && f.assignment.LastDay <= last);
            }
            if (request.Status is { } status) found = status switch
            {
                AssignmentStatus.Published => found.Where(f => f.assignment.Status == AssignmentStatus.Published),
                AssignmentStatus.Accepted =>
                    found.Where(f => f.assignment.Status == AssignmentStatus.Accepted && f.assignment.LastDay >= today),
                AssignmentStatus.Withdrawn => found.Where(f => f.assignment.Status == AssignmentStatus.Withdrawn),
                AssignmentStatus.Ended =>
                    found.Where(f => f.assignment.Status == AssignmentStatus.Ended
                    || (f.assignment.Status == AssignmentStatus.Accepted && f.assignment.LastDay < today)),
            };

            var pager = Pager.At(request.Page, await found.CountAsync(cancel), Rows);
            var sorted = request.Sort switch
            {
                "number" => found.OrderBy(f => f.assignment.Number),
                "-number" => found.OrderByDescending(f => f.assignment.Number),
                "ends" => found.OrderBy(f => f.assignment.EndsOn).ThenBy(f => f.assignment.Number),
                "-ends" => found.OrderByDescending(f => f.assignment.EndsOn).ThenBy(f => f.assignment.Number),
                _ => found.OrderByDescending(f => f.assignment.PublishedAt).ThenBy(f => f.assignment.Number),
            };
            var rows = await sorted.Skip((pager.Page - 1) * Rows).Take(Rows).Select(f => new Row(
                f.assignment.Id, f.assignment.Number, f.Number, db.Organisations.Where(o => o.Id == f.assignment.ProviderId)
                    .Select(o => o.Name).FirstOrDefault(),
                f.assignment.HoursPerWeek, f.assignment.StartsOn, f.assignment.LastDay,
                f.assignment.Status == AssignmentStatus.Accepted && f.assignment.LastDay < today ? AssignmentStatus.Ended
                    : f.assignment.Status)).ToListAsync(cancel);
            return new(rows, providers, pager);
        }
    }
}
