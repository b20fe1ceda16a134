using Show = MentorMarket.Web.Words.Show;

namespace MentorMarket.Web.Tests.Pages.Provider.Listings;

public sealed class AcceptTests(Cluster cluster)
{
    [Fact]
    public async Task Of_eight_who_accept_at_once_exactly_one_gets_the_course()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var id = world.Open.Assignment;
        var tries = new List<(HttpClient Client, string Path, FormUrlEncodedContent Form)>();
        for (var i = 0; i < 8; i++)
        {
            var provider = i % 2 == 0 ? world.Syd : world.Vest;
            var client = await app.LogInAsync(provider[Role.Coordinator]);
            var path = $"/{provider.Slug}/provider/listings/accept/{id}";
            var page = await client.PageAsync(path);
            Assert.DoesNotContain(world.Open.Identity, page.Source.Text);
            tries.Add((client, path, page.Filled("#Form_Mentor", ("Form.Mentor", provider[Role.Mentor].ToString()))));
        }

        var answers = await Task.WhenAll(tries.Select(t => t.Client.SendAsync(t.Path, t.Form)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.Status));
        Assert.Single(answers, a => a.Location.Contains("/assignments/details/", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from portal.agreements where assignment_id = $1", id));
        Assert.Equal(1L, await app.ScalarAsync(
            "select count(*) from portal.evidence_events where kind = 'AssignmentAccepted' and subject_id = $1", id));
        Assert.Equal(true, await app.ScalarAsync("select taken_at is not null from portal.listings where id = $1", id));

        var late = Array.FindIndex(answers, a => !a.Location.Contains("/assignments/details/", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("allerede taget", (await tries[late].Client.PageAsync(answers[late].Location)).Body!.TextContent);
        var won = Array.FindIndex(answers, a => a.Location.Contains("/assignments/details/", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(world.Open.Identity, (await tries[won].Client.PageAsync(answers[won].Location)).Body!.TextContent);
        Assert.True((long)(await app.ScalarAsync(
            "select count(*) from portal.evidence_events where kind = 'CitizenIdentityRead' and subject_id = $1",
            world.Open.Citizen))! > 0);
        foreach (var t in tries) t.Client.Dispose();
    }

    [Fact]
    public async Task A_listing_withdrawn_meanwhile_is_told_kindly()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var client = await app.LogInAsync(world.Vest[Role.Coordinator]);
        var path = $"/{world.Vest.Slug}/provider/listings/accept/{world.Open.Assignment}";
        var form = (await client.PageAsync(path)).Filled("#Form_Mentor", ("Form.Mentor", world.Vest[Role.Mentor].ToString()));
        await app.ScalarAsync("update portal.assignments set status = 'Withdrawn' where id = $1", world.Open.Assignment);
        await app.ScalarAsync("update portal.listings set withdrawn_at = now() where id = $1", world.Open.Assignment);

        var answer = await client.SendAsync(path, form);

        Assert.Contains("trukket opslaget tilbage", (await client.PageAsync(answer.Location)).Body!.TextContent);
    }

    [Fact]
    public async Task Somebody_elses_mentor_cannot_be_named()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var client = await app.LogInAsync(world.Vest[Role.Coordinator]);
        var path = $"/{world.Vest.Slug}/provider/listings/accept/{world.Open.Assignment}";
        var form = (await client.PageAsync(path)).Filled("#Form_Mentor", ("Form.Mentor", world.Syd[Role.Mentor].ToString()));

        await client.SendAsync(path, form);

        Assert.Equal("Published", await app.ScalarAsync("select status from portal.assignments where id = $1", world.Open.Assignment));
    }

    [Fact]
    public async Task A_course_whose_first_day_is_ahead_says_everywhere_when_it_begins_and_asks_nobody_for_time()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Vest[Role.Coordinator]);
        using var mentor = await app.LogInAsync(world.Vest[Role.Mentor]);
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var (id, first) = (world.Open.Assignment, world.Open.StartsOn);
        var path = $"/{world.Vest.Slug}/provider/listings/accept/{id}";

        var accepted = await coordinator.SendAsync(path, (await coordinator.PageAsync(path))
            .Filled("#Form_Mentor", ("Form.Mentor", world.Vest[Role.Mentor].ToString())));

        var details = await coordinator.PageAsync(accepted.Location);
        Assert.Contains($"Det begynder {Show.Date(first)}", details.QuerySelector(".mm-messages")!.TextContent);
        Assert.DoesNotContain("registrere tid nu", details.Body!.TextContent);
        var begins = $"Begynder {Show.ShortDay(first, world.Today)}";
        foreach (var (browser, page) in new[]
        {
            (coordinator, accepted.Location), (coordinator, $"/{world.Vest.Slug}/provider/assignments"),
                (mentor, $"/{world.Vest.Slug}/provider"), (mentor, accepted.Location),
            (caseworker, $"/gribskov/municipality/assignments/details/{id}"), (caseworker, "/gribskov/municipality/assignments?Q=open"),
            (caseworker, $"/gribskov/municipality/grants/details/{world.Open.Grant}"),
                (caseworker, "/gribskov/municipality/grants?Q=open"),
                (caseworker, $"/gribskov/municipality/citizens/details/{world.Open.Citizen}"),
        })
        {
            var shown = await browser.PageAsync(page);
            Assert.True(shown.QuerySelectorAll("main .mm-tag").Any(tag => tag.TextContent.Trim() == begins), page);
            Assert.DoesNotContain("I gang",
                string.Join("|", shown.QuerySelectorAll("main h1 .mm-tag, main tbody .mm-tag")
                .Where(tag => page.Contains("open", StringComparison.Ordinal) || tag.Closest("h1") is not null)
                .Select(tag => tag.TextContent)));
            Assert.Null(shown.QuerySelector($"main a[href*='entries/register?assignment={id}' i]"));
        }
        Assert.Contains(id.ToString(),
            (await coordinator.PageAsync($"/{world.Vest.Slug}/provider/assignments?State=ahead")).Body!.InnerHtml);
        Assert.DoesNotContain(id.ToString(),
            (await coordinator.PageAsync($"/{world.Vest.Slug}/provider/assignments?State=live")).Body!.InnerHtml);
    }
}
