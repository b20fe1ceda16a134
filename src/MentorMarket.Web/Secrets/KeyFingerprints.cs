using MentorMarket.Web.Data;
using Npgsql;

namespace MentorMarket.Web.Secrets;

/// <summary>
/// The database remembers a mark of every key that may have sealed something in it. A portal that has other key files, or has
/// lost one, says so at its start, and not when the first caseworker opens the first number.
/// </summary>
public static class KeyFingerprints
{
    private const string Noted = "select key_id, fingerprint from portal.key_fingerprints where file = $1";

    /// <summary>Every key file of a portal: what a backup of the keys holds, and what a restore needs. The folder's name for each, and its place.</summary>
    public static IReadOnlyList<(string Name, string Path)> Files(string folder, string? configured) => [("cases", KeyRing.PathIn(folder, configured))];

    /// <summary>Compares, and notes the keys that are new; by the <c>database</c> command and after a rotation, as the owner of the schema.</summary>
    public static async Task NoteAsync(string migrator, string name, string path)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await CompareAsync(source, name, path);
        foreach (var (id, fingerprint) in KeyRing.Open(path).Fingerprints())
        {
            await using var note = source.CreateCommand("insert into portal.key_fingerprints (file, key_id, fingerprint) values ($1, $2, $3) on conflict do nothing");
            foreach (var value in new object[] { name, id, fingerprint }) note.Parameters.Add(new() { Value = value });
            await note.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Nothing when the file holds every key that the database knows.</summary>
    /// <exception cref="CannotStartException">It is another file, or an older copy of the right one.</exception>
    public static async Task CompareAsync(NpgsqlDataSource source, string name, string path)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using (var ask = source.CreateCommand(Noted))
        {
            ask.Parameters.Add(new() { Value = name });
            await using var reader = await ask.ExecuteReaderAsync();
            while (await reader.ReadAsync()) known[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
        }
        if (known.Count == 0) return;
        if (!File.Exists(path)) throw new CannotStartException($"The key file {path} is missing, and this database was sealed with it. Put back the copy that is kept apart from the backups, then start again.");
        var mine = KeyRing.Open(path).Fingerprints();
        var missing = known.Keys.Where(id => !mine.ContainsKey(id)).ToList();
        if (known.Any(k => mine.TryGetValue(k.Key, out var fingerprint) && !fingerprint.AsSpan().SequenceEqual(k.Value)))
            throw new CannotStartException($"{path} is the key file of another database: its keys are not those that this one was sealed with. Put back the right copy, then start again.");
        if (missing.Count > 0)
            throw new CannotStartException($"{path} is an older copy: the key {string.Join(", ", missing)} is not in it, and this database was sealed with it. Put back the copy made after the last rotation, then start again.");
    }
}

/// <summary>Compares at the start of the portal, before anybody is served.</summary>
public sealed class KeyCheck(PortalDataSources sources, IConfiguration configuration) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (name, path) in KeyFingerprints.Files(configuration["MENTORMARKET_DATA"]!, configuration["MENTORMARKET_KEYS"]))
                await KeyFingerprints.CompareAsync(sources.SignIn, name, path);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            throw new CannotStartException("The database is older than this program. Run its 'database' command first; infra/run does.", e);
        }
        catch (Exception e) when (DatabaseAway.IsBusyOrAway(e))
        {
            throw new CannotStartException($"The database does not answer, so the portal does not start: {DatabaseAway.Words(e)}.", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
