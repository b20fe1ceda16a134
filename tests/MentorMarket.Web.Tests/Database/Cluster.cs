using System.Diagnostics;
using System.Text.Json;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Secrets;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// The PostgreSQL server of a test run: a private cluster that <c>infra/postgres</c> starts on the first use and
/// removes at the end, or the one that <c>MENTORMARKET_TEST_ADMIN</c> names (an administrator's connection string of a
/// server that serves nothing else, for the roles and their passwords are the server's). Migrations run once; each
/// database is a copy of a template and takes a fraction of a second.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mentormarket-web-tests-").FullName;
    private readonly SemaphoreSlim one = new(1);
    private readonly List<string> databases = [];
    private string? administrator;
    private string? empty;
    private (string Name, World World)? filled;
    private string migrator = "";
    private Dictionary<string, string> logins = [];
    private bool isPrivate;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A database with the schema and no rows.</summary>
    public async Task<TestDatabase> NewDatabaseAsync()
    {
        await one.WaitAsync();
        try
        {
            return await CopyAsync(await EmptyTemplateAsync(), null);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>A database in which the <see cref="World"/> stands: two municipalities, three providers, two audit firms.</summary>
    public async Task<TestDatabase> NewWorldAsync()
    {
        await one.WaitAsync();
        try
        {
            if (filled is null)
            {
                var template = await CopyAsync(await EmptyTemplateAsync(), null);
                filled = (template.Name, await World.CreateAsync(template.Migrator, template.Vault()));
            }
            return await CopyAsync(filled.Value.Name, filled.Value.World);
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (isPrivate)
        {
            await PostgresAsync("remove", Path.Combine(folder, "postgres"));
        }
        else if (administrator is not null)
        {
            await RunAsync([.. databases.Select(Drop)]);
        }
        Directory.Delete(folder, recursive: true);
        one.Dispose();
    }

    private async Task<string> EmptyTemplateAsync()
    {
        if (empty is not null) return empty;
        administrator = Environment.GetEnvironmentVariable("MENTORMARKET_TEST_ADMIN");
        if (string.IsNullOrEmpty(administrator))
        {
            isPrivate = true;
            // PostgreSQL runs as another user than root and has its folder inside.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
            administrator = await PostgresAsync("start", Path.Combine(folder, "postgres"));
            // What is thrown away at the end need not survive a power cut.
            await RunAsync("alter system set fsync = off", "alter system set full_page_writes = off",
                "alter system set synchronous_commit = off",
                // What the server tidies up in the background changes its plans, sooner or later in a test.
                "alter system set autovacuum = off", "select pg_reload_conf()");
        }
        var name = "mm_test_" + Guid.CreateVersion7().ToString("N");
        databases.Add(name);
        var connection = new NpgsqlConnectionStringBuilder(administrator) { Database = name }.ConnectionString;
        migrator = await new DatabaseSetup(connection, folder).RunAsync();
        logins = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(Path.Combine(folder, "connections.json")))!;
        return empty = name;
    }

    private async Task<TestDatabase> CopyAsync(string template, World? world)
    {
        var name = "mm_test_" + Guid.CreateVersion7().ToString("N");
        databases.Add(name);
        await using (var server = await OpenAsync())
        {
            // Here and not once only: a test may have run the setup again, which sets the passwords.
            if (isPrivate) await QuickLogIns.SetAsync(server, [.. logins.Values, migrator, administrator!]);
            await UntilNobodyIsInAsync(server, template);
            // As files: page by page through the log, which is the usual, takes half as long again.
            await RunAsync(server, $"create database \"{name}\" template \"{template}\" strategy file_copy owner mm_migrator");
            // Who may connect is not copied.
            await RunAsync(server, $"revoke all on database \"{name}\" from public");
            await RunAsync(server, $"grant connect on database \"{name}\" to {string.Join(", ", PortalRoles.Logins)}");
        }
        var data = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var connections = logins.ToDictionary(l => l.Key, l => TestDatabase.Pointed(l.Value, name, 10), StringComparer.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(data, "connections.json"), JsonSerializer.Serialize(connections));
        // The keys of the run, in a file of the test's own: what the world has sealed can be opened in every copy.
        File.Copy(KeyRing.PathIn(folder, null), KeyRing.PathIn(data, null));
        File.Copy(KeyRing.LogInPathIn(folder, null), KeyRing.LogInPathIn(data, null));
        return new TestDatabase(this, name, data, TestDatabase.Pointed(administrator!, name, 2), TestDatabase.Pointed(migrator, name, 5),
            connections, world);
    }

    // Who has hung up may take a moment to leave, and a template that anybody is connected to cannot be copied.
    private static async Task UntilNobodyIsInAsync(NpgsqlConnection server, string template)
    {
        await using var look = new NpgsqlCommand(
            "select exists (select from pg_stat_activity where datname = $1 and backend_type = 'client backend')", server)
        { Parameters = { new() { Value = template } } };
        for (var tries = 0; tries < 3000 && (bool)(await look.ExecuteScalarAsync())!; tries++) await Task.Delay(20);
    }

    internal Task DropAsync(string name) => RunAsync(Drop(name));

    private static string Drop(string name) => $"drop database if exists \"{name}\" with (force)";

    private async Task RunAsync(params string[] statements)
    {
        await using var server = await OpenAsync();
        foreach (var sql in statements) await RunAsync(server, sql);
    }

    private static async Task RunAsync(NpgsqlConnection server, string sql)
    {
        await using var command = new NpgsqlCommand(sql, server) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    // Not of a pool: what the server is asked to do to a database must not wait for a connection that is open elsewhere.
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Database = "postgres", Pooling = false }
            .ConnectionString);
        await server.OpenAsync();
        return server;
    }

    private static async Task<string> PostgresAsync(string verb, string place)
    {
        var script = Path.Combine(Source.Root, "infra", "postgres");
        using var process = Process.Start(new ProcessStartInfo(script,
            [verb, place])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? answer.Trim() : throw new InvalidOperationException($"infra/postgres {verb}: {await errors}");
    }
}
