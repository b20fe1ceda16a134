using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MentorMarket.E2E.Walk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E;

/// <summary>What a person does at the screen, in the words that stand there.</summary>
public static class Steps
{
    /// <summary>Who has logged in once in this run, with what the browser then held and where it came to.</summary>
    private static readonly ConcurrentDictionary<(string Portal, string Email), (IReadOnlyList<Cookie> Cookies, string Start)> Sessions =
        new();

    /// <summary>
    /// Comes in with the session of the first time; who wants to be asked for the password uses <see cref="LogInByHand"/>.
    /// </summary>
    public static async Task LogIn(this Actor actor, DemoLogin login)
    {
        var key = (actor.Portal.Authority, login.Email);
        if (Sessions.TryGetValue(key, out var session))
        {
            await actor.Context.AddCookiesAsync(session.Cookies);
            await actor.Page.GotoAsync(session.Start);
            // Ended meanwhile, as by whoever sets up an app: that is a log-in anew.
            if (!new Uri(actor.Page.Url).AbsolutePath.StartsWith("/account/login", StringComparison.Ordinal)) return;
        }
        await actor.LogInByHand(login);
        var held = await actor.Context.CookiesAsync();
        // Not what protects the forms of this one browser, nor a message that it has not shown yet.
        Sessions[key] = ([.. held.Where(cookie => cookie.Name is "mentormarket" or "__Host-mentormarket").Select(Again)],
            new Uri(actor.Page.Url).PathAndQuery);
    }

    /// <summary>The cookie as another browser would hold it.</summary>
    public static Cookie Again(BrowserContextCookiesResult cookie) =>
        new()
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            Secure = cookie.Secure,
            SameSite = cookie.SameSite
        };

    public static async Task LogInByHand(this Actor actor, DemoLogin login)
    {
        await actor.Page.GotoAsync("/account/login");
        await actor.Fill("Mailadresse", login.Email);
        await actor.Fill("Adgangskode", login.Password);
        await actor.Press("Log ind");
        await Expect(actor.Page).Not.ToHaveURLAsync(new Regex("/account/login"));
    }

    public static Task LogOut(this Actor actor) => actor.Press("Log ud");

    public static Task Open(this Actor actor, string address) => actor.Page.GotoAsync(address);

    public static Task Fill(this Actor actor, string label, string text) => actor.Field(label).Write(text);

    public static Task Write(this ILocator field, string text)
    {
        Written.Add(text);
        return field.FillAsync(text);
    }

    /// <summary>The field with this label; one that is optional says so after it.</summary>
    public static ILocator Field(this Actor actor, string label) =>
        actor.Page.GetByLabel(new Regex($@"^\s*{Regex.Escape(label)}(\s*\((frivilligt|optional)\))?\s*$"));

    /// <summary>Chooses from a drop-down list.</summary>
    public static Task Choose(this Actor actor, string label, string option) => actor.Field(label)
        .SelectOptionAsync(new SelectOptionValue { Label = option });

    /// <summary>Ticks a radio button or a box below a question.</summary>
    public static Task Tick(this Actor actor, string question, string option) =>
        actor.Page.GetByRole(AriaRole.Group, new() { Name = question }).GetByText(option, new() { Exact = true }).ClickAsync();

    public static Task Press(this Actor actor, string button) => actor.Button(button).ClickAsync();

    public static ILocator Button(this Actor actor, string name) =>
        actor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Follows the first link with this name: the menu comes before the bread crumbs, and those before the page.</summary>
    public static Task Follow(this Actor actor, string link) => actor.Link(link).First.ClickAsync();

    public static ILocator Link(this Actor actor, string name) => actor.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>The page whose first heading begins with this is shown.</summary>
    public static Task IsAt(this Actor actor, string heading) =>
        Expect(actor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(new Regex($@"^\s*{Regex.Escape(heading)}"));

    /// <summary>The text can be seen in the page's own part.</summary>
    public static Task Sees(this Actor actor, string text) =>
        Expect(actor.Content()).ToContainTextAsync(text, new() { UseInnerText = true });

    public static Task SeesNot(this Actor actor, string text) =>
        Expect(actor.Content()).Not.ToContainTextAsync(text, new() { UseInnerText = true, IgnoreCase = true });

    public static ILocator Content(this Actor actor) => actor.Page.GetByRole(AriaRole.Main);

    /// <summary>What stands after this word in a list of facts.</summary>
    public static ILocator Fact(this Actor actor, string term) =>
        actor.Content().GetByRole(AriaRole.Term).Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(term)}\s*$") })
            .Locator("xpath=following-sibling::dd[1]");
}
