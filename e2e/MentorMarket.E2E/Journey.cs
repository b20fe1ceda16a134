using Microsoft.Playwright;

namespace MentorMarket.E2E;

/// <summary>One story, with the people in it. Derive a test class from it and let them <see cref="Enter"/>.</summary>
/// <remarks>When the story fails, what each of them saw stays in artifacts/e2e/ (or in the folder that MENTORMARKET_FAILURES
/// names): pictures, pages, the portal's log and a trace for <c>https://trace.playwright.dev</c>.</remarks>
public abstract class Journey(Portal portal, Browser browser) : IAsyncLifetime
{
    /// <summary>An office screen.</summary>
    protected const int Desk = 1280;

    /// <summary>A small phone.</summary>
    protected const int Phone = 360;

    private readonly List<Actor> _actors = [];

    protected Portal Portal { get; } = portal;

    /// <param name="at">Another portal than the one that all journeys share.</param>
    protected async Task<Actor> Enter(string name, int width = Desk, Uri? at = null)
    {
        var actor = await Actor.Enter(browser.Chromium, at ?? Portal.Url, name, width);
        _actors.Add(actor);
        return actor;
    }

    /// <summary>An actor who is no part of the story's own check: for tests of the watching itself.</summary>
    protected Task<Actor> EnterUnwatched(string name) => Actor.Enter(browser.Chromium, Portal.Url, name, Desk);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        var problems = _actors.SelectMany(actor => actor.Problems).ToList();
        var failed = problems.Count > 0 || TestContext.Current.TestState?.Result == TestResult.Failed;
        // Asked for in any case: it empties what an earlier failure left there.
        var empty = FailureFolder();
        var folder = failed && _actors.Count > 0 ? empty : null;
        foreach (var actor in _actors)
        {
            try
            {
                await actor.Leave(folder);
            }
            catch (PlaywrightException lost)
            {
                problems.Add($"{actor.Name}: the browser was lost: {lost.Message}");
            }
        }
        if (folder is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, "portal.log"), Portal.Log);
            TestContext.Current.TestOutputHelper?.WriteLine($"What they saw: {folder}");
        }
        GC.SuppressFinalize(this);
        Assert.True(problems.Count == 0, $"{string.Join('\n', problems)}\nWhat they saw: {folder}");
    }

    private static string FailureFolder()
    {
        var root = Environment.GetEnvironmentVariable("MENTORMARKET_FAILURES") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "artifacts", "e2e");
        var test = TestContext.Current.Test?.TestDisplayName ?? "unknown";
        var name = string.Concat(test.Select(sign => char.IsLetterOrDigit(sign) || sign is '.' or '_' ? sign : '-'));
        var folder = Path.Combine(root, name.Length > 120 ? name[..120] : name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return folder;
    }
}
