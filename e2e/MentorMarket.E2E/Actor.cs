using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace MentorMarket.E2E;

/// <summary>One person at one screen: a browser context of their own, watched for everything that should not happen.</summary>
/// <remarks>A request to another host, an error in the console, a breach of the content security policy, an uncaught
/// script error and an answer of 500 or above each fail the journey when it ends.</remarks>
public sealed class Actor
{
    /// <summary>What was done and asked for is always in the trace. A film of the screen and every page as it stood
    /// cost a third of the time of the suite, for stories that go well; whoever looks into one asks for them.</summary>
    private static readonly bool FullTraces = Environment.GetEnvironmentVariable("MENTORMARKET_TRACE") == "1";

    private readonly ConcurrentQueue<string> _problems = new();
    private readonly HashSet<int> _expectedAnswers = [];

    private Actor(string name, IBrowserContext context, IPage page, Uri portal)
    {
        (Name, Context, Page, Portal) = (name, context, page, portal);
        context.Request += (_, request) => Watch(request);
        context.Response += (_, response) => Watch(response);
        context.Console += (_, message) => Watch(message);
        context.WebError += (_, error) => _problems.Enqueue($"script error on {error.Page?.Url}: {error.Error}");
    }

    public string Name { get; }

    /// <summary>Where the portal is that this screen shows.</summary>
    public Uri Portal { get; }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What has gone wrong on this screen so far.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.Select(problem => $"{Name}: {problem}")];

    public static async Task<Actor> Enter(IBrowser browser, Uri portal, string name, int width)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = portal.ToString(),
            Locale = "da-DK",
            TimezoneId = "Europe/Copenhagen",
            ViewportSize = new() { Width = width, Height = width < 600 ? 740 : 900 },
            HasTouch = width < 600,
            AcceptDownloads = true,
        });
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error(`content security policy: ${e.violatedDirective} ${e.blockedURI}`))");
        await context.Tracing.StartAsync(new() { Screenshots = FullTraces, Snapshots = FullTraces, Sources = false });
        return new(name, context, await context.NewPageAsync(), portal);
    }

    /// <summary>From here on an answer of this status (a 404 the journey asks for) is no problem.</summary>
    public void MayBeAnswered(int status)
    {
        lock (_expectedAnswers) _expectedAnswers.Add(status);
    }

    /// <summary>Ends the session; keeps trace and screenshots of its pages in <paramref name="keepIn"/>, if given.</summary>
    public async Task Leave(string? keepIn)
    {
        if (keepIn is null)
        {
            await Context.Tracing.StopAsync();
        }
        else
        {
            Directory.CreateDirectory(keepIn);
            for (var i = 0; i < Context.Pages.Count; i++)
            {
                var file = Path.Combine(keepIn, $"{Name}-{i + 1}");
                await Context.Pages[i].ScreenshotAsync(new() { Path = file + ".png", FullPage = true });
                await File.WriteAllTextAsync(file + ".html", $"<!-- {Context.Pages[i].Url} -->\n{await Context.Pages[i].ContentAsync()}");
            }
            await Context.Tracing.StopAsync(new() { Path = Path.Combine(keepIn, $"{Name}-trace.zip") });
        }
        // Chromium has been seen never to answer this, with all its pages gone; it ends with the run.
        var closed = Context.CloseAsync();
        if (await Task.WhenAny(closed, Task.Delay(TimeSpan.FromSeconds(30))) == closed) await closed;
    }

    private void Watch(IRequest request)
    {
        var url = new Uri(request.Url);
        if (url.Scheme is "http" or "https" or "ws" or "wss" && url.Host != Portal.Host)
        {
            _problems.Enqueue($"request to another host: {request.Url}");
        }
    }

    private void Watch(IResponse response)
    {
        if (response.Status >= 500 && !IsExpected(response.Status)) _problems.Enqueue($"answer {response.Status} from {response.Url}");
    }

    private void Watch(IConsoleMessage message)
    {
        if (message.Type != "error") return;
        const string answer = "Failed to load resource: the server responded with a status of ";
        if (message.Text.StartsWith(answer, StringComparison.Ordinal)
            && int.TryParse(message.Text.AsSpan(answer.Length, 3), out var status) && IsExpected(status)) return;
        _problems.Enqueue($"console error on {message.Page?.Url}: {message.Text}");
    }

    private bool IsExpected(int status)
    {
        lock (_expectedAnswers) return _expectedAnswers.Contains(status);
    }
}
