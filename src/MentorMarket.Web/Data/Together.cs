using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// Several questions that do not wait for each other's answers, sent to the database in one round trip. Each is written as it would
/// be alone; it begins, and waits where it would be sent until all of them are.
/// </summary>
/// <example><code>
/// var together = new Together(db);
/// var lines = together.Ask(() => db.InvoiceLines.Where(...).ToListAsync(cancel));
/// var checks = together.Ask(() => db.Checks.Where(...).ToListAsync(cancel));
/// await together.SendAsync(cancel);
/// return new(await lines, await checks);
/// </code></example>
internal sealed class Together(PortalDb db)
{
    private readonly List<Waiting> waiting = [];

    private sealed record Waiting(NpgsqlBatchCommand Statement)
    {
        public TaskCompletionSource<DbDataReader> Answer { get; } = new();
        public Task Question { get; set; } = Task.CompletedTask;
    }

    /// <param name="question">One query of this unit of work; it must not wait for anything before it is sent.</param>
    public Task<T> Ask<T>(Func<Task<T>> question)
    {
        var before = waiting.Count;
        db.Together = this;
        try
        {
            var asked = question();
            if (waiting.Count != before + 1)
            {
                throw new InvalidOperationException("Not one query, or one that waits for something before it is sent.");
            }
            waiting[^1].Question = asked;
            return asked;
        }
        finally
        {
            db.Together = null;
        }
    }

    /// <summary>A statement written by hand, with positional parameters.</summary>
    public Task<T> Ask<T>(Func<DbDataReader, Task<T>> read, string sql, params ReadOnlySpan<object> values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values) statement.Parameters.Add(new() { Value = value });
        return Ask(async () =>
        {
            await using var rows = await WaitAsync(statement);
            return await read(rows);
        });
    }

    /// <summary>
    /// For the rest of this transaction a statement is planned once for each connection, and not for each set of values again. Where every
    /// question looks up some rows by their keys, to plan takes longer than to answer.
    /// </summary>
    public void PlanOnce(CancellationToken cancel) =>
        _ = Ask(read => read.ReadAsync(cancel), "select set_config('plan_cache_mode', 'force_generic_plan', true)");

    /// <summary>Each gets its answer, in the order in which they were asked.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        var unsaid = db.Unsaid;
        var isSaid = unsaid is null;
        try
        {
            db.Unsaid = null;
            await using var batch = db.Batch();
            // Who acts is said first, if it is not said yet.
            if (unsaid is { } first) batch.BatchCommands.Add(first.Say);
            foreach (var each in waiting) batch.BatchCommands.Add(each.Statement);
            await using var answers = await AnswersAsync(batch, unsaid?.BeginAgain, cancel);
            isSaid = true;
            if (unsaid is not null) await answers.NextResultAsync(cancel);
            foreach (var each in waiting)
            {
                each.Answer.SetResult(new Part(answers));
                await each.Question;
                await answers.NextResultAsync(cancel);
            }
        }
        catch (Exception e)
        {
            // Nothing went out: whatever is asked next is still refused until it is said who acts.
            if (!isSaid) db.Unsaid = unsaid;
            // Whoever still waits fails with what the first failed with, and nobody is left waiting.
            foreach (var each in waiting.Where(w => w.Answer.TrySetException(e))) await Task.WhenAny(each.Question);
            throw;
        }
    }

    // The connection may have died while it waited in the pool. Before anything has been said, it is safe to take another one.
    private async Task<NpgsqlDataReader> AnswersAsync(NpgsqlBatch batch, Func<Task>? beginAgain, CancellationToken cancel)
    {
        for (var again = 0; ; again++)
        {
            try
            {
                return await batch.ExecuteReaderAsync(cancel);
            }
            catch (NpgsqlException) when (again < 2 && beginAgain is not null && db.IsAway)
            {
                await beginAgain();
                batch.Transaction = db.Transaction;
            }
        }
    }

    private Task<DbDataReader> WaitAsync(NpgsqlBatchCommand statement)
    {
        waiting.Add(new(statement));
        return waiting[^1].Answer.Task;
    }

    // A parameter belongs to one command: what is held back gives them away.
    private static NpgsqlBatchCommand Statement(NpgsqlCommand command)
    {
        var statement = new NpgsqlBatchCommand(command.CommandText);
        var parameters = command.Parameters.ToArray();
        command.Parameters.Clear();
        foreach (var parameter in parameters) statement.Parameters.Add(parameter);
        return statement;
    }

    /// <summary>Holds back a query that is asked together with others.</summary>
    internal sealed class HoldsBack : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
                CancellationToken cancellationToken = default) =>
            eventData.Context is PortalDb { Together: { } together }
                ? InterceptionResult<DbDataReader>.SuppressWithResult(await together.WaitAsync(Statement((NpgsqlCommand)command))) : result;
    }

    /// <summary>The rows of one question among the answers to all: whoever has read them closes nothing that the next one needs.</summary>
    [SuppressMessage("Naming", "CA1710", Justification = "A reader, and a collection only to those who ask for it as one.")]
    [SuppressMessage("Design", "CA1010", Justification = "As above.")]
    private sealed class Part(NpgsqlDataReader answers) : DbDataReader
    {
        private bool isClosed;

        public override int Depth => answers.Depth;
        public override int FieldCount => answers.FieldCount;
        public override bool HasRows => answers.HasRows;
        public override bool IsClosed => isClosed;
        public override int RecordsAffected => answers.RecordsAffected;
        public override object this[int ordinal] => answers[ordinal];
        public override object this[string name] => answers[name];

        public override bool Read() => answers.Read();
        public override Task<bool> ReadAsync(CancellationToken cancellationToken) => answers.ReadAsync(cancellationToken);
        public override bool NextResult() => false;
        public override Task<bool> NextResultAsync(CancellationToken cancellationToken) => Task.FromResult(false);
        public override void Close() => isClosed = true;

        public override Task CloseAsync()
        {
            Close();
            return Task.CompletedTask;
        }

        public override bool GetBoolean(int ordinal) => answers.GetBoolean(ordinal);
        public override byte GetByte(int ordinal) => answers.GetByte(ordinal);
        public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
            answers.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);
        public override char GetChar(int ordinal) => answers.GetChar(ordinal);
        public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
            answers.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);
        public override string GetDataTypeName(int ordinal) => answers.GetDataTypeName(ordinal);
        public override DateTime GetDateTime(int ordinal) => answers.GetDateTime(ordinal);
        public override decimal GetDecimal(int ordinal) => answers.GetDecimal(ordinal);
        public override double GetDouble(int ordinal) => answers.GetDouble(ordinal);
        public override IEnumerator GetEnumerator() => answers.GetEnumerator();
        public override Type GetFieldType(int ordinal) => answers.GetFieldType(ordinal);
        public override T GetFieldValue<T>(int ordinal) => answers.GetFieldValue<T>(ordinal);
        public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken) =>
            answers.GetFieldValueAsync<T>(ordinal, cancellationToken);
        public override float GetFloat(int ordinal) => answers.GetFloat(ordinal);
        public override Guid GetGuid(int ordinal) => answers.GetGuid(ordinal);
        public override short GetInt16(int ordinal) => answers.GetInt16(ordinal);
        public override int GetInt32(int ordinal) => answers.GetInt32(ordinal);
        public override long GetInt64(int ordinal) => answers.GetInt64(ordinal);
        public override string GetName(int ordinal) => answers.GetName(ordinal);
        public override int GetOrdinal(string name) => answers.GetOrdinal(name);
        public override string GetString(int ordinal) => answers.GetString(ordinal);
        public override object GetValue(int ordinal) => answers.GetValue(ordinal);
        public override int GetValues(object[] values) => answers.GetValues(values);
        public override bool IsDBNull(int ordinal) => answers.IsDBNull(ordinal);
        public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) =>
            answers.IsDBNullAsync(ordinal, cancellationToken);
    }
}
