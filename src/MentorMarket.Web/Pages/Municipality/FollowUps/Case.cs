using MentorMarket.Domain.Deadlines;
using MentorMarket.Web.Reminders;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>The dates of one grant and all that was written about them. No citizen is named.</summary>
public sealed record GrantDeadlines(
    Guid Grant, string Number, string Citizen, string Responsible, DateOnly StartsOn, DateOnly LastDay,
    IReadOnlyList<DeadlineStatus> Deadlines, IReadOnlyList<GrantDeadlines.Written> History, DeadlineSettings Settings)
{
    /// <summary>Something was written, by the caseworker or in the citizen's own words.</summary>
    public bool HasWords => History.Any(w => w.FollowUp.Note.Length > 0 || w.FollowUp.CitizenWords.Length > 0
        || w.FollowUp.Reason.Length > 0);

    /// <summary>Something that was written, and by whom.</summary>
    public sealed record Written(FollowUp FollowUp, string By);

    public sealed record Query(Guid Grant) : IQuery<GrantDeadlines>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, GrantDeadlines>
    {
        public Task<GrantDeadlines> Handle(Query request, CancellationToken cancel) =>
            OfAsync(db, current.Required.Tenant, request.Grant, time.Today, cancel);
    }

    internal static async Task<GrantDeadlines> OfAsync(PortalDb db, Guid tenant, Guid id, DateOnly today, CancellationToken cancel)
    {
        var grant = await (from g in db.Grants
                           join citizen in db.Citizens on g.CitizenId equals citizen.Id
                           where g.Id == id && g.MunicipalityId == tenant
                           select new { g.Number, Citizen = citizen.Number, g.ResponsibleId }).SingleOrDefaultAsync(cancel).OrNotFound();
        var deadlines = await DeadlineQueries.OfAsync(db, tenant, id, today, cancel);
        var rows = await db.FollowUps.AsNoTracking().Where(f => f.GrantId == id && f.MunicipalityId == tenant)
            .OrderByDescending(f => f.RecordedAt).ToListAsync(cancel);
        var people = rows.Select(f => f.RecordedBy).Append(grant.ResponsibleId).Distinct().ToList();
        var names = await db.Memberships.Where(m => m.OrganisationId == tenant && people.Contains(m.PersonId))
            .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        return new(id, grant.Number, grant.Citizen, names.GetValueOrDefault(grant.ResponsibleId, ""), deadlines?.StartsOn ?? today,
            deadlines?.LastDay ?? today, deadlines?.Deadlines ?? [],
            rows.ConvertAll(f => new Written(f, names.GetValueOrDefault(f.RecordedBy, ""))),
                await DeadlineQueries.SettingsAsync(db, tenant, today, cancel));
    }
}
