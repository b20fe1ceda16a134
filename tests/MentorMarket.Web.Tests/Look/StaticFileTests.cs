using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Look;

/// <summary>What everybody may read travels once and packed; what is somebody's does neither.</summary>
public sealed partial class StaticFileTests(Cluster cluster)
{
    [Fact]
    public async Task A_style_sheet_asked_for_by_its_version_is_packed_and_need_not_be_asked_for_again()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        using var page = await client.GetAsync("/account/login", TestContext.Current.CancellationToken);
        var address = StyleSheet().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
        using var style = await client.GetAsync(address, TestContext.Current.CancellationToken);
        using var withoutVersion = await client.GetAsync("/css/portal.css", TestContext.Current.CancellationToken);

        Assert.Contains("?v=", address);
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", style.Headers.GetValues("Cache-Control")));
        Assert.Equal(["br"], style.Content.Headers.ContentEncoding);
        Assert.False(withoutVersion.Headers.Contains("Cache-Control"));

        // A page holds tokens and names beside what was asked for, and how small it gets would tell of them.
        Assert.Empty(page.Content.Headers.ContentEncoding);
        Assert.True(page.Headers.CacheControl!.NoStore);
    }

    [GeneratedRegex("href=\"(/css/portal.css[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex StyleSheet();
}
