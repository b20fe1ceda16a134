using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// One event on each organisation's chain instead of one for each thing that never happened: how many rows of each
/// table the organisation got, and the root of a Merkle tree over them.
/// </summary>
internal static class DemoEvidence
{
    /// <summary>
    /// What differs from one seeding to the next: the salted password hash, and what is sealed. Evidence stands for the rest.
    /// </summary>
    private static readonly string[] LeftOut = ["users", "citizen_cprs", "migrations", "evidence_events", "evidence_payloads"];

    public static async Task AppendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var utc = new NpgsqlCommand("set local timezone to 'UTC'", connection)) await utc.ExecuteNonQueryAsync(cancel);
        var owners = await OwnersAsync(connection, cancel);
        foreach (var organisation in DemoPeople.Organisations.OrderBy(o => o.Id))
        {
            var counts = new Dictionary<string, object?>(StringComparer.Ordinal);
            var leaves = new List<byte[]>();
            foreach (var (table, columns) in owners)
            {
                var rows = await RowsAsync(connection, table, columns, organisation.Id, cancel);
                if (rows.Count > 0) counts[table] = rows.Count;
                leaves.AddRange(rows.Select(r => SHA256.HashData(Encoding.UTF8.GetBytes($"{table}|{r}"))));
            }
            var payload = CanonicalJson.Of(
                new Dictionary<string, object?> { ["rows"] = counts, ["merkleRoot"] = Convert.ToHexString(Root(leaves)) });
            await using var append = new NpgsqlCommand($"select portal.append_event($1, '{CaseEventKind.DemoLoaded}', $1, $2, $3)",
                connection)
            {
                Parameters = { new() { Value = organisation.Id }, new() { Value = payload },
                    new() { Value = Named.Id("salt", organisation.Slug).ToByteArray() } },
            };
            await append.ExecuteScalarAsync(cancel);
        }
    }

    /// <summary>Pairs are hashed upwards until one is left; an odd one goes up as it is.</summary>
    internal static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0) return SHA256.HashData([]);
        var level = leaves.Select(l => SHA256.HashData([0, .. l])).ToList();
        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : SHA256.HashData([1, .. pair[0], .. pair[1]]))];
        }
        return level[0];
    }

    private static async Task<IReadOnlyList<(string Table, IReadOnlyList<string> Columns)>> OwnersAsync(NpgsqlConnection connection,
        CancellationToken cancel)
    {
        var owners = new List<(string Table, string Column)>();
        await using var command = new NpgsqlCommand("""
            select table_name, column_name from information_schema.columns
            where table_schema = 'portal' and column_name in ('municipality_id', 'provider_id', 'auditor_id', 'organisation_id') and table_name <> all ($1)
            order by table_name collate "C", column_name collate "C"
            """, connection) { Parameters = { new() { Value = LeftOut } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) owners.Add((reader.GetString(0), reader.GetString(1)));
        return [.. owners.GroupBy(o => o.Table).Select(g => (g.Key, (IReadOnlyList<string>)[.. g.Select(o => o.Column)]))];
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string table, IReadOnlyList<string> columns,
        Guid organisation, CancellationToken cancel)
    {
        var mine = string.Join(" or ", columns.Select(c => $"t.{c} = $1"));
        await using var command = new NpgsqlCommand($"select t::text from portal.{table} t where {mine} order by t::text collate \"C\"",
            connection)
        {
            Parameters = { new() { Value = organisation } },
        };
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(reader.GetString(0));
        return rows;
    }
}
