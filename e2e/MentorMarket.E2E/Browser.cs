using MentorMarket.E2E;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace MentorMarket.E2E;

/// <summary>One Chromium for all journeys: the machine's own, so that nothing is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public IBrowser Chromium => _chromium ?? throw new InvalidOperationException("The browser has not started.");

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // What is awaited comes in a moment; a machine with other work is given time before that counts as a failure.
        Assertions.SetDefaultExpectTimeout(15_000);
        _chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null) await _chromium.CloseAsync();
        _playwright?.Dispose();
    }

    private static string Executable()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named) return named;
        var found = from name in new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }
                    from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                    let file = Path.Combine(folder, name)
                    where File.Exists(file)
                    select file;
        return found.FirstOrDefault()
            ?? throw new InvalidOperationException(
                "No Chromium in PATH. Install it (Debian: apt-get install chromium-headless-shell) or name it in CHROMIUM.");
    }
}
