using System.Diagnostics;

namespace MentorMarket.Web.Logs;

/// <summary>
/// What every line that is written during a request tells of it: the number that the error page shows, the route and never the
/// address, as what somebody acts and never who. One line at the end says how it was answered and how long it took.
/// </summary>
public sealed partial class RequestTrace(RequestDelegate next, ILogger<RequestTrace> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var trace = new RequestWords(context);
        context.Features.Set(trace);
        using var scope = log.BeginScope(trace);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var took = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            // A style sheet or a probe of the readiness is no news.
            if (context.Response.StatusCode >= 500) LogFailed(context.Request.Method, context.Response.StatusCode, took);
            else if (trace.Route is { } route && !route.StartsWith("/health", StringComparison.Ordinal))
            {
                LogAnswered(context.Request.Method, context.Response.StatusCode, took);
            }
        }
    }

    /// <summary>After routing: what an error is written about is where it happened, and not the page that tells of it.</summary>
    public static Task NoteRouteAsync(HttpContext context, RequestDelegate next)
    {
        _ = context.Features.Get<RequestWords>()?.Route;
        return next(context);
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Status} {Milliseconds} ms")]
    private partial void LogAnswered(string method, int status, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Method} {Status} {Milliseconds} ms")]
    private partial void LogFailed(string method, int status, long milliseconds);
}

/// <summary>Of the request that is being answered. The first route it came to: an error page is shown in its place.</summary>
public sealed class RequestWords(HttpContext context)
{
    private string? route;

    public string Trace { get; } = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    public string? Route => route ??= context.GetEndpoint() is RouteEndpoint endpoint ? "/" + endpoint.RoutePattern.RawText?.TrimStart('/')
        : null;

    public string? Actor => context.RequestServices?.GetService<CurrentActor>()?.Value?.Kind.ToString();
}
