using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Tests.Database;

/// <summary>A database of a test's own, with a connection string for each login of the portal.</summary>
/// <param name="Folder">Holds <c>connections.json</c>, as the <c>database</c> command leaves it.</param>
/// <param name="Administrator">The server's administrator, who may do everything.</param>
/// <param name="Migrator">The owner of the schema, who is not stopped by row-level security.</param>
public sealed record TestDatabase(
    Cluster Cluster, string Name, string Folder, string Administrator, string Migrator, IReadOnlyDictionary<string, string> Logins,
        World? FilledWith) : IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlDataSource> sources = new(StringComparer.Ordinal);

    public World World => FilledWith ?? throw new InvalidOperationException("This database is empty: take NewWorldAsync.");

    /// <summary>With the key file of this database.</summary>
    public Vault Vault() => new(KeyRing.Open(KeyRing.PathIn(Folder, null)));

    public PortalDataSources Sources() => new(Logins);

    /// <summary>A connection as one of the portal's logins, or as <c>mm_migrator</c>.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string role) => await SourceOf(role).OpenConnectionAsync();

    // A pool that is not asked for by its connection string alone, for such a one is kept, and counted, until the process ends.
    private NpgsqlDataSource SourceOf(string role)
    {
        lock (sources)
        {
            if (sources.TryGetValue(role, out var source)) return source;
            return sources[role] = NpgsqlDataSource.Create(role == "mm_migrator" ? Migrator : Logins[role]);
        }
    }

    /// <summary>One statement as the owner of the schema.</summary>
    public async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var connection = await OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in sources.Values) await source.DisposeAsync();
        await Cluster.DropAsync(Name);
        Directory.Delete(Folder, recursive: true);
    }

    internal static string Pointed(string connection, string database, int pool) =>
        new NpgsqlConnectionStringBuilder(connection)
        { Database = database, MaxPoolSize = pool, IncludeErrorDetail = true }.ConnectionString;
}
