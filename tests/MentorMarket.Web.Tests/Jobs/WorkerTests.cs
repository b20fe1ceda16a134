using System.Collections.Concurrent;
using System.Text.Json;
using MentorMarket.Web.Invoices;
using MentorMarket.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

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
        foreach (var (id, kind, tries) in new[] { (unknown, "FromTheFuture", 0), (failing, "RecheckEntry", 0), (
            tired, "RecheckEntry", 20) })
            await database.ScalarAsync(
                "insert into portal.jobs (id, kind, municipality_id, subject_id, run_after, tries) values ($1, $2, $3, gen_random_uuid(), now() - interval '1 day', $4)",
                id, kind, gribskov, tries);
        await using var app = new PortalApp(database, runsJobs: true);
        using var client = app.Anonymous();

        for (var i = 0; i < 600 && await database.ScalarAsync("select done_at from portal.jobs where id = $1",
            database.World.Live.Job) is null or DBNull; i++)
            await Task.Delay(200, TestContext.Current.CancellationToken);

        Assert.Equal("FromTheFuture 1 unknown kind", await StateAsync(database, unknown));
        // On a machine that is slow enough it is due again before the last one is done.
        Assert.Matches("^RecheckEntry [1-9] RowNotFoundException$", (string)(await StateAsync(database, failing))!);
        Assert.Equal("RecheckEntry 21 RowNotFoundException", await StateAsync(database, tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after > now() + interval '23 hours' from portal.jobs where id = $1",
            tired));
        Assert.Equal(true, await database.ScalarAsync("select run_after < now() + interval '2 minutes' from portal.jobs where id = $1",
            failing));
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
            services.Replace(ServiceDescriptor.Scoped<IRequestHandler<CheckInvoice, Unit>>(p =>
                new ReadsWhenTheJobIsDone(p.GetRequiredService<PortalDataSources>(), reading))));
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
    public async Task What_is_asked_for_many_times_is_done_once_and_again_when_it_is_asked_for_while_it_runs()
    {
        await using var database = await cluster.NewWorldAsync();
        var subject = Guid.CreateVersion7();
        for (var i = 0; i < 30; i++) await AskAsync(database, subject, "CheckInvoice");
        var began = new SemaphoreSlim(0);
        var mayEnd = new SemaphoreSlim(0);
        await using var app = new PortalApp(database, runsJobs: true, with: Does(async (_, check, cancel) =>
        {
            if (check.Invoice != subject) return;
            began.Release();
            await mayEnd.WaitAsync(cancel);
        }));
        _ = app.Services;

        Assert.True(await began.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        await AskAsync(database, subject, "CheckInvoice");
        mayEnd.Release(2);
        Assert.True(await began.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken),
            "What was asked for while it ran did not run again.");

        await UntilAsync(database, "select count(*) = 31 from portal.jobs where subject_id = $1 and done_at is not null", subject);
        Assert.Equal(0, began.CurrentCount);
    }

    [Fact]
    public async Task A_municipality_with_one_job_does_not_wait_for_one_with_two_hundred()
    {
        await using var database = await cluster.NewWorldAsync();
        var w = database.World;
        for (var i = 0; i < 200; i++) await AskAsync(database, Guid.CreateVersion7(), "CheckInvoice");
        await database.ScalarAsync(
            "insert into portal.jobs (id, kind, municipality_id, subject_id) values (gen_random_uuid(), 'CheckInvoice', $1, gen_random_uuid())",
            w.Hilleroed.Id);
        var order = new ConcurrentQueue<Guid>();
        await using var app = new PortalApp(database, runsJobs: true, with: Does((actor, _, _) =>
        {
            order.Enqueue(actor.Tenant);
            return Task.CompletedTask;
        }));
        _ = app.Services;

        await UntilAsync(database,
            "select count(*) = 0 from portal.jobs where municipality_id = $1 and done_at is null and run_after <= now()", w.Hilleroed.Id);

        Assert.InRange(order.ToList().LastIndexOf(w.Hilleroed.Id), 0, 20);
    }

    [Fact]
    public async Task An_invoice_that_somebody_holds_keeps_no_other_waiting()
    {
        await using var database = await cluster.NewWorldAsync();
        var w = database.World;
        await using var somebody = await database.OpenAsync("mm_migrator");
        await using var transaction = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("select 1 from portal.invoices where id = $1 for update", somebody,
            transaction)
        { Parameters = { new() { Value = w.Live.Invoice } } })
            await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++) await AskAsync(database, w.Live.Invoice, "CheckInvoice");
        var others = await database.ScalarAsync(
            "select id from portal.invoices where id <> $1 and status <> 'Returned' and municipality_id = $2 limit 1", w.Live.Invoice,
            w.Gribskov.Id);
        await using var app = new PortalApp(database, runsJobs: true);
        _ = app.Services;
        if (others is Guid other) await AskAsync(database, other, "CheckInvoice");
        await database.ScalarAsync(
            "insert into portal.jobs (id, kind, municipality_id, subject_id) values (gen_random_uuid(), 'CheckInvoice', $1, $2)",
            w.Hilleroed.Id, w.ElsewhereLive.Invoice);

        await UntilAsync(database, "select count(*) = 0 from portal.jobs where subject_id = $1 and done_at is null",
            w.ElsewhereLive.Invoice);
        if (others is Guid same)
        {
            await UntilAsync(database, "select count(*) = 0 from portal.jobs where subject_id = $1 and done_at is null", same);
        }
        Assert.Equal(false, await database.ScalarAsync(
            "select bool_or(done_at is null) is not true from portal.jobs where subject_id = $1", w.Live.Invoice));

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await UntilAsync(database, "select count(*) = 0 from portal.jobs where subject_id = $1 and done_at is null", w.Live.Invoice);
    }

    [Fact]
    public async Task A_job_that_always_fails_is_given_up_and_told_to_the_operator_and_to_whom_it_concerns()
    {
        await using var database = await cluster.NewWorldAsync();
        var w = database.World;
        await database.ScalarAsync("update portal.jobs set done_at = now()");
        await AskAsync(database, w.Live.Invoice, "CheckInvoice");
        await database.ScalarAsync("update portal.jobs set tries = 9 where subject_id = $1 and done_at is null", w.Live.Invoice);
        await using var app = new PortalApp(database, runsJobs: true,
            with: Does((_, _, _) => throw new InvalidTimeZoneException("what a row says")));
        using var finance = await app.LogInAsync(w.Gribskov[Role.Finance]);

        await UntilAsync(database,
            "select coalesce(bool_or(last_error is not null), false) from portal.jobs where subject_id = $1 and done_at is null",
            w.Live.Invoice);

        Assert.Equal("InvalidTimeZoneException",
            await database.ScalarAsync("select last_error from portal.jobs where subject_id = $1 and done_at is null", w.Live.Invoice));
        Assert.Equal(true, await database.ScalarAsync(
            "select run_after > now() + interval '23 hours' from portal.jobs where subject_id = $1 and done_at is null", w.Live.Invoice));
        Assert.Contains(app.Log, l => l.StartsWith("Critical: ", StringComparison.Ordinal)
            && l.Contains("is given up", StringComparison.Ordinal));
        Assert.Contains("jobs given up, tried once a day: 1",
            await finance.GetStringAsync("/health/ready", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var page = await finance.PageAsync($"/gribskov/municipality/invoices/details/{w.Live.Invoice}");
        Assert.Contains("Den seneste kontrol gik ikke", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_try_that_fails_is_made_again_after_twice_the_time()
    {
        await using var database = await cluster.NewWorldAsync();
        var (young, old) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AskAsync(database, young, "CheckInvoice");
        await AskAsync(database, old, "CheckInvoice");
        await database.ScalarAsync("update portal.jobs set tries = 3 where subject_id = $1", old);
        await using var app = new PortalApp(database, runsJobs: true, with: Does((_, _, _) => throw new InvalidTimeZoneException()));
        _ = app.Services;

        await UntilAsync(database, "select count(*) = 2 from portal.jobs where subject_id in ($1, $2) and last_error is not null", young,
            old);

        Assert.Equal(true, await database.ScalarAsync(
            "select run_after between now() + interval '15 seconds' and now() + interval '30 seconds' from portal.jobs where subject_id = $1",
            young));
        Assert.Equal(true, await database.ScalarAsync(
            "select run_after between now() + interval '220 seconds' and now() + interval '240 seconds' from portal.jobs where subject_id = $1",
            old));
    }

    [Fact]
    public async Task A_job_whose_outcome_is_being_noted_is_not_renewed_any_more()
    {
        await using var database = await cluster.NewWorldAsync();
        await database.ScalarAsync("update portal.jobs set done_at = now()");
        var subject = Guid.CreateVersion7();
        await AskAsync(database, subject, "CheckInvoice");
        await database.ScalarAsync("update portal.jobs set tries = 5 where subject_id = $1", subject);
        using var began = new SemaphoreSlim(0);
        using var mayFail = new SemaphoreSlim(0);
        await using var app = new PortalApp(database, runsJobs: true, with: Does(async (_, _, cancel) =>
        {
            began.Release();
            await mayFail.WaitAsync(cancel);
            throw new InvalidTimeZoneException();
        }));
        _ = app.Services;
        Assert.True(await began.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        await using (var somebody = await database.OpenAsync("mm_migrator"))
        {
            // So that noting the outcome takes longer than it is from one renewal to the next.
            await using var transaction = await somebody.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new NpgsqlCommand("select 1 from portal.jobs where subject_id = $1 for update", somebody,
                transaction)
            { Parameters = { new() { Value = subject } } })
                await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            mayFail.Release();
            await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        await UntilAsync(database, "select last_error is not null from portal.jobs where subject_id = $1", subject);
        await UntilAsync(database, "select count(*) = 0 from pg_locks where not granted and pid <> pg_backend_pid()");
        Assert.Equal(true, await database.ScalarAsync(
            "select run_after > now() + interval '10 minutes' from portal.jobs where subject_id = $1", subject));
    }

    [Fact]
    public async Task A_job_that_was_begun_ten_times_and_never_ended_is_given_up_as_it_is_begun_again()
    {
        await using var database = await cluster.NewWorldAsync();
        await database.ScalarAsync("update portal.jobs set done_at = now()");
        var subject = Guid.CreateVersion7();
        await AskAsync(database, subject, "CheckInvoice");
        // As ten nodes have left it that died with it.
        await database.ScalarAsync("update portal.jobs set tries = 10 where subject_id = $1", subject);
        using var began = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        await using var app = new PortalApp(database, runsJobs: true, with: Does(async (_, _, cancel) =>
        {
            began.Release();
            await mayEnd.WaitAsync(cancel);
        }));
        using var probe = app.Anonymous();

        Assert.True(await began.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        Assert.Equal("11 never ended",
            await database.ScalarAsync("select concat_ws(' ', tries, last_error) from portal.jobs where subject_id = $1", subject));
        Assert.Equal(true, await database.ScalarAsync(
            "select run_after > now() + interval '23 hours' from portal.jobs where subject_id = $1", subject));
        Assert.Contains("jobs given up, tried once a day: 1",
            await probe.GetStringAsync("/health/ready", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(app.Log, l => l.StartsWith("Critical: ", StringComparison.Ordinal)
            && l.Contains("never ended", StringComparison.Ordinal));
        // A version that can do it ends that.
        mayEnd.Release();
        await UntilAsync(database, "select done_at is not null and last_error is null from portal.jobs where subject_id = $1", subject);
    }

    [Fact]
    public async Task The_worker_goes_on_after_a_cancelled_job_and_after_its_connections_were_cut()
    {
        await using var database = await cluster.NewWorldAsync();
        var (cancelled, done) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AskAsync(database, cancelled, "CheckInvoice");
        await using var app = new PortalApp(database, runsJobs: true, with: Does((_, check, _) =>
            check.Invoice == cancelled ? throw new OperationCanceledException("a statement was cancelled") : Task.CompletedTask));
        _ = app.Services;

        await UntilAsync(database, "select last_error is not null from portal.jobs where subject_id = $1", cancelled);
        await CutAsync(database);
        await AskAsync(database, done, "CheckInvoice");
        await UntilAsync(database, "select done_at is not null from portal.jobs where subject_id = $1", done);
    }

    internal static Task<object?> AskAsync(TestDatabase database, Guid subject, string kind) =>
        database.ScalarAsync("insert into portal.jobs (id, kind, municipality_id, subject_id) values (gen_random_uuid(), $2, $3, $1)",
            subject, kind, database.World.Gribskov.Id);

    private static async Task CutAsync(TestDatabase database)
    {
        await using var administrator = NpgsqlDataSource.Create(database.Administrator);
        await using var cut = administrator.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'mm_checker'");
        await cut.ExecuteNonQueryAsync();
    }

    internal static async Task UntilAsync(TestDatabase database, string sql, params object[] values)
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
        var connections = database.Logins.ToDictionary(l => l.Key,
            l => l.Key == "mm_checker" ? TestDatabase.Pointed(l.Value, database.Name, 1) : l.Value, StringComparer.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(database.Folder, "connections.json"), JsonSerializer.Serialize(connections));
    }

    private sealed class ReadsWhenTheJobIsDone(PortalDataSources sources, TaskCompletionSource<NpgsqlDataReader> reading)
        : IRequestHandler<CheckInvoice, Unit>, IAsyncDisposable
    {
        public Task<Unit> Handle(CheckInvoice request, CancellationToken cancel) => Unit.Task;

        public async ValueTask DisposeAsync()
        {
            if (reading.Task.IsCompleted) return;
            var reader = await sources[ActorKind.Checker].CreateCommand("select generate_series(1, 3)").ExecuteReaderAsync();
            await reader.ReadAsync();
            reading.SetResult(reader);
        }
    }

    internal static Action<IServiceCollection> Does(Func<Actor, CheckInvoice, CancellationToken, Task> check) => services =>
        services.Replace(ServiceDescriptor.Scoped<IRequestHandler<CheckInvoice, Unit>>(p =>
            new ChecksSo(p.GetRequiredService<CurrentActor>(), check)));

    /// <summary>Everything but the check of an invoice is done as usual.</summary>
    private sealed class ChecksSo(CurrentActor current, Func<Actor, CheckInvoice, CancellationToken, Task> check)
        : IRequestHandler<CheckInvoice, Unit>
    {
        public async Task<Unit> Handle(CheckInvoice request, CancellationToken cancel)
        {
            await check(current.Required, request, cancel);
            return Unit.Value;
        }
    }

    internal static async Task<object?> StateAsync(TestDatabase database, Guid job) =>
        await database.ScalarAsync("select concat_ws(' ', kind, tries, last_error) from portal.jobs where id = $1 and done_at is null",
            job);
}
