using System.Globalization;
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
        rows.Add("citizen_addresses", ("citizen_id", c.Citizen), ("municipality_id", c.Municipality.Id),
            ("address", $"{c.Identity}-address"),
            ("is_protected", c is { Name: "live" } && c.Municipality == Hilleroed));
        var secret = Vault.Seal(c.Cpr, c.Municipality.Id, c.Citizen);
        rows.Add("citizen_cprs", ("citizen_id", c.Citizen), ("municipality_id", c.Municipality.Id), ("key_id", secret.KeyId),
            ("cipher", secret.Cipher),
            ("lookup", Vault.LookUp(c.Cpr, c.Municipality.Id)));
        var by = c.Municipality[Role.Caseworker];
        // Due neither this week nor next, whatever day it is.
        rows.Add("information_duties", ("id", c.InformationDuty), ("municipality_id", c.Municipality.Id), ("citizen_id", c.Citizen),
            ("cause", "Admission"), ("received_on", Today.AddDays(-3)),
            ("event_on", Today.AddDays(-10)), ("due_on", Today.AddDays(25)), ("note", $"{c.Identity}-inform"), ("registered_by", by),
                ("registered_at", Now.AddDays(-3)));
        rows.Add("information_steps", ("id", c.InformationStep), ("information_duty_id", c.InformationDuty),
            ("municipality_id", c.Municipality.Id), ("kind", "NotReached"), ("happened_on", Today.AddDays(-2)),
            ("words", $"{c.Identity}-tried"), ("recorded_by", by), ("recorded_at", Now.AddDays(-2)));
    }
}
