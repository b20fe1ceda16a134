namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Cases of one caseworker go to another, one or all at once: people leave, and their cases must move.</summary>
[For(Role.TeamLeader)]
public sealed class HandOverModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        public Guid? To { get; set; }

        public List<Guid> Grants { get; set; } = [];
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    /// <summary>Whose cases.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? From { get; set; }

    public Model Choice { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Choice = await sender.Send(new Query(From), cancel);
        Form.Grants = [.. Choice.Grants.Select(g => g.Id)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Choice = await sender.Send(new Query(From), cancel);
        if (From is null) ModelState.AddModelError("", L["Vælg først, hvis sager der skal gives videre."]);
        if (Form.To is null || Form.To == From || Choice.Caseworkers.All(c => c.Id != Form.To))
        {
            ModelState.AddModelError("Form.To", L["Vælg en anden sagsbehandler."]);
        }
        if (Form.Grants.Count == 0) ModelState.AddModelError("Form.Grants", L["Vælg mindst én sag."]);
        if (!ModelState.IsValid) return Page();
        var moved = await sender.Send(new Command(From!.Value, Form.To!.Value, [.. Form.Grants.Distinct().Order()]), cancel);
        TempData["Success"] = L["{0} sager er givet videre.", moved].Value;
        return RedirectToPage("Index");
    }

    public sealed record Query(Guid? From) : IQuery<Model>;

    /// <param name="Holders">Everybody who has cases that are not over, also those who have left.</param>
    /// <param name="Caseworkers">Those who can take them.</param>
    public sealed record Model(IReadOnlyList<Person> Holders, IReadOnlyList<Person> Caseworkers, IReadOnlyList<Case> Grants);

    public sealed record Person(Guid Id, string Name, bool HasLeft);

    public sealed record Case(Guid Id, string Number, string Citizen, GrantStatus Status, DateOnly? EndsOn);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var open = OpenCases(db, tenant, time.Today);
            var members = await db.Memberships.Where(m => m.OrganisationId == tenant).OrderBy(m => m.Name)
                .Select(m => new { m.PersonId, m.Name, m.Roles, m.EndedAt }).ToListAsync(cancel);
            var holders = await open.Select(g => g.ResponsibleId).Distinct().ToListAsync(cancel);
            var grants = request.From is not { } from ? [] : await (
                from grant in open
                join citizen in db.Citizens on grant.CitizenId equals citizen.Id
                where grant.ResponsibleId == @from
                orderby grant.Number
                select new Case(grant.Id, grant.Number, citizen.Number, grant.Status, grant.Terms.EndsOn)).ToListAsync(cancel);
            return new(
                [.. members.Where(m => holders.Contains(m.PersonId)).Select(m => new Person(m.PersonId, m.Name, m.EndedAt is not null))],
                [.. members.Where(m => m.EndedAt is null && m.Roles.Contains(Role.Caseworker))
                    .Select(m => new Person(m.PersonId, m.Name, false))], grants);
        }
    }

    public sealed record Command(Guid From, Guid To, IReadOnlyList<Guid> Grants) : ICommand<int>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, int>
    {
        public async Task<int> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var to = await db.Memberships.SingleOrDefaultAsync(m => m.OrganisationId == tenant && m.PersonId == request.To
                && m.EndedAt == null, cancel).OrNotFound();
            if (!to.Roles.Contains(Role.Caseworker)) throw new RowNotFoundException();
            // One that somebody has moved meanwhile stays where it is now.
            var grants = await OpenCases(db, tenant, time.Today)
                .Where(g => g.ResponsibleId == request.From && request.Grants.Contains(g.Id)).ToListAsync(cancel);
            foreach (var grant in grants) grant.HandOver(request.To);
            return grants.Count;
        }
    }

    // The outcome is asked for half a year after the end, and during a year: till then somebody must be responsible.
    private static IQueryable<Grant> OpenCases(PortalDb db, Guid tenant, DateOnly today)
    {
        var oldest = today.AddMonths(-18);
        return db.Grants.Where(g => g.MunicipalityId == tenant && (g.Terms.EndsOn == null || g.Terms.EndsOn >= oldest));
    }
}
