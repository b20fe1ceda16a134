namespace MentorMarket.Web.Pages.Municipality.InformationDuties;

/// <summary>Citizens who must be told of their right to support, the most urgent first.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public InformationState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public InformationCause? Cause { get; set; }

    /// <summary>Whose; nobody is everybody's.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Who { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    public bool IsTeamLeader => current.Required.Is(Role.TeamLeader);

    public async Task OnGetAsync(CancellationToken cancel) => List = await sender.Send(new Query(State, Cause, Sort, Number, Who), cancel);

    public sealed record Query(InformationState? State, InformationCause? Cause, string? Sort, int Page, Guid? Who = null) : IQuery<Model>;

    /// <param name="People">What waits with each caseworker, whatever the list is filtered by.</param>
    public sealed record Model(IReadOnlyList<InformationDutyRow> Rows, Pager Pager, bool HasAny, IReadOnlyList<Person> People);

    public sealed record Person(Guid Id, string Name, int Overdue, int Open);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var all = await InformationDutyList.OfAsync(db, current.Required.Tenant, DanishTime.DateOf(time.GetUtcNow()), cancel);
            var found = all.Where(i => (request.State is null || i.State == request.State)
                && (request.Cause is null || i.Cause == request.Cause) && (request.Who is null || i.ResponsibleId == request.Who));
            var sorted = request.Sort switch
            {
                "due" => found.OrderBy(i => i.DueOn),
                "-due" => found.OrderByDescending(i => i.DueOn),
                "citizen" => found.OrderBy(i => i.Citizen, StringComparer.Ordinal),
                "-citizen" => found.OrderByDescending(i => i.Citizen, StringComparer.Ordinal),
                "received" => found.OrderBy(i => i.ReceivedOn),
                "-received" => found.OrderByDescending(i => i.ReceivedOn),
                _ => found.OrderBy(i => i.State == InformationState.Answered).ThenBy(i => i.DueOn),
            };
            var rows = sorted.ToList();
            var pager = Pager.At(request.Page, rows.Count, Rows);
            return new([.. rows.Skip((pager.Page - 1) * Rows).Take(Rows)], pager, all.Count > 0, [.. all
                .GroupBy(i => (i.ResponsibleId, i.Responsible))
                    .Select(p => new Person(p.Key.ResponsibleId, p.Key.Responsible, p.Count(i => i.State == InformationState.Overdue),
                    p.Count(i => i.State is InformationState.Open or InformationState.Overdue)))
                .Where(p => p.Open > 0).OrderBy(p => p.Name, StringComparer.CurrentCulture)]);
        }
    }
}
