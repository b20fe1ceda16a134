using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Provider.Assignments;

/// <summary>The provider's assignments; a mentor sees those that name them.</summary>
[For(Role.Coordinator, Role.Mentor)]
public sealed class IndexModel(IMediator sender, IStringLocalizer<ProviderTexts> L) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Mentor { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public Model Assignments { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        Assignments = await sender.Send(new Query(Q, State, Mentor, Sort, pageNumber ?? 1), cancel);

    public bool IsFiltered => Q is not null || State is not null || Mentor is not null;

    public IEnumerable<SelectListItem> States => [new(L["Alle"], ""), new(L["I gang"], "live"), new(L["Ikke begyndt"], "ahead"),
        new(L["Slut"], "over")];

    public IEnumerable<SelectListItem> Mentors => Assignments.Mentors.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Alle"], ""));

    public sealed record Query(string? Q, string? State, Guid? Mentor, string? Sort, int Page) : IQuery<Model>;

    public sealed record Row(Guid Id, string Number, string Municipality, AssignmentStatus Status, DateOnly StartsOn, DateOnly EndsOn,
        decimal HoursPerWeek, decimal Rate)
    {
        public string Mentors { get; init; } = "";
        public bool IsLive { get; init; }
    }

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager, IReadOnlyList<(Guid Id, string Name)> Mentors);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var today = time.Today;
            var open = from assignment in db.Assignments.OursFor(db, current.Required)
                       join municipality in db.Organisations on assignment.MunicipalityId equals municipality.Id
                       select new { assignment, municipality.Name };
            if (request.Q?.Trim() is { Length: > 0 } words)
            {
                var pattern = Like.Containing(words);
                open = open.Where(o => EF.Functions.ILike(o.assignment.Number, pattern) || EF.Functions.ILike(o.Name, pattern));
            }
            if (request.State is "live" or "ahead")
            {
                open = open.Where(o => o.assignment.Status == AssignmentStatus.Accepted && o.assignment.LastDay >= today);
            }
            if (request.State == "live") open = open.Where(o => o.assignment.StartsOn <= today);
            if (request.State == "ahead") open = open.Where(o => o.assignment.StartsOn > today);
            if (request.State == "over")
            {
                open = open.Where(o => o.assignment.Status != AssignmentStatus.Accepted || o.assignment.LastDay < today);
            }
            if (request.Mentor is { } one)
            {
                var ofOne = OwnAssignments.AssignmentsNaming(db, one);
                open = open.Where(o => ofOne.Contains(o.assignment.Id));
            }

            var pager = Pager.At(request.Page, await open.CountAsync(cancel), PageSize);
            var sorted = request.Sort switch
            {
                "number" => open.OrderBy(o => o.assignment.Number),
                "-number" => open.OrderByDescending(o => o.assignment.Number),
                "municipality" => open.OrderBy(o => o.Name).ThenBy(o => o.assignment.Number),
                "-municipality" => open.OrderByDescending(o => o.Name).ThenBy(o => o.assignment.Number),
                "ends" => open.OrderBy(o => o.assignment.EndsOn).ThenBy(o => o.assignment.Number),
                "-ends" => open.OrderByDescending(o => o.assignment.EndsOn).ThenBy(o => o.assignment.Number),
                _ => open.OrderByDescending(o => o.assignment.AcceptedAt).ThenBy(o => o.assignment.Number),
            };
            var rows = await sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize)
                .Select(o => new Row(o.assignment.Id, o.assignment.Number, o.Name, o.assignment.Status, o.assignment.StartsOn,
                    o.assignment.LastDay, o.assignment.HoursPerWeek, o.assignment.Rate))
                .ToListAsync(cancel);
            var ids = rows.Select(r => r.Id).ToList();
            var named = await (from m in db.AgreementMentors
                               join g in db.Agreements on m.AgreementId equals g.Id
                               where ids.Contains(g.AssignmentId)
                               select new { g.AssignmentId, m.Name }).Distinct().ToListAsync(cancel);
            var mentors = await db.AgreementMentors.Of(current.Required)
                .Select(m => new { m.MentorId, m.Name }).Distinct().OrderBy(m => m.Name).ToListAsync(cancel);
            return new(
                [.. rows.Select(r => r with
                {
                    Mentors = string.Join(", ", named.Where(n => n.AssignmentId == r.Id).Select(n => n.Name)
                        .Order(StringComparer.CurrentCulture)),
                    IsLive = r.Status == AssignmentStatus.Accepted && r.EndsOn >= today,
                })],
                pager,
                [.. mentors.DistinctBy(m => m.MentorId).Select(m => (m.MentorId, m.Name))]);
        }
    }
}

/// <summary>Which of the provider's assignments somebody may see: a coordinator all, a mentor those whose agreement names them.</summary>
public static class OwnAssignments
{
    public static IQueryable<Assignment> OursFor(this IQueryable<Assignment> assignments, PortalDb db, Actor actor) =>
        actor.Is(Role.Coordinator)
            ? assignments.Of(actor)
            : assignments.Naming(db, actor);

    /// <summary>Only those that the newest agreement gives the person, or gave them until a day.</summary>
    public static IQueryable<Assignment> HeldBy(this IQueryable<Assignment> assignments, PortalDb db, Actor actor, DateOnly since)
    {
        var held = from m in db.AgreementMentors
                   join g in db.Agreements.Newest(db) on m.AgreementId equals g.Id
                   where m.MentorId == actor.Person && (m.UntilOn == null || m.UntilOn >= since)
                   select g.AssignmentId;
        return assignments.Of(actor).Where(a => held.Contains(a.Id));
    }

    /// <summary>Only those whose agreement names the person or named them once, whatever else they are.</summary>
    public static IQueryable<Assignment> Naming(this IQueryable<Assignment> assignments, PortalDb db, Actor actor) =>
        assignments.Of(actor).Where(a => AssignmentsNaming(db, actor.Person).Contains(a.Id));

    internal static IQueryable<Guid> AssignmentsNaming(PortalDb db, Guid? mentor) =>
        from m in db.AgreementMentors
        join g in db.Agreements on m.AgreementId equals g.Id
        where m.MentorId == mentor
        select g.AssignmentId;
}
