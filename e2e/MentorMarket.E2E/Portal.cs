using MentorMarket.E2E;

[assembly: AssemblyFixture(typeof(Portal))]

namespace MentorMarket.E2E;

/// <summary>The portal the journeys walk through: what <c>infra/run</c> starts, as a user would start it.</summary>
/// <remarks>Has its own port, data folder and database. With MENTORMARKET_URL set it is the portal at that address
/// instead; the demo logins are then read from the file that MENTORMARKET_LOGINS names.</remarks>
public sealed class Portal : IAsyncLifetime
{
    private readonly string _data = RunningPortal.NewData();
    private RunningPortal? _run;

    public Uri Url { get; private set; } = new("http://localhost");

    public IReadOnlyList<DemoLogin> Logins { get; private set; } = [];

    /// <summary>What <c>infra/run</c> and the portal have written so far.</summary>
    public string Log => _run?.Log ?? "";

    /// <summary>The letters that the portal has laid out for the mail server; nothing of a portal that is elsewhere.</summary>
    public IReadOnlyList<FileInfo> Letters =>
        new DirectoryInfo(Path.Combine(_run is null ? Environment.GetEnvironmentVariable("MENTORMARKET_DATA") ?? "" : _data,
        "mail")) is { Exists: true } folder
        ? [.. folder.EnumerateFiles("*.eml").OrderBy(letter => letter.LastWriteTimeUtc)]
        : [];

    /// <summary>
    /// The one demo login whose line holds this text: an e-mail address or words of its description. A person in two organisations has two
    /// lines.
    /// </summary>
    public DemoLogin Login(string text) => DemoLogin.Of(Logins, text);

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("MENTORMARKET_URL") is { Length: > 0 } url)
        {
            Url = new(url);
            if (Environment.GetEnvironmentVariable("MENTORMARKET_LOGINS") is { Length: > 0 } file)
            {
                Logins = DemoLogin.Among(await File.ReadAllLinesAsync(file));
            }
            return;
        }

        try
        {
            _run = await RunningPortal.StartAsync(_data);
        }
        catch (InvalidOperationException)
        {
            await RunningPortal.RemoveDataAsync(_data);
            throw;
        }
        (Url, Logins) = (_run.Url, _run.Logins);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not { } run) return;
        _run = null;
        await run.DisposeAsync();
        await RunningPortal.RemoveDataAsync(_data);
    }
}
