using System.Reflection;
using System.Security.Cryptography;
using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// Runs the SQL files in <c>Migrations/</c> that have not run yet, in the order of their names, each in a transaction, as the
/// role that owns the schema. A file that has run is never edited: its hash is remembered and a difference stops the start.
/// </summary>
public static class Migrator
{
    private const long MigrationLock = 7_003_114_903;

    /// <exception cref="CannotStartException">A file was edited after it ran here, or the database was made by other files.</exception>
    public static async Task RunAsync(string migratorConnection, IReadOnlyList<(string Name, string Sql)>? others = null)
    {
        var files = others ?? [.. Files()];
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(migratorConnection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, null, $"select pg_advisory_lock({MigrationLock})");
        await ExecuteAsync(connection, null, """
            create schema if not exists portal;
            create table if not exists portal.migrations (
                name text primary key, sha256 bytea not null, applied_at timestamptz not null default now());
            """);
        var applied = await AppliedAsync(connection);
        if (applied.Count > 0 && !applied.ContainsKey(files[0].Name))
        {
            throw new CannotStartException(
                $"This database was not made by the files of this program, which begin with {files[0].Name}. No file leads from the one to the other: begin with an empty database ('infra/run --fresh').");
        }
        foreach (var (name, sql) in files)
        {
            var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql));
            if (applied.TryGetValue(name, out var before))
            {
                if (!hash.AsSpan().SequenceEqual(before))
                {
                    throw new CannotStartException(
                        $"Migration {name} has changed since it ran on this database. Put the file back as it was; what is to change goes into a file of its own.");
                }
                continue;
            }
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, transaction, sql);
            await using var remember = new NpgsqlCommand("insert into portal.migrations (name, sha256) values ($1, $2)", connection,
                transaction)
            {
                Parameters = { new() { Value = name }, new() { Value = hash } },
            };
            await remember.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    public static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string prefix = "MentorMarket.Web.Data.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..^".sql".Length], reader.ReadToEnd());
        }
    }

    private static async Task<Dictionary<string, byte[]>> AppliedAsync(NpgsqlConnection connection)
    {
        var applied = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, sha256 from portal.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            applied[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
        }
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
