using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace MentorMarket.E2E;

/// <summary>One <c>infra/run</c>, started as a user would start it, on a port of its own, with the given data folder.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly List<string> _printed = [];
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _run;

    private RunningPortal(string data, string administrator, bool hasDemo)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "infra", "run"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!hasDemo) start.Environment["MENTORMARKET_DEMO"] = "0";
        start.Environment["PORT"] = FreePort().ToString();
        start.Environment["MENTORMARKET_DATA"] = data;
        start.Environment["MENTORMARKET_STOP_WITH"] = Environment.ProcessId.ToString();
        start.Environment.Remove("ConnectionStrings__Portal");
        // It lives for minutes: what the compiler would measure to make it faster after that is for nothing.
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (administrator.Length > 0) start.Environment["ConnectionStrings__Portal"] = administrator;

        _run = new() { StartInfo = start, EnableRaisingEvents = true };
        _run.OutputDataReceived += (_, line) => Printed(line.Data);
        _run.ErrorDataReceived += (_, line) => Logged(line.Data);
        _run.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("it ended"));
    }

    public Uri Url { get; private set; } = new("http://localhost");

    public IReadOnlyList<DemoLogin> Logins
    {
        get { lock (_printed) return DemoLogin.Among(_printed); }
    }

    /// <summary>What <c>infra/run</c> and the portal have written so far.</summary>
    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <summary>Returns when the portal serves.</summary>
    /// <param name="administrator">A connection to a PostgreSQL server that is there already, instead of a private one.</param>
    public static async Task<RunningPortal> StartAsync(string data, string administrator = "", bool hasDemo = true)
    {
        var portal = new RunningPortal(data, administrator, hasDemo);
        portal._run.Start();
        portal._run.StandardInput.Close();
        portal._run.BeginOutputReadLine();
        portal._run.BeginErrorReadLine();
        try
        {
            portal.Url = await portal._ready.Task.WaitAsync(TimeSpan.FromMinutes(10));
            return portal;
        }
        catch (Exception problem)
        {
            await portal.DisposeAsync();
            throw new InvalidOperationException($"infra/run did not get ready ({problem.Message}). Its output:\n{portal.Log}", problem);
        }
    }

    /// <summary>Tells <c>infra/run</c> to stop, as a service manager would; gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_run.HasExited) await RunToEnd("/bin/bash", "-c", $"kill -TERM {_run.Id}");
        return await EndAsync();
    }

    /// <summary>Waits until <c>infra/run</c> has ended by itself; gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        try
        {
            await _run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException late)
        {
            _run.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"infra/run did not stop. Its output:\n{Log}", late);
        }
        return _run.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _run.Dispose();
    }

    /// <summary>A folder name of its own: infra/run makes the folder, with the rights that the database's user needs.</summary>
    public static string NewData() => Path.Combine(Path.GetTempPath(), $"mentormarket-e2e-{Guid.CreateVersion7():N}");

    public static async Task RemoveDataAsync(string data)
    {
        await RunToEnd(Path.Combine(Repository.Root, "infra", "postgres"), "remove", Path.Combine(data, "postgres"));
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }

    /// <summary>What a program prints, once it has ended well.</summary>
    public static async Task<string> RunToEnd(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string printed;
        try
        {
            printed = await process.StandardOutput.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException stopped)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not end within five minutes",
                stopped);
        }
        return process.ExitCode == 0 ? printed.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    /// <summary>The postmaster of the cluster in this folder, by the number it wrote itself.</summary>
    public static int ServerOf(string folder)
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        var home = File.Exists(elsewhere) ? File.ReadAllText(elsewhere).Trim() : folder;
        return int.Parse(File.ReadLines(Path.Combine(home, "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }

    /// <summary>The portal that serves from this data folder: the one process that runs its copy of the program.</summary>
    public static int PortalOf(string data) => ProcessesNaming(Path.Combine(data, "portal", "MentorMarket.Web.dll")).Single();

    /// <summary>Every process whose command line holds this path.</summary>
    public static IReadOnlyList<int> ProcessesNaming(string path)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process)) continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(path, StringComparison.Ordinal)) found.Add(process);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return found;
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

    // Not one that the system gives out itself: until the portal is built and listens, anybody's connection may get that.
    private static int FreePort()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(10_000, 20_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) when (tries < 100)
            {
                // Taken: another.
            }
        }
    }
}
