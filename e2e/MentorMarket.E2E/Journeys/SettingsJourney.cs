using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>A municipality decides what its invoices are judged by, after a look at what it would have meant.</summary>
public sealed class SettingsJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task Settings_are_tried_on_the_last_quarter_and_hold_from_tomorrow()
    {
        var administrator = await Enter("administrator");
        await administrator.LogIn(Portal.Login("administrator@hilleroed.example"));
        await administrator.Follow("Fakturakontrol");
        await administrator.Follow("Ny version");
        await administrator.Fill("Prisloft pr. time", "300");
        await administrator.Page.GetByLabel("Ordrereference kræves").CheckAsync();
        await administrator.Page.GetByLabel("Personreference kræves").CheckAsync();
        await administrator.Fill("Registreret sent efter", "30");
        await administrator.Tick("Vises uden at virke", "G02 Over bevillingens timer i ugen");

        await administrator.Press("Prøv på sidste kvartals fakturaer");

        var tried = administrator.Page.Locator("#tried");
        await Expect(tried).ToContainTextAsync("Alt sammen");
        await Expect(tried).ToBeFocusedAsync();
        await Look.At(administrator.Page, "settings-tried");
        await administrator.Press("Gem ny version");
        await administrator.IsAt("Indstillinger for fakturakontrollen");
        await Expect(administrator.Content().GetByRole(AriaRole.Row, new() { Name = "300,00" })).ToContainTextAsync("Kommende");
        await Look.At(administrator.Page, "settings");
    }
}
