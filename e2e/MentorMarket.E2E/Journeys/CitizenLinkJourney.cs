using System.Text.RegularExpressions;

namespace MentorMarket.E2E.Journeys;

/// <summary>A provider would like to confirm its own hours. Nowhere can it get at the citizen's link or code.</summary>
public sealed partial class CitizenLinkJourney(Portal portal, Browser browser) : Journey(portal, browser)
{
    /// <summary>Enough to reach every kind of page; the demo's many details pages look alike.</summary>
    private const int MostOfAKind = 4;

    [Fact]
    public async Task No_page_that_a_provider_can_reach_tells_the_link_and_wrong_codes_close_it()
    {
        var caseworker = await Enter("caseworker");
        var (citizenPage, _, number) = await Portal.PublishCase(caseworker, await Enter("team leader"), Casework.InventedName("Karla"));
        var coordinator = await Enter("coordinator");
        await coordinator.LogIn(Portal.Login("koordinator@nordmentor.example"));
        await coordinator.OpenListing(number);
        await coordinator.AcceptListing("Bo Prøvesen");
        var course = coordinator.Page.Url;
        var mentor = await Enter("mentor", Phone);
        await mentor.LogIn(Portal.Login("mentor2@nordmentor.example"));
        await mentor.RegisterTime(number, Casework.Yesterday, "17.00", "18.00", "Direkte kontakt", "Telefon", "Aftaler for ugen.");
        await mentor.Press("Registrér");
        var (link, code) = await caseworker.IssueLetter(citizenPage);
        var letterPage = caseworker.Page.Url;

        foreach (var provider in (Actor[])[coordinator, mentor])
        {
            await FindsNothing(provider, course, link, code);
            await IsTurnedAwayFrom(provider, letterPage);
        }
        await ClosesAfterFiveWrongCodes(link, code);
        await IsReplacedByTheNextLetter(caseworker, citizenPage, link, code);
    }

    private static async Task FindsNothing(Actor provider, string course, string link, string code)
    {
        var secrets = new[] { "/c/", new Uri(link).Segments[^1], code, code.Replace("-", "") };
        var kinds = new Dictionary<string, int>();
        var seen = new HashSet<string>();
        var next = new Queue<string>([course, new Uri(new Uri(course), "/nordmentor/provider").ToString()]);
        while (next.TryDequeue(out var address))
        {
            var kind = Id().Replace(new Uri(address).AbsolutePath, "*");
            if (!seen.Add(address) || (kinds[kind] = kinds.GetValueOrDefault(kind) + 1) > MostOfAKind) continue;
            var answer = await provider.Context.APIRequest.GetAsync(address);
            var page = await answer.TextAsync();
            Assert.True(answer.Status < 400, $"{provider.Name} is led to {address}, which answers {answer.Status}");
            foreach (var secret in secrets)
            {
                Assert.False(page.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{provider.Name} finds '{secret}' on {address}");
            }
            foreach (var found in Href().Matches(page)
                .Select(m => new Uri(new Uri(address), System.Net.WebUtility.HtmlDecode(m.Groups[1].Value))))
                if (found.Authority == new Uri(address).Authority
                    && !found.AbsolutePath.StartsWith("/account/language", StringComparison.Ordinal))
                    next.Enqueue(found.GetLeftPart(UriPartial.Query));
        }
        Assert.True(kinds.Count > 8, $"{provider.Name} came to {kinds.Count} kinds of pages only: {string.Join(", ", kinds.Keys)}");
    }

    private static async Task IsTurnedAwayFrom(Actor provider, string letterPage)
    {
        foreach (var address in (string[])[letterPage, letterPage.Replace("/gribskov/", "/nordmentor/", StringComparison.Ordinal)])
        {
            var answer = await provider.Context.APIRequest.GetAsync(address);
            Assert.Contains(answer.Status, (int[])[403, 404]);
        }
    }

    private async Task ClosesAfterFiveWrongCodes(string link, string code)
    {
        var stranger = await Enter("stranger", Phone);
        await stranger.Open(link);
        for (var tries = 1; tries <= 5; tries++)
        {
            await stranger.Fill("Kode", $"AAAA-222{tries + 1}");
            await stranger.Press("Videre");
            await stranger.Sees(tries < 5 ? "Koden passer ikke." : "Siden er lukket");
            if (tries == 5) break;
        }
        // The right code comes too late.
        await stranger.Open(link);
        await stranger.Fill("Kode", code);
        await stranger.Press("Videre");
        await stranger.IsAt("Siden er lukket");
        await stranger.Sees("Kun kommunen kan lave dem. Din mentor kan ikke.");
        await Look.At(stranger.Page, "link-closed");
    }

    private async Task IsReplacedByTheNextLetter(Actor caseworker, string citizenPage, string oldLink, string oldCode)
    {
        await caseworker.Open(citizenPage);
        await caseworker.Sees("Linket er spærret");
        await Look.At(caseworker.Page, "link-blocked-citizen");
        var second = await caseworker.IssueLetter(citizenPage);
        var third = await caseworker.IssueLetter(citizenPage);
        Assert.Distinct([oldLink, second.Link, third.Link]);
        Assert.Distinct([oldCode, second.Code, third.Code]);

        var citizen = await Enter("citizen", Phone);
        await citizen.Open(second.Link);
        await citizen.Fill("Kode", second.Code);
        await citizen.Press("Videre");
        await citizen.IsAt("Siden er lukket");
        await citizen.Open(third.Link);
        await citizen.Fill("Kode", third.Code);
        await citizen.Press("Videre");
        await citizen.IsAt("Hej Karla");
        // A letter renewed meanwhile ends the visit, too.
        await caseworker.IssueLetter(citizenPage);
        await citizen.Page.ReloadAsync();
        await citizen.IsAt("Siden er lukket");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("<a [^>]*href=\"([^\"#][^\"]*)\"")]
    private static partial Regex Href();
}
