using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MentorMarket.Web.Tests.Database;

/// <summary>How PostgreSQL read a table in one step of a plan.</summary>
/// <param name="Rows">In one pass: found, or read and thrown away. A look-up that finds nothing reads one.</param>
/// <param name="Index">By which index, and by what of it; empty where there is none.</param>
internal sealed record TableRead(string Table, string How, double Rows, double Passes, string Index, string Condition)
{
    public double All => Rows * Passes;
}

/// <summary>One statement as the server ran it.</summary>
internal sealed record ToldPlan(string Statement, double Milliseconds, IReadOnlyList<TableRead> Reads)
{
    private const string Relation = "Relation Name";

    public static ToldPlan Of(double milliseconds, string json)
    {
        using var told = JsonDocument.Parse(json);
        var reads = new List<TableRead>();
        Walk(told.RootElement.GetProperty("Plan"), "", reads);
        return new(told.RootElement.GetProperty("Query Text").GetString()!, milliseconds, reads);
    }

    private static void Walk(JsonElement node, string table, List<TableRead> reads)
    {
        var how = node.GetProperty("Node Type").GetString()!;
        if (node.TryGetProperty(Relation, out var relation)) table = relation.GetString()!;
        // Which rows of an index a bitmap takes is told apart from the rows of the table that it leads to.
        if (how.EndsWith("Scan", StringComparison.Ordinal) && table.Length > 0 && Number(node, "Actual Loops") is > 0 and var passes)
        {
            var rows = Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck");
            reads.Add(new(table, how, Math.Max(rows, 1), passes, Words(node, "Index Name"), Words(node, "Index Cond")));
        }
        if (!node.TryGetProperty("Plans", out var children)) return;
        foreach (var child in children.EnumerateArray()) Walk(child, how.StartsWith("Bitmap", StringComparison.Ordinal) ? table : "", reads);
    }

    private static string Words(JsonElement node, string name) => node.TryGetProperty(name, out var words) ? words.GetString()! : "";

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var number) ? number.GetDouble() : 0;
}

/// <summary>
/// The plans of the statements that a database is sent, with the rows that each step read, as <c>auto_explain</c> writes them into
/// the server's log: those of statements within functions too.
/// </summary>
internal sealed partial class ToldPlans(TestDatabase database)
{
    private static readonly string[] Settings =
    [
        "session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_nested_statements = on",
        "auto_explain.log_format = json", "auto_explain.log_analyze = on", "auto_explain.log_timing = off",
    ];

    /// <summary>From now on, for every connection that begins.</summary>
    public async Task BeginAsync()
    {
        await using var administrator = await OpenAsync();
        foreach (var setting in Settings)
        {
            await using var command = new NpgsqlCommand($"alter database \"{database.Name}\" set {setting}", administrator);
            await command.ExecuteNonQueryAsync();
        }
        foreach (var connection in database.Logins.Values.Append(database.Migrator))
        {
            await using var pooled = new NpgsqlConnection(connection);
            NpgsqlConnection.ClearPool(pooled);
        }
    }

    /// <summary>Of all statements that were run while this was done.</summary>
    public async Task<IReadOnlyList<ToldPlan>> WhileAsync(Func<Task> done)
    {
        await using var administrator = await OpenAsync();
        var (file, from) = await EndOfLogAsync(administrator);
        await done();
        // The log is written by another process: it is complete when a statement that came later stands in it.
        var mark = Guid.CreateVersion7().ToString();
        await MarkAsync(mark);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await using var read = new NpgsqlCommand("select convert_from(pg_read_binary_file($1, $2, 1000000000), 'UTF8')", administrator)
            {
                Parameters = { new() { Value = file }, new() { Value = from } },
            };
            var log = (string)(await read.ExecuteScalarAsync())!;
            if (log.Contains(mark, StringComparison.Ordinal))
            {
                // Of that one the end may still be missing.
                return [.. Entry().Matches(log).Where(entry => !entry.Value.Contains(mark, StringComparison.Ordinal)).Select(Read)];
            }
            // At midnight the server begins another file.
            if (await EndOfLogAsync(administrator) is var (now, _) && now != file) (file, from) = (now, 0);
            else await Task.Delay(10);
        }
        throw new InvalidOperationException("The server's log does not go on.");
    }

    // Over a connection that began after BeginAsync: an older one tells of nothing.
    private async Task MarkAsync(string mark)
    {
        await using var connection = new NpgsqlConnection(database.Migrator + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select '{mark}'", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static ToldPlan Read(Match entry) => ToldPlan.Of(double.Parse(entry.Groups["ms"].Value, CultureInfo.InvariantCulture),
        entry.Groups["json"].Value);

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<(string File, long Size)> EndOfLogAsync(NpgsqlConnection administrator)
    {
        await using var size = new NpgsqlCommand("select f, (pg_stat_file(f)).size from pg_current_logfile() f", administrator);
        await using var row = await size.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetString(0), row.GetInt64(1));
    }

    // The lines after the first of an entry begin with a tab.
    [GeneratedRegex(@"duration: (?<ms>[\d.]+) ms  plan:\n(?<json>(?:\t.*\n)+)")]
    private static partial Regex Entry();
}
