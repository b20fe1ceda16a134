using System.Text.RegularExpressions;
using MentorMarket.E2E.Walk;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>
/// Who reads no Danish changes the language, and back. That every page is in English, too: <see cref="CaseworkerPages"/> and its
/// neighbours.
/// </summary>
public sealed class EnglishJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Theory]
    [InlineData("sagsbehandler@hilleroed.example")]
    [InlineData("koordinator@vejviser.example")]
    public async Task The_language_is_changed_before_the_login_and_stays_until_it_is_changed_back(string login)
    {
        var reader = await Enter("reader");
        await reader.Open("/account/login");
        await reader.Follow("English");
        await reader.IsAt("Log in");
        await reader.Fill("E-mail address", Portal.Login(login).Email);
        await reader.Fill("Password", Portal.Login(login).Password);
        await reader.Press("Log in");
        await Expect(reader.Page).Not.ToHaveURLAsync(new Regex("/account/login"));
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.Empty(await Wording.Strange(reader.Page));

        // Wherever the reader goes, and back to the same page in Danish.
        await reader.Page.Locator("nav.nav a").Nth(1).ClickAsync();
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        var here = reader.Page.Url;
        await reader.Follow("Dansk");
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "da");
        Assert.Equal(here, reader.Page.Url);
        await reader.Press("Log ud");
        await reader.IsAt("Log ind");
    }
}
