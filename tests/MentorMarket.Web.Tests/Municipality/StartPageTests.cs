using System.Globalization;
using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using MentorMarket.Web.Tests.Provider;
using Xunit;

namespace MentorMarket.Web.Tests.Municipality;

/// <summary>What waits for whoever logs in, counted.</summary>
public sealed class StartPageTests(Cluster cluster)
{
    private static readonly CultureInfo s_danish = CultureInfo.GetCultureInfo("da-DK");

    [Fact]
    public async Task Each_role_of_the_municipality_sees_what_waits_for_it()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        var agreed = await Agreed.CreateAsync(app, database, 4, 400);
        await agreed.DeliverAsync(0, 60);
        await agreed.DeliverAsync(1, 30, confirmed: false);
        await agreed.BillAsync("S-1", agreed.Line(90, 400));

        Assert.Equal(new Dictionary<string, int> { ["Opfølgning, der er overskredet"] = 1, ["Opfølgning i denne uge"] = 1, ["Venter på din godkendelse"] = 1 }, await CountsAsync(app, world.Gribskov, Role.TeamLeader));
        Assert.Equal(new Dictionary<string, int>
        {
            // What came of the case that ended, and of the one that ran out yesterday.
            ["Opfølgning, der er overskredet"] = 1,
            ["Opfølgning i denne uge"] = 1,
            ["Sendt tilbage til rettelse"] = 0,
            ["Kladder"] = 1,
            // One is approved as it is, another was withdrawn from the market.
            ["Godkendt, men ikke slået op"] = 2,
            // One is on the market, two are offered to the provider of an earlier course.
            ["Slået op, men ikke taget"] = 3,
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
        await using var database = await cluster.NewWorldAsync();
        await using var app = new PortalApp(database);
        var world = database.World;
        foreach (var (party, folder) in new[] { (world.Gribskov, "municipality"), (world.Hilleroed, "municipality"), (world.Nord, "provider"), (world.Revision, "auditor") })
            foreach (var (role, person) in party.People)
            {
                if (party == world.Revision && role != Role.Auditor) continue;
                using var client = await app.LogInAsync(person);
                var page = await client.PageAsync($"/{party.Slug}/{folder}");
                Assert.DoesNotContain("-identity-", page.DocumentElement.OuterHtml);
            }
    }

    private static async Task<Dictionary<string, int>> CountsAsync(PortalApp app, World.Party municipality, Role role)
    {
        using var client = await app.LogInAsync(municipality[role]);
        var page = await client.PageAsync($"/{municipality.Slug}/municipality");
        return page.QuerySelectorAll(".mm-card").ToDictionary(c => c.QuerySelector("a")!.TextContent, c => int.Parse(c.QuerySelector(".mm-card-number")!.TextContent, s_danish));
    }
}
