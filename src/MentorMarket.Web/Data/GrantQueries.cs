namespace MentorMarket.Web.Data;

/// <summary>Grants as they are read, and what they are judged by on a day.</summary>
public static class GrantQueries
{
    public static IQueryable<Grant> WithGoals(this IQueryable<Grant> grants) => grants.Include(g => g.Goals);

    /// <summary>
    /// The municipality's service standard on a day: the newest version that is in force by then; the standard one when it has decided
    /// nothing.
    /// </summary>
    public static async Task<GrantSettings> SettingsAsync(PortalDb db, Guid municipality, DateOnly day, CancellationToken cancel)
    {
        var version = await db.GrantSettings.AsNoTracking().Where(s => s.MunicipalityId == municipality && s.ValidFrom <= day)
            .OrderByDescending(s => s.ValidFrom).ThenByDescending(s => s.Version).FirstOrDefaultAsync(cancel);
        return version is null ? new() : version.Settings with { Version = $"municipal.{version.Version}" };
    }

    /// <summary>Everything a grant is judged by when it is decided on a day.</summary>
    public static async Task<GrantContext> ContextAsync(PortalDb db, Grant grant, DateOnly day, CancellationToken cancel) =>
        await ContextAsync(db, grant.MunicipalityId, grant.CitizenId, grant.FollowsId, day,
            cancel) with
        { ProgrammeStartedOn = await ProgrammeStartedAsync(db, grant, cancel) };

    // The same discharge, or the same admission, gives one right, however many grants it was given by.
    private static async Task<DateOnly?> ProgrammeStartedAsync(PortalDb db, Grant grant, CancellationToken cancel) =>
        grant.Terms.Programme is Programme.DischargeCoordinator or Programme.EducationTransition
            ? await db.Grants.Where(g => g.CitizenId == grant.CitizenId && g.MunicipalityId == grant.MunicipalityId && g.Id != grant.Id
                && g.Terms.Programme == grant.Terms.Programme
                    && g.Terms.DischargeOn == grant.Terms.DischargeOn && g.Terms.AdmittedOn == grant.Terms.AdmittedOn
                    && (g.Status == GrantStatus.Approved || g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted
                        || g.Status == GrantStatus.Ended))
                .MinAsync(g => g.Terms.StartsOn, cancel)
            : null;

    /// <summary>The same for a grant that is not written yet.</summary>
    public static async Task<GrantContext> ContextAsync(PortalDb db, Guid municipality, Guid citizen, Guid? follows, DateOnly day,
        CancellationToken cancel) => new(
        GrantRules.On(day),
        await SettingsAsync(db, municipality, day, cancel),
        await db.Citizens.Where(c => c.Id == citizen).Select(c => c.BirthYear).SingleAsync(cancel),
        follows is { } earlier ? await PredecessorAsync(db, earlier, cancel) : null);

    /// <summary>What is known of a grant to one that follows it.</summary>
    public static async Task<Predecessor?> PredecessorAsync(PortalDb db, Guid grant, CancellationToken cancel) =>
        (await ChainAsync(db, db.Grants.Where(g => db.Grants.Any(one => one.Id == grant && one.CitizenId == g.CitizenId)), cancel))
            .Before(grant);

    /// <summary>How some grants follow each other.</summary>
    public static async Task<GrantChain> ChainAsync(PortalDb db, IQueryable<Grant> grants, CancellationToken cancel) =>
        new(await grants.Select(g => new ChainLink(g.Id, g.FollowsId, g.Terms.Programme, g.Terms.StartsOn,
            g.Terms.EndsOn)
        { Kind = g.Kind }).ToListAsync(cancel));

    /// <summary>When an end of each grant was last taken back; a grant of which none was is not there.</summary>
    public static Task<Dictionary<Guid, DateTimeOffset>> TakenBackAsync(IQueryable<GrantEnd> ends, CancellationToken cancel) =>
        ends.Where(e => e.Correction == EndCorrection.TakenBack).GroupBy(e => e.GrantId)
            .Select(e => new { e.Key, At = e.Max(x => x.RecordedAt) }).ToDictionaryAsync(e => e.Key, e => e.At, cancel);
}
