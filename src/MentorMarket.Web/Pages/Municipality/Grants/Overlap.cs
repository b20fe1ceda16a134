namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Another grant of the same citizen that shares days with one: shown wherever it is written, sent in and approved.</summary>
public sealed record Overlap(Guid Id, string Number, GrantStatus Status, DateOnly? StartsOn, DateOnly? EndsOn)
{
    /// <summary>A provider has it.</summary>
    public bool IsTaken { get; init; }

    public static async Task<IReadOnlyList<Overlap>> OfAsync(PortalDb db, Grant grant, CancellationToken cancel)
    {
        if (grant.IsDecided || grant.Status is GrantStatus.Discarded or GrantStatus.Refused
            || grant.Terms is not { StartsOn: { } from, EndsOn: { } to })
        {
            return [];
        }
        // What a change changes ends when it begins.
        var changed = grant.Kind == GrantKind.Change ? grant.FollowsId : null;
        return await db.Grants.Where(g => g.CitizenId == grant.CitizenId && g.MunicipalityId == grant.MunicipalityId && g.Id != grant.Id
            && g.Id != changed
                && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused && g.Terms.StartsOn <= to && g.Terms.EndsOn >= from)
            .OrderBy(g => g.Terms.StartsOn).Select(g => new Overlap(g.Id, g.Number, g.Status, g.Terms.StartsOn, g.Terms.EndsOn))
                .ToListAsync(cancel);
    }

    /// <summary>
    /// What it meets on days of its own that it would run again. One that a provider has lasts as long as its assignment did, planned or
    /// not.
    /// </summary>
    public static async Task<IReadOnlyList<Overlap>> OfAsync(PortalDb db, Grant grant, DateOnly first, DateOnly last,
        CancellationToken cancel) => await (
        from g in db.Grants
        let lastTaken = db.Assignments.Where(a => a.GrantId == g.Id && a.ProviderId != null).Max(a => (DateOnly?)a.LastDay)
        where g.CitizenId == grant.CitizenId && g.MunicipalityId == grant.MunicipalityId && g.Id != grant.Id
            && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused && g.Terms.StartsOn <= last
                && (lastTaken ?? g.Terms.EndsOn) >= first
            // A change that nobody has accepted ends this one when it begins.
            && !(g.Kind == GrantKind.Change && g.FollowsId == grant.Id && lastTaken == null)
        orderby g.Terms.StartsOn
        select new Overlap(g.Id, g.Number, g.Status, g.Terms.StartsOn, lastTaken ?? g.Terms.EndsOn) { IsTaken = lastTaken != null })
            .ToListAsync(cancel);
}
