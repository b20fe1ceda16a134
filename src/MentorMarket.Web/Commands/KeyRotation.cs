using MentorMarket.Web.Secrets;
using Npgsql;

namespace MentorMarket.Web.Commands;

/// <summary>
/// Encrypts every sealed row anew with the current key, in small transactions while the portal runs. A row is replaced
/// only if it still is what was read, and either version can be opened, so nobody who reads meanwhile finds nothing.
/// </summary>
public static class KeyRotation
{
    private const int Batch = 100;

    /// <summary>As the role that owns the schema, which sees every municipality; answers how many rows.</summary>
    public static async Task<int> RunAsync(string migrator, KeyRing ring, CancellationToken cancel = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await KeyFingerprints.NoteAsync(connection, "cases", ring);
        var vault = new Vault(ring);
        var done = 0;
        foreach (var column in SealedColumn.All)
        {
            for (int batch; (batch = await ReplaceAsync(connection, column, vault, ring.Current.Id, cancel)) > 0;) done += batch;
        }
        return done;
    }

    /// <summary>
    /// Seals every data protection key that is not sealed with the current key of the log-ins, also one of the time before they were
    /// sealed at all; answers how many. A portal that runs opens either.
    /// </summary>
    public static async Task<int> SealLogInKeysAsync(string migrator, KeyRing ring, CancellationToken cancel = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await KeyFingerprints.NoteAsync(connection, KeyFingerprints.LogIns, ring);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var (vault, current) = (new Vault(ring), ring.Current.Id);
        var rows = new List<(Guid Id, string Xml)>();
        await using (var read = new NpgsqlCommand("select id, xml from portal.data_protection_keys order by id for update", connection,
            transaction))
        await using (var reader = await read.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) rows.Add((reader.GetGuid(0), reader.GetString(1)));
        }
        var others = rows.Where(r => DatabaseKeys.KeyIdOf(r.Xml) != current).ToList();
        foreach (var (id, xml) in others)
        {
            var key = DatabaseKeys.KeyIdOf(xml) is null ? DatabaseKeys.Parsed(xml) : DatabaseKeys.Open(vault, id, xml);
            await using var write = new NpgsqlCommand("update portal.data_protection_keys set xml = $1 where id = $2", connection,
                transaction);
            foreach (var value in new object[] { DatabaseKeys.Seal(vault, id, key), id }) write.Parameters.Add(new() { Value = value });
            await write.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return others.Count;
    }

    private static async Task<int> ReplaceAsync(NpgsqlConnection connection, SealedColumn column, Vault vault, string current,
        CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = new List<(Guid Tenant, Guid Row, Sealed Secret)>();
        await using (var read = new NpgsqlCommand(
            $"select municipality_id, {column.Row}, key_id, {column.Column} from portal.{column.Table} where key_id <> $1 limit {Batch} for update",
            connection, transaction))
        {
            read.Parameters.Add(new() { Value = current });
            await using var reader = await read.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetGuid(0), reader.GetGuid(1), new(reader.GetString(2), reader.GetFieldValue<byte[]>(3))));
            }
        }
        foreach (var (tenant, row, secret) in rows)
        {
            var place = new SealedPlace(tenant, column.Table, row, column.Column);
            var anew = vault.Seal(vault.Open(secret, place), place);
            await using var write = new NpgsqlCommand(
                $"update portal.{column.Table} set key_id = $1, {column.Column} = $2 where {column.Row} = $3 and municipality_id = $4",
                connection, transaction);
            foreach (var value in new object[] { anew.KeyId, anew.Cipher, row, tenant }) write.Parameters.Add(new() { Value = value });
            await write.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return rows.Count;
    }
}
