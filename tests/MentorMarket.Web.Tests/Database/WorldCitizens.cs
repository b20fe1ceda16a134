using System.Globalization;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Tests.Database;

public sealed partial class World
{
    private int people;

    private Vault Vault { get; init; } = null!;

    // The address is protected in the one running case, and not in the other.
    private void AddSecrets(Case c)
    {
        c.Cpr = new CprNumber(string.Create(CultureInfo.InvariantCulture, $"0101900{++people:000}"));
        rows.Add("citizen_addresses", ("citizen_id", c.Citizen), ("municipality_id", c.Municipality.Id), ("address", $"{c.Identity}-address"),
            ("is_protected", c is { Name: "live" } && c.Municipality == Hilleroed));
        var secret = Vault.Seal(c.Cpr, c.Municipality.Id, c.Citizen);
        rows.Add("citizen_cprs", ("citizen_id", c.Citizen), ("municipality_id", c.Municipality.Id), ("key_id", secret.KeyId), ("cipher", secret.Cipher),
            ("lookup", Vault.LookUp(c.Cpr, c.Municipality.Id)));
    }
}
