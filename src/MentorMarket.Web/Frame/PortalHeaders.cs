namespace MentorMarket.Web.Frame;

/// <summary>Headers that keep the browser from doing what the portal never asks of it, on every answer there is.</summary>
public static class PortalHeaders
{
    private const int Year = 31_536_000;

    /// <summary>Call first, so that error pages and static files carry the headers too.</summary>
    public static WebApplication UsePortalHeaders(this WebApplication app)
    {
        app.UseSecurityHeaders(new HeaderPolicyCollection()
            // No nonce: the portal has no inline script or style, so 'self' alone is the stricter rule.
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                csp.AddScriptSrc().Self();
                csp.AddStyleSrc().Self();
                csp.AddImgSrc().Self();
                csp.AddFontSrc().Self();
                csp.AddConnectSrc().Self();
                csp.AddObjectSrc().None();
                csp.AddBaseUri().None();
                csp.AddFormAction().Self();
                csp.AddFrameAncestors().None();
            })
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsDeny()
            .AddPermissionsPolicy(features =>
            {
                features.AddCamera().None();
                features.AddGeolocation().None();
                features.AddMicrophone().None();
                features.AddPayment().None();
                features.AddUsb().None();
            })
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
            // Never on plain http, where browsers ignore it; on https for every host.
            .AddStrictTransportSecurity(Year, includeSubdomains: true, preload: false, []));
        app.Use((context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                AddUnlessSaid((HttpContext)state);
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
        return app;
    }

    // A library's headers overwrite what a page says; these two a page may say more strictly itself.
    private static void AddUnlessSaid(HttpContext context)
    {
        var headers = context.Response.Headers;
        // A page whose address is a secret says something stricter itself.
        if (headers["Referrer-Policy"].Count == 0) headers["Referrer-Policy"] = "same-origin";
        // Pages and downloads hold personal data, also those a citizen sees without logging in.
        if (!IsAsset(context.Response.ContentType) && headers.CacheControl != "private, no-store")
        {
            headers.CacheControl = "no-store";
        }
    }

    private static bool IsAsset(string? contentType) =>
        contentType is not null
        && (contentType.StartsWith("text/css", StringComparison.Ordinal)
            || contentType.StartsWith("text/javascript", StringComparison.Ordinal)
            || contentType.StartsWith("font/", StringComparison.Ordinal)
            || contentType.StartsWith("image/", StringComparison.Ordinal));
}
