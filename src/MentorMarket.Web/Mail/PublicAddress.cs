namespace MentorMarket.Web.Mail;

/// <summary>
/// The address that links in letters begin with: <c>Portal:Address</c>. Never taken from the request, whose Host header
/// whoever asks for a new password may choose, and with it where the secret in the link is sent; only on one's own
/// machine there is nobody to choose it.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration)
{
    /// <summary>A link in a letter that no request asked for; none where the address is not set.</summary>
    public string? Link(string path) => configuration["Portal:Address"] is { Length: > 0 } configured ? configured.TrimEnd('/') + path
        : null;

    public string Link(HttpRequest request, string path)
    {
        if (Link(path) is { } configured) return configured;
        if (request.Host.Host is "localhost" or "127.0.0.1" or "[::1]") return $"{request.Scheme}://{request.Host}{path}";
        throw new InvalidOperationException("Set Portal:Address to the address people reach the portal at; letters with links need it.");
    }
}
