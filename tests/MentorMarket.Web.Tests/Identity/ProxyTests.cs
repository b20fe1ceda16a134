using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>Whose word about an address is taken: a named proxy's, and nobody else's.</summary>
public sealed class ProxyTests(Cluster cluster)
{
    [Theory]
    [InlineData("10.1.2.3", "198.51.100.7", "198.51.100.7")]
    [InlineData("10.9.9.9", "198.51.100.7", "10.9.9.9")]
    // Two proxies behind each other, and a caller who invents the rest.
    [InlineData("10.1.2.3", "1.2.3.4, 198.51.100.7, 192.0.2.5", "198.51.100.7")]
    public async Task Only_a_named_proxy_says_for_whom_it_asks(string from, string forwarded, string seen)
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        await using var behind = app.WithWebHostBuilder(host =>
        {
            host.UseSetting("Portal:Proxies", "10.1.0.0/16 192.0.2.5");
            host.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, IdentityPortal.FromAnAddress>());
        });
        using var client = behind.CreateClient();
        client.DefaultRequestHeaders.Add(IdentityPortal.FromAnAddress.Header, from);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);

        await client.GetAsync("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics", TestContext.Current.CancellationToken);

        Assert.Equal(Web.Identity.SecurityLog.NetworkOf(IPAddress.Parse(seen)),
            await app.ScalarAsync("select network from portal.security_events where kind = 'UnknownAddress'"));
    }

    [Fact]
    public async Task With_no_proxy_named_nobody_is_believed()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        await client.GetAsync("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics", TestContext.Current.CancellationToken);
        Assert.Equal("-", await app.ScalarAsync("select network from portal.security_events where kind = 'UnknownAddress'"));
    }

    [Theory]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true", "Portal__Proxies")]
    [InlineData("Portal:Proxies", "my-proxy", "'my-proxy'")]
    public async Task The_switch_that_believes_everybody_stops_the_start_and_so_does_what_is_no_address(string setting, string value,
        string said)
    {
        await using var database = await cluster.NewDatabaseAsync();
        var refused = Assert.Throws<CannotStartException>(() =>
            Portal.Build([$"--MENTORMARKET_DATA={database.Folder}", $"--{setting}={value}"]));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }
}
