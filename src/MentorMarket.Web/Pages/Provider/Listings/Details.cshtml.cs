namespace MentorMarket.Web.Pages.Provider.Listings;

[For(Role.Coordinator)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public Model Listing { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Listing = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Municipality, string Area, string AgeBand, TargetGroup TargetGroup, Purpose Purpose,
        List<GoalKind> Goals, List<MentorTask> Tasks, List<Requirement> Requirements, decimal HoursPerWeek, decimal? TotalHours,
        DateOnly StartsOn, DateOnly EndsOn, decimal Rate, DateTimeOffset PublishedAt, DateTimeOffset? TakenAt)
    {
        /// <summary>Whether it was this provider that accepted it.</summary>
        public bool IsOurs { get; init; }

        /// <summary>Set when it is offered to this provider alone: the assignment it goes on from.</summary>
        public Offer? Offer { get; init; }
    }

    /// <param name="Course">The one it goes on from; null where the mentor is this party's own employee and it goes on from none of theirs.</param>
    /// <param name="Mentor">Who has that assignment now.</param>
    /// <param name="Declined">When this provider said no.</param>
    public sealed record Offer(Guid? Assignment, string Number, GrantKind Kind, Guid? Mentor, DateTimeOffset? Declined);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var listing = await (
                from l in db.Listings
                where l.Id == request.Id
                join municipality in db.Organisations on l.MunicipalityId equals municipality.Id
                select new Model(l.Id, l.Number, municipality.Name, l.Area, l.AgeBand, l.TargetGroup, l.Purpose, l.Goals, l.Tasks, l.Requirements,
                    l.HoursPerWeek, l.TotalHours, l.StartsOn, l.EndsOn, l.Rate, l.PublishedAt, l.TakenAt)).SingleOrDefaultAsync(cancel).OrNotFound();
            return listing with { Offer = await OfferAsync(request.Id, cancel), IsOurs = await db.Assignments.AnyAsync(a => a.Id == request.Id && a.ProviderId == current.Required.Tenant, cancel) };
        }

        private async Task<Offer?> OfferAsync(Guid id, CancellationToken cancel)
        {
            var offer = await (
                from l in db.Listings
                join before in db.Assignments.Where(a => a.ProviderId == current.Required.Tenant) on l.FollowsAssignmentId equals before.Id into follows
                from before in follows.DefaultIfEmpty()
                where l.Id == id && l.OfferedTo == current.Required.Tenant
                select new Offer(before == null ? null : before.Id, before == null ? "" : before.Number, l.Kind, null,
                    db.OfferDeclines.Where(d => d.AssignmentId == l.Id).Select(d => (DateTimeOffset?)d.DeclinedAt).FirstOrDefault())).SingleOrDefaultAsync(cancel);
            return offer is null ? null : offer with
            {
                Mentor = await (from m in db.AgreementMentors
                                join g in db.Agreements on m.AgreementId equals g.Id
                                where g.AssignmentId == offer.Assignment && m.UntilOn == null
                                orderby g.Version descending, m.Name
                                select (Guid?)m.MentorId).FirstOrDefaultAsync(cancel),
            };
        }
    }
}
