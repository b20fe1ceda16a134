using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Pages.Municipality.FollowUps;
using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A grant with everything that happened to it, and what can be done next by whoever looks.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class DetailsModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Case { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    public bool MayDecide => current.Required.Is(Role.TeamLeader)
        && Case.Grant.MayBeDecidedBy(current.Required.Person!.Value, current.Required.DeputyFor);

    public bool MayTakeBack => IsCaseworker && Case.Grant.MayBeTakenBackBy(current.Required.Person!.Value);

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Case = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(
        Grant Grant, GrantContext Context, GrantStatus Shown, string CitizenNumber, string CitizenName, decimal? PriceCeiling,
            IReadOnlyList<TakenAssignment> Assignments,
        IReadOnlyDictionary<Guid, Step> Steps, IReadOnlyList<Delivery> Deliveries, HoursPicture? Hours, IReadOnlyList<HistoryEvent> History,
        GrantDeadlines Deadlines, GrantProgress Progress, DateOnly Today)
    {
        public IReadOnlyList<Overlap> Overlaps { get; init; } = [];

        /// <summary>While it waits for approval: whom for.</summary>
        public Awaited? Awaited { get; init; }

        /// <summary>Empty until the grant is a decision.</summary>
        public IReadOnlyList<DocumentState> Documents { get; init; } = [];

        /// <summary>In whatever edition: then it can go to providers.</summary>
        public bool DecisionIsSent => Documents.Any(d => d.Kind == DocumentKind.DecisionLetter && d.Versions.Any(v => v.Sent.Count > 0));
    }

    /// <summary>An assignment of the grant.</summary>
    public sealed record TakenAssignment(Guid Id, string Number, AssignmentStatus Status, string? Provider);

    /// <summary>The newest step on a goal.</summary>
    public sealed record Step(int Value, DateOnly On);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var grant = await db.Grants.AsNoTracking().OneAsync(tenant, request.Id, cancel);
            var citizen = await (from c in db.Citizens
                                 join identity in db.CitizenIdentities on c.Id equals identity.CitizenId
                                 where c.Id == grant.CitizenId
                                 select new { c.Number, identity.Name }).SingleAsync(cancel);
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, grant.CitizenId, ("grant", grant.Number));

            var assignments = await db.Assignments.Where(a => a.GrantId == grant.Id).OrderByDescending(a => a.PublishedAt)
                .Select(a => new TakenAssignment(a.Id, a.Number, a.Status, db.Organisations.Where(o => o.Id == a.ProviderId)
                    .Select(o => o.Name).FirstOrDefault())).ToListAsync(cancel);
            var ids = assignments.ConvertAll(a => a.Id);
            var deliveries = await Deliveries.OfAsync(db, ids, cancel);
            var steps = await (from step in db.GoalSteps
                               join entry in db.TimeEntries on step.EntryId equals entry.Id
                               where ids.Contains(step.AssignmentId) && !db.TimeEntries.Any(later => later.SupersedesId == entry.Id)
                               orderby entry.StartsAt
                               select new { step.GoalId, step.Step, entry.LocalDate }).ToListAsync(cancel);
            var hasProvider = assignments.Exists(a => a.Provider is not null);
            var progress = await GrantProgress.OfAsync(db, grant, cancel);
            return new(
                grant, await GrantQueries.ContextAsync(db, grant, today, cancel),
                    Standing.Of(grant.Status, hasProvider, progress.LastDay ?? grant.Terms.EndsOn, today), citizen.Number, citizen.Name,
                await Ceiling.OnAsync(db, tenant, today, cancel), assignments,
                steps.GroupBy(s => s.GoalId).ToDictionary(g => g.Key, g => new Step(g.Last().Step, g.Last().LocalDate)),
                deliveries, hasProvider ? Picture(grant, progress, deliveries) : null,
                await History.OfAsync(db, tenant, [grant.Id, .. ids], cancel),
                    await GrantDeadlines.OfAsync(db, tenant, grant.Id, today, cancel), progress, today)
            {
                Overlaps = await Overlap.OfAsync(db, grant, cancel),
                Awaited = await Awaited.OfAsync(db, grant, today, cancel),
                Documents = !grant.IsDecided && grant.Status != GrantStatus.Refused ? []
                    : await DocumentQueries.StatesAsync(db, tenant, grant.Id, await DocumentQueries.FactsAsync(db, grant, cancel), today,
                    cancel),
            };
        }

        private static HoursPicture Picture(Grant grant, GrantProgress progress, IReadOnlyList<Delivery> deliveries) => new(GrantedWeeks.Of(
            grant.Terms.StartsOn!.Value, progress.LastDay ?? grant.Terms.EndsOn!.Value, grant.Terms.HoursPerWeek!.Value,
                deliveries.Where(d => d.Counts).Select(d => (d.IsoWeek, d.Minutes)), new Pauses(progress.PauseRows)),
                grant.Terms.TotalHours);
    }
}
