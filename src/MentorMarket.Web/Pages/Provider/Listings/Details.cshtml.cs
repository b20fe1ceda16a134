using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Pages.Provider.Listings;

[For(Role.Coordinator)]
public sealed class DetailsModel(ISender sender) : PageModel
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
    }

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
            return listing with { IsOurs = await db.Assignments.AnyAsync(a => a.Id == request.Id && a.ProviderId == current.Required.Tenant, cancel) };
        }
    }
}
