using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>A log-in runs out while somebody writes.</summary>
public sealed class SessionJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const string Note = "Vi gik tur og talte om, hvad praktikken skal føre til.";

    [Fact]
    public async Task A_mentor_is_warned_in_time_and_finds_the_note_again_after_the_log_in_ran_out()
    {
        var login = Portal.Login("mentor2@stoettepunkt.example");
        var mentor = await Enter("mentor", Phone);
        await mentor.Page.Clock.InstallAsync();
        await mentor.LogInByHand(login);
        await OpenForm(mentor);

        await mentor.Page.Clock.FastForwardAsync("26:00");
        var warning = mentor.Page.GetByRole(AriaRole.Alert);
        await Expect(warning).ToContainTextAsync("så bliver du logget ud", new() { UseInnerText = true });
        await Look.At(mentor.Page, "session-soon");
        await mentor.Press("Bliv logget ind");
        await Expect(warning).ToBeHiddenAsync();

        await mentor.Fill("Fra kl.", "1405");
        await mentor.Choose("Slags sted", "Telefon");
        await mentor.Fill("Notat", Note);
        // Who types is not asked whether they are still there.
        await mentor.Page.RunAndWaitForResponseAsync(() => mentor.Page.Clock.FastForwardAsync("26:00"),
            answer => answer.Url.EndsWith("/account/session", StringComparison.Ordinal));
        await Expect(warning).ToBeHiddenAsync();

        await EndLogIn(mentor);
        await mentor.Page.Clock.FastForwardAsync("31:00");
        await Expect(warning).ToContainTextAsync("Du er logget ud.", new() { UseInnerText = true });
        await Look.At(mentor.Page, "session-over");
        await warning.GetByRole(AriaRole.Link, new() { Name = "Log ind" }).ClickAsync();
        await LogInHere(mentor, login);

        await mentor.Sees("Det, du havde skrevet, er sat ind igen");
        await Expect(mentor.Field("Fra kl.")).ToHaveValueAsync("1405");
        await Expect(mentor.Field("Slags sted")).ToHaveValueAsync("Phone");
        await Expect(mentor.Field("Notat")).ToHaveValueAsync(Note);
        await Look.At(mentor.Page, "session-draft");

        await mentor.Press("Smid det væk");
        await mentor.SeesNot("er sat ind igen");
        await Expect(mentor.Field("Notat")).ToHaveValueAsync("");
        await mentor.Page.ReloadAsync();
        await Expect(mentor.Field("Notat")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_form_sent_after_the_log_in_ran_out_comes_back_with_what_was_typed_and_is_forgotten_once_it_has_arrived()
    {
        var login = Portal.Login("sagsbehandler2@hilleroed.example");
        var caseworker = await Enter("caseworker");
        await caseworker.LogInByHand(login);
        await caseworker.Open("/hilleroed/municipality/citizens");
        await caseworker.Content().Locator("tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        await caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();
        var form = caseworker.Page.Url;
        await caseworker.Fill("Hvorfor er støtten afgørende for det?", Casework.PurposeDetail);
        await caseworker.Tick("Mentorens opgaver", "Jobsøgning og virksomhedsbesøg");
        await caseworker.Fill("Timer pr. uge", "2,5");

        await EndLogIn(caseworker);
        await caseworker.Press("Gem kladde");
        await caseworker.IsAt("Log ind");
        await caseworker.Sees("Det, du har skrevet, bliver sat ind igen");
        await LogInHere(caseworker, login);

        await Expect(caseworker.Page).ToHaveURLAsync(form);
        await caseworker.Sees("Det, du havde skrevet, er sat ind igen");
        await Expect(caseworker.Field("Hvorfor er støtten afgørende for det?")).ToHaveValueAsync(Casework.PurposeDetail);
        await Expect(caseworker.Page.GetByLabel("Jobsøgning og virksomhedsbesøg")).ToBeCheckedAsync();
        await Expect(caseworker.Field("Timer pr. uge")).ToHaveValueAsync("2,5");
        await caseworker.Press("Gem kladde");
        await caseworker.IsAt("Bevilling ");

        await caseworker.Open(form);
        await caseworker.SeesNot("er sat ind igen");
        await Expect(caseworker.Field("Timer pr. uge")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Nobody_else_in_the_same_tab_sees_what_was_typed()
    {
        var first = Portal.Login("mentor2@stoettepunkt.example");
        var mentor = await Enter("mentor", Phone);
        await mentor.LogInByHand(first);
        await OpenForm(mentor);
        await mentor.Fill("Notat", Note);
        await EndLogIn(mentor);
        await mentor.Page.ReloadAsync();
        await mentor.IsAt("Log ind");
        Assert.Contains(Note, await KeptBy(mentor));

        await LogInHere(mentor, Portal.Login("mentor5@stoettepunkt.example"));
        await Expect(mentor.Page).Not.ToHaveURLAsync(new Regex("/account/login"));

        Assert.DoesNotContain(Note, await KeptBy(mentor));
    }

    private static Task<string> KeptBy(Actor actor) => actor.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage })");

    private static async Task OpenForm(Actor mentor)
    {
        await mentor.Open("/stoettepunkt/provider/entries/register");
        // With more than one course, the first will do.
        if (await mentor.Field("Dato").CountAsync() == 0) await mentor.Content().Locator("a[href*='assignment=']").First.ClickAsync();
        await mentor.IsAt("Registrér tid");
    }

    /// <summary>The server no longer knows the session, as after half an hour without a request; the tab is left as it was.</summary>
    private async Task EndLogIn(Actor actor)
    {
        var elsewhere = await Enter($"{actor.Name} elsewhere");
        var held = await actor.Context.CookiesAsync();
        await elsewhere.Context.AddCookiesAsync(held.Where(cookie => cookie.Name is "mentormarket" or "__Host-mentormarket")
            .Select(Steps.Again));
        await elsewhere.Open("/account/profile");
        await elsewhere.LogOut();
        await elsewhere.IsAt("Log ind");
    }

    /// <summary>On the log-in page that the tab was led to, which knows where to go back to.</summary>
    private static async Task LogInHere(Actor actor, DemoLogin login)
    {
        await actor.IsAt("Log ind");
        await actor.Fill("Mailadresse", login.Email);
        await actor.Fill("Adgangskode", login.Password);
        await actor.Press("Log ind");
    }
}
