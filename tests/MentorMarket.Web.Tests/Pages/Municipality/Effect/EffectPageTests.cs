namespace MentorMarket.Web.Tests.Pages.Municipality.Effect;

/// <summary>The page of effect: what it shows, what it does not, and what it says about both.</summary>
public sealed class EffectPageTests(Cluster cluster)
{
    private static string[] Cells(AngleSharp.Html.Dom.IHtmlDocument page, string group) =>
        [.. page.QuerySelectorAll("main table tbody tr")
            .Select(r => r.QuerySelectorAll("td")
            .Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToArray())
            .Single(r => r[0] == group).Skip(1)];

    [Fact]
    public async Task The_share_is_of_everybody_with_its_uncertainty_and_few_are_not_shown()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var (world, over) = (app.World, app.World.RunOut);
        foreach (var (name, kind, jobs,
            none) in new[] { ("one", "External", 25, 15), ("two", "Municipal", 2, 18), ("three", "CompanyEmployee", 12, 18) })
        {
            await Crowd.AddAsync(app.Database, over, name, jobs + none, $$"""{"mentor_kind": "{{kind}}"}""");
            await Crowd.CameAsync(app.Database, over, name, "Job", 1, jobs);
            await Crowd.CameAsync(app.Database, over, name, "None", jobs + 1, none);
        }
        // Those of the world itself are not of this crowd.
        await Crowd.RunAsync(app.Database,
            $"set session_replication_role = replica; update portal.assignments set status = 'Withdrawn' where id in ('{over.Assignment}', '{world.Ended.Assignment}')");
        using var browser = await app.LogInAsync(world.Gribskov[Role.TeamLeader]);
        var path = $"/gribskov/municipality/effect?By=MentorKind&Year={over.EndsOn.Year}";

        var page = await browser.PageAsync(path);
        Assert.Equal(["40", "63 % usikkerhed 47-76 %", "25", "15"], Cells(page, "Ekstern mentor eller firma"));
        Assert.Equal(["20", "vises ikke", "vises ikke", "vises ikke"], Cells(page, "Ansat i kommunen"));
        Assert.Equal(["30", "vises ikke", "vises ikke", "vises ikke"], Cells(page, "Medarbejder i virksomheden (frikøb)"));
        Assert.Equal(["90", "43 % usikkerhed 34-54 %", "39", "51"], Cells(page, "Alle"));
        Assert.Contains("Udbyttet er noteret for alle.", page.Body!.TextContent);
        using var file = await browser.GetAsync(path + "&handler=Export", TestContext.Current.CancellationToken);
        var text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("20;vises ikke;vises ikke;vises ikke;;", text);
        Assert.Contains("40;25;15;63;47;76", text);

        await Crowd.RunAsync(app.Database,
            "set session_replication_role = replica; alter table portal.outcomes disable trigger all; delete from portal.outcomes where grant_id in (select md5('gthree' || n)::uuid from generate_series(1, 12) n)");
        var later = await browser.PageAsync(path);
        Assert.Contains("For 12 af 90 borgere er udbyttet ikke noteret.", later.Body!.TextContent);
        Assert.Equal("30 % usikkerhed 22-40 %", Cells(later, "Alle")[1]);
    }
}
