using System.Globalization;
using Npgsql;

namespace MentorMarket.Web.Evidence;

/// <summary>Where a chain stood: how many events it had, and the hash of the last.</summary>
public sealed record Anchor(Guid Organisation, long Count, string Hash)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Organisation} {Count} {Hash}");
}

/// <summary>
/// Writes down once a day, outside the database, where every chain stands. A chain that was cut off, or written anew from some
/// event on, still hangs together; against a line of an earlier day it does not. Whoever could change the database must not be
/// able to change these files too: they are copied elsewhere, and the log, which goes elsewhere, has the root over each of them.
/// </summary>
public sealed partial class Anchors(PortalDataSources sources, IConfiguration configuration, TimeProvider time, ILogger<Anchors> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    private string Folder => Path.Combine(configuration["MENTORMARKET_DATA"]!, "evidence-anchors");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
        while (await pause.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The file of the day, unless it is there already.</summary>
    public async Task<string> WriteAsync(CancellationToken cancel)
    {
        var day = time.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var path = Path.Combine(Folder, day + ".txt");
        if (File.Exists(path)) return path;
        var heads = await HeadsAsync(sources[ActorKind.Checker], cancel);
        Directory.CreateDirectory(Folder);
        var draft = $"{path}.{Guid.CreateVersion7():N}";
        await File.WriteAllLinesAsync(draft, heads.Select(h => h.ToString()), cancel);
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        // Of two nodes on one folder the first has written it, and what the log says is of its file.
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return path;
        }
        LogAnchors(day, heads.Count, heads.Sum(h => h.Count), Root(heads));
        return path;
    }

    public static async Task<IReadOnlyList<Anchor>> HeadsAsync(NpgsqlDataSource checker, CancellationToken cancel)
    {
        await using var ask = checker.CreateCommand("select organisation_id, sequence, hash from portal.chain_heads()");
        await using var reader = await ask.ExecuteReaderAsync(cancel);
        var heads = new List<Anchor>();
        while (await reader.ReadAsync(cancel))
        {
            heads.Add(new(reader.GetGuid(0), reader.GetInt64(1), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2))));
        }
        return heads;
    }

    /// <summary>One hash for the whole file: the Merkle root over its lines.</summary>
    public static string Root(IReadOnlyList<Anchor> heads) =>
        Convert.ToHexStringLower(MerkleTree.Root([.. heads.Select(h => MerkleTree.Leaf([], h.ToString()))]));

    [LoggerMessage(LogLevel.Information, "Evidence on {Day}: {Chains} chains, {Events} events, root {Root}")]
    private partial void LogAnchors(string day, int chains, long events, string root);

    [LoggerMessage(LogLevel.Error, "Where the chains of evidence stand could not be written down; the next try is in half an hour")]
    private partial void LogFailed(Exception exception);
}
