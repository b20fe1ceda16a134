using System.Collections.Concurrent;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Reminders;
using Npgsql;

namespace MentorMarket.Web.Jobs;

/// <summary>
/// Does what a transaction asked for, after it: several jobs at once, each municipality in its turn, under a lease, so that a
/// node that dies leaves its jobs to another. What a job does, it does in the municipality that it names: as the checker, or
/// as the person who asked for it, see <see cref="JobKinds.Actor"/>.
/// </summary>
public sealed partial class Worker(
    PortalDataSources sources, IServiceScopeFactory scopes, DailyMail morning, PasswordLetters letters, WorkerRounds rounds, TimeProvider time, ILogger<Worker> log) : BackgroundService
{
    private const int AtOnce = 4;

    // So that the rows that somebody holds in one municipality never stop the work of the others.
    private const int AtOnceInOneMunicipality = 2;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_renewing = TimeSpan.FromSeconds(10);

    private readonly JobQueue queue = new(sources);
    private readonly ConcurrentDictionary<Guid, (TakenJob Job, Task Work)> running = new();
    private readonly SemaphoreSlim ended = new(0);
    private Guid lastTurn;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WorkAsync(stoppingToken), EverySoOftenAsync(s_pause, morning.RunAsync, stoppingToken), EverySoOftenAsync(s_pause, letters.RunAsync, stoppingToken),
            EverySoOftenAsync(TimeSpan.FromDays(1), queue.ForgetAsync, stoppingToken));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var found = running.Count < AtOnce && await TakeNextAsync(stopping);
                // Also where every place is taken: who is busy does not stand still.
                rounds.Ended(time.GetUtcNow());
                if (!found) await ended.WaitAsync(s_pause, stopping);
            }
            // Whatever it is, also a cancelled statement: only the portal's own stop ends the worker.
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogStopped(e);
                await Task.WhenAny(Task.Delay(s_pause, stopping));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(running.Values.Select(r => r.Work));
    }

    // Once around all municipalities from where the last one had its turn.
    private async Task<bool> TakeNextAsync(CancellationToken cancel)
    {
        var begunAnew = false;
        for (var turn = lastTurn; ;)
        {
            if (await queue.NextTurnAsync(turn, cancel) is not { } municipality)
            {
                if (begunAnew) return false;
                (begunAnew, turn) = (true, Guid.Empty);
                continue;
            }
            turn = municipality;
            var mine = running.Values.Select(r => r.Job).ToList();
            if (mine.Count(j => j.Municipality == municipality) < AtOnceInOneMunicipality
                && await queue.TakeAsync(municipality, [.. mine.Select(j => j.Subject)], cancel) is { } job)
            {
                lastTurn = municipality;
                if (job is { Tries: JobQueue.GivenUpAfter + 1, LastError: JobQueue.NeverEnded }) LogNeverEnds(job.Id, job.Kind, JobQueue.GivenUpAfter);
                Begin(job, cancel);
                return true;
            }
        }
    }

    private void Begin(TakenJob job, CancellationToken cancel)
    {
        var mayBegin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running[job.Id] = (job, RunAsync());
        mayBegin.SetResult();

        async Task RunAsync()
        {
            await mayBegin.Task;
            try
            {
                await DoAsync(job, cancel);
            }
            catch (Exception e)
            {
                // The outcome could not be noted: the lease runs out and it is done again.
                LogStopped(e);
            }
            running.TryRemove(job.Id, out _);
            ended.Release();
        }
    }

    private async Task DoAsync(TakenJob job, CancellationToken cancel)
    {
        if (JobKinds.Request(job.Kind, job.Subject) is not { } request)
        {
            LogUnknown(job.Id, job.Kind);
            await queue.FailedAsync(job.Id, "unknown kind", cancel);
            return;
        }
        try
        {
            await UnderLeaseAsync(job, request, cancel);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await queue.HandBackAsync(job.Id, TimeSpan.Zero, soon.Token);
            return;
        }
        catch (Exception e) when (DatabaseAway.IsBusyOrAway(e) && !DatabaseAway.TookTooLong(e))
        {
            LogHandedBack(job.Id, job.Kind, DatabaseAway.Words(e));
            await queue.HandBackAsync(job.Id, TimeSpan.FromSeconds(5), cancel);
            return;
        }
        catch (Exception e)
        {
            if (job.Tries == JobQueue.GivenUpAfter) LogGivenUp(e, job.Id, job.Kind, job.Tries);
            else LogFailed(e, job.Id, job.Kind, job.Tries);
            // The kind of error alone: a message may quote what stands in a row.
            await queue.FailedAsync(job.Id, e is PostgresException postgres ? $"{e.GetType().Name} {postgres.SqlState}" : e.GetType().Name, cancel);
            return;
        }
        await queue.DoneAsync(job.Id, cancel);
    }

    // Renewed for as long as the job is at work and not a moment longer: its outcome says when it is tried again.
    private async Task UnderLeaseAsync(TakenJob job, IRequest<Unit> request, CancellationToken cancel)
    {
        using var outcome = new CancellationTokenSource();
        var renewing = RenewUntilAsync(job.Id, outcome.Token);
        try
        {
            await scopes.SendAs(JobKinds.Actor(job.Kind, job.Municipality, job.Person), request, cancel);
        }
        finally
        {
            await outcome.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewUntilAsync(Guid job, CancellationToken outcome)
    {
        while (true)
        {
            await Task.WhenAny(Task.Delay(s_renewing, outcome));
            if (outcome.IsCancellationRequested) return;
            try
            {
                await queue.RenewAsync(job, CancellationToken.None);
            }
            catch (Exception e)
            {
                // The next is in time, or another node takes the job.
                LogStopped(e);
            }
        }
    }

    private async Task EverySoOftenAsync(TimeSpan pause, Func<CancellationToken, Task> what, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var next = pause;
            try
            {
                await what(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogStopped(e);
                if (next > TimeSpan.FromMinutes(1)) next = TimeSpan.FromMinutes(1);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.WhenAny(Task.Delay(next, stopping));
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} failed at try {Tries} and will be tried again")]
    private partial void LogFailed(Exception exception, Guid id, string kind, int tries);

    [LoggerMessage(LogLevel.Critical, "Job {Id} of kind {Kind} failed at try {Tries} and is given up: from now on it is tried once a day")]
    private partial void LogGivenUp(Exception exception, Guid id, string kind, int tries);

    [LoggerMessage(LogLevel.Critical, "Job {Id} of kind {Kind} was begun {Tries} times and never ended: it is given up, and from now on tried once a day. Something stops the portal's process while it runs")]
    private partial void LogNeverEnds(Guid id, string kind, int tries);

    [LoggerMessage(LogLevel.Information, "Job {Id} of kind {Kind} could not begin ({Why}) and comes again in a moment")]
    private partial void LogHandedBack(Guid id, string kind, string why);

    [LoggerMessage(LogLevel.Error, "Job {Id} is of kind {Kind}, which this version does not know; it is left undone")]
    private partial void LogUnknown(Guid id, string kind);

    [LoggerMessage(LogLevel.Error, "The worker was interrupted; it goes on")]
    private partial void LogStopped(Exception exception);
}

/// <summary>When this node's worker last came around: what the readiness asks.</summary>
public sealed class WorkerRounds(TimeProvider time)
{
    private long last = time.GetUtcNow().UtcTicks;

    public DateTimeOffset LastEndedAt => new(Interlocked.Read(ref last), TimeSpan.Zero);

    internal void Ended(DateTimeOffset at) => Interlocked.Exchange(ref last, at.UtcTicks);
}
