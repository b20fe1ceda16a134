using MentorMarket.Domain.Documents;
using MentorMarket.Web.Pages.Municipality.Grants.Market;

namespace MentorMarket.Web.Tests.Pages.Municipality.Grants.Market;

/// <summary>A grant that is decided is offered, withdrawn and taken.</summary>
public sealed class PublishTests(Cluster cluster)
{
    [Fact]
    public async Task It_is_not_published_before_it_is_noted_that_its_decision_was_sent()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var (caseworker, grant) = (world.Gribskov.As(Role.Caseworker), world.Approved.Grant);
        using var browser = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        async Task IsHeldBackAsync()
        {
            Assert.Equal(Rule.DecisionIsNotSent,
                await GrantTests.RefusedAsync(() => app.SendAsync(caseworker, new PublishModel.Command(grant))));
            using var preview = await browser.GetAsync($"/gribskov/municipality/grants/publish/{grant}",
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, preview.StatusCode);
            var details = await browser.PageAsync($"/gribskov/municipality/grants/details/{grant}");
            Assert.Contains("Forløbet kan ikke offentliggøres endnu", details.Body!.TextContent);
            Assert.NotNull(details.QuerySelector($"a.button-primary[href='/gribskov/municipality/documents/{grant}']"));
            Assert.Null(details.QuerySelector("a[href*='/grants/publish/']"));
        }

        await IsHeldBackAsync();
        await app.SendAsync(caseworker, new Web.Pages.Municipality.Documents.MakeModel.Command(grant, DocumentKind.DecisionLetter));
        await IsHeldBackAsync();
        var document = (Guid)(await app.ScalarAsync("select id from portal.documents where grant_id = $1", grant))!;
        await app.SendAsync(caseworker,
            new Web.Pages.Municipality.Documents.SendModel.Command(document, world.Today, DispatchChannel.PaperLetter, ""));

        Assert.NotNull((await browser.PageAsync($"/gribskov/municipality/grants/details/{grant}"))
            .QuerySelector("a.button-primary[href*='/grants/publish/']"));
        await app.SendAsync(caseworker, new PublishModel.Command(grant));
        Assert.Equal("Published", await GrantTests.StatusAsync(app.Database, grant));
    }

    [Fact]
    public async Task Withdrawn_it_leaves_the_market_and_can_be_published_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        var caseworker = world.Gribskov.As(Role.Caseworker);

        await app.SendAsync(caseworker, new WithdrawModel.Command(world.Open.Grant));
        Assert.Equal("Approved", await GrantTests.StatusAsync(app.Database, world.Open.Grant));
        Assert.Equal(0L, await app.ScalarAsync(
            "select count(*) from portal.listings l join portal.assignments a on a.id = l.id where a.grant_id = $1 and l.withdrawn_at is null",
            world.Open.Grant));
        var number = await app.SendAsync(caseworker, new PublishModel.Command(world.Open.Grant));

        Assert.Equal("Published", await GrantTests.StatusAsync(app.Database, world.Open.Grant));
        using var coordinator = await app.LogInAsync(world.Vest[Role.Coordinator]);
        Assert.Contains(number, (await coordinator.PageAsync($"/{world.Vest.Slug}/provider/listings")).Body!.TextContent);
        using var withdrawn = await coordinator.GetAsync($"/{world.Vest.Slug}/provider/listings/details/{world.Open.Assignment}",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, withdrawn.StatusCode);
    }

    [Fact]
    public async Task Accepted_by_a_provider_the_grant_is_accepted_and_cannot_be_withdrawn()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Vest[Role.Coordinator]);
        var path = $"/{world.Vest.Slug}/provider/listings/accept/{world.Open.Assignment}";
        var form = (await coordinator.PageAsync(path)).Filled("#Form_Mentor", ("Form.Mentor", world.Vest[Role.Mentor].ToString()));

        await coordinator.SendAsync(path, form);

        Assert.Equal("Accepted", await GrantTests.StatusAsync(app.Database, world.Open.Grant));
        Assert.Equal(Rule.AssignmentCannotBeWithdrawn,
            await GrantTests.RefusedAsync(() =>
                app.SendAsync(world.Gribskov.As(Role.Caseworker), new WithdrawModel.Command(world.Open.Grant))));
        using var caseworker = await app.LogInAsync(world.Gribskov[Role.Caseworker]);
        var page = (await caseworker.PageAsync($"/{world.Gribskov.Slug}/municipality/grants/details/{world.Open.Grant}")).Body!.TextContent;
        Assert.Contains($"Prøve {world.Vest.Slug}", page);
    }
}
