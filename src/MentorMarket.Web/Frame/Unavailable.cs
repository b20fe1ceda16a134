namespace MentorMarket.Web.Frame;

/// <summary>
/// The page for a moment in which the portal cannot serve: plain and in both languages, for nothing is at hand then, neither
/// the login nor the language that was chosen.
/// </summary>
public sealed partial class Unavailable(RequestDelegate next, ILogger<Unavailable> log)
{
    private const string SecondsToWait = "10";

    /// <summary>The database is away, or did not get to it: told as 503, not as an error of the portal.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && DatabaseAway.IsBusyOrAway(e))
        {
            LogUnavailable(DatabaseAway.Words(e));
            await AnswerAsync(context);
        }
    }

    public static async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = SecondsToWait;
        response.Headers.CacheControl = "no-store";
        // What was sent in is in the browser still: going back and sending again has one effect, by the key of the form.
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync("""
            <!DOCTYPE html>
            <html lang="da">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Prøv igen om lidt - MentorMarket</title>
            <link rel="stylesheet" href="/lib/dkfds/css/dkfds.min.css"><link rel="stylesheet" href="/css/portal.css"></head>
            <body><div class="container page-container mm-page"><main id="main-content">
            <h1>Prøv igen om lidt</h1>
            <p>Portalen kan ikke svare lige nu. Vent et øjeblik, og genindlæs siden. Sendte du noget ind, så gå tilbage, og send det igen: Det bliver kun gemt én gang.</p>
            <div lang="en"><h2>Try again in a moment</h2>
            <p>The portal cannot answer just now. Wait a moment, then reload the page. If you sent something in, go back and send it again: it is saved only once.</p></div>
            </main></div></body>
            </html>
            """, context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "A request was answered 503: {Why}")]
    private partial void LogUnavailable(string why);
}
