using Npgsql;

namespace MentorMarket.Web.Jobs;

/// <summary>A job that this node has taken.</summary>
/// <param name="Tries">How often it has been begun, this time included.</param>
/// <param name="LastError">Why it is given up; none while it is not.</param>
internal sealed record TakenJob(Guid Id, string Kind, Guid Municipality, Guid Subject, Guid? Person, int Tries, string? LastError);

internal enum JobStanding
{
    Waits,
    AtWork,
    Done,
}

/// <summary>The statements on <c>portal.jobs</c>: all of them short, on a connection of their own, outside of what a job does.</summary>
internal sealed class JobQueue(PortalDataSources sources)
{
    /// <summary>Tries after which a job is given up: from then on it is tried once a day only, in case a new version can do it.</summary>
    public const int GivenUpAfter = 10;

    /// <summary>What is known of a job that was begun as often and told no outcome: whoever began it died with it.</summary>
    public const string NeverEnded = "never ended";

    /// <summary>A node that dies leaves its jobs to another after this time; one that lives renews it.</summary>
    private const string Lease = "interval '30 seconds'";

    // The index holds the municipalities in order and the oldest of each first: one look into it.
    private const string NextTurn = """
        select municipality_id from portal.jobs where done_at is null and run_after <= now() and municipality_id > $1
        order by municipality_id, run_after limit 1
        """;

    // What was asked for several times before it begins is done once: it sees what all who asked have written. The likes of it
    // that are delayed on purpose stay; those that failed before go, since this is their next try. What was begun too often is given up
    // as it begins: should it end the process with itself, it has done so today, and not twice a minute.
    private static readonly string Take = $"""
        with first as materialized (
            select id, kind, municipality_id, subject_id, person_id, tries, last_error from portal.jobs
            where done_at is null and run_after <= now() and municipality_id = $1 and subject_id <> all ($2)
            order by municipality_id, run_after limit 1 for update skip locked),
        alike as materialized (
            select o.id, o.tries, o.last_error from portal.jobs o join first f on f.subject_id = o.subject_id and f.kind = o.kind and f.municipality_id = o.municipality_id
                and f.person_id is not distinct from o.person_id and f.id <> o.id
            where o.done_at is null and (o.run_after <= now() or o.tries > 0) for update of o skip locked),
        merged as (update portal.jobs j set done_at = now(), last_error = null from alike a where j.id = a.id),
        begun as (
            select f.id, greatest(f.tries, coalesce((select max(tries) from alike), 0)) as tries,
                coalesce(f.last_error, (select last_error from alike where last_error is not null order by tries desc limit 1), '{NeverEnded}') as why
            from first f)
        update portal.jobs j set tries = b.tries + 1,
            run_after = now() + case when b.tries >= {GivenUpAfter} then interval '1 day' else {Lease} end,
            last_error = case when b.tries >= {GivenUpAfter} then b.why else j.last_error end
        from begun b where j.id = b.id
        returning j.id, j.kind, j.municipality_id, j.subject_id, j.person_id, j.tries, j.last_error
        """;

    private const string TakeOne = $"""
        update portal.jobs set tries = tries + 1, run_after = now() + {Lease}
        where id = (select id from portal.jobs where id = $1 and done_at is null and run_after <= now() for update skip locked)
        returning id, kind, municipality_id, subject_id, person_id, tries, last_error
        """;

    /// <summary>The first municipality after this one, in the order of their ids, for which something is due.</summary>
    public async Task<Guid?> NextTurnAsync(Guid after, CancellationToken cancel)
    {
        await using var next = Command(NextTurn, after);
        return await next.ExecuteScalarAsync(cancel) as Guid?;
    }

    /// <summary>
    /// The oldest due job of the municipality that nobody works on; none when all are taken, or about what is being worked on.
    /// </summary>
    public Task<TakenJob?> TakeAsync(Guid municipality, Guid[] workedOn, CancellationToken cancel) =>
        TakenAsync(Command(Take, municipality, workedOn), cancel);

    /// <summary>This job, if it is due and nobody works on it.</summary>
    public Task<TakenJob?> TakeAsync(Guid job, CancellationToken cancel) => TakenAsync(Command(TakeOne, job), cancel);

    private static async Task<TakenJob?> TakenAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var take = command;
        await using var reader = await take.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new(reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetGuid(3),
            await reader.IsDBNullAsync(4, cancel) ? null : reader.GetGuid(4), reader.GetInt32(5),
            await reader.IsDBNullAsync(6, cancel) ? null : reader.GetString(6));
    }

    /// <summary>
    /// How a job stands that was taken, by this node or another. One that failed has said why and waits for its next try.
    /// </summary>
    public async Task<JobStanding> StandingAsync(Guid job, CancellationToken cancel)
    {
        await using var look = Command(
            "select case when done_at is not null then 'Done' when last_error is null and tries > 0 then 'AtWork' else 'Waits' end from portal.jobs where id = $1",
            job);
        return Enum.Parse<JobStanding>((string)(await look.ExecuteScalarAsync(cancel))!);
    }

    public Task RenewAsync(Guid job, CancellationToken cancel) =>
        RunAsync($"update portal.jobs set run_after = greatest(run_after, now() + {Lease}) where id = $1 and done_at is null", cancel, job);

    public Task DoneAsync(Guid job, CancellationToken cancel) =>
        RunAsync("update portal.jobs set done_at = now(), last_error = null where id = $1", cancel, job);

    /// <summary>Half a minute, then twice as long each time, about four hours in all; then once a day.</summary>
    public Task FailedAsync(Guid job, string error, CancellationToken cancel) => RunAsync(
        $"update portal.jobs set last_error = $2, run_after = now() + case when tries >= {GivenUpAfter} then interval '1 day' else interval '30 seconds' * power(2, tries - 1) end where id = $1 and done_at is null",
        cancel, job, error);

    /// <summary>
    /// It never got to its work: a row was held by somebody, the database went away, or the portal stops. That is no try.
    /// </summary>
    public Task HandBackAsync(Guid job, TimeSpan after, CancellationToken cancel) =>
        RunAsync("update portal.jobs set tries = greatest(tries - 1, 0), run_after = now() + $2 where id = $1 and done_at is null", cancel,
            job, after);

    public Task ForgetAsync(CancellationToken cancel) => RunAsync("select portal.delete_old_keys_and_jobs()", cancel);

    private async Task RunAsync(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = sources[ActorKind.Checker].CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
