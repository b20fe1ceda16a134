namespace MentorMarket.Web.Tests.Database;

/// <summary>Rows to be inserted as the owner of the schema, past every policy, in one transaction.</summary>
public sealed class Rows
{
    private readonly List<(string Sql, object?[] Values)> statements = [];

    public void Add(string table, params (string Column, object? Value)[] row) =>
        statements.Add((
            $"insert into portal.{table} ({string.Join(", ", row.Select(c => c.Column))}) values ({string.Join(", ", row.Select((_, i) => $"${i + 1}"))})",
            [.. row.Select(c => c.Value)]));

    public void Run(string sql, params object?[] values) => statements.Add((sql, values));

    public async Task SaveAsync(string migrator)
    {
        // Not pooled: a template that anybody is connected to cannot be copied.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(migrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        statements.Clear();
    }
}
