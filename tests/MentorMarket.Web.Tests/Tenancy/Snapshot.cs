namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>What stands in every table, as a hash, and the whole of it as text.</summary>
internal sealed record Snapshot(IReadOnlyDictionary<string, string> Hashes)
{
    /// <summary>Tables that reading changes: events of disclosure, the portal's keys, and what is counted.</summary>
    public static IReadOnlyList<string> ByReading { get; } = ["evidence_events has changed", "evidence_payloads has changed",
        "data_protection_keys has changed", "sign_in_attempts has changed"];

    public static async Task<Snapshot> TakeAsync(TestDatabase database) =>
        new(await AskAsync(database, "md5(string_agg(t::text, '|' order by t::text))"));

    /// <summary>Whether a word stands anywhere in the database.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TestDatabase database, string word) =>
        [.. (await AskAsync(database, $"count(*) filter (where t::text like '%{word}%')::text")).Where(t => t.Value != "0")
            .Select(t => t.Key)];

    public IReadOnlyList<string> ChangesSince(Snapshot before) =>
        // Whatever is refused leaves a trace, and is asked for by tests of its own.
        [.. Hashes.Where(h => h.Key != "security_events" && before.Hashes[h.Key] != h.Value).Select(h => $"{h.Key} has changed")];

    private static async Task<IReadOnlyDictionary<string, string>> AskAsync(TestDatabase database, string expression)
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        await using var list = new NpgsqlCommand("select array_agg(tablename::text) from pg_tables where schemaname = 'portal'",
            connection);
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in (string[])(await list.ExecuteScalarAsync())!)
        {
            await using var ask = new NpgsqlCommand($"select coalesce({expression}, '') from portal.{table} t", connection);
            answers[table] = (string)(await ask.ExecuteScalarAsync())!;
        }
        return answers;
    }
}
