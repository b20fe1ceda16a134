using System.Net;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Walk;

/// <summary>
/// Walks the table of stops: each is opened in Danish and looked at, then read in English; some once more with their errors.
/// </summary>
public abstract class EveryPage(Portal portal, Browser browser) : Journey(portal, browser)
{
    protected async Task Walk(string login)
    {
        var reader = await Enter(login.Length > 0 ? login.Split('@')[0].TrimEnd('*') : "visitor");
        // The page of errors is one of the pages.
        reader.MayBeAnswered(404);
        if (login.Contains('*')) await LogInWhereThereIsAnAssignment(reader, login);
        else if (login.Length > 0) await reader.LogIn(Portal.Login(login));
        var failures = new List<string>();
        foreach (var stop in Stops.Of(login))
        {
            if (await Record.ExceptionAsync(() => Visit(reader, stop)) is { } problem) failures.Add($"{stop.Name}: {problem.Message}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {Stops.Of(login).Count()} stops:\n{string.Join("\n\n", failures)}");
    }

    /// <summary>Which of the demo's mentors have a course depends on the day.</summary>
    private async Task LogInWhereThereIsAnAssignment(Actor mentor, string logins)
    {
        for (var number = 1; number <= 8; number++)
        {
            await mentor.Context.ClearCookiesAsync();
            await mentor.LogIn(Portal.Login(logins.Replace("*", $"{number}", StringComparison.Ordinal)));
            if (await mentor.Page.Locator("main a[href*='/entries/register?assignment=']").CountAsync() > 0) return;
        }
        throw new InvalidOperationException($"None of {logins} has a course.");
    }

    private async Task Visit(Actor reader, Stop stop)
    {
        var address = stop.Made is { } make ? await Make(reader, make) : await Stop.FindAsync(reader, SlugOf(stop.Login), stop.Way);
        var problems = new List<string>();
        foreach (var language in (string[])["da", "en"])
        {
            await Speak(reader, language, address);
            if (!stop.IsAnywhere) Assert.Matches(PageFile.All[stop.Page].Address, new Uri(reader.Page.Url).AbsolutePath);
            await Look(stop.Name);
            if (stop.Blank is not { } button) continue;
            await Empty(reader);
            await reader.Page.Locator(button).First.ClickAsync();
            await Expect(reader.Page.Locator("main .mm-errors")).ToBeVisibleAsync();
            await Look(stop.Name + "-errors");

            async Task Look(string name)
            {
                if (await Record.ExceptionAsync(() =>
                    E2E.Look.At(reader.Page, $"{language}-{name}", isTranslation: language != "da")) is { } seen)
                {
                    problems.Add(seen.Message);
                }
                problems.AddRange((await Wording.Strange(reader.Page, stop.Written)).Select(strange => $"{name} in {language}: {strange}"));
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private async Task<string> Make(Actor reader, Func<Making, Task<string>> make)
    {
        await Speak(reader, "da", "/accessibility");
        return new Uri(Portal.Url, await make(new(reader, Portal, name => Enter(name)))).PathAndQuery;
    }

    private static async Task Speak(Actor reader, string language, string address)
    {
        await reader.Open($"/account/language?culture={language}&returnUrl={WebUtility.UrlEncode(address)}");
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
    }

    private static string SlugOf(string login) => login.Length > 0 ? login.Split('@')[1].Split('.')[0] : "";

    private static async Task Empty(Actor reader) => await reader.Page.EvaluateAsync("""
        () => {
            for (const details of document.querySelectorAll('main details')) details.open = true;
            for (const field of document.querySelectorAll('main form[method=post] :is(input, textarea)'))
                if (field.matches('[type=checkbox], [type=radio]')) field.checked = false;
                else if (!field.matches('[type=hidden], [type=file]')) field.value = '';
        }
        """);
}
