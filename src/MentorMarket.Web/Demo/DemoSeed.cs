using System.Diagnostics;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// Fills an empty database with the demo, in one transaction, as the role that owns the schema. The same day gives the
/// same rows. Does nothing when there is an organisation already.
/// </summary>
public static class DemoSeed
{
    public static async Task RunAsync(string migrator, string folder, TimeProvider time, CancellationToken cancel = default)
    {
        var started = Stopwatch.GetTimestamp();
        var clock = new DemoClock(time);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var wait = new NpgsqlCommand("lock table portal.organisations in exclusive mode", connection))
            await wait.ExecuteNonQueryAsync(cancel);
        await using (var any = new NpgsqlCommand("select exists (select from portal.organisations)", connection))
            if (await any.ExecuteScalarAsync(cancel) is true) return;

        await DemoOrganisations.WriteAsync(connection, clock, cancel);

        await File.WriteAllTextAsync(Path.Combine(folder, DemoLogins.FileName), DemoLogins.Sheet(clock), cancel);
        await transaction.CommitAsync(cancel);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"Demo data loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
    }
}
