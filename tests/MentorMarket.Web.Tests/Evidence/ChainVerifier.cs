using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MentorMarket.Web.Tests.Evidence;

/// <summary>What was noted outside the database: how many events a chain had, and the hash of the last.</summary>
public sealed record Noted(long Count, string Hash);

/// <summary>A chain calculated again by nothing but its description; it shares no line with what writes it.</summary>
public static class ChainVerifier
{
    /// <summary>What is wrong with the chain.</summary>
    /// <param name="noted">Where it stood when it was noted: it must still go through there.</param>
    /// <param name="nothingSince">Nothing has happened since it was noted: it must stand there still.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database, Guid chain, Noted? noted = null,
        bool nothingSince = false)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new Npgsql.NpgsqlCommand("""
            select e.sequence, e.occurred_at, e.kind, e.subject_id, e.actor_id, e.actor_role, e.acting_organisation_id, e.payload_hash, e.previous_hash, e.hash, p.salt, p.payload
            from portal.evidence_events e left join portal.evidence_payloads p using (organisation_id, sequence)
            where e.organisation_id = $1 order by e.sequence
            """, connection) { Parameters = { new() { Value = chain } } };
        await using var reader = await command.ExecuteReaderAsync();
        var faults = new List<string>();
        var (missing, erased) = (new List<long>(), new HashSet<long>());
        var (previous, last, before) = (new byte[32], 0L, DateTime.MinValue);
        while (await reader.ReadAsync())
        {
            var (sequence, at, kind) = (reader.GetInt64(0), reader.GetFieldValue<DateTime>(1), reader.GetString(2));
            if (sequence != last + 1) faults.Add($"{last} is followed by {sequence}");
            if (at < before) faults.Add($"{sequence}: happened before the one before it");
            var payloadHash = reader.GetFieldValue<byte[]>(7);
            if (await reader.IsDBNullAsync(10))
            {
                missing.Add(sequence);
            }
            else
            {
                var payload = reader.GetString(11);
                if (!payloadHash.SequenceEqual(SHA256.HashData([.. reader.GetFieldValue<byte[]>(10), .. Encoding.UTF8.GetBytes(payload)])))
                {
                    faults.Add($"{sequence}: other payload");
                }
                if (kind == "PayloadErased") erased.Add(JsonDocument.Parse(payload).RootElement.GetProperty("sequence").GetInt64());
            }
            var header = string.Join('|', "v1", chain, sequence,
                at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                kind, reader.GetGuid(3), await reader.IsDBNullAsync(4) ? "-" : reader.GetGuid(4).ToString(), reader.GetString(5),
                await reader.IsDBNullAsync(6) ? "-" : reader.GetGuid(6).ToString(), Convert.ToHexStringLower(payloadHash));
            var hash = SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(header)]);
            if (!reader.GetFieldValue<byte[]>(8).SequenceEqual(previous)) faults.Add($"{sequence}: hangs on another event");
            if (!reader.GetFieldValue<byte[]>(9).SequenceEqual(hash)) faults.Add($"{sequence}: other header");
            if (sequence == noted?.Count && Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(9)) != noted.Hash)
            {
                faults.Add($"{sequence}: another event than was noted");
            }
            (previous, last, before) = (reader.GetFieldValue<byte[]>(9), sequence, at);
        }
        faults.AddRange(missing.Where(m => !erased.Contains(m)).Select(m => $"{m}: erased, and no event says by whom and why"));
        if (last < noted?.Count) faults.Add($"ends at {last}, and {noted.Count} were noted");
        if (nothingSince && last > noted?.Count) faults.Add($"goes on to {last}, and nothing has happened since {noted.Count}");
        return faults;
    }
}
