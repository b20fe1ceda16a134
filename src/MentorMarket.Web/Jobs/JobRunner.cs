using Npgsql;

namespace MentorMarket.Web.Jobs;

/// <summary>
/// Does one job under its lease and notes how it ended: the same for the worker and for a page that shows what came of it. As whom it is
/// done the kind of job decides, see <see cref="JobWork.Actor"/>.
/// </summary>
public sealed partial class JobRunner(PortalDataSources sources, IServiceScopeFactory scopes, ILogger<JobRunner> log)
{
    private static readonly TimeSpan Renewing = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly JobQueue queue = new(sources);

    /// <summary>
    /// Does a job that was asked for a moment ago, or waits for the worker that was faster. Whoever asked may hang up: it is done all the
    /// same. False when it is not done yet: it failed or takes long, and the worker has it.
    /// </summary>
    public async Task<bool> RunNowAsync(Guid id)
    {
        if (await queue.TakeAsync(id, CancellationToken.None) is { } job) await DoAsync(job, CancellationToken.None);
        for (var waited = TimeSpan.Zero; ; waited += Look)
        {
            var standing = await queue.StandingAsync(id, CancellationToken.None);
            if (standing != JobStanding.AtWork || waited > Patience) return standing == JobStanding.Done;
            await Task.Delay(Look);
        }
    }

    internal async Task DoAsync(TakenJob job, CancellationToken cancel)
    {
        if (JobWork.Request(job.Kind, job.Subject) is not { } request)
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
            await queue.FailedAsync(job.Id, e is PostgresException postgres ? $"{e.GetType().Name} {postgres.SqlState}" : e.GetType().Name,
                cancel);
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
            await scopes.SendAs(JobWork.Actor(job.Kind, job.Municipality, job.Person), request, cancel);
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
            await Task.WhenAny(Task.Delay(Renewing, outcome));
            if (outcome.IsCancellationRequested) return;
            try
            {
                await queue.RenewAsync(job, CancellationToken.None);
            }
            catch (Exception e)
            {
                // The next is in time, or another node takes the job.
                LogNotRenewed(e, job);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} failed at try {Tries} and will be tried again")]
    private partial void LogFailed(Exception exception, Guid id, string kind, int tries);

    [LoggerMessage(LogLevel.Critical, "Job {Id} of kind {Kind} failed at try {Tries} and is given up: from now on it is tried once a day")]
    private partial void LogGivenUp(Exception exception, Guid id, string kind, int tries);

    [LoggerMessage(LogLevel.Information, "Job {Id} of kind {Kind} could not begin ({Why}) and comes again in a moment")]
    private partial void LogHandedBack(Guid id, string kind, string why);

    [LoggerMessage(LogLevel.Error, "Job {Id} is of kind {Kind}, which this version does not know; it is left undone")]
    private partial void LogUnknown(Guid id, string kind);

    [LoggerMessage(LogLevel.Error, "The lease of job {Id} could not be renewed; the next is in time, or another node takes the job")]
    private partial void LogNotRenewed(Exception exception, Guid id);
}
