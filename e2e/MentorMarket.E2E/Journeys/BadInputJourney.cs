using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>People mistype, click twice and get in each other's way.</summary>
public sealed partial class BadInputJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task A_point_for_a_comma_and_a_date_that_does_not_exist_are_told_and_nothing_typed_is_lost()
    {
        var caseworker = await Enter("caseworker");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.CreateCitizen(Casework.InventedName("Mads"));
        await caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();
        await caseworker.CompleteGrant();
        await caseworker.Fill("Timepris", "1234.56");
        await caseworker.Fill("Slutdato", "31.02.2027");
        await caseworker.Press("Gem kladde");

        await caseworker.Sees("Brug komma foran decimaler");
        await caseworker.Sees("Skriv en dato, der findes");
        await Look.At(caseworker.Page, "bad-input-grant");
        await Expect(caseworker.Field("Timepris")).ToHaveValueAsync("1234.56");
        await Expect(caseworker.Field("Timepris")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(caseworker.Field("Slutdato")).ToHaveValueAsync("31.02.2027");
        await Expect(caseworker.Field("Timer pr. uge")).ToHaveValueAsync("4");
        await Expect(caseworker.Field("Hvorfor er støtten afgørende for det?")).ToHaveValueAsync(Casework.PurposeDetail);
        await Expect(caseworker.Field("Så konkret som muligt").First).ToHaveValueAsync(Casework.GoalDetail);
        await Expect(caseworker.Page.GetByLabel("Komme op, møde og være der til tiden")).ToBeCheckedAsync();
        await Expect(caseworker.Page.GetByLabel("Få eller beholde et job")).ToBeCheckedAsync();
        await Expect(caseworker.Page.GetByLabel("Kørekort")).ToBeCheckedAsync();

        // The summary at the top leads to the field.
        await caseworker.Content().GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Timepris") }).First.ClickAsync();
        await Expect(caseworker.Field("Timepris")).ToBeFocusedAsync();
        await caseworker.Fill("Timepris", "1.234,56");
        await caseworker.Fill("Slutdato", Casework.Today.AddDays(60).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.IsAt("Bevilling ");
        await Expect(caseworker.Fact("Timepris")).ToHaveTextAsync("1.234,56 kr.");
    }

    [Fact]
    public async Task The_two_nights_when_the_clock_changes()
    {
        var mentor = await Enter("mentor", Phone);
        await mentor.LogIn(Portal.Login("mentor3@nordmentor.example"));
        await RegisterAt(LastSundayOf(3), "02.30", "03.30");
        await mentor.Sees("Det klokkeslæt fandtes ikke den nat");
        await Expect(mentor.Field("Fra kl.")).ToHaveValueAsync("02.30");
        await Expect(mentor.Field("Notat")).ToHaveValueAsync("Ringede om natten.");
        await Look.At(mentor.Page, "bad-input-spring-night");

        await RegisterAt(LastSundayOf(10), "02.15", "02.45");
        await mentor.Sees("Det klokkeslæt var der to gange den nat");
        await Look.At(mentor.Page, "bad-input-autumn-night");
        await mentor.Tick("Hvilken af de to gange begyndte det?", "Første gang (sommertid)");
        await mentor.Tick("Hvilken af de to gange sluttede det?", "Anden gang (normaltid)");
        await mentor.Press("Registrér");
        await mentor.IsAt("Tid");
        await mentor.Content().GetByRole(AriaRole.Row).Filter(new() { HasText = LastSundayOf(10).Danish() })
            .Filter(new() { HasTextRegex = SummerToWinter() })
            .GetByRole(AriaRole.Link).First.ClickAsync();
        await mentor.Sees("(1 t. 30 min.)");

        async Task RegisterAt(DateOnly date, string from, string to)
        {
            await mentor.Open("/nordmentor/provider/entries/register");
            // With more than one course, the first will do.
            if (await mentor.Field("Dato").CountAsync() == 0) await mentor.Content().Locator("a[href*='assignment=']").First.ClickAsync();
            await mentor.Fill("Dato", date.Danish());
            await mentor.Fill("Fra kl.", from);
            await mentor.Fill("Til kl.", to);
            await mentor.Choose("Slags sted", "Telefon");
            await mentor.Fill("Notat", "Ringede om natten.");
            await mentor.Press("Registrér");
        }
    }

    /// <summary>The newest one that has been.</summary>
    private static DateOnly LastSundayOf(int month)
    {
        DateOnly Of(int year) => Enumerable.Range(25, 7).Select(day => new DateOnly(year, month, day))
            .Single(day => day.DayOfWeek == DayOfWeek.Sunday);
        return Of(Casework.Today.Year) < Casework.Today ? Of(Casework.Today.Year) : Of(Casework.Today.Year - 1);
    }

    [Fact]
    public async Task Clicking_twice_has_one_effect()
    {
        var (_, grantPage, number) = await Portal.PublishCase(await Enter("caseworker"), await Enter("team leader"),
            Casework.InventedName("Viola"));
        var coordinator = await Enter("coordinator");
        await coordinator.LogIn(Portal.Login("koordinator@vejviser.example"));
        await coordinator.OpenListing(number);
        await coordinator.Follow("Sig ja til forløbet");
        await coordinator.Choose("Mentor", "Sune Prøvesen");
        await coordinator.Button("Ja, vi tager forløbet").DblClickAsync();
        await coordinator.Sees("Forløbet er jeres.");

        await coordinator.Follow("Fakturaer");
        await coordinator.Content().GetByRole(AriaRole.Link, new() { Name = "Ny faktura" }).First.ClickAsync();
        await coordinator.Choose("Kommune", "Gribskov Kommune (demo)");
        await coordinator.Press("Skriv linjerne selv");
        var invoice = $"D-{Casework.Mark()}";
        await coordinator.Fill("Fakturanummer", invoice);
        await coordinator.Choose("Forløb, linje 1", number);
        await coordinator.Fill("Fra, linje 1", Casework.Yesterday.Danish());
        await coordinator.Fill("Til, linje 1", Casework.Yesterday.Danish());
        await coordinator.Fill("Minutter, linje 1", "60");
        await coordinator.Fill("Timepris, linje 1", "350");
        await coordinator.Button("Send fakturaen").DblClickAsync();
        await coordinator.IsAt($"Kvittering for faktura {invoice}");

        await coordinator.Follow("Fakturaer");
        await coordinator.Fill("Søg i fakturanummer", invoice);
        await coordinator.Press("Vis");
        await Expect(coordinator.Link(invoice)).ToHaveCountAsync(1);
        await coordinator.Follow("Forløb");
        await coordinator.Fill("Søg i nummer og kommune", number);
        await coordinator.Press("Vis");
        await Expect(coordinator.Link(number)).ToHaveCountAsync(1);

        var leader = await Enter("another team leader");
        await leader.LogIn(Portal.Login("teamleder@gribskov.example"));
        await leader.Open(grantPage);
        await Expect(leader.Content().GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Taget af en leverandør" }))
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Who_saves_second_is_shown_what_changed()
    {
        var first = await Enter("first");
        await first.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await first.CreateCitizen(Casework.InventedName("Storm"));
        await first.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();
        await first.Fill("Timer pr. uge", "2");
        await first.Press("Gem kladde");
        await first.IsAt("Bevilling ");
        await first.Follow("Ret");
        var second = await Enter("second");
        await second.LogIn(Portal.Login("sagsbehandler2@gribskov.example"));
        await second.Open(first.Page.Url);
        await second.Fill("Timer pr. uge", "5");
        await second.Fill("Opgaverne med egne ord", "Skrevet af den anden");

        await first.Fill("Timer pr. uge", "3,5");
        await first.Press("Gem kladde");
        await first.IsAt("Bevilling ");
        await second.Press("Gem kladde");

        await second.Sees("Demo Sagsbehandler Gribskov har ændret bevillingen");
        await Expect(second.Fact("Timer pr. uge")).ToHaveTextAsync(new Regex(@"^\s*3,5"));
        await Expect(second.Field("Timer pr. uge")).ToHaveValueAsync("5");
        await Expect(second.Field("Opgaverne med egne ord")).ToHaveValueAsync("Skrevet af den anden");
        await Look.At(second.Page, "bad-input-stale-edit");
        await second.Press("Gem kladde");
        await second.IsAt("Bevilling ");
        await Expect(second.Fact("Timer pr. uge")).ToHaveTextAsync(new Regex(@"^\s*5"));
    }

    [Fact]
    public async Task An_address_of_nobody_or_of_somebody_else_is_not_found_and_there_is_a_way_home()
    {
        var owner = await Enter("owner");
        await owner.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await owner.Follow("Bevillinger");
        await owner.Content().Locator("tbody").GetByRole(AriaRole.Link).First.ClickAsync();
        var theirs = new Uri(owner.Page.Url).AbsolutePath;

        var stranger = await Enter("stranger");
        stranger.MayBeAnswered(404);
        stranger.MayBeAnswered(403);
        await stranger.LogIn(Portal.Login("sagsbehandler@hilleroed.example"));
        foreach (var address in (string[])["/findes-ikke/municipality",
            theirs.Replace("/gribskov/", "/hilleroed/", StringComparison.Ordinal), "/hilleroed/municipality/grants/details/0",
            "/hilleroed/findes/ikke"])
            await IsSentHomeFrom(address, 404, "Siden findes ikke");
        await IsSentHomeFrom(theirs, 403, "Du har ikke adgang til siden");

        async Task IsSentHomeFrom(string address, int status, string heading)
        {
            var answer = await stranger.Page.GotoAsync(address);
            Assert.Equal((address, status), (address, answer!.Status));
            await stranger.IsAt(heading);
            await stranger.Follow("Gå til forsiden");
            await Expect(stranger.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync(heading);
        }
    }

    [GeneratedRegex(@"02\.15\s+sommertid\s*-\s*02\.45\s+normaltid")]
    private static partial Regex SummerToWinter();
}
