using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MentorMarket.E2E.Journeys;

/// <summary>The lawful grant: from nothing, and the two special courses with their own clocks.</summary>
public sealed class GrantJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    /// <summary>What an ordinary grant asks of the caseworker: a bound, so that it does not grow unnoticed.</summary>
    private const int MostFields = 18;

    [Fact]
    public async Task A_complete_grant_from_nothing_says_at_every_moment_what_is_missing()
    {
        var caseworker = await Enter("sagsbehandler");
        var leader = await Enter("teamleder");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await leader.LogIn(Portal.Login("teamleder@gribskov.example"));
        await caseworker.CreateCitizen(Casework.InventedName("Fra Intet"));
        await NewGrant(caseworker);

        // An empty draft: everything is named, with what asks for it.
        await caseworker.Sees("Mangler, før den kan sendes til godkendelse");
        await caseworker.Sees("LAB § 167");
        await Look.At(caseworker.Page, "grant-empty");
        await caseworker.Press("Gem kladde");
        var missing = await Missing(caseworker);
        Assert.InRange(missing, 10, MostFields);
        TestContext.Current.TestOutputHelper?.WriteLine($"{missing} things are asked for in an ordinary grant.");
        await Expect(caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Send til godkendelse" })).ToHaveCountAsync(0);

        // A group that cannot be granted support, and a period that is too long: each said with its paragraph.
        await caseworker.Follow("Ret");
        await caseworker.CompleteGrant();
        // Nothing is saved yet, and the list beside the form has followed along.
        await caseworker.Sees("Intet mangler");
        await caseworker.Choose("Målgruppe", "Folkepensionist");
        await caseworker.Sees("Der kan ikke bevilges mentorstøtte til denne målgruppe");
        await caseworker.Fill("Slutdato", Casework.Today.AddDays(-7).AddMonths(6).AddDays(1).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Der kan ikke bevilges mentorstøtte til denne målgruppe");
        await caseworker.Sees("En periode på højst 6 måneder");
        Assert.Equal(2, await Missing(caseworker));
        await Look.At(caseworker.Page, "grant-excluded");

        // The service level is a guide: more hours are met by a shorter time or by a reason.
        await caseworker.Follow("Ret");
        await caseworker.Choose("Målgruppe", "Kontanthjælp, aktivitetsparat");
        await Expect(caseworker.Field("Hvorfor fraviges servicestandarden i denne sag?")).ToBeHiddenAsync();
        await caseworker.Fill("Timer pr. uge", "6");
        await caseworker.Fill("Slutdato", Casework.Today.AddDays(-7).AddMonths(5).Danish());
        await Expect(caseworker.Field("Hvorfor fraviges servicestandarden i denne sag?")).ToBeVisibleAsync();
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Serviceniveauet gives højst 3 måneder ad gangen");
        await caseworker.Sees("kan fraviges med en begrundelse");
        await caseworker.Follow("Ret");
        await caseworker.Fill("Hvorfor fraviges servicestandarden i denne sag?",
            "Er lige begyndt hos bageren og har brug for en rolig start.");
        await Look.At(caseworker.Page, "grant-complete-form");
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Intet mangler");

        // The gate: sent back with a word, mended, approved by somebody else.
        var number = await caseworker.SubmitGrant();
        await leader.Open(caseworker.Page.Url.Replace("/details/", "/approve/", StringComparison.Ordinal));
        await leader.Sees("Er lige begyndt hos bageren");
        await Look.At(leader.Page, "grant-approve");
        await leader.Fill("Bemærkning", "Skriv, hvorfor det er seks timer.");
        await leader.Press("Send tilbage");
        await caseworker.Page.ReloadAsync();
        await caseworker.Sees("Skriv, hvorfor det er seks timer.");
        await caseworker.Follow("Ret");
        await caseworker.Fill("Opgaverne med egne ord", "Seks timer, fordi dagene er lange i begyndelsen.");
        await caseworker.Press("Gem kladde");
        await caseworker.SubmitGrant();
        await leader.ApproveGrant(number);
        await caseworker.Page.ReloadAsync();
        await caseworker.Sees("Godkendt");
        await Look.At(caseworker.Page, "grant-approved");
    }

    [Fact]
    public async Task The_transition_to_education_has_two_clocks()
    {
        var caseworker = await Enter("sagsbehandler");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.CreateCitizen(Casework.InventedName("To Ure"));
        await NewGrant(caseworker);
        var admitted = Casework.Today.AddMonths(-2);
        await caseworker.CompleteGrant();
        await caseworker.Tick("Hvad skal støtten føre til?", "Begynde på eller gennemføre en uddannelse");
        await caseworker.Choose("Målgruppe", "Uddannelseshjælp");
        await Special(caseworker);
        await caseworker.Choose("Forløb", "Overgang til uddannelse");
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Dato for optagelse på uddannelsen");

        // The first clock: the support starts too long after the admission.
        await caseworker.Follow("Ret");
        await caseworker.Fill("Optaget på uddannelsen den", admitted.Danish());
        await caseworker.Fill("Startdato", admitted.AddMonths(6).Danish());
        await caseworker.Fill("Slutdato", admitted.AddMonths(8).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Støtten skal begynde inden 6 måneder efter optagelsen");
        await Look.At(caseworker.Page, "education-first-clock");

        // The second: six months from the start of support, whenever that was.
        await caseworker.Follow("Ret");
        await caseworker.Fill("Startdato", admitted.AddMonths(5).Danish());
        await caseworker.Fill("Slutdato", admitted.AddMonths(11).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Retten er 6 måneder, fra støtten begynder");
        await caseworker.Follow("Ret");
        await caseworker.Fill("Slutdato", admitted.AddMonths(11).AddDays(-1).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Intet mangler");
        await caseworker.Sees("Overgang til uddannelse");
        await Look.At(caseworker.Page, "education-complete");
    }

    [Fact]
    public async Task A_discharge_coordinator_begins_before_the_discharge_and_lasts_six_months_in_all()
    {
        var caseworker = await Enter("sagsbehandler");
        await caseworker.LogIn(Portal.Login("sagsbehandler@gribskov.example"));
        await caseworker.CreateCitizen(Casework.InventedName("Udskrives Snart"));
        await NewGrant(caseworker);
        var discharge = Casework.Today.AddMonths(3).AddDays(10);
        await caseworker.CompleteGrant();
        await Special(caseworker);
        await caseworker.Choose("Forløb", "Udskrivningskoordinator");
        await caseworker.Fill("Udskrives den", discharge.Danish());
        await caseworker.Fill("Startdato", Casework.Today.Danish());
        await caseworker.Fill("Slutdato", Casework.Today.AddMonths(6).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Støtten kan tidligst begynde 3 måneder før udskrivningen");
        await caseworker.Sees("Retten til udskrivningskoordinator er 6 måneder i alt");
        await caseworker.Sees("Dato for det indledende møde");
        await Look.At(caseworker.Page, "discharge-missing");

        await caseworker.Follow("Ret");
        var start = discharge.AddMonths(-3);
        await caseworker.Fill("Indledende møde den", start.Danish());
        await caseworker.Fill("Startdato", start.Danish());
        await caseworker.Fill("Slutdato", start.AddMonths(6).AddDays(-1).Danish());
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Intet mangler");
        await Look.At(caseworker.Page, "discharge-complete");
    }

    private static async Task NewGrant(Actor caseworker) =>
        await caseworker.Content().GetByRole(AriaRole.Link, new() { Name = "Ny bevilling" }).First.ClickAsync();

    private static async Task Special(Actor caseworker) =>
        await caseworker.Content().GetByText("Særligt forløb, integrationsloven", new() { Exact = false }).First.ClickAsync();

    private static async Task<int> Missing(Actor caseworker) =>
        await caseworker.Content().Locator("a[href*='#Form_']").CountAsync();
}
