using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Who may say for whom it asks. Only a proxy that <c>Portal:Proxies</c> names is believed about the caller's address and https:
/// every limit that is counted by the address rests on it.
/// </summary>
public static class Proxies
{
    public static void AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        // The framework's switch believes whoever asks.
        if (configuration["FORWARDEDHEADERS_ENABLED"] is { Length: > 0 } trusted
            && !trusted.Equals("false", StringComparison.OrdinalIgnoreCase))
            throw new CannotStartException(
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts everybody's X-Forwarded-For. Remove it, and set Portal__Proxies to the addresses of your proxies.");
        var named = (configuration["Portal:Proxies"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Network)
            .ToList();
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = named.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // One behind the other, each is among the named: read back to the first that is not.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in named) options.KnownIPNetworks.Add(network);
        });
    }

    private static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new CannotStartException($"Portal__Proxies has '{text}', which is neither an address nor a network like 10.0.0.0/8.");
}
