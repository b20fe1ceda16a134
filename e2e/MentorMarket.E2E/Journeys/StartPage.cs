namespace MentorMarket.E2E.Journeys;

/// <summary>Somebody opens the address that <c>infra/run</c> printed.</summary>
public sealed class StartPage(Portal portal, Browser browser) : Journey(portal, browser)
{
    [Fact]
    public async Task Answers_in_Danish_with_a_title()
    {
        var visitor = await Enter("visitor");

        var answer = await visitor.Page.GotoAsync("/");

        Assert.Equal(200, answer!.Status);
        Assert.Equal("da", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEmpty((await visitor.Page.TitleAsync()).Trim());
    }

    [Fact]
    public async Task Can_be_used_by_everybody_on_every_screen()
    {
        var visitor = await Enter("visitor");

        await visitor.Page.GotoAsync("/");

        await Look.At(visitor.Page, "start");
    }
}
