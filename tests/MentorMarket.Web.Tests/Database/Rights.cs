namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// What every login may do, as one frozen table: login, table, right and column, and the functions it may call. A right that a
/// migration gives by mistake is found here whether or not any question is asked about it.
/// </summary>
public static class Rights
{
    private const string Granted = """
        select login || ' ' || c.relname || ' ' || lower(kind), a.attname::text
        from unnest(array['mm_auditor', 'mm_checker', 'mm_citizen', 'mm_municipality', 'mm_operator', 'mm_platform', 'mm_provider', 'mm_signin']) login
        cross join (select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'portal' where c.relkind in ('r', 'p', 'v', 'm')) c
        cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) kind
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where has_column_privilege(login, c.oid, a.attnum, kind)
        union all
        select login || ' ' || c.relname || ' table', lower(kind)
        from unnest(array['mm_auditor', 'mm_checker', 'mm_citizen', 'mm_municipality', 'mm_operator', 'mm_platform', 'mm_provider', 'mm_signin']) login
        cross join (select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'portal' where c.relkind in ('r', 'p', 'v', 'm')) c
        cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) kind
        where has_table_privilege(login, c.oid, kind)
        union all
        select login || ' functions execute', p.proname::text
        from unnest(array['mm_auditor', 'mm_checker', 'mm_citizen', 'mm_municipality', 'mm_operator', 'mm_platform', 'mm_provider', 'mm_signin']) login
        cross join pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'portal'
        where has_function_privilege(login, p.oid, 'EXECUTE')
        """;

    /// <summary>Where a test leaves what is granted when it is not what is frozen.</summary>
    public static string Actual => Path.Combine(AppContext.BaseDirectory, "Rights.actual.txt");

    /// <summary>Each right as "login table kind column".</summary>
    public static async Task<IReadOnlySet<string>> GrantedAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Granted, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rights = new SortedSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) rights.Add($"{reader.GetString(0)} {reader.GetString(1)}");
        return rights;
    }

    private static string FrozenFile => Path.Combine(Source.Root, "tests", "MentorMarket.Web.Tests", "Database", "Rights.txt");

    public static IReadOnlySet<string> Frozen() => Read(File.ReadAllLines(FrozenFile));

    /// <summary>One line per login, table and kind, with the columns in the order of the alphabet.</summary>
    public static IEnumerable<string> Lines(IReadOnlySet<string> rights) => File.ReadLines(FrozenFile).TakeWhile(l => l.StartsWith('#'))
        .Concat(
        rights.Select(r => (What: r[..r.LastIndexOf(' ')], Column: r[(r.LastIndexOf(' ') + 1)..])).GroupBy(r => r.What, r => r.Column)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}: {string.Join(' ', g.Order(StringComparer.Ordinal))}"));

    public static IReadOnlyList<string> Differences(IReadOnlySet<string> frozen, IReadOnlySet<string> granted) =>
        [.. granted.Except(frozen).Select(r => "+ " + r), .. frozen.Except(granted).Select(r => "- " + r)];

    private static SortedSet<string> Read(IEnumerable<string> lines) =>
        new(lines.Where(l => l.StartsWith("mm_", StringComparison.Ordinal))
            .SelectMany(l => l.Split(": ", 2)[1].Split(' ').Select(column => $"{l.Split(": ", 2)[0]} {column}")), StringComparer.Ordinal);
}
