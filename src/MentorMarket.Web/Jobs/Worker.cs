using System.Collections.Concurrent;
using MentorMarket.Web.Reminders;

namespace MentorMarket.Web.Jobs;

/// <summary>
/// Does what a transaction asked for, after it: several jobs at once, each municipality in its turn, under a lease, so that a
/// node that dies leaves its jobs to another. What a job does, it does in the municipality that it names: as the checker, or
/// as the person who asked for it, see <see cref="JobWork.Actor"/>.
/// </summary>
public sealed partial class Worker(
    PortalDataSources sources, JobRunner runner, DailyMail morning, PasswordLetters letters, WorkerRounds rounds, TimeProvider time,
        ILogger<Worker> log) : BackgroundService
{
    private const int AtOnce = 4;

    // So that the rows that somebody holds in one municipality never stop the work of the others.
    private const int AtOnceInOneMunicipality = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly JobQueue queue = new(sources);
    private readonly ConcurrentDictionary<Guid, (TakenJob Job, Task Work)> running = new();
    private readonly SemaphoreSlim ended = new(0);
    private Guid lastTurn;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WorkAsync(stoppingToken), EverySoOftenAsync(Pause, morning.RunAsync, stoppingToken),
            EverySoOftenAsync(Pause, letters.RunAsync, stoppingToken),
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
                if (!found) await ended.WaitAsync(Pause, stopping);
            }
            // Whatever it is, also a cancelled statement: only the portal's own stop ends the worker.
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogStopped(e);
                await Task.WhenAny(Task.Delay(Pause, stopping));
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
                if (job is { Tries: JobQueue.GivenUpAfter + 1, LastError: JobQueue.NeverEnded })
                {
                    LogNeverEnds(job.Id, job.Kind, JobQueue.GivenUpAfter);
                }
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
                await runner.DoAsync(job, cancel);
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

    [LoggerMessage(LogLevel.Critical,
        "Job {Id} of kind {Kind} was begun {Tries} times and never ended: it is given up, and from now on tried once a day. Something stops the portal's process while it runs")]
    private partial void LogNeverEnds(Guid id, string kind, int tries);

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
