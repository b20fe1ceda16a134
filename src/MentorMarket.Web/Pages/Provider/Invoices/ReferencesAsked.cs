using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>What a municipality asks for on the invoices of its providers.</summary>
internal static class ReferencesAsked
{
    /// <summary>
    /// The municipality's settings, of which a provider is told the references alone: as rows, so that a form that is sent and a check
    /// that is made later never judge a day differently. None where the provider has no assignment.
    /// </summary>
    public static async Task<CheckSettings> ReferencesAskedAsync(this PortalDb db, Guid municipality, CancellationToken cancel)
    {
        var versions = new List<SettingsVersion>();
        await using var ask = db.Command(
            "select version, valid_from, order_reference_asked, person_reference_asked, shadow_rules from portal.references_asked($1)",
            municipality);
        await using var read = await ask.ExecuteReaderAsync(cancel);
        while (await read.ReadAsync(cancel))
        {
            versions.Add(new()
            {
                Version = read.GetInt32(0),
                ValidFrom = read.GetFieldValue<DateOnly>(1),
                OrderReferenceAsked = read.GetBoolean(2),
                PersonReferenceAsked = read.GetBoolean(3),
                ShadowRules = [.. read.GetFieldValue<string[]>(4)],
            });
        }
        return new(versions);
    }
}
