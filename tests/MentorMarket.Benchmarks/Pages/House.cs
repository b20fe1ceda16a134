using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using MentorMarket.E2E;
using Npgsql;

namespace MentorMarket.Benchmarks.Pages;

/// <summary>
/// What pages are measured in: <c>infra/run</c> with a database and the demo year of its own, and beside it the raw endpoint.
/// </summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string data = RunningPortal.NewData();
    private readonly List<Started> started = [];
    private RunningPortal? run;

    public Uri Portal { get; private set; } = new("http://localhost");

    public Uri Raw { get; private set; } = new("http://localhost");

    public int PortalProcess { get; private set; }

    public int RawProcess { get; private set; }

    /// <summary>The postmaster, whose children are the connections.</summary>
    public int Server { get; private set; }

    public IReadOnlyList<DemoLogin> Logins { get; private set; } = [];

    /// <summary>The owner of the schema, who is not stopped by row-level security.</summary>
    public string Owner => File.ReadAllText(Path.Combine(data, "migrator-connection"));

    public static async Task<House> StartAsync()
    {
        var house = new House();
        try
        {
            house.run = await RunningPortal.StartAsync(house.data);
            house.Portal = house.run.Url;
            house.Logins = house.run.Logins;
            house.PortalProcess = RunningPortal.PortalOf(house.data);
            house.Server = RunningPortal.ServerOf(Path.Combine(house.data, "postgres"));
            var raw = house.StartRaw(house.data);
            (house.Raw, house.RawProcess) = (raw.Url, raw.Process.Id);
            await raw.AnswersAsync("/");
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    public DemoLogin Login(string email) => DemoLogin.Of(Logins, email);

    /// <summary>Another portal on the same database and the same published program.</summary>
    /// <param name="folder">A data folder; see <see cref="FolderWith"/>.</param>
    public Started StartPortal(string folder)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(data, "portal", "MentorMarket.Web.dll")])
        { WorkingDirectory = Path.Combine(data, "portal") };
        start.Environment["MENTORMARKET_DATA"] = folder;
        start.Environment["ASPNETCORE_URLS"] = url.ToString();
        start.Environment["Portal__Https"] = "false";
        return Begin(start, url);
    }

    /// <summary>The raw endpoint, as a program of its own like the portal.</summary>
    public Started StartRaw(string folder)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        return Begin(new ProcessStartInfo("dotnet", [typeof(House).Assembly.Location, "--raw", folder, url.ToString()]), url);
    }

    /// <summary>A data folder with the same keys, whose connections go to another port, and so through whoever listens there.</summary>
    public string FolderWith(int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "bench-" + port)).FullName;
        foreach (var name in new[] { "connections.json", "migrator-connection", "keys.json", "login-keys.json" })
        {
            var text = File.ReadAllText(Path.Combine(data, name));
            File.WriteAllText(Path.Combine(folder, name),
                Regex.Replace(text, "Port=[0-9]+", $"Port={port}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }

        return folder;
    }

    /// <summary>The port of the database.</summary>
    public int DatabasePort => new NpgsqlConnectionStringBuilder(Owner).Port;

    /// <summary>Rows of a statement, as the owner of the schema.</summary>
    public async Task<List<object[]>> RowsAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Statements that only the administrator of this private server may run.</summary>
    public async Task AdministerAsync(string sql)
    {
        var administrator = new NpgsqlConnectionStringBuilder(
            await RunningPortal.RunToEnd(Path.Combine(Repository.Root, "infra", "postgres"), "start", Path.Combine(data, "postgres")))
        {
            Database = "mentormarket",
        };
        await using var connection = new NpgsqlConnection(administrator.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            await process.DisposeAsync();
        }

        if (run is not null)
        {
            await run.DisposeAsync();
        }

        await RunningPortal.RemoveDataAsync(data);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static Dictionary<string, string> Connections(string folder) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(folder, "connections.json")))!;

    private Started Begin(ProcessStartInfo start, Uri url)
    {
        var process = new Started(start, url);
        started.Add(process);
        return process;
    }
}

/// <summary>A program that was started for a measurement, and what it says if it fails.</summary>
internal sealed class Started : IAsyncDisposable
{
    private readonly System.Text.StringBuilder log = new();
    private bool isOver;

    public Started(ProcessStartInfo start, Uri url)
    {
        Url = url;
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process = new() { StartInfo = start };
        Process.OutputDataReceived += (_, line) => Logged(line.Data);
        Process.ErrorDataReceived += (_, line) => Logged(line.Data);
        At = Stopwatch.GetTimestamp();
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Uri Url { get; }

    public Process Process { get; }

    /// <summary>When it was started.</summary>
    public long At { get; }

    /// <summary>Waits until this address is answered with success; gives the time since the start.</summary>
    public async Task<TimeSpan> AnswersAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = Url };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return Stopwatch.GetElapsedTime(At);
                }
            }
            catch (HttpRequestException) when (!Process.HasExited && Stopwatch.GetElapsedTime(At) < TimeSpan.FromMinutes(1))
            {
                // It does not listen yet.
            }

            await Task.Delay(2);
            if (Process.HasExited)
            {
                throw new InvalidOperationException($"{Process.StartInfo.ArgumentList[0]} ended:\n{log}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private void Logged(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }
}
