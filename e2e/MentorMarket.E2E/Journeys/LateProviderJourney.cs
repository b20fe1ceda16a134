namespace MentorMarket.E2E.Journeys;

/// <summary>Two coordinators say yes to the same listing in the same moment.</summary>
[Collection(Casework.OneCoordinator)]
public sealed class LateProviderJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task Of_two_who_press_at_the_same_time_exactly_one_gets_it()
    {
        var name = Casework.InventedName("Otto");
        var (_, _, number) = await Portal.PublishCase(await Enter("caseworker"), await Enter("team leader"), name);
        var first = await Waiting("first", "koordinator@nordmentor.example", number, "Clara Demosen");
        var second = await Waiting("second", "koordinator@vejviser.example", number, "Rita Eksempel");

        // No click waits for the other's answer.
        await Task.WhenAll(first.Press("Ja, vi tager forløbet"), second.Press("Ja, vi tager forløbet"));
        await Task.WhenAll(first.Page.WaitForURLAsync(url => !url.Contains("/accept/")),
            second.Page.WaitForURLAsync(url => !url.Contains("/accept/")));

        var said = new List<string>();
        foreach (var coordinator in (Actor[])[first, second]) said.Add(await coordinator.Content().InnerTextAsync());
        Assert.Single(said, page => page.Contains("Forløbet er jeres.") && page.Contains(name));
        Assert.Single(said, page => page.Contains("Forløbet er desværre allerede taget af en anden leverandør") && !page.Contains(name));

        // The late one has a way on, and the list does not tempt with it any more.
        var late = said[0].Contains("Forløbet er jeres.") ? second : first;
        await late.IsAt("Opslag");
        await late.Fill("Søg i nummer, kommune og område", number);
        await late.Press("Vis");
        await late.Sees("Ingen opslag passer til det valgte");
    }

    private async Task<Actor> Waiting(string name, string login, string number, string mentor)
    {
        var coordinator = await Enter(name);
        await coordinator.LogIn(Portal.Login(login));
        await coordinator.OpenListing(number);
        await coordinator.Follow("Sig ja til forløbet");
        await coordinator.Choose("Mentor", mentor);
        return coordinator;
    }
}
