using Npgsql;

namespace MentorMarket.Web.Secrets;

/// <summary>
/// The database remembers a mark of every key that may have sealed something in it. A portal that has other key files, or has
/// lost one, says so at its start, and not when the first caseworker opens the first number.
/// </summary>
public static class KeyFingerprints
{
    public const string LogIns = "log-ins";
    private const string Noted = "select key_id, fingerprint from portal.key_fingerprints where file = $1";

    /// <summary>Every key file of a portal, by the name that its marks stand under, and its place.</summary>
    public static IReadOnlyList<(string Name, string Path)> Files(string folder, string? configured) =>
        [("cases", KeyRing.PathIn(folder, configured)), (LogIns, KeyRing.LogInPathIn(folder, configured))];

    /// <summary>
    /// Compares, and notes the keys that are new: when the database is prepared, and before a new key seals anything. As the owner of the
    /// schema.
    /// </summary>
    public static async Task NoteAsync(NpgsqlConnection owner, string name, KeyRing ring)
    {
        await CompareAsync(owner, name, ring);
        foreach (var (id, fingerprint) in ring.Fingerprints())
        {
            await using var note = new NpgsqlCommand(
                "insert into portal.key_fingerprints (file, key_id, fingerprint) values ($1, $2, $3) on conflict do nothing", owner);
            foreach (var value in new object[] { name, id, fingerprint }) note.Parameters.Add(new() { Value = value });
            await note.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Nothing when the file holds every key that the database knows.</summary>
    /// <exception cref="CannotStartException">It is another file, or an older copy of the right one.</exception>
    public static async Task CompareAsync(NpgsqlConnection connection, string name, KeyRing ring)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using (var ask = new NpgsqlCommand(Noted, connection))
        {
            ask.Parameters.Add(new() { Value = name });
            await using var reader = await ask.ExecuteReaderAsync();
            while (await reader.ReadAsync()) known[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
        }
        var mine = ring.Fingerprints();
        if (known.Any(k => mine.TryGetValue(k.Key, out var fingerprint) && !fingerprint.AsSpan().SequenceEqual(k.Value)))
        {
            throw new CannotStartException(
                $"{ring.Path} is the key file of another database: its keys are not those that this one was sealed with. Put back the right copy, then start again.");
        }
        if (known.Keys.Where(id => !mine.ContainsKey(id)).ToList() is { Count: > 0 } missing)
        {
            throw new CannotStartException(
                $"{ring.Path} is an older copy: the key {string.Join(", ", missing)} is not in it, and this database was sealed with it. Put back the copy made after the last rotation, then start again.");
        }
    }
}

/// <summary>Compares at the start of the portal, before anybody is served.</summary>
public sealed class KeyCheck(PortalDataSources sources, IConfiguration configuration) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await sources.SignIn.OpenConnectionAsync(cancellationToken);
            foreach (var (name, path) in KeyFingerprints.Files(configuration["MENTORMARKET_DATA"]!, configuration["MENTORMARKET_KEYS"]))
            {
                await KeyFingerprints.CompareAsync(connection, name, KeyRing.Open(path));
            }
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
