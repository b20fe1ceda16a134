using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;

namespace MentorMarket.Web.Jobs;

/// <summary>
/// Does what a transaction asked for, after it: each node takes the next due job under a lease, so that a node that
/// dies leaves it to another. What a job does, it does as the checker of the municipality that the job names.
/// </summary>
public sealed partial class Worker(PortalDataSources sources, IServiceScopeFactory scopes, TimeProvider time, ILogger<Worker> log) : BackgroundService
{
    private const string TakeOne = """
        update portal.jobs set tries = tries + 1, run_after = now() + least(tries + 1, 60) * interval '30 seconds'
        where id = (select id from portal.jobs where done_at is null and run_after <= now() order by run_after limit 1 for update skip locked)
        returning id, kind, municipality_id, subject_id
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            try
            {
                while (await RunNextAsync(stoppingToken)) { }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
        while (await pause.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> RunNextAsync(CancellationToken cancel)
    {
        await using var take = sources[ActorKind.Checker].CreateCommand(TakeOne);
        await using var reader = await take.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return false;
        var (id, kind, municipality, subject) = (reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetGuid(3));
        await reader.DisposeAsync();

        var checker = new Actor(ActorKind.Checker, municipality);
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        if (JobKinds.Request(kind, subject) is { } request) await sender.SendAs(checker, request, cancel);
        await using var done = sources[ActorKind.Checker].CreateCommand("update portal.jobs set done_at = now() where id = $1");
        done.Parameters.Add(new() { Value = id });
        await done.ExecuteNonQueryAsync(cancel);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "A job failed and will be tried again")]
    private partial void LogFailed(Exception exception);
}
