using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Commands;

/// <summary>
/// Makes what only an administrator of the server can make: the database, the role that owns the schema, the role
/// that owns the definer functions, and one login per kind of actor. Runs as a process of its own, so that the
/// portal never holds the administrator's or the migrator's password. Safe to repeat, also at the same time.
/// </summary>
/// <param name="alarm">Told what a login has done to itself since the last time; on the error stream where nobody else listens.</param>
public sealed class DatabaseSetup(string administrator, string folder, string? keys = null, Action<string>? alarm = null)
{
    internal const long SetupLock = 7_003_114_902;

    private string ConnectionsFile => Path.Combine(folder, "connections.json");
    private string MigratorFile => Path.Combine(folder, "migrator-connection");

    /// <summary>Roles, database and schema brought up to date; returns the migrator's connection string.</summary>
    public async Task<string> RunAsync()
    {
        Directory.CreateDirectory(folder);
        var target = new NpgsqlConnectionStringBuilder(administrator) { Pooling = false };
        var database = string.IsNullOrEmpty(target.Database) || target.Database == "postgres" ? "mentormarket" : target.Database;
        var maintenance = new NpgsqlConnectionStringBuilder(administrator) { Database = "postgres", Pooling = false };

        await using var server = new NpgsqlConnection(maintenance.ConnectionString);
        await server.OpenAsync();
        await RunAsync(server, $"select pg_advisory_lock({SetupLock})");
        var migrator = await EnsureRolesAsync(server, target, database);
        if (await ScalarAsync(server, $"select 1 from pg_database where datname = {Literal(database)}") is null)
        {
            await RunAsync(server, $"create database {Identifier(database)} owner mm_migrator");
        }
        await RunAsync(server, $"revoke all on database {Identifier(database)} from public");
        foreach (var role in PortalRoles.Logins)
        {
            await RunAsync(server, $"grant connect on database {Identifier(database)} to {role}");
        }

        await ServerDoors.CloseAsync(new NpgsqlConnectionStringBuilder(administrator) { Database = database }.ConnectionString);
        await Migrator.RunAsync(migrator);
        await EnsureKeysAsync(migrator, KeyRing.PathIn(folder, keys), [.. SealedColumn.All.Select(column => (column.Table, "true"))]);
        await EnsureKeysAsync(migrator, KeyRing.LogInPathIn(folder, keys), ("data_protection_keys", "xml like '%sealed-with=%'"));
        await CompareKeysAsync(migrator);
        await KeyRotation.SealLogInKeysAsync(migrator, KeyRing.Open(KeyRing.LogInPathIn(folder, keys)));
        return migrator;
    }

    // A new key file beside rows that an old one sealed would look like a start and be a loss.
    private static async Task EnsureKeysAsync(string migrator, string path, params IReadOnlyList<(string Table, string Sealed)> rows)
    {
        if (File.Exists(path)) return;
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var (table, isSealed) in rows)
        {
            if (await ScalarAsync(connection, $"select 1 from portal.{table} where {isSealed} limit 1") is not null)
            {
                throw new CannotStartException(
                    $"{table} holds sealed rows, but their key file {path} is missing. Restore it from where it is kept.");
            }
        }
        await KeyRing.CreateAsync(path);
    }

    private async Task CompareKeysAsync(string migrator)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var (name, path) in KeyFingerprints.Files(folder, keys))
        {
            await KeyFingerprints.NoteAsync(connection, name, KeyRing.Open(path));
        }
    }

    private async Task<string> EnsureRolesAsync(NpgsqlConnection server, NpgsqlConnectionStringBuilder target, string database)
    {
        var known = File.Exists(ConnectionsFile)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(ConnectionsFile))!
            : [];
        var connections = new SortedDictionary<string, string>(StringComparer.Ordinal);

        var room = int.Parse((string)(await ScalarAsync(server, "show max_connections"))!,
            System.Globalization.CultureInfo.InvariantCulture);
        // A setting that this version of the server does not know would refuse the connection.
        var options = ServerDoors.Options + (server.PostgreSqlVersion.Major >= 17 ? " -c transaction_timeout=0" : "");

        string Login(string role, string? old, string? options) => new NpgsqlConnectionStringBuilder(target.ConnectionString)
        {
            Database = database,
            Username = role,
            Password = PasswordIn(old) ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(24)),
            Pooling = true,
            MaxAutoPrepare = 100,
            MaxPoolSize = PortalRoles.PoolOf(role, room),
            ApplicationName = role,
            Options = options,
        }.ConnectionString;

        var migrator = Login("mm_migrator", File.Exists(MigratorFile) ? await File.ReadAllTextAsync(MigratorFile) : null, null);
        await EnsureRoleAsync(server, "mm_definer", "nologin bypassrls");
        await EnsureRoleAsync(server, "mm_migrator", $"login bypassrls password {Literal(PasswordIn(migrator)!)}");
        await RunAsync(server, "grant mm_definer to mm_migrator");
        foreach (var role in PortalRoles.Logins)
        {
            var connection = Login(role, known.GetValueOrDefault(role), options);
            connections[role] = connection;
            await UndoItselfAsync(server, role, database, known.GetValueOrDefault(role));
            await EnsureRoleAsync(server, role, $"login nobypassrls nocreatedb nocreaterole password {Literal(PasswordIn(connection)!)}");
        }

        await SecretFile.WriteAsync(MigratorFile, migrator);
        await SecretFile.WriteAsync(ConnectionsFile, JsonSerializer.Serialize(connections));
        return migrator;
    }

    /// <summary>A role may change its own settings and its own password. Neither outlives a start, and both are told.</summary>
    private async Task UndoItselfAsync(NpgsqlConnection server, string role, string database, string? known)
    {
        if (await ScalarAsync(server, $"select 1 from pg_roles where rolname = {Literal(role)}") is null) return;
        if (await ScalarAsync(server, LoginWatch.OwnSettings(Literal(role), Literal(database))) is string settings)
        {
            Alarm($"{role} had settings of its own ({settings}). They are reset. Nobody of the portal makes any: find out who did.");
            await RunAsync(server, $"alter role {role} reset all");
            if (await ScalarAsync(server, $"select 1 from pg_database where datname = {Literal(database)}") is not null)
            {
                await RunAsync(server, $"alter role {role} in database {Identifier(database)} reset all");
            }
        }
        if (known is not null && await LoginWatch.IsRefusedAsync(
            new NpgsqlConnectionStringBuilder(known) { Database = "postgres", Host = server.Host, Port = server.Port }.ConnectionString))
            Alarm($"{role} had another password than {ConnectionsFile} says. It is set anew. Nobody of the portal changes it: find out who did.");
    }

    private void Alarm(string what) => (alarm ?? (text => Console.Error.WriteLine($"ALARM: {text}")))(what);

    private static async Task EnsureRoleAsync(NpgsqlConnection server, string role, string attributes)
    {
        var exists = await ScalarAsync(server, $"select 1 from pg_roles where rolname = {Literal(role)}") is not null;
        await RunAsync(server, $"{(exists ? "alter" : "create")} role {role} {attributes}");
    }

    private static string? PasswordIn(string? connection) =>
        connection is null ? null : new NpgsqlConnectionStringBuilder(connection).Password;

    // Role names, passwords and database names cannot be parameters of DDL.
    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Identifier(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
