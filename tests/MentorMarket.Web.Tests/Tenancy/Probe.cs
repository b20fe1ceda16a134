namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>What the database answered: rows touched, keys read, or the state it refused with.</summary>
public sealed record Answer(long Rows, string[] Keys, string? State);

/// <summary>One statement and what is wrong with the answer, if anything.</summary>
public sealed record Probe(string Table, string Sql, Func<Answer, string?> Judge)
{
    private const string Refused = "42501";

    public static Probe Reads(string table, string sql, IEnumerable<string> expected)
    {
        var promised = expected.ToHashSet(StringComparer.Ordinal);
        return new(table, sql, a => a.State switch
        {
            null when promised.SetEquals(a.Keys) => null,
            Refused when promised.Count == 0 => null,
            null => $"reads {a.Keys.Except(promised).Count()} rows too many and {promised.Except(a.Keys).Count()} too few",
            _ => $"is refused {promised.Count} rows with {a.State}",
        });
    }

    public static Probe Changes(string table, string sql, int expected) => new(table, sql, a => a.State switch
    {
        null when a.Rows == expected => null,
        Refused when expected == 0 => null,
        null => $"changes {a.Rows} rows instead of {expected}",
        _ => $"cannot change rows: {a.State}",
    });

    // A violated key or check (class 23) means that the policy let the row pass: it is asked first.
    public static Probe Adds(string table, string sql, bool allowed) => new(table, sql, a => (allowed, a.State) switch
    {
        (true, null) => null,
        (true, ['2', '3', ..]) => null,
        (false, Refused) => null,
        (true, _) => $"cannot add a row: {a.State}",
        (false, _) => $"adds a row that is not its own ({a.State ?? "done"})",
    });

    /// <summary>Done without any complaint.</summary>
    public static Probe Succeeds(string table, string sql) => new(table, sql, a => a.State is null ? null : $"cannot: {a.State}");

    /// <summary>Refused for want of privilege or by a policy, and by nothing else.</summary>
    public static Probe IsRefused(string table, string sql) =>
        new(table, sql, a => a.State == Refused ? null : $"is not refused ({a.State ?? $"{a.Rows} rows"})");
}
