using System.Security.Cryptography;
using Npgsql;

namespace MentorMarket.Web.Evidence;

/// <summary>
/// What happened in this unit of work beyond what the entities noted themselves: reads of an identity, a conditional
/// update. Appended to the hash chains last in the transaction, chains in sorted order so that two never wait for each other.
/// </summary>
public sealed class EvidenceLog
{
    private readonly List<CaseEvent> recorded = [];

    internal IReadOnlyList<CaseEvent> Recorded => recorded;

    public void Record(CaseEventKind kind, Guid chain, Guid subject, params ReadOnlySpan<(string Name, object? Value)> payload)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in payload) values[name] = value;
        recorded.Add(new(kind, chain, subject, values));
    }

    /// <summary>
    /// Somebody reads what was written about a citizen, or the citizen's own words, on a page that names nobody. The subject is the
    /// assignment, the grant or the invoice; a list has the chain's owner as its subject and names what it showed.
    /// </summary>
    public void RecordReading(string page, Guid chain, Guid subject, params IReadOnlyCollection<Guid> shown) =>
        Record(CaseEventKind.WordsRead, chain, subject,
            shown.Count == 0 ? [("page", page)] : [("page", page), ("shown", shown.Order().ToList())]);

    /// <summary>
    /// A bulk action is one event: the Merkle root over its rows stands in for what each of them would have noted. Such rows
    /// are saved in parts with <see cref="PortalDb.SavePartAsync"/>, which lets go of them and so of their notes.
    /// </summary>
    public void RecordBulk(CaseEventKind kind, Guid chain, Guid subject, IReadOnlyList<byte[]> leaves,
        params ReadOnlySpan<(string Name, object? Value)> payload) =>
        Record(kind, chain, subject, [.. payload, ("leaves", leaves.Count), ("root", Convert.ToHexStringLower(MerkleTree.Root(leaves)))]);

    internal static void Append(NpgsqlBatch last, IEnumerable<CaseEvent> events)
    {
        foreach (var e in events.OrderBy(e => e.Chain))
        {
            var append = new NpgsqlBatchCommand("select portal.append_event($1, $2, $3, $4, $5)");
            foreach (var value in new object[] { e.Chain, e.Kind.ToString(), e.Subject, CanonicalJson.Of(
                e.Payload), RandomNumberGenerator.GetBytes(16) })
            {
                append.Parameters.Add(new() { Value = value });
            }
            last.BatchCommands.Add(append);
        }
    }
}
