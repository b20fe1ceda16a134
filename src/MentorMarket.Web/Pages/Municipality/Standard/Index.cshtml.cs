namespace MentorMarket.Web.Pages.Municipality.Standard;

/// <summary>The municipality's service standard as it is in force, and every version of it.</summary>
[For(Role.TeamLeader, Role.Caseworker, Role.Administrator)]
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Shown { get; private set; } = null!;

    public bool MayChange => current.Required.Is(Role.TeamLeader, Role.Administrator) && current.Required.DeputyFor is null;

    public bool SeesSettings => current.Required.Is(Role.TeamLeader, Role.Administrator);

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<Model>;

    public sealed record Model(GrantSettings InForce, GrantRules Rules, IReadOnlyList<Version> Versions);

    public sealed record Version(int Number, DateOnly ValidFrom, DateTimeOffset RecordedAt, string? By, bool IsAhead);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = time.Today;
            var versions = await db.GrantSettings.Where(s => s.MunicipalityId == tenant).OrderByDescending(s => s.Version)
                .Select(s => new Version(s.Version, s.ValidFrom, s.RecordedAt,
                    db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == s.RecordedBy).Select(m => m.Name)
                        .FirstOrDefault(), s.ValidFrom > today)).ToListAsync(cancel);
            return new(await GrantQueries.SettingsAsync(db, tenant, today, cancel), GrantRules.On(today), versions);
        }
    }
}
