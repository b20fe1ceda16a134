using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MentorMarket.Web.Tests.Database;
using Npgsql;
using Xunit;

namespace MentorMarket.Web.Tests.Evidence;

/// <summary>The hash chains as the database writes them, calculated again here by nothing but their description.</summary>
public sealed class ChainTests(Cluster cluster)
{
    [Fact]
    public async Task Concurrent_events_make_two_chains_without_gaps_or_forks()
    {
        await using var database = await cluster.NewWorldAsync();
        var w = database.World;

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
        {
            var chain = i % 3 == 0 ? w.Gribskov : w.Nord;
            // A provider that has worked for the municipality writes in both chains, the municipality's first.
            await using var connection = await database.OpenAsync(i % 3 == 0 && i % 2 == 0 ? "mm_municipality" : "mm_provider");
            var acting = i % 3 == 0 && i % 2 == 0 ? w.Gribskov : w.Nord;
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using (var act = new NpgsqlCommand("select set_config('app.tenant', $1, true), set_config('app.person', $2, true)", connection))
            {
                act.Parameters.Add(new() { Value = acting.Id.ToString() });
                act.Parameters.Add(new() { Value = i % 5 == 0 ? "" : acting.FirstPerson.ToString() });
                await act.ExecuteNonQueryAsync(cancel);
            }
            await AppendAsync(connection, chain.Id, i);
            if (i % 11 == 0) await transaction.RollbackAsync(cancel);
            else await transaction.CommitAsync(cancel);
        });

        foreach (var party in new[] { w.Gribskov, w.Nord }) Assert.Empty(await FaultsAsync(database, party.Id));
        Assert.Equal(300L - 28, await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'Tested'"));
    }

    [Theory]
    [InlineData("update portal.evidence_payloads set payload = payload || ' ' where sequence = 3", true)]
    [InlineData("alter table portal.evidence_events disable trigger user; update portal.evidence_events set actor_role = 'provider' where sequence = 3", true)]
    [InlineData("alter table portal.evidence_events disable trigger user; delete from portal.evidence_payloads where sequence = 3; delete from portal.evidence_events where sequence = 3", true)]
    [InlineData("delete from portal.evidence_payloads where sequence = 3", false)]
    public async Task Tampering_shows_and_erasing_a_payload_does_not(string sql, bool shows)
    {
        await using var database = await cluster.NewWorldAsync();
        var chain = database.World.Gribskov.Id;
        await using (var connection = new NpgsqlConnection(database.Migrator))
        {
            await connection.OpenAsync();
            for (var i = 0; i < 5; i++) await AppendAsync(connection, chain, i);
            Assert.Empty(await FaultsAsync(database, chain));
            await using var tamper = new NpgsqlCommand(sql, connection);
            await tamper.ExecuteNonQueryAsync();
        }

        Assert.Equal(shows, (await FaultsAsync(database, chain)).Count > 0);
    }

    private static async Task AppendAsync(NpgsqlConnection connection, Guid chain, int number)
    {
        await using var append = new NpgsqlCommand("select portal.append_event($1, 'Tested', $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = chain }, new() { Value = Guid.CreateVersion7() },
                new() { Value = $$"""{"æ":"{{number}}"}""" }, new() { Value = RandomNumberGenerator.GetBytes(16) },
            },
        };
        await append.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(TestDatabase database, Guid chain)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var command = new NpgsqlCommand("""
            select e.sequence, e.occurred_at, e.kind, e.subject_id, e.actor_id, e.actor_role, e.acting_organisation_id, e.payload_hash, e.previous_hash, e.hash, p.salt, p.payload
            from portal.evidence_events e left join portal.evidence_payloads p using (organisation_id, sequence)
            where e.organisation_id = $1 order by e.sequence
            """, connection) { Parameters = { new() { Value = chain } } };
        await using var reader = await command.ExecuteReaderAsync();
        var faults = new List<string>();
        var (previous, last) = (new byte[32], 0L);
        while (await reader.ReadAsync())
        {
            var sequence = reader.GetInt64(0);
            if (sequence != last + 1) faults.Add($"{last} is followed by {sequence}");
            var payloadHash = reader.GetFieldValue<byte[]>(7);
            if (!await reader.IsDBNullAsync(10) && !payloadHash.SequenceEqual(SHA256.HashData([.. reader.GetFieldValue<byte[]>(10), .. Encoding.UTF8.GetBytes(reader.GetString(11))])))
                faults.Add($"{sequence}: other payload");
            var header = string.Join('|', "v1", chain, sequence,
                reader.GetFieldValue<DateTime>(1).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                reader.GetString(2), reader.GetGuid(3), await reader.IsDBNullAsync(4) ? "-" : reader.GetGuid(4).ToString(), reader.GetString(5),
                await reader.IsDBNullAsync(6) ? "-" : reader.GetGuid(6).ToString(), Convert.ToHexStringLower(payloadHash));
            var hash = SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(header)]);
            if (!reader.GetFieldValue<byte[]>(8).SequenceEqual(previous)) faults.Add($"{sequence}: hangs on another event");
            if (!reader.GetFieldValue<byte[]>(9).SequenceEqual(hash)) faults.Add($"{sequence}: other header");
            (previous, last) = (reader.GetFieldValue<byte[]>(9), sequence);
        }
        return faults;
    }
}
