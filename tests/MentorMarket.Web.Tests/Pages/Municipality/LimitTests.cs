using MentorMarket.Web.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Pages.Municipality;

/// <summary>How much one person takes out in an hour.</summary>
public sealed class LimitTests(Cluster cluster)
{
    [Fact]
    public async Task After_sixty_cpr_numbers_in_an_hour_none_is_found_shown_or_registered()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (list, person) = ($"/{world.Gribskov.Slug}/municipality/citizens", world.Gribskov[Role.Caseworker]);
        using var caseworker = await app.LogInAsync(person);
        await FillAsync(app, Throttle.CprLookUp, person, Throttle.CprLookUp.Tries - 1);
        async Task<(HttpStatusCode Status, string Location, AngleSharp.Html.Dom.IHtmlDocument Page)> FindAsync() =>
            await caseworker.SendAsync(list + "?handler=Find", (await caseworker.PageAsync(list))
                .Filled("#Q", ("Q", world.Live.Cpr.Written())));
        Assert.Contains("/details/", (await FindAsync()).Location, StringComparison.Ordinal);

        var refused = await FindAsync();
        Assert.Equal((HttpStatusCode.OK, ""), (refused.Status, refused.Location));
        Assert.Contains("Du har slået 60 CPR-numre op", refused.Page.QuerySelector("#Q-error")!.TextContent, StringComparison.Ordinal);
        var show = $"{list}/showcpr/{world.Live.Citizen}";
        var shown = await caseworker.SendAsync(show, (await caseworker.PageAsync(show))
            .Filled("[name='Form.Reason']", ("Form.Reason", "SecurePost")));
        Assert.DoesNotContain(world.Live.Cpr.Written(), shown.Page.Body!.TextContent, StringComparison.Ordinal);
        var registered = await caseworker.SendAsync(list + "/create", (await caseworker.PageAsync(list + "/create")).Filled("#Form_Name",
            ("Form.Name", "Prøvine"), ("Form.Address", "Prøvevej 12"), ("Form.Area", "Prøveby"), ("Form.Cpr", "020288-0123"),
                ("Form.Language", "da")));
        Assert.Equal(HttpStatusCode.OK, registered.Status);
        Assert.Contains("Du har slået 60 CPR-numre op", registered.Page.QuerySelector(".form-error")!.TextContent,
            StringComparison.Ordinal);

        Assert.Equal(3, await app.ScalarAsync(
            "select sum(times)::int from portal.security_events where kind = 'Throttled' and person_id = $1", person));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.evidence_events where kind = 'CprShown'"));
        // A colleague's hour is their own.
        await app.ScalarAsync("update portal.memberships set roles = array['Caseworker'] where person_id = $1",
            world.Gribskov[Role.Finance]);
        using var colleague = await app.LogInAsync(world.Gribskov[Role.Finance]);
        Assert.Contains("/details/",
            (await colleague.SendAsync(list + "?handler=Find", (await colleague.PageAsync(list))
            .Filled("#Q", ("Q", world.Live.Cpr.Written())))).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gribskov", Role.Finance, "municipality/invoices/export")]
    [InlineData("revision", Role.Auditor, "auditor/invoices/export")]
    public async Task So_many_lists_as_files_an_hour_and_then_a_page_that_says_so(string slug, Role role, string path)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var party = app.World.Parties.Single(p => p.Slug == (slug == "revision" ? app.World.Revision.Slug : slug));
        using var client = await app.LogInAsync(party[role]);
        await FillAsync(app, Throttle.Export, party[role], Throttle.Export.Tries - 1);
        using var last = await client.GetAsync($"/{party.Slug}/{path}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);

        using var refused = await client.GetAsync($"/{party.Slug}/{path}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Det var for mange gange",
            WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
        Assert.Equal("Throttled",
            await app.ScalarAsync("select kind from portal.security_events where person_id = $1 and kind <> 'LoggedIn'", party[role]));
    }

    private static async Task FillAsync(PortalApp app, Throttle.Limit limit, Guid person, int times)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var throttle = scope.ServiceProvider.GetRequiredService<Throttle>();
        for (var i = 0; i < times; i++)
        {
            Assert.True(await throttle.AllowsAsync(limit, person.ToString(), null, TestContext.Current.CancellationToken));
        }
    }
}
