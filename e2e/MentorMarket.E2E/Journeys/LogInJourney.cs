using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>Somebody comes in, by the front door, and goes out again.</summary>
public sealed class LogInJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task A_wrong_password_is_told_and_the_right_one_lets_in()
    {
        var login = Portal.Login("sagsbehandler@hilleroed.example");
        var caseworker = await Enter("caseworker");

        await caseworker.Open("/");
        await caseworker.Follow("Log ind");
        await caseworker.IsAt("Log ind");
        await caseworker.Fill("Mailadresse", login.Email);
        await caseworker.Fill("Adgangskode", "ikke-den-rigtige-kode");
        await caseworker.Press("Log ind");

        await caseworker.Sees("Mailadressen eller adgangskoden passer ikke.");
        await Expect(caseworker.Field("Mailadresse")).ToHaveValueAsync(login.Email);
        await Expect(caseworker.Field("Adgangskode")).ToHaveValueAsync("");
        await Look.At(caseworker.Page, "login-wrong-password");

        await caseworker.Fill("Adgangskode", login.Password);
        await caseworker.Press("Log ind");
        await Expect(caseworker.Page).ToHaveURLAsync(new Regex("/hilleroed/municipality/?$"));

        await caseworker.LogOut();
        await caseworker.Open("/hilleroed/municipality");
        await caseworker.IsAt("Log ind");
    }

    [Fact]
    public async Task Somebody_in_two_organisations_changes_between_them()
    {
        var mentor = await Enter("mentor of two");

        await mentor.LogInByHand(Portal.Login("mentor8@vejviser.example"));
        await mentor.IsAt("Vælg organisation");
        await Look.At(mentor.Page, "organisations");
        await mentor.Follow("Nordmentor (demo)");
        await Expect(mentor.Page).ToHaveURLAsync(new Regex("/nordmentor/provider/?$"));
        await Expect(mentor.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Nordmentor (demo)");

        await mentor.Follow("Skift organisation");
        await mentor.Follow("Vejviser (demo)");
        await Expect(mentor.Page).ToHaveURLAsync(new Regex("/vejviser/provider/?$"));
        await Expect(mentor.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Vejviser (demo)");

        mentor.MayBeAnswered(403);
        var foreign = await mentor.Page.GotoAsync("/stoettepunkt/provider");
        Assert.Equal(403, foreign!.Status);
        await mentor.IsAt("Du har ikke adgang til siden");
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_used_and_replaced_by_a_recovery_code_when_the_phone_is_lost()
    {
        var login = Portal.Login("sagsbehandler2@broenderslev.example");
        var caseworker = await Enter("caseworker");

        await caseworker.LogInByHand(login);
        await caseworker.Open("/account/profile");
        await Look.At(caseworker.Page, "profile");
        await caseworker.Follow("Sæt en godkendelsesapp op");
        await caseworker.IsAt("Godkendelsesapp");
        await caseworker.Follow("Sæt en godkendelsesapp op");
        await caseworker.IsAt("Sæt en godkendelsesapp op");
        await Look.At(caseworker.Page, "set-up-factor");
        var key = await caseworker.Fact("Nøgle").InnerTextAsync();

        await caseworker.Fill("Kode fra appen", Authenticator.WrongFor(key));
        await caseworker.Press("Bekræft");
        await caseworker.Sees("Koden passer ikke.");
        var step = Authenticator.StepNow();
        await caseworker.Fill("Kode fra appen", Authenticator.CodeOf(key, step));
        await caseworker.Press("Bekræft");
        await caseworker.IsAt("Gem dine nødkoder");
        var recovery = await caseworker.Content().Locator("code").AllInnerTextsAsync();
        Assert.Equal(10, recovery.Distinct().Count());
        await Look.At(caseworker.Page, "recovery-codes");
        await caseworker.Follow("Jeg har gemt dem");

        await caseworker.LogOut();
        await caseworker.LogInByHand(login);
        await caseworker.IsAt("Kode fra din app");
        await caseworker.Fill("Kode", Authenticator.CodeOf(key, step));
        await caseworker.Press("Log ind");
        await caseworker.IsAt("Kode fra din app");
        await Look.At(caseworker.Page, "code-used-twice");
        // A code counts once. The app's next one is accepted half a minute early.
        await caseworker.Fill("Kode", Authenticator.CodeOf(key, step + 1));
        await caseworker.Press("Log ind");
        await Expect(caseworker.Page).ToHaveURLAsync(new Regex("/broenderslev/municipality/?$"));

        await caseworker.LogOut();
        await caseworker.LogInByHand(login);
        await caseworker.Follow("Brug en nødkode");
        await caseworker.Fill("Nødkode", recovery[0]);
        await caseworker.Press("Log ind");
        await Expect(caseworker.Page).ToHaveURLAsync(new Regex("/broenderslev/municipality/?$"));

        await caseworker.Open("/account/secondfactor");
        await caseworker.Sees("Du har 9 nødkoder tilbage.");
        await Look.At(caseworker.Page, "second-factor");
        await caseworker.Fill("Adgangskode", login.Password);
        await caseworker.Fill("Kode fra appen eller nødkode", recovery[1]);
        await caseworker.Press("Stop med at bruge appen");
        await caseworker.Sees("Godkendelsesappen bruges ikke længere.");
    }
}
