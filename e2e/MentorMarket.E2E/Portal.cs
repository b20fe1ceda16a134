using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MentorMarket.E2E;

[assembly: AssemblyFixture(typeof(Portal))]

namespace MentorMarket.E2E;

/// <summary>The portal the journeys walk through: what <c>infra/run</c> starts, as a user would start it.</summary>
/// <remarks>Has its own port, data folder and database. With MENTORMARKET_URL set it is the portal at that address
/// instead; the demo logins are then read from the file that MENTORMARKET_LOGINS names.</remarks>
public sealed class Portal : IAsyncLifetime
{
    private readonly StringBuilder _log = new();
    private readonly List<string> _printed = [];
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _run;
    private string _data = "";

    public Uri Url { get; private set; } = new("http://localhost");

    public IReadOnlyList<DemoLogin> Logins { get; private set; } = [];

    /// <summary>The one demo login whose line holds this text: an e-mail address or words of its description. A person in two organisations has two lines.</summary>
    public DemoLogin Login(string text)
    {
        var found = Logins.Where(login => login.Line.Contains(text, StringComparison.OrdinalIgnoreCase)).DistinctBy(login => login.Email).ToList();
        return found.Count == 1 ? found[0] : throw new InvalidOperationException(
            $"{found.Count} demo logins hold '{text}' among:\n{string.Join('\n', Logins.Select(login => login.Line))}");
    }

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

        // infra/run makes the folder itself, with the rights that the database's user needs.
        _data = Path.Combine(Path.GetTempPath(), $"mentormarket-e2e-{Guid.CreateVersion7():N}");
        _run = Start();
        try
        {
            Url = await _ready.Task.WaitAsync(TimeSpan.FromMinutes(10));
        }
        catch (Exception problem)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"infra/run did not get ready ({problem.Message}). Its output:\n{Log}", problem);
        }
        lock (_printed) Logins = DemoLogin.Among(_printed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not { } run) return;
        _run = null;
        if (!run.HasExited)
        {
            await RunToEnd("/bin/bash", "-c", $"kill -TERM {run.Id}");
            try
            {
                await run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
            }
            catch (TimeoutException late)
            {
                run.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"infra/run did not stop when told to. Its output:\n{Log}", late);
            }
        }
        run.Dispose();
        await RunToEnd(Path.Combine(Repository.Root, "infra", "postgres"), "remove", Path.Combine(_data, "postgres"));
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    /// <summary>What <c>infra/run</c> and the portal have written so far.</summary>
    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "infra", "run"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORT"] = FreePort().ToString();
        start.Environment["MENTORMARKET_DATA"] = _data;
        start.Environment["MENTORMARKET_STOP_WITH"] = Environment.ProcessId.ToString();
        start.Environment.Remove("ConnectionStrings__Portal");

        var run = new Process { StartInfo = start, EnableRaisingEvents = true };
        run.OutputDataReceived += (_, line) => Printed(line.Data);
        run.ErrorDataReceived += (_, line) => Logged(line.Data);
        run.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("it ended"));
        run.Start();
        run.StandardInput.Close();
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        return run;
    }

    private void Printed(string? line)
    {
        if (line is null) return;
        Logged(line);
        lock (_printed) _printed.Add(line);
        if (line.StartsWith("Ready: ", StringComparison.Ordinal)) _ready.TrySetResult(new(line["Ready: ".Length..]));
    }

    private void Logged(string? line)
    {
        if (line is not null) lock (_log) _log.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunToEnd(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
