using System.Text.Json;
using MentorMarket.Web.Data;
using MentorMarket.Web.Invoicing;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using MentorMarket.Web.Tests.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace MentorMarket.Web.Tests.Jobs;

/// <summary>What becomes of jobs that cannot be done.</summary>
public sealed class WorkerTests(Cluster cluster)
{
    [Fact]
    public async Task A_job_that_cannot_be_done_is_kept_with_its_reason_and_stops_no_other()
    {
        await using var database = await cluster.NewWorldAsync();
        var gribskov = database.World.Gribskov.Id;
        var (unknown, failing, tired) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (id, kind, tries) in new[] { (unknown, "FromTheFuture", 0), (failing, "RecheckEntry", 0), (tired, "RecheckEntry", 20) })
            await database.ScalarAsync("insert into portal.jobs (id, kind, municipality_id, subject_id, run_after, tries) values ($1, $2, $3, gen_random_uuid(), now() - interval '1 day', $4)", id, kind, gribskov, tries);
        await using var app = new PortalApp(database, runsJobs: true);
        using var client = app.Anonymous();

        for (var i = 0; i < 600 && await database.ScalarAsync("select done_at from portal.jobs where id = $1", database.World.Live.Job) is null or DBNull; i++)
            await Task.Delay(200, TestContext.Current.CancellationToken);

        Assert.Equal("FromTheFuture 1 unknown kind", await StateAsync(database, unknown));
        // On a machine that is slow enough it is due again before the last one is done.
        Assert.Matches("^RecheckEntry [1-9] RowNotFoundException$", (string)(await StateAsync(database, failing))!);
        Assert.Equal("RecheckEntry 21 RowNotFoundException", await StateAsync(database, tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after > now() + interval '23 hours' from portal.jobs where id = $1", tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after < now() + interval '2 minutes' from portal.jobs where id = $1", failing));
        Assert.IsType<DateTime>(await database.ScalarAsync("select done_at from portal.jobs where id = $1", database.World.Live.Job));
        Assert.Contains(app.Log, l => l.Contains($"Job {failing} of kind RecheckEntry", StringComparison.Ordinal));
        Assert.Contains(app.Log, l => l.Contains($"Job {unknown} is of kind FromTheFuture", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_that_was_handed_back_is_let_alone_when_somebody_else_reads_on_its_connection()
    {
        await using var database = await cluster.NewWorldAsync();
        await OneConnectionAsync(database);
        var reading = new TaskCompletionSource<NpgsqlDataReader>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = new PortalApp(database, runsJobs: true, with: services =>
            services.Replace(ServiceDescriptor.Scoped<ISender>(p => new ReadsWhenTheJobIsDone(p.GetRequiredService<PortalDataSources>(), reading))));
        var worker = app.Services.GetServices<IHostedService>().OfType<Worker>().Single();

        await using var reader = await reading.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        // When it has stopped it has handed back everything.
        await worker.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, reader.GetInt32(0));
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, reader.GetInt32(0));
    }

    [Fact]
    public async Task The_worker_goes_on_after_a_cancelled_job_and_after_its_connections_were_cut()
    {
        await using var database = await cluster.NewWorldAsync();
        var (cancelled, done) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AskAsync(database, cancelled, "CheckInvoice");
        await using var app = new PortalApp(database, runsJobs: true, with: services =>
            services.Replace(ServiceDescriptor.Scoped<ISender>(_ => new CancelsTheFirst(cancelled))));
        _ = app.Services;

        await UntilAsync(database, "select last_error is not null from portal.jobs where subject_id = $1", cancelled);
        await CutAsync(database);
        await AskAsync(database, done, "CheckInvoice");
        await UntilAsync(database, "select done_at is not null from portal.jobs where subject_id = $1", done);
    }

    private static Task<object?> AskAsync(TestDatabase database, Guid subject, string kind) =>
        database.ScalarAsync("insert into portal.jobs (id, kind, municipality_id, subject_id) values (gen_random_uuid(), $2, $3, $1)", subject, kind, database.World.Gribskov.Id);

    private static async Task CutAsync(TestDatabase database)
    {
        await using var administrator = NpgsqlDataSource.Create(database.Administrator);
        await using var cut = administrator.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'mm_checker'");
        await cut.ExecuteNonQueryAsync();
    }

    private static async Task UntilAsync(TestDatabase database, string sql, params object[] values)
    {
        for (var i = 0; !true.Equals(await database.ScalarAsync(sql, values)); i++)
        {
            Assert.True(i < 300, $"Not within half a minute: {sql}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>So that who reads next, reads on the connection that was just handed back.</summary>
    private static async Task OneConnectionAsync(TestDatabase database)
    {
        var connections = database.Logins.ToDictionary(l => l.Key, l => l.Key == "mm_checker" ? TestDatabase.Pointed(l.Value, database.Name, 1) : l.Value, StringComparer.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "connections.json"), JsonSerializer.Serialize(connections));
    }

    private sealed class ReadsWhenTheJobIsDone(PortalDataSources sources, TaskCompletionSource<NpgsqlDataReader> reading) : ISender, IAsyncDisposable
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<TResponse> SendAs<TResponse>(Actor actor, IRequest<TResponse> request, CancellationToken cancel = default) => Task.FromResult<TResponse>(default!);

        public async ValueTask DisposeAsync()
        {
            if (reading.Task.IsCompleted) return;
            var reader = await sources[ActorKind.Checker].CreateCommand("select generate_series(1, 3)").ExecuteReaderAsync();
            await reader.ReadAsync();
            reading.SetResult(reader);
        }
    }

    private sealed class CancelsTheFirst(Guid subject) : ISender
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<TResponse> SendAs<TResponse>(Actor actor, IRequest<TResponse> request, CancellationToken cancel = default) =>
            request is CheckInvoice check && check.Invoice == subject ? throw new OperationCanceledException("a statement was cancelled") : Task.FromResult<TResponse>(default!);
    }

    private static async Task<object?> StateAsync(TestDatabase database, Guid job) =>
        await database.ScalarAsync("select concat_ws(' ', kind, tries, last_error) from portal.jobs where id = $1 and done_at is null", job);
}
