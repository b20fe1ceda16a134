using Npgsql;

namespace MentorMarket.Web.Mediation;

/// <summary>
/// The only place where a transaction begins. Sets who acts with the first statement, runs the handler, saves once,
/// appends the evidence last and commits. A query runs READ ONLY, unless it leaves evidence itself.
/// </summary>
public sealed class UnitOfWork<TRequest, TResponse>(PortalDb db, CurrentActor current, EvidenceLog evidence, OnceKey once)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        // What the outer one began would be ended by the inner.
        if (db.Database.CurrentTransaction is not null) throw new InvalidOperationException("A unit of work is not begun within another.");
        try
        {
            return await DoAsync(request, next, cancel);
        }
        // Another unit of work saved in the same moment: it changed the row, or wrote the one that there can only be one of. A handler
        // that has a better word for its own case catches this before.
        catch (Exception e) when (e is DbUpdateConcurrencyException
            || (e is DbUpdateException ? e.InnerException : e) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new RuleViolation(Rule.ConcurrentChange);
        }
        finally
        {
            db.Unsaid = null;
            if (db.Database.CurrentTransaction is { } open) await open.DisposeAsync();
        }
    }

    private async Task<TResponse> DoAsync(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancel)
    {
        var changes = request is ICommand<TResponse>;
        var writes = changes || request is IDisclosingQuery<TResponse>;
        await BeginAsync(request is IBeginsTogether, writes, cancel);

        var (hasKey, repeated) = changes ? await once.TakeAsync(db, current.Required, request, cancel) : default;
        if (repeated is not null) return repeated.Outcome<TResponse>();

        var response = await next();

        var happened = changes ? db.ChangeTracker.Entries<IRecordsEvents>().SelectMany(e => e.Entity.Events).ToList() : [];
        var saved = changes ? await db.SaveChangesAsync(cancel) : 0;
        happened.AddRange(evidence.Recorded);
        if (saved > 0 && happened.Count == 0)
        {
            throw new InvalidOperationException($"{typeof(TRequest).FullName} changed {saved} rows without evidence.");
        }
        if (!writes && happened.Count > 0)
        {
            throw new InvalidOperationException(
                $"{typeof(TRequest).FullName} notes what was read, but is no disclosing query: the note would be lost.");
        }
        await EndAsync(hasKey, response, happened, cancel);
        return response;
    }

    private async Task EndAsync(bool hasKey, TResponse response, List<CaseEvent> happened, CancellationToken cancel)
    {
        if (!hasKey && happened.Count == 0)
        {
            await db.Database.CommitTransactionAsync(cancel);
            return;
        }
        await using var last = db.Batch();
        if (hasKey) once.Keep(last, response);
        EvidenceLog.Append(last, happened);
        // In the same round trip: where one of these fails, what comes after it is not done, and so not committed.
        last.BatchCommands.Add(new("commit"));
        await last.ExecuteNonQueryAsync(cancel);
    }

    // A connection that waited in the pool may be dead. Nothing has been done yet, so it is safe to take another one.
    private async Task BeginAsync(bool together, bool writes, CancellationToken cancel)
    {
        // A save that failed ends the unit of work: nobody goes on from before it.
        db.Database.AutoSavepointsEnabled = false;
        await BeginTransactionAsync(cancel);
        if (together)
        {
            db.WillActAs(current.Required, writes, () => BeginAgainAsync(cancel));
            return;
        }
        for (var again = 0; ; again++)
        {
            try
            {
                await db.ActAsAsync(current.Required, writes, cancel);
                return;
            }
            catch (NpgsqlException) when (again < 2 && db.IsAway)
            {
                await BeginAgainAsync(cancel);
            }
        }
    }

    private async Task BeginTransactionAsync(CancellationToken cancel) =>
        await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancel);

    private async Task BeginAgainAsync(CancellationToken cancel)
    {
        await db.Database.CurrentTransaction!.DisposeAsync();
        await db.Database.GetDbConnection().CloseAsync();
        await BeginTransactionAsync(cancel);
    }
}
