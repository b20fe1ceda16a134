namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>
/// The municipality's price ceiling, kroner an hour, as the settings that judge a day say: of those valid by then the version recorded
/// last, as in the check.
/// </summary>
internal static class Ceiling
{
    public static Task<decimal?> OnAsync(PortalDb db, Guid municipality, DateOnly day, CancellationToken cancel) =>
        db.MunicipalSettings.Where(s => s.MunicipalityId == municipality && s.ValidFrom <= day)
            .OrderByDescending(s => s.Version).Select(s => s.PriceCeiling).FirstOrDefaultAsync(cancel);
}
