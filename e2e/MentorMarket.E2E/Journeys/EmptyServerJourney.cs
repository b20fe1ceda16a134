using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>A server without the demo: from one file to a municipality whose administrator invites the first caseworker. No SQL.</summary>
public sealed class EmptyServerJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const string Password = "lanterne-52-havnebassin";

    [Fact]
    public async Task From_an_empty_server_to_a_municipality_at_work()
    {
        var data = RunningPortal.NewData();
        try
        {
            await using var server = await RunningPortal.StartAsync(data, hasDemo: false);
            var file = Path.Combine(data, "first-operator.txt");
            Assert.Contains(file, server.Log);
            var first = await Enter("operator", at: server.Url);
            await first.Open(LinkIn(await File.ReadAllTextAsync(file)));
            await Look.At(first.Page, "first-operator");
            await first.Fill("Mailadresse", "drift@portalen.example");
            await RegisterAsync(first, "Dorte Prøve", "drift@portalen.example");
            await Expect(first.Page).ToHaveURLAsync(new Regex("/platform/operator/?$"));

            await first.Follow("Organisationer");
            await first.Follow("Opret en organisation");
            await first.Page.GetByLabel("Slags").SelectOptionAsync("Municipality");
            await first.Fill("Navn", "Prøvekøbing Kommune");
            await first.Fill("CVR-nummer", "12345674");
            await first.Fill("Kommunekode", "999");
            await first.Fill("Kontaktpersonens navn", "Kaj Prøve");
            await first.Fill("Kontaktpersonens mailadresse", "kaj@proevekoebing.example");
            await first.Fill("Administratorens navn", "Anna Prøve");
            await first.Fill("Administratorens mailadresse", "anna@proevekoebing.example");
            await first.Press("Opret og invitér");
            await first.IsAt("Prøvekøbing Kommune");
            await Look.At(first.Page, "organisation-opened");

            var administrator = await Enter("administrator", at: server.Url);
            await administrator.Open(LinkIn(await LetterToAsync(data, "anna@proevekoebing.example")));
            await RegisterAsync(administrator, "Anna Prøve", "anna@proevekoebing.example");
            await Expect(administrator.Page).ToHaveURLAsync(new Regex("/proevekoebing/municipality/?$"));
            await Look.At(administrator.Page, "municipality-new");
            await administrator.Follow("Medarbejdere");
            await administrator.Follow("Invitér");
            await administrator.Fill("Navn", "Sara Prøve");
            await administrator.Fill("Mailadresse", "sara@proevekoebing.example");
            await administrator.Page.GetByLabel("Sagsbehandler", new() { Exact = true }).CheckAsync();
            await administrator.Press("Send invitation");

            var caseworker = await Enter("caseworker", at: server.Url);
            await caseworker.Open(LinkIn(await LetterToAsync(data, "sara@proevekoebing.example")));
            await RegisterAsync(caseworker, "Sara Prøve", "sara@proevekoebing.example");
            await caseworker.Follow("Borgere");
            await caseworker.IsAt("Borgere");

            await first.Open(first.Page.Url);
            await first.Sees("Accepteret");
            Assert.Equal(0, await server.StopAsync());
        }
        finally
        {
            await RunningPortal.RemoveDataAsync(data);
        }
    }

    /// <summary>Chooses a password, logs in with it, and sets an app up, as everybody must.</summary>
    private static async Task RegisterAsync(Actor actor, string name, string email)
    {
        await actor.Fill("Navn", name);
        await actor.Page.GetByLabel("Adgangskode", new() { Exact = true }).FillAsync(Password);
        await actor.Page.GetByLabel("Adgangskode igen").FillAsync(Password);
        await actor.Press("Opret konto");
        await actor.Fill("Mailadresse", email);
        await actor.Fill("Adgangskode", Password);
        await actor.Press("Log ind");
        await actor.IsAt("Sæt en godkendelsesapp op");
        var key = await actor.Fact("Nøgle").InnerTextAsync();
        await actor.Fill("Kode fra appen", Authenticator.CodeOf(key, Authenticator.StepNow()));
        await actor.Press("Bekræft");
        await actor.IsAt("Gem dine nødkoder");
        await actor.Follow("Jeg har gemt dem");
    }

    private static async Task<string> LetterToAsync(string data, string email)
    {
        foreach (var letter in Directory.GetFiles(Path.Combine(data, "mail"), "*.eml"))
        {
            var text = await File.ReadAllTextAsync(letter);
            if (text.Contains($"To: {email}", StringComparison.OrdinalIgnoreCase)) return text;
        }
        throw new InvalidOperationException($"No letter to {email}.");
    }

    private static string LinkIn(string text) =>
        new Uri(Regex.Match(text, @"http\S+/account/acceptinvitation\S+").Value).PathAndQuery;
}
