using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MentorMarket.Web.Tests.Tenancy;

/// <summary>
/// Asks the database as every visitor about every table, without EF, and compares the answers with the promise. Each
/// visitor's questions go in one round trip and are undone one by one; what is wrong comes back as data, so that a
/// mutated policy can be judged hundreds of times in a minute.
/// </summary>
public sealed class IsolationSuite
{
    private const string Install = """
        create schema probe;
        grant usage on schema probe to public;
        create function probe.run(statements text[]) returns table (answer bigint, keys text[], state text) language plpgsql as $$
        declare statement text;
        begin
            foreach statement in array statements loop
                answer := null; keys := null; state := null;
                begin
                    if statement like 'select %' then execute statement into keys; else execute statement; end if;
                    get diagnostics answer = row_count;
                    raise exception 'undo' using errcode = 'UNDO1';
                exception when others then
                    if sqlstate <> 'UNDO1' then state := sqlstate; end if;
                end;
                return next;
            end loop;
        end $$;
        grant execute on function probe.run(text[]) to public;
        insert into portal.data_protection_keys (id, friendly_name, xml) values ('00000000-0000-7000-8000-000000000001', 'probe', '<key />');
        """;

    private readonly TestDatabase database;
    private readonly World world;
    private readonly Promise promise;
    private readonly Dictionary<(string Table, string Key), JsonObject> rows = [];
    private readonly Dictionary<(string Login, string Table), string[]> changeable = [];
    private readonly Dictionary<string, List<Probe>> probes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NpgsqlConnection> connections = new(StringComparer.Ordinal);

    private IsolationSuite(TestDatabase database)
    {
        this.database = database;
        world = database.World;
        promise = new Promise(world);
        Visitors = Visitor.All(world);
    }

    public IReadOnlyList<Visitor> Visitors { get; }

    public IReadOnlyList<string> TableNames { get; private set; } = [];

    public int Count => probes.Values.Sum(p => p.Count);

    public static async Task<IsolationSuite> PrepareAsync(TestDatabase database)
    {
        var suite = new IsolationSuite(database);
        await using (var administrator = new NpgsqlConnection(database.Administrator))
        {
            await administrator.OpenAsync();
            await using var install = new NpgsqlCommand(Install + OverForOneReason(database.World), administrator);
            await install.ExecuteNonQueryAsync();
        }
        await suite.LearnAsync();
        foreach (var visitor in suite.Visitors)
        {
            suite.probes[visitor.Name] = [.. suite.ProbesOf(visitor)];
            if (!suite.connections.ContainsKey(visitor.Login)) suite.connections[visitor.Login] = await database.OpenAsync(visitor.Login);
        }
        return suite;
    }

    // Each course that is over is so for one reason: its last day is past (RunOut), it was ended early within its period, or its
    // status says so. Otherwise a condition that is left out would be made up for by another.
    private static string OverForOneReason(World w) => $"""
        set session_replication_role = replica;
        update portal.assignments set status = 'Accepted' where id = '{w.Ended.Assignment}';
        update portal.assignments set ends_on = portal.today() + 30, ended_on = null where id = '{w.ElsewhereEnded.Assignment}';
        reset session_replication_role;
        """;

    /// <summary>What the database answers otherwise than promised; only of these logins, if any are named.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync(IReadOnlyCollection<string>? logins = null, string? table = null,
        bool firstIsEnough = false)
    {
        var found = new List<string>();
        foreach (var visitor in Visitors.Where(v => logins is null || logins.Contains(v.Login)))
        {
            var asked = table is null ? probes[visitor.Name] : probes[visitor.Name].Where(p => p.Table == table).ToList();
            await foreach (var violation in AskAsync(visitor, asked)) found.Add(violation);
            if (firstIsEnough && found.Count > 0) break;
        }
        return found;
    }

    private async IAsyncEnumerable<string> AskAsync(Visitor visitor, List<Probe> asked)
    {
        var connection = connections[visitor.Login];
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("select set_config('app.tenant', $1, true), set_config('app.person', $2, true), set_config('app.citizen', $3, true)")
                {
                    Parameters =
                    {
                        new() { Value = visitor.Tenant?.Id.ToString() ?? "" },
                        new() { Value = visitor.Person?.ToString() ?? "" },
                        new() { Value = visitor.Citizen?.Citizen.ToString() ?? "" },
                    },
                },
                new("select * from probe.run($1)") { Parameters = { new() { Value = asked.Select(p => p.Sql).ToArray() } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        foreach (var probe in asked)
        {
            await reader.ReadAsync();
            var answer = new Answer(
                await reader.IsDBNullAsync(0) ? 0 : reader.GetInt64(0),
                await reader.IsDBNullAsync(1) ? [] : reader.GetFieldValue<string[]>(1),
                await reader.IsDBNullAsync(2) ? null : reader.GetString(2));
            if (probe.Judge(answer) is { } wrong)
            {
                yield return $"{visitor}: {probe.Table}: {wrong} [{(probe.Sql.Length > 160 ? probe.Sql[..160] : probe.Sql)}]";
            }
        }
    }

    private IEnumerable<Probe> ProbesOf(Visitor who)
    {
        foreach (var table in TableNames)
        {
            var key = Tables.Key(table);
            var expected = Tables.SignInOnly.Contains(table) && who.Login == "mm_signin"
                ? rows.Keys.Where(r => r.Table == table).Select(r => r.Key)
                : promise.Seen(who, table);
            yield return Probe.Reads(table, $"select array_agg(distinct {key}::text) from portal.{table}", expected);
            if (Tables.SignInOnly.Contains(table) && who.Login == "mm_signin") continue;

            foreach (var column in changeable.GetValueOrDefault((who.Login, table), []))
            {
                var changed = table is "memberships" && who.Login == "mm_signin" ? world.Parties.Sum(p => p.People.Count)
                    : table is "memberships" ? who.Tenant?.People.Count ?? 0
                    : promise.Changed(who, table).Count();
                yield return Probe.Changes(table, $"update portal.{table} set {column} = {column}", changed);
            }
            yield return Probe.Changes(table, $"delete from portal.{table}", 0);
            foreach (var probe in Additions(who, table)) yield return probe;
        }
        foreach (var probe in ParticularProbes.Of(who, world, (table, row) => rows[(table, row)])) yield return probe;
    }

    private IEnumerable<Probe> Additions(Visitor who, string table)
    {
        if (Tables.OfCases.ContainsKey(table))
        {
            foreach (var c in world.Cases)
            {
                foreach (var row in Tables.KeysOf(table, c).Take(1))
                {
                    yield return Probe.Adds(table, Copy(table, rows[(table, row)]), promise.MayAdd(who, table, c));
                    // The own name under a row of others is not enough.
                    if (who.Person is { } person && c.Municipality != who.Tenant && c.Provider != who.Tenant)
                    {
                        yield return Probe.Adds(table, Copy(table, Signed(rows[(table, row)], person)), promise.MayAdd(who, table, c));
                    }
                }
            }
        }
        else if (table is "memberships" or "invitations" or "municipal_settings" or "grant_settings" or "deputies" or "import_mappings"
            or "organisation_contacts")
        {
            foreach (var p in world.Parties.Where(p => rows.ContainsKey((table, p.Id.ToString()))))
            {
                yield return Probe.Adds(table, Copy(table, rows[(table, p.Id.ToString())]), promise.MayAdd(who, table, p));
            }
        }
        else if (table == "applications")
        {
            foreach (var p in world.Parties)
            {
                yield return Probe.Adds(table, Copy(table, rows[(table, p.Application.ToString())]), promise.MayAdd(who, table, p));
            }
        }
        else if (table == "once_keys")
        {
            foreach (var p in world.Parties)
            {
                yield return Probe.Adds(table, Copy(table, rows[(table, p.OnceKey)]), promise.MayAdd(who, table, p));
            }
            yield return Probe.Adds(table, Copy(table, rows[(table, world.Live.OnceKey)]), who.Login == "mm_citizen"
                && who.Citizen == world.Live && who.Tenant == world.Gribskov);
        }
        else if (Promise.Reminders.Contains(table))
        {
            foreach (var p in new[] { world.Gribskov, world.Hilleroed })
            {
                yield return Probe.Adds(table, Copy(table, rows[(table, Promise.Reminder(table, p))]), promise.MayAdd(who, table, p));
            }
        }
        else if (table == "engagements")
        {
            yield return Probe.Adds(table, Copy(table, rows[(table, world.Engagement.ToString())]), who.Login == "mm_municipality"
                && who.Tenant == world.Gribskov);
            yield return Probe.Adds(table, Copy(table, rows[(table, world.RevokedEngagement.ToString())]), who.Login == "mm_municipality"
                && who.Tenant == world.Hilleroed);
        }
        else
        {
            yield return Probe.Adds(table, Copy(table, rows.First(r => r.Key.Table == table).Value), false);
        }
    }

    private static JsonObject Signed(JsonObject row, Guid person)
    {
        var signed = row.DeepClone().AsObject();
        foreach (var column in new[] { "registered_by", "submitted_by", "approved_by", "accepted_by", "recorded_by" })
        {
            if (signed.ContainsKey(column)) signed[column] = person.ToString();
        }
        return signed;
    }

    /// <summary>An insert of the row once more, with keys of its own where they are single.</summary>
    internal static string Copy(string table, JsonObject row)
    {
        var copy = row.DeepClone().AsObject();
        var mark = Guid.CreateVersion7().ToString();
        foreach (var column in new[] { "id", "number", "key", "token_hash" })
        {
            if (copy.ContainsKey(column) && copy[column]!.GetValueKind() == JsonValueKind.String)
            {
                copy[column] = column == "token_hash" ? "\\x" + Convert.ToHexString(Guid.CreateVersion7().ToByteArray()) : mark;
            }
        }
        if (table == "invoices") (copy["status"], copy["check_id"]) = ("Submitted", null);
        // Who is no operator may not say that they are none.
        if (table == "invitations" && copy["from_operator"]!.GetValueKind() == JsonValueKind.False)
        {
            copy.Remove("from_operator");
        }
        // The database fills in the last day itself and takes none from anybody.
        var columns = string.Join(", ", copy.Select(value => value.Key).Where(column => column != "last_day")
            .Select(column => $"\"{column}\""));
        return $"insert into portal.{table} ({columns}) select {columns} from jsonb_populate_record(null::portal.{table}, '{copy.ToJsonString().Replace("'", "''", StringComparison.Ordinal)}')";
    }

    private async Task LearnAsync()
    {
        await using var connection = await database.OpenAsync("mm_migrator");
        TableNames = await ListAsync(connection, "select tablename::text from pg_tables where schemaname = 'portal' order by 1");
        foreach (var table in TableNames)
        {
            await using var command = new NpgsqlCommand($"select {Tables.Key(table)}::text, to_jsonb(t)::text from portal.{table} t",
                connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.TryAdd((table, reader.GetString(0)), JsonNode.Parse(reader.GetString(1))!.AsObject());
        }
        foreach (var login in Visitors.Select(v => v.Login).Distinct())
        {
            foreach (var table in TableNames)
            {
                changeable[(login, table)] = await ListAsync(connection,
                    string.Create(CultureInfo.InvariantCulture,
                        $"select attname::text from pg_attribute where attrelid = 'portal.{table}'::regclass and attnum > 0 and not attisdropped and has_column_privilege('{login}', attrelid, attnum, 'UPDATE') and has_column_privilege('{login}', attrelid, attnum, 'SELECT')"));
            }
        }
    }

    private static async Task<string[]> ListAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return [.. list];
    }
}
