using System.Diagnostics;
using MentorMarket.Web.Secrets;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>
/// Fills an empty database with the demo, in one transaction, as the role that owns the schema. The same day gives the
/// same rows. Does nothing when there is an organisation already.
/// </summary>
public static class DemoSeed
{
    public static async Task RunAsync(string migrator, string folder, TimeProvider time, Vault vault, CancellationToken cancel = default)
    {
        var started = Stopwatch.GetTimestamp();
        var clock = new DemoClock(time);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var wait = new NpgsqlCommand("lock table portal.organisations in exclusive mode", connection))
        {
            await wait.ExecuteNonQueryAsync(cancel);
        }
        await using (var any = new NpgsqlCommand("select exists (select from portal.organisations)", connection))
        {
            if (await any.ExecuteScalarAsync(cancel) is true) return;
        }

        await DemoOrganisations.WriteAsync(connection, clock, cancel);
        await WriteYearAsync(connection, transaction, clock, vault, cancel);
        await DemoEvidence.AppendAsync(connection, cancel);

        await File.WriteAllTextAsync(Path.Combine(folder, DemoLogins.FileName), DemoLogins.Sheet(clock), cancel);
        await transaction.CommitAsync(cancel);
        await Console.Error.WriteLineAsync(
            FormattableString.Invariant($"Demo data loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
    }

    private static async Task WriteYearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DemoClock clock, Vault vault,
        CancellationToken cancel)
    {
        var year = SampleYear.Read(clock);
        var cases = year.Grants.ToDictionary(g => g.Id, g => CaseOf(g, clock), StringComparer.Ordinal);
        var written = new DemoCases(clock, vault);
        foreach (var c in cases.Values.Concat(DemoMarket.OpenCases(clock))) written.Add(c);
        await written.WriteAsync(connection, cancel);
        await new DemoInformationDuties(clock)
            .WriteAsync(connection, cases.Values.Concat(DemoMarket.OpenCases(clock)).OrderByDescending(c => c.From)
            .ThenBy(c => c.Number, StringComparer.Ordinal), cancel);
        var followedUp = new DemoDeadlines(clock);
        foreach (var c in cases.Values) followedUp.Add(c);
        await followedUp.WriteAsync(connection, cancel);

        var delivery = new DemoDelivery(clock);
        foreach (var e in year.Entries) delivery.Add(e, cases[e.Grant], DemoPeople.Mentor(e.Mentor));
        if (DemoMarket.Overlap(year, cases, clock) is { } overlap) delivery.Add(overlap.Entry, overlap.Case, DemoPeople.MentorOfTwo);
        await delivery.WriteAsync(connection, cancel);

        var invoices = new DemoInvoices(clock, year, cases);
        await invoices.WriteAsync(connection, cancel);
        await using (var analyze = new NpgsqlCommand("analyze", connection)) await analyze.ExecuteNonQueryAsync(cancel);
        await using var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(connection)
            .UseSnakeCaseNamingConvention().Options);
        await db.Database.UseTransactionAsync(transaction, cancel);
        await DemoChecks.RunAsync(db, clock, cancel);
        await DemoProgress.WriteAsync(connection, clock, cases.Values, cancel);
        await DemoDocuments.WriteAsync(connection, db, clock, cancel);
    }

    private static DemoCase CaseOf(SampleGrant g, DemoClock clock) => new(
        g.Id, g.Municipality, g.Citizen, g.TargetGroup, g.To < clock.Today ? GrantStatus.Ended : GrantStatus.Accepted, g.From, g.To,
        g.HoursPerWeek, g.TotalHours, g.Rate, g.Ceiling, g.Provider)
    {
        Mentors = [.. g.Mentors.Select(DemoPeople.Mentor)],
    };
}
