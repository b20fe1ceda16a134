namespace MentorMarket.Web.Pages.Municipality.Rules;

/// <summary>
/// The national rule sets by date, and what another one would say of the grants that are open now: nothing is decided by it.
/// </summary>
[For(Role.TeamLeader, Role.Caseworker, Role.Administrator)]
public sealed class IndexModel(IMediator sender, TimeProvider time) : PageModel
{
    private const int Rows = 25;

    /// <summary>The set to look at the open grants with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    /// <summary>Other limits to try, where the text is not adopted yet.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Months { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Hours { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? EducationMonths { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? DischargeMonths { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public DateOnly Today => DanishTime.DateOf(time.GetUtcNow());

    public Model? Preview { get; private set; }

    public GrantRules? Chosen { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Chosen = GrantRules.All.FirstOrDefault(s => s.Version == Set);
        if (Chosen is null || !ModelState.IsValid) return;
        if (Months is { } months) Chosen = Chosen with { LongestPeriodInMonths = Math.Clamp(months, 1, 24) };
        if (EducationMonths is { } education) Chosen = Chosen with { EducationMonths = Math.Clamp(education, 1, 24) };
        if (DischargeMonths is { } discharge) Chosen = Chosen with { DischargeMonthsInAll = Math.Clamp(discharge, 1, 24) };
        if (Hours is > 0) Chosen = Chosen with { MostHoursPerWeek = Hours };
        Preview = await sender.Send(new Query(Chosen, Number), cancel);
    }

    public sealed record Query(GrantRules Rules, int Page) : IQuery<Model>;

    /// <param name="Looked">How many open grants were looked at.</param>
    public sealed record Model(int Looked, DateOnly On, IReadOnlyList<Row> Rows, Pager Pager);

    /// <summary>A grant that would lack something it does not lack today.</summary>
    public sealed record Row(Guid Id, string Number, GrantStatus Status, DateOnly? StartsOn, DateOnly? EndsOn,
        IReadOnlyList<Shortfall> Broken);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var day = request.Rules.InForce.From > today ? request.Rules.InForce.From : today;
            var (now, then) = (await GrantQueries.SettingsAsync(db, tenant, today, cancel),
                await GrantQueries.SettingsAsync(db, tenant, day, cancel));
            // Open: somebody may still have to decide about it, or it runs on the day the set begins.
            var open = await db.Grants.AsNoTracking().Include(g => g.Goals)
                .Where(g => g.MunicipalityId == tenant && (g.Status == GrantStatus.Draft || g.Status == GrantStatus.Submitted
                    || (g.Status != GrantStatus.Ended && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused
                        && (g.Terms.EndsOn == null || g.Terms.EndsOn >= day))))
                .OrderBy(g => g.Number).ToListAsync(cancel);
            var born = await db.Citizens.Where(c => c.MunicipalityId == tenant).Select(c => new { c.Id, c.BirthYear })
                .ToDictionaryAsync(c => c.Id, c => c.BirthYear, cancel);
            var line = await GrantQueries.ChainAsync(db, db.Grants.Where(g => g.MunicipalityId == tenant), cancel);
            var rows = new List<Row>();
            foreach (var grant in open)
            {
                var before = grant.FollowsId is { } earlier ? line.Before(earlier) : null;
                var missing = grant.Shortfalls(new(GrantRules.On(today), now, born[grant.CitizenId], before)).Select(s => s.Demand)
                    .ToHashSet();
                var broken = grant.Shortfalls(new(request.Rules, then, born[grant.CitizenId], before))
                    .Where(s => !missing.Contains(s.Demand)).ToList();
                if (broken.Count > 0) rows.Add(new(grant.Id, grant.Number, grant.Status, grant.Terms.StartsOn, grant.Terms.EndsOn, broken));
            }
            var pager = Pager.At(request.Page, rows.Count, IndexModel.Rows);
            return new(open.Count, day, [.. rows.Skip((pager.Page - 1) * IndexModel.Rows).Take(IndexModel.Rows)], pager);
        }
    }
}
