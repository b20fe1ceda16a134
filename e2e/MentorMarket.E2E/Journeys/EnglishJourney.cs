using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>Who reads no Danish changes the language, and back.</summary>
public sealed partial class EnglishJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    /// <summary>Common Danish words that are no English ones. What people wrote (names, notes, reasons) stays as they wrote it.</summary>
    private static readonly HashSet<string> Danish = new(StringComparer.OrdinalIgnoreCase)
    {
        "og", "ikke", "af", "til", "på", "fra", "med", "det", "er", "en", "et", "du", "der", "skal", "kan", "har", "bliver", "eller", "efter", "alle",
        "vis", "gem", "søg", "log ind", "tilbage", "fortryd", "måned", "periode", "beløb", "borger", "borgere", "bevilling", "forløb", "opslag", "faktura",
        "fakturaer", "tid", "dato", "afvist", "betales", "tilbageholdt", "godkendt", "leverandør", "medarbejdere", "overblik", "indhold", "linje", "navn",
    };

    public static TheoryData<string, string[]> Rounds => new()
    {
        { "sagsbehandler@hilleroed.example", ["municipality", "municipality/grants", "municipality/assignments", "municipality/citizens", "municipality/citizens/create"] },
        { "oekonomi@hilleroed.example", ["municipality", "municipality/invoices"] },
        { "administrator@hilleroed.example", ["organisation/members", "organisation/members/invite", "municipality/engagements"] },
        { "koordinator@vejviser.example", ["provider", "provider/listings", "provider/assignments", "provider/entries", "provider/invoices", "provider/invoices/create"] },
        { "mentor1@vejviser.example", ["provider/entries/register"] },
        { "revisor@revision-nord.example", ["auditor", "auditor/invoices"] },
    };

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Every_page_is_in_English(string login, string[] pages)
    {
        var reader = await Enter("reader");
        await reader.Open("/account/login");
        await reader.Follow("English");
        await reader.IsAt("Log in");
        await NoDanish(reader);
        await reader.Fill("E-mail address", Portal.Login(login).Email);
        await reader.Fill("Password", Portal.Login(login).Password);
        await reader.Press("Log in");
        await Expect(reader.Page).Not.ToHaveURLAsync(new Regex("/account/login"));
        var slug = new Uri(reader.Page.Url).Segments[1];
        foreach (var page in pages)
        {
            await reader.Open($"/{slug}{page}");
            await NoDanish(reader);
            var rows = reader.Content().Locator("tbody a");
            if (await rows.CountAsync() == 0) continue;
            await rows.First.ClickAsync();
            await Expect(reader.Page).Not.ToHaveURLAsync(new Regex($"/{page}$"));
            await NoDanish(reader);
        }

        await reader.Follow("Dansk");
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "da");
        await reader.Press("Log ud");
    }

    [Fact]
    public async Task Pages_before_the_login_are_too()
    {
        var reader = await Enter("reader");
        reader.MayBeAnswered(404);
        await reader.Open("/account/login");
        await reader.Follow("English");
        foreach (var address in (string[])["/", "/account/login", "/account/forgotpassword", "/account/acceptinvitation?token=none", "/accessibility", "/c/closed", "/findes/ikke"])
        {
            await reader.Open(address);
            await NoDanish(reader);
        }
    }

    /// <summary>Headings, labels, buttons, links of menus, terms, table heads, hints and choices are the portal's own words.</summary>
    private static async Task NoDanish(Actor reader)
    {
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        var words = await reader.Page.EvaluateAsync<string[]>("""
            () => [document.title, ...[...document.querySelectorAll('h1, h2, h3, label, legend, button, th, dt, summary, caption, nav a, .form-hint, .button, .function-link, .mm-tag, .mm-empty, .badge, option, main > p, td[data-title], [aria-label]')]
                .filter(e => !e.closest('[lang=da]') && !e.matches('fieldset:has(.mm-scale-row) .form-hint'))
                .map(e => e.matches('td') ? e.dataset.title : e.matches('[aria-label]') ? e.ariaLabel : e.innerText)]
            """);
        var found = words.SelectMany(text => Word().Matches(text ?? "").Where(word => Danish.Contains(word.Value)).Select(word => $"'{word.Value}' in '{text}'")).Distinct().ToList();
        Assert.True(found.Count == 0, $"{reader.Page.Url} is not all English: {string.Join("; ", found)}");
    }

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
