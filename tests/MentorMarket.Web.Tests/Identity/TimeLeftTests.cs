using System.Globalization;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>What the script that warns of a log-in's end, and keeps what is typed, is told by the page.</summary>
public sealed class TimeLeftTests(Cluster cluster)
{
    [Fact]
    public async Task Every_page_of_somebody_who_is_logged_in_says_how_long_that_lasts()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var mentor = await app.LogInAsync(world.Nord[Role.Mentor]);
        using var visitor = app.Anonymous();

        foreach (var path in (string[])[$"/{world.Nord.Slug}/provider", $"/{world.Nord.Slug}/provider/entries/register",
            "/account/profile"])
        {
            var said = (await mentor.PageAsync(path)).Body!;
            Assert.InRange(int.Parse(said.GetAttribute("data-session")!, CultureInfo.InvariantCulture), 1, 30 * 60);
            Assert.Equal(world.Nord[Role.Mentor].ToString(), said.GetAttribute("data-person"));
            Assert.Equal("", said.GetAttribute("data-posted"));
        }
        Assert.Equal("", (await visitor.PageAsync("/account/login")).Body!.GetAttribute("data-session"));
    }
}
