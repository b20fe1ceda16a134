namespace MentorMarket.E2E.Journeys;

/// <summary>A grant is extended with a reason and a new assessment, and the provider that has the course takes it.</summary>
[Collection(Casework.OneCoordinator)]
public sealed class ExtensionJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    private const string Mentor = "Clara Demosen";
    private const string Reason = "Borgeren er begyndt hos bageren og skal have støtte, til det holder";

    [Fact]
    public async Task From_the_caseworkers_reason_to_the_same_mentor()
    {
        var name = Casework.InventedName("Ella");
        var (caseworker, leader) = (await Enter("caseworker"), await Enter("team leader"));
        var (_, grantPage, number) = await Portal.PublishCase(caseworker, leader, name);
        var coordinator = await Enter("coordinator");
        await coordinator.LogIn(Portal.Login("koordinator@nordmentor.example"));
        await coordinator.OpenListing(number);
        await coordinator.AcceptListing(Mentor);

        // The terms stand there already; why, the new assessment and the conditions do not.
        await caseworker.Open(grantPage);
        await caseworker.Follow("Forlæng");
        await caseworker.IsAt("Forlæng bevilling");
        await caseworker.Press("Gem kladde");
        await caseworker.Sees("Ny vurdering af behovet");
        await caseworker.Follow("Ret");
        await caseworker.CompleteExtension(Reason, "Målet er det samme. Støtten er stadig afgørende.");
        await leader.ApproveGrant(await caseworker.SubmitGrant());
        await leader.Sees(Reason);

        await caseworker.Page.ReloadAsync();
        await caseworker.OfferExtension();

        // Nobody else sees it; the coordinator finds it on the first page, with the mentor chosen.
        await coordinator.Follow("Overblik");
        await coordinator.Follow($"Forlængelse af forløb {number}");
        await coordinator.Sees($"Tilbudt jer direkte: forlængelse af forløb {number}");
        await coordinator.Follow("Sig ja til forløbet");
        Assert.Equal(Mentor, await coordinator.Page.GetByLabel("Mentor").Locator("option:checked").InnerTextAsync());
        await coordinator.Press("Ja, vi tager forløbet");
        await coordinator.Sees("Forløbet er jeres.");

        await caseworker.Open(grantPage);
        await caseworker.Sees("Forlænges af");
        await caseworker.Sees("I gang hos leverandør");
    }
}
