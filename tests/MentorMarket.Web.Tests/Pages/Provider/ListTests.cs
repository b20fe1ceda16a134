namespace MentorMarket.Web.Tests.Pages.Provider;

/// <summary>What stands in the address of a list may be anything.</summary>
public sealed class ListTests(Cluster cluster)
{
    [Fact]
    public async Task A_page_past_the_end_is_the_last_page()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        foreach (var list in new[] { "listings", "entries", "invoices", "assignments" })
        {
            var first = (await coordinator.PageAsync($"/{world.Nord.Slug}/provider/{list}")).QuerySelectorAll("main tbody tr").Length;
            Assert.True(first is > 0 and < 25, $"{list}: {first} rows");
            foreach (var page in new[] { "100000000", "2", "0", "-1", "99999999999" })
            {
                Assert.Equal(first, (await coordinator.PageAsync($"/{world.Nord.Slug}/provider/{list}?page={page}"))
                    .QuerySelectorAll("main tbody tr").Length);
            }
        }
    }

    [Theory]
    [InlineData("9999-12")]
    [InlineData("0001-01")]
    [InlineData("2026-13")]
    [InlineData("maj")]
    public async Task A_month_that_cannot_be_is_no_month(string month)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);

        await coordinator.PageAsync($"/{world.Nord.Slug}/provider/entries?month={month}");
        var create = await coordinator.PageAsync(
            $"/{world.Nord.Slug}/provider/invoices/create?municipality={world.Gribskov.Id}&month={month}");

        Assert.NotNull(create.QuerySelector("select#Month"));
    }

    [Fact]
    public async Task A_sign_that_the_database_reads_as_anything_is_itself_in_a_search()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var world = app.World;
        using var coordinator = await app.LogInAsync(world.Nord[Role.Coordinator]);
        foreach (var list in new[] { "listings", "invoices", "assignments" })
        {
            foreach (var sign in new[] { "%25", "_", "%5C" })
            {
                Assert.Empty((await coordinator.PageAsync($"/{world.Nord.Slug}/provider/{list}?q={sign}"))
                    .QuerySelectorAll("main tbody tr"));
            }
        }
    }
}
