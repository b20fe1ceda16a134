using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Reminders;
using MentorMarket.Web.Tenancy;
using Npgsql;

namespace MentorMarket.Web.Jobs;

/// <summary>
/// Does what a transaction asked for, after it: each node takes the next due job under a lease, so that a node that
/// dies leaves it to another. What a job does, it does in the municipality that it names: as the checker, or as the person
/// who asked for it, see <see cref="JobKinds.Actor"/>.
/// </summary>
public sealed partial class Worker(PortalDataSources sources, IServiceScopeFactory scopes, DailyMail morning, TimeProvider time, ILogger<Worker> log) : BackgroundService
{
    // What has failed twenty times does not mend itself within the hour: once a day from then on.
    private const string TakeOne = """
        update portal.jobs set tries = tries + 1, run_after = now() + case when tries >= 20 then interval '1 day' else (tries + 1) * interval '30 seconds' end
        where id = (select id from portal.jobs where done_at is null and run_after <= now() order by run_after limit 1 for update skip locked)
        returning id, kind, municipality_id, subject_id, person_id
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgetNext = time.GetUtcNow();
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            try
            {
                while (await RunNextAsync(stoppingToken)) { }
                await morning.RunAsync(stoppingToken);
                if (time.GetUtcNow() < forgetNext) continue;
                await using var forget = sources[ActorKind.Checker].CreateCommand("select portal.forget_what_is_done()");
                await forget.ExecuteNonQueryAsync(stoppingToken);
                forgetNext = time.GetUtcNow().AddDays(1);
            }
            // Whatever it is, also a cancelled statement: only the portal's own stop ends the worker.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogStopped(e);
            }
        }
        while (await pause.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> RunNextAsync(CancellationToken cancel)
    {
        if (await TakeAsync(cancel) is not var (id, kind, municipality, subject, person)) return false;

        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        if (JobKinds.Request(kind, subject) is not { } request)
        {
            LogUnknown(id, kind);
            await NoteAsync("update portal.jobs set last_error = 'unknown kind' where id = $1", [id], cancel);
            return true;
        }
        try
        {
            await sender.SendAs(JobKinds.Actor(kind, municipality, person), request, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            LogFailed(e, id, kind);
            // The kind of error alone: a message may quote what stands in a row.
            var error = e is PostgresException postgres ? $"{e.GetType().Name} {postgres.SqlState}" : e.GetType().Name;
            await NoteAsync("update portal.jobs set last_error = $2 where id = $1", [id, error], cancel);
            return true;
        }
        await NoteAsync("update portal.jobs set done_at = now(), last_error = null where id = $1", [id], cancel);
        return true;
    }

    private async Task<Taken?> TakeAsync(CancellationToken cancel)
    {
        await using var take = sources[ActorKind.Checker].CreateCommand(TakeOne);
        await using var reader = await take.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new(reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetGuid(3), await reader.IsDBNullAsync(4, cancel) ? null : reader.GetGuid(4));
    }

    private async Task NoteAsync(string sql, object[] values, CancellationToken cancel)
    {
        await using var note = sources[ActorKind.Checker].CreateCommand(sql);
        foreach (var value in values) note.Parameters.Add(new() { Value = value });
        await note.ExecuteNonQueryAsync(cancel);
    }

    private sealed record Taken(Guid Id, string Kind, Guid Municipality, Guid Subject, Guid? Person);

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} failed and will be tried again")]
    private partial void LogFailed(Exception exception, Guid id, string kind);

    [LoggerMessage(LogLevel.Error, "Job {Id} is of kind {Kind}, which this version does not know; it is left undone")]
    private partial void LogUnknown(Guid id, string kind);

    [LoggerMessage(LogLevel.Error, "Jobs could not be taken; the next try is in a second")]
    private partial void LogStopped(Exception exception);
}
