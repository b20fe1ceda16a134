using System.Collections.Concurrent;
using MentorMarket.Web.Commands;
using Microsoft.Extensions.Logging;

namespace MentorMarket.Web.Tests.Database;

/// <summary>What a login of the database can do to the server, to the others and to itself.</summary>
public sealed class DoorTests(Cluster cluster)
{
    public static TheoryData<string> Logins => [.. PortalRoles.Logins];

    // What somebody who can run one statement as a login would leave behind for every later connection.
    private static readonly Dictionary<string, string> Harm = new(StringComparer.Ordinal)
    {
        ["statement_timeout"] = "1",
        ["lock_timeout"] = "1",
        ["idle_in_transaction_session_timeout"] = "1",
        ["idle_session_timeout"] = "1",
        ["tcp_user_timeout"] = "1",
        ["exit_on_error"] = "on",
        ["local_preload_libraries"] = "there_is_no_such_library",
        ["default_transaction_read_only"] = "on",
        ["default_transaction_deferrable"] = "on",
        ["default_transaction_isolation"] = "serializable",
        ["random_page_cost"] = "1000000",
        ["synchronous_commit"] = "off",
        ["row_security"] = "off",
        ["search_path"] = "portal",
        ["standard_conforming_strings"] = "off",
        ["transform_null_equals"] = "on",
        ["array_nulls"] = "off",
        ["gin_fuzzy_search_limit"] = "1",
        ["timezone"] = "Asia/Tokyo",
        ["datestyle"] = "German",
        ["intervalstyle"] = "sql_standard",
        ["bytea_output"] = "escape",
        ["extra_float_digits"] = "0",
        ["debug_print_parse"] = "on",
        ["debug_print_rewritten"] = "on",
        ["debug_print_plan"] = "on",
    };

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task What_a_login_sets_for_itself_has_no_effect_on_its_next_connection(string login)
    {
        await using var database = await cluster.NewDatabaseAsync();
        Assert.Equal(ServerDoors.Settings.Keys, Harm.Keys.Order(StringComparer.Ordinal));
        var before = await SettingsAsync(database.Logins[login]);
        await using (var connection = await database.OpenAsync(login))
        {
            foreach (var (name, value) in Harm)
            {
                // In this database, so that the other tests of the run are left alone; for all databases it is the same.
                await RunAsync(connection, $"alter role current_user in database \"{database.Name}\" set {name} = '{value}'");
            }
        }

        var after = await SettingsAsync(database.Logins[login]);

        Assert.Equal(before, after);
        Assert.NotEqual("0", after["idle_in_transaction_session_timeout"]);
        Assert.NotEqual("0", after["lock_timeout"]);
        Assert.NotEqual("0", after["statement_timeout"]);
    }

    [Fact]
    public async Task What_a_session_sets_is_gone_when_its_connection_is_used_again()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var source =
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.Logins["mm_citizen"]) { MaxPoolSize = 1 });
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await RunAsync(connection,
                "set statement_timeout = 1; set lock_timeout = 1; set default_transaction_read_only = on; set app.tenant = 'x'");
        }

        await using var again = source.CreateCommand(
            "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('default_transaction_read_only'), current_setting('app.tenant', true))");

        Assert.Equal("29s 20s off ", await again.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_transaction_that_nobody_goes_on_with_gives_up_its_locks()
    {
        await using var database = await cluster.NewWorldAsync();
        var options = ServerDoors.Options.Replace("idle_in_transaction_session_timeout=60000", "idle_in_transaction_session_timeout=200",
            StringComparison.Ordinal);
        Assert.NotEqual(ServerDoors.Options, options);
        await using var forgotten =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Logins["mm_checker"])
            { Pooling = false, Options = options }.ConnectionString);
        await forgotten.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(forgotten,
            $"begin; select set_config('app.tenant', '{database.World.Gribskov.Id}', true); select from portal.invoices where id = '{database.World.Live.Invoice}' for update");

        await using var waiting = await database.OpenAsync("mm_migrator");
        await RunAsync(
            waiting, $"set lock_timeout = '30s'; select from portal.invoices where id = '{database.World.Live.Invoice}' for update");

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(forgotten, "select 1"));
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task No_login_reaches_the_server_beside_its_rows(string login)
    {
        await using var database = await cluster.NewWorldAsync();
        await using var connection = await database.OpenAsync(login);
        string[] attacks =
        [
            "select lo_create(0)", "select lo_from_bytea(0, '\\x00')", "select lo_creat(-1)",
            "select pg_advisory_lock(1)", "select pg_try_advisory_lock(1)", "select pg_advisory_xact_lock(1)",
                "select pg_try_advisory_xact_lock(1, 2)", "select pg_advisory_lock_shared(1)",
            $"select pg_advisory_xact_lock(hashtextextended('{database.World.Gribskov.Id}', 20))",
            "select * from pg_stat_user_tables", "select * from pg_stat_all_tables", "select * from pg_statio_user_tables",
                "select * from pg_stat_user_indexes", "select * from pg_stat_database", "select * from pg_stat_activity",
            "select pg_stat_get_live_tuples('portal.grants'::regclass)", "select pg_stat_get_tuples_inserted('portal.grants'::regclass)",
                "select pg_stat_get_activity(null)",
            "select pg_stat_get_backend_idset()", "select pg_stat_get_backend_activity(1)", "select pg_stat_get_backend_xact_start(1)",
                "select pg_stat_get_backend_wait_event(1)", "select pg_stat_get_wal()", "select pg_stat_get_slru()",
                "select pg_blocking_pids(1)",
            "select * from pg_locks", "select pg_lock_status()", "select pg_terminate_backend(1)", "select pg_cancel_backend(1)",
                "select pg_logical_emit_message(true, 'x', 'y')",
        ];

        var open = new List<string>();
        foreach (var attack in attacks)
        {
            if (await StateAsync(connection, attack) is var state && state != PostgresErrorCodes.InsufficientPrivilege)
            {
                open.Add($"{attack}: {state ?? "done"}");
            }
        }

        Assert.Empty(open);
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task No_login_takes_itself_out_of_the_policies(string login)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = await database.OpenAsync(login);
        const string all = "select md5(string_agg(polrelid || polname || polroles::text, ',' order by polrelid, polname)) from pg_policy";
        var before = await database.ScalarAsync(all);

        foreach (var attack in new[] { "drop owned by current_user", $"drop owned by {login} cascade",
            "alter default privileges grant select on tables to public", "create temp table x ()",
            "drop event trigger logins_change_no_schema", "alter event trigger logins_change_no_schema disable" })
        {
            await using var harm = new NpgsqlCommand(attack, connection);
            Assert.Equal((attack, PostgresErrorCodes.InsufficientPrivilege),
                (attack, (await Assert.ThrowsAsync<PostgresException>(() =>
                harm.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState));
        }

        Assert.Equal(before, await database.ScalarAsync(all));
    }

    [Fact]
    public async Task A_link_is_not_opened_by_no_code_at_all()
    {
        await using var database = await cluster.NewWorldAsync();
        await using var connection = await database.OpenAsync("mm_citizen");
        await using var open = new NpgsqlCommand("select outcome from portal.open_citizen_link($1, null)",
            connection)
        {
            Parameters =
            { new() { Value = (byte[])(
            await database.ScalarAsync("select token_hash from portal.citizen_links where id = $1", database.World.Live.Link))! } }
        };

        Assert.Equal("Wrong", await open.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task No_login_keeps_the_others_out_of_a_table(string login)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var connection = await database.OpenAsync(login);
        var tables = (string[])(await database.ScalarAsync(
            "select array_agg(tablename::text order by 1) from pg_tables where schemaname = 'portal'"))!;
        // Only the sign-in role reads these, and it could do worse there than lock; its waits end.
        string[] own = login == PortalRoles.SignIn ? ["known_browsers", "password_letters", "sessions", "sign_in_attempts", "user_claims",
            "user_logins", "user_tokens"] : [];

        var locked = new List<string>();
        foreach (var table in tables.Except(own))
        {
            foreach (var mode in new[] { "access exclusive", "exclusive", "share row exclusive", "share", "share update exclusive" })
            {
                if (await StateAsync(connection, $"lock table portal.{table} in {mode} mode nowait") is var state
                    && state != PostgresErrorCodes.InsufficientPrivilege)
                {
                    locked.Add($"{table} {mode}: {state ?? "locked"}");
                }
            }
        }

        Assert.Empty(locked);
    }

    [Fact]
    public async Task A_login_that_has_set_something_for_itself_is_an_alarm_and_is_reset()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using (var connection = await database.OpenAsync("mm_citizen"))
        {
            await RunAsync(connection,
                $"alter role current_user in database \"{database.Name}\" set work_mem = '64kB'; alter role current_user in database \"{database.Name}\" set enable_indexscan = off");
        }
        await using var sources = database.Sources();
        var log = new Heard<LoginWatch>();
        using var watch = new LoginWatch(sources, TimeProvider.System, log);

        Assert.Equal(["mm_citizen"], await watch.LookAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await watch.LookAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            "Critical: The database login mm_citizen had settings of its own (enable_indexscan, work_mem). They are reset. The portal makes none: somebody has run a statement as this login",
            Assert.Single(log.Lines));
        Assert.NotEqual("64kB", (await SettingsAsync(database.Logins["mm_citizen"], "work_mem"))["work_mem"]);
    }

    [Fact]
    public async Task A_start_sets_settings_and_passwords_anew_and_tells_of_both()
    {
        // A server of its own: roles and passwords belong to all databases of one.
        await using var own = new Cluster();
        await using var database = await own.NewDatabaseAsync();
        await using (var connection = await database.OpenAsync("mm_auditor"))
        {
            await RunAsync(connection,
                "alter role current_user set default_transaction_read_only = on; alter role current_user password 'taken over'");
        }
        await using var sources = database.Sources();
        var log = new Heard<LoginWatch>();
        using var watch = new LoginWatch(sources, TimeProvider.System, log);
        Assert.Equal(["mm_auditor"], await watch.LookAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Critical: The database refuses the password of mm_auditor.", Assert.Single(log.Lines));
        var told = new List<string>();

        await new DatabaseSetup(database.Administrator, database.Folder, alarm: told.Add).RunAsync();

        Assert.Equal(2, told.Count);
        Assert.Contains(told, t => t.StartsWith("mm_auditor had settings of its own (default_transaction_read_only).",
            StringComparison.Ordinal));
        Assert.Contains(told, t => t.StartsWith("mm_auditor had another password", StringComparison.Ordinal));
        Assert.Empty(await watch.LookAsync(TestContext.Current.CancellationToken));
        told.Clear();
        await new DatabaseSetup(database.Administrator, database.Folder, alarm: told.Add).RunAsync();
        Assert.Empty(told);
    }

    private static async Task<SortedDictionary<string, string>> SettingsAsync(string login, params string[] names)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names.Length > 0 ? names : [.. ServerDoors.Settings.Keys])
        {
            await using var show = new NpgsqlCommand($"show {name}", connection);
            settings[name] = (string)(await show.ExecuteScalarAsync())!;
        }
        return settings;
    }

    private static async Task<string?> StateAsync(NpgsqlConnection connection, string attack)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await RunAsync(connection, attack);
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Heard<T> : ILogger<T>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
