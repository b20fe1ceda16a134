namespace MentorMarket.Web.Pages.Provider.Listings;

/// <summary>A listing as a provider sees it: what is asked for, and nobody's name.</summary>
public sealed record ListingView(Guid Id, string Number, string Municipality, string Area, string AgeBand, TargetGroup TargetGroup,
    Purpose Purpose,
    List<GoalKind> Goals, List<MentorTask> Tasks, List<Requirement> Requirements, decimal HoursPerWeek, decimal? TotalHours,
    DateOnly StartsOn, DateOnly EndsOn, decimal Rate, DateTimeOffset PublishedAt, DateTimeOffset? TakenAt)
{
    /// <summary>Whether it was this provider that accepted it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Set when it is offered to this provider alone: the assignment it goes on from.</summary>
    public ListingOffer? Offer { get; init; }

    public sealed record Query(Guid Id) : IQuery<ListingView>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, ListingView>
    {
        public async Task<ListingView> Handle(Query request, CancellationToken cancel)
        {
            var listing = await (
                from l in db.Listings
                where l.Id == request.Id
                join municipality in db.Organisations on l.MunicipalityId equals municipality.Id
                select new ListingView(l.Id, l.Number, municipality.Name, l.Area, l.AgeBand, l.TargetGroup, l.Purpose, l.Goals, l.Tasks,
                    l.Requirements,
                    l.HoursPerWeek, l.TotalHours, l.StartsOn, l.EndsOn, l.Rate, l.PublishedAt, l.TakenAt)).SingleOrDefaultAsync(cancel)
                        .OrNotFound();
            return listing with
            {
                Offer = await OfferAsync(request.Id, cancel),
                IsOurs = await db.Assignments.AnyAsync(a => a.Id == request.Id && a.ProviderId == current.Required.Tenant, cancel)
            };
        }

        private async Task<ListingOffer?> OfferAsync(Guid id, CancellationToken cancel)
        {
            var offer = await (
                from l in db.Listings
                join before in db.Assignments.Of(current.Required)
                    on l.FollowsAssignmentId equals before.Id into follows
                from before in follows.DefaultIfEmpty()
                where l.Id == id && l.OfferedTo == current.Required.Tenant
                select new ListingOffer(before == null ? null : before.Id, before == null ? "" : before.Number, l.Kind, null,
                    db.OfferDeclines.Where(d => d.AssignmentId == l.Id).Select(d => (DateTimeOffset?)d.DeclinedAt).FirstOrDefault()))
                        .SingleOrDefaultAsync(cancel);
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

/// <summary>That it is offered to this provider alone.</summary>
/// <param name="Assignment">The one it goes on from; null where the mentor is this party's own employee and it goes on from none of
/// theirs.</param>
/// <param name="Mentor">Who has that assignment now.</param>
/// <param name="Declined">When this provider said no.</param>
public sealed record ListingOffer(Guid? Assignment, string Number, GrantKind Kind, Guid? Mentor, DateTimeOffset? Declined);
