using System.Security.Cryptography;

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
            await using (var act = new NpgsqlCommand("select set_config('app.tenant', $1, true), set_config('app.person', $2, true)",
                connection))
            {
                act.Parameters.Add(new() { Value = acting.Id.ToString() });
                act.Parameters.Add(new() { Value = i % 5 == 0 ? "" : acting.FirstPerson.ToString() });
                await act.ExecuteNonQueryAsync(cancel);
            }
            await AppendAsync(connection, chain.Id, i);
            if (i % 11 == 0) await transaction.RollbackAsync(cancel);
            else await transaction.CommitAsync(cancel);
        });

        foreach (var party in new[] { w.Gribskov, w.Nord }) Assert.Empty(await ChainVerifier.FaultsAsync(database, party.Id));
        Assert.Equal(300L - 28, await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'Tested'"));
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
}
