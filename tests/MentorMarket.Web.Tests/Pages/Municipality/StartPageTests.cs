using System.Globalization;

namespace MentorMarket.Web.Tests.Pages.Municipality;

/// <summary>What waits for whoever logs in, counted.</summary>
public sealed class StartPageTests(Cluster cluster)
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    [Fact]
    public async Task Each_role_of_the_municipality_sees_what_waits_for_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var agreed = await Agreed.CreateAsync(app, 4, 400);
        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 30, confirmed: false);
        await agreed.BillAsync("S-1", agreed.Line(90, 400));

        Assert.Equal(new Dictionary<string, int>
        {
            ["Opfølgning, der er overskredet"] = 1,
            ["Opfølgning i denne uge"] = 1,
            [
            "Venter på din godkendelse"] = 1,
            ["Afgørelser, der ikke er noteret sendt"] = 2
        },
            await CountsAsync(app, world.Gribskov, Role.TeamLeader));
        Assert.Equal(new Dictionary<string, int>
        {
            // What came of the case that ended, and of the one that ran out yesterday.
            ["Opfølgning, der er overskredet"] = 1,
            ["Opfølgning i denne uge"] = 1,
            ["Sendt tilbage til rettelse"] = 0,
            ["Kladder"] = 1,
            // One is approved as it is, another was withdrawn from the market.
            ["Godkendt, men ikke offentliggjort"] = 2,
            // One is on the market, two are offered to the provider of an earlier course.
            ["Offentliggjort, men ikke taget"] = 3,
            // The one that is only approved, and the agreed one of this test.
            ["Afgørelser, der ikke er noteret sendt"] = 2,
            ["Møder, som borgeren siger ikke passer"] = 3,
            ["Slutter inden for fire uger"] = 0,
            ["Borgere, der skal orienteres"] = world.Cases.Count(c => c.Municipality == world.Gribskov),
        }, await CountsAsync(app, world.Gribskov, Role.Caseworker));
        Assert.Equal(new Dictionary<string, int>
        {
            ["Fakturaer, der skal afgøres"] = 1,
            ["Fakturaer, hvor der er nyt at afgøre"] = 0,
            ["Fakturaer, hvor noget holdes tilbage"] = 4,
        }, await CountsAsync(app, world.Gribskov, Role.Finance));
        Assert.Empty(await CountsAsync(app, world.Gribskov, Role.Administrator));
    }

    [Fact]
    public async Task Every_role_has_a_start_page_that_names_no_citizen()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        foreach (var (party, folder) in new[] { (world.Gribskov, "municipality"), (world.Hilleroed, "municipality"), (
            world.Nord, "provider"), (world.Revision, "auditor") })
            foreach (var (role, person) in party.People)
            {
                if (party == world.Revision && role != Role.Auditor) continue;
                using var client = await app.LogInAsync(person);
                var page = await client.PageAsync($"/{party.Slug}/{folder}");
                Assert.DoesNotContain("-identity-", page.DocumentElement.OuterHtml);
            }
    }

    [Fact]
    public async Task A_decision_waits_until_it_is_noted_sent_or_its_time_is_over()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        using var leader = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        async Task<IReadOnlyList<string>> LinksAsync(HttpClient browser) =>
            [.. (await browser.PageAsync($"/{world.Gribskov.Slug}/municipality")).QuerySelectorAll("#NotSent li a")
                .Select(a => a.GetAttribute("href")!)];

        Assert.Equal([$"/{world.Gribskov.Slug}/municipality/documents/{world.Approved.Grant}"], await LinksAsync(caseworker));
        Assert.Equal([$"/{world.Gribskov.Slug}/municipality/grants/details/{world.Approved.Grant}"], await LinksAsync(leader));

        // Another document that was sent is not the decision, and a decision that was only made is not sent.
        foreach (var table in new[] { "documents", "document_dispatches" })
        {
            await app.ScalarAsync($"alter table portal.{table} disable trigger user");
        }
        await app.ScalarAsync("update portal.documents set kind = 'Agreement' where id = $1", world.Live.Document);
        await app.ScalarAsync("delete from portal.document_dispatches where document_id = $1", world.Open.Document);
        Assert.Equal(3, (await LinksAsync(caseworker)).Count);
        await app.ScalarAsync("update portal.grants set starts_on = $2, ends_on = $3 where id = $1", world.Live.Grant,
            world.Today.AddDays(-60), world.Today.AddDays(-1));
        Assert.Equal(2, (await LinksAsync(caseworker)).Count);
    }

    private static async Task<Dictionary<string, int>> CountsAsync(PortalApp app, World.Party municipality, Role role)
    {
        using var client = await app.LogInAsync(municipality[role]);
        var page = await client.PageAsync($"/{municipality.Slug}/municipality");
        return page.QuerySelectorAll(".mm-card")
            .ToDictionary(c => c.QuerySelector("a")!.TextContent,
            c => int.Parse(c.QuerySelector(".mm-card-number")!.TextContent, Danish));
    }
}
