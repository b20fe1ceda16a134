namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>The first segment of a path: an organisation, or one of the portal's own words.</summary>
public sealed class PathTests(Cluster cluster)
{
    [Fact]
    public async Task The_portals_own_pages_are_found_at_the_root_and_not_below_an_organisation()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var visitor = app.Anonymous();
        var slug = app.World.Gribskov.Slug;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/account/login"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/{slug}/account/login"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/{slug}/c/closed"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/no-such-organisation/account/login"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/municipality/grants"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await visitor.GetAsync(path, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
