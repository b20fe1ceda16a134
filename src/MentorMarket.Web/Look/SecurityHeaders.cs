namespace MentorMarket.Web.Look;

/// <summary>Headers that keep the browser from doing what the portal never asks of it.</summary>
public static class SecurityHeaders
{
    // No nonce: the portal has no inline script or style, so 'self' alone is the stricter rule.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Call first, so that error pages and static files carry the headers too.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                Add((HttpContext)state);
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
        return app;
    }

    private static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // A page whose address is a secret says something stricter itself.
        if (headers["Referrer-Policy"].Count == 0) headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Not on plain http, where browsers ignore it and a developer's localhost would be caught.
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        // Pages and downloads hold personal data, also those a citizen sees without logging in.
        if (!IsAsset(context.Response.ContentType) && headers.CacheControl != "private, no-store")
            headers.CacheControl = "no-store";
    }

    private static bool IsAsset(string? contentType) =>
        contentType is not null
        && (contentType.StartsWith("text/css", StringComparison.Ordinal)
            || contentType.StartsWith("text/javascript", StringComparison.Ordinal)
            || contentType.StartsWith("font/", StringComparison.Ordinal)
            || contentType.StartsWith("image/", StringComparison.Ordinal));
}
