namespace MentorMarket.Web.Tenancy;

/// <summary>
/// The first segment of the path is an organisation's slug and moves to the path base, so that pages and links
/// never mention it. A slug that nobody has is 404. A few first segments belong to the portal itself, and
/// are not found below an organisation.
/// </summary>
public sealed class TenantMiddleware(RequestDelegate next)
{
    /// <summary>What no slug can be.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "account", "accessibility", "api", "apply", "c", "calendar", "css", "error", "favicon.ico", "favicon.svg", "health", "img", "js", "lib",
            "robots.txt",
    };

    public async Task InvokeAsync(HttpContext context, CurrentActor current, Memberships memberships)
    {
        var path = context.Request.Path.Value ?? "/";
        var (first, rest) = Split(path);
        if (first.Length > 0 && !Reserved.Contains(first))
        {
            current.Organisation = await memberships.FindOrganisationAsync(first);
            if (current.Organisation is null || Reserved.Contains(Split(rest).First))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            context.Request.PathBase = context.Request.PathBase.Add("/" + first);
            context.Request.Path = rest;
        }
        await next(context);
    }

    // "/gribskov/municipality/grants" is "gribskov" and "/municipality/grants".
    private static (string First, string Below) Split(string path)
    {
        var end = path.IndexOf('/', 1);
        return end < 0 ? (path[1..], "/") : (path[1..end], path[end..]);
    }
}
