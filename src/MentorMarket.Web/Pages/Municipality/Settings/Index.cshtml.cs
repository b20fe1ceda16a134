using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>What the municipality has decided for the check of its invoices, today and ahead, and every version of it.</summary>
[For(Role.Administrator, Role.TeamLeader, Role.Finance)]
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Shown { get; private set; } = null!;

    public bool MayChange => current.Required.Is(Role.Administrator);

    public bool SeesStandard => current.Required.Is(Role.Administrator, Role.TeamLeader);

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<Model>;

    /// <param name="InForce">What holds for a delivery of today.</param>
    public sealed record Model(DateOnly Today, SettingsVersion InForce, IReadOnlyList<Row> Versions);

    /// <param name="By">Nobody for what was there when the municipality began.</param>
    public sealed record Row(SettingsVersion Version, string? By, DateOnly? Until, bool NeverHolds);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var (actor, today) = (current.Required, time.Today);
            var versions = await db.MunicipalSettings.AsNoTracking().Of(actor).OrderByDescending(s => s.Version).ToListAsync(cancel);
            var people = await db.Memberships.Where(m => m.OrganisationId == actor.Tenant)
                .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
            return new(today, CheckSettings.On(versions, today), [.. versions.Select(v => new Row(v,
                v.RecordedBy is { } by ? people.GetValueOrDefault(by) : null, CheckSettings.LastDayOf(versions, v),
                CheckSettings.NeverHolds(versions, v)))]);
        }
    }
}
