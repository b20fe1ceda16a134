namespace MentorMarket.Web.Tests.Pages;

/// <summary>Many cases like one of the world's, for pages that count or list them.</summary>
internal static class Crowd
{
    /// <summary>All but the last day, which the database fills in itself and takes from nobody.</summary>
    internal const string AssignmentColumns =
        "id, municipality_id, grant_id, citizen_id, number, status, target_group, starts_on, ends_on, ended_on, hours_per_week, total_hours, rate, price_ceiling, published_by, published_at, offered_to, provider_id, accepted_by, accepted_at";

    private const string Sql = """
        set session_replication_role = replica;
        insert into portal.citizens
        select (jsonb_populate_record(c, jsonb_build_object('id', md5('c' || '{name}' || n), 'number', 'B-{name}-' || n))).*
        from portal.citizens c, generate_series(1, {count}) n where c.id = '{citizen}';
        insert into portal.grants
        select (jsonb_populate_record(g, jsonb_build_object('id', md5('g' || '{name}' || n), 'citizen_id', md5('c' || '{name}' || n), 'number', 'G-{name}-' || n) || '{terms}')).*
        from portal.grants g, generate_series(1, {count}) n where g.id = '{grant}';
        insert into portal.assignments ({columns})
        select {columns} from (select (jsonb_populate_record(a, jsonb_build_object('id', md5('a' || '{name}' || n), 'grant_id', md5('g' || '{name}' || n), 'citizen_id', md5('c' || '{name}' || n), 'number', 'A-{name}-' || n))).*
        from portal.assignments a, generate_series(1, {count}) n where a.id = '{assignment}') crowd;
        """;

    /// <summary>So many copies of a case; <paramref name="terms"/> are columns of the grant, as JSON.</summary>
    public static Task AddAsync(TestDatabase database, World.Case like, string name, int count, string terms = "{}") =>
        RunAsync(database, Sql.Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{count}", count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{citizen}", like.Citizen.ToString(), StringComparison.Ordinal)
                .Replace("{grant}", like.Grant.ToString(), StringComparison.Ordinal)
            .Replace("{assignment}", like.Assignment.ToString(), StringComparison.Ordinal)
                .Replace("{columns}", AssignmentColumns, StringComparison.Ordinal).Replace("{terms}", terms, StringComparison.Ordinal));

    /// <summary>What came of the first so many of them, when the support ended.</summary>
    public static Task CameAsync(TestDatabase database, World.Case like, string name, string result, int from, int count) =>
        RunAsync(database, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            set session_replication_role = replica;
            insert into portal.outcomes
            select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'grant_id', md5('g' || '{name}' || n), 'stage', 'AtEnd', 'result', '{result}'))).*
            from portal.outcomes o, generate_series({from}, {from + count - 1}) n where o.id = '{like.Outcome}'
            """));

    public static async Task RunAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql + "; set session_replication_role = origin; analyze", connection);
        await command.ExecuteNonQueryAsync();
    }
}
