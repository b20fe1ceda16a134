using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// What a login could do to the server, to others and to itself without touching a row: what it may call is taken away here, and
/// what it may set for itself is overruled by every connection's own options.
/// </summary>
public static class ServerDoors
{
    /// <summary>
    /// PostgreSQL lets every role change its own defaults (ALTER ROLE ... SET) and nobody can forbid it. What a connection asks for
    /// when it opens comes after those, and RESET and DISCARD lead back to it: so each connection asks for all that would stop or
    /// change the portal's work.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        // A statement ends before the portal stops waiting for it (30 s), a wait for others before that, and a transaction that
        // nobody goes on with gives up its locks.
        ["statement_timeout"] = "29000",
        ["lock_timeout"] = "20000",
        ["idle_in_transaction_session_timeout"] = "60000",
        ["idle_session_timeout"] = "0",
        ["tcp_user_timeout"] = "0",
        ["exit_on_error"] = "off",
        ["local_preload_libraries"] = "",
        ["default_transaction_read_only"] = "off",
        ["default_transaction_deferrable"] = "off",
        ["default_transaction_isolation"] = "read committed",
        // PostgreSQL takes a row that is looked up to cost four times one read in order. In memory and on a solid-state disk it does
        // not, and what is looked up is the organisation's own.
        ["random_page_cost"] = "1.1",
        // What was acknowledged has been written.
        ["synchronous_commit"] = "on",
        // What a statement means.
        ["row_security"] = "on",
        ["search_path"] = "pg_catalog",
        ["standard_conforming_strings"] = "on",
        ["transform_null_equals"] = "off",
        ["array_nulls"] = "on",
        ["gin_fuzzy_search_limit"] = "0",
        ["timezone"] = "UTC",
        ["datestyle"] = "ISO",
        ["intervalstyle"] = "postgres",
        ["bytea_output"] = "hex",
        ["extra_float_digits"] = "1",
        // The server's log gets no values of rows.
        ["debug_print_parse"] = "off",
        ["debug_print_rewritten"] = "off",
        ["debug_print_plan"] = "off",
    };

    /// <summary>The settings as a connection string's <c>Options</c>.</summary>
    public static string Options { get; } =
        string.Join(' ', Settings.Select(s => $"-c {s.Key}={s.Value.Replace(" ", @"\ ", StringComparison.Ordinal)}"));

    // Session-wide advisory locks outlive a transaction and their numbers are anybody's; large objects have no owner's row; the
    // statistics count everybody's rows; one session of a role may end all others of it. What only ends one's own locks stays:
    // the driver calls it when a connection goes back to the pool.
    private const string Closed = """
        p.pronamespace = 'pg_catalog'::regnamespace and (
            (p.proname ~ '^pg_(try_)?advisory_' and p.proname <> 'pg_advisory_unlock_all')
            or p.proname ~ '^lo_' or p.proname in ('loread', 'lowrite')
            or p.proname in ('pg_terminate_backend', 'pg_cancel_backend', 'pg_logical_emit_message', 'pg_lock_status', 'pg_blocking_pids', 'pg_safe_snapshot_blocking_pids')
            or p.proname ~ '^pg_stat_get_')
        """;

    private const string Shown =
        "c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'v' and (c.relname ~ '^pg_stat(io)?_' or c.relname = 'pg_locks')";

    /// <summary>What of it a role may still call or read; each row is one.</summary>
    public static string StillOpen(string role) => $"""
        select p.oid::regprocedure::text from pg_proc p where has_function_privilege({role}, p.oid, 'EXECUTE') and {Closed}
        union all select c.oid::regclass::text from pg_class c where has_table_privilege({role}, c.oid, 'SELECT') and {Shown}
        union all select 'the schema' where not exists (select from pg_event_trigger where evtname = '{Guard}' and evtevent = 'ddl_command_start' and evttags is null and evtenabled = 'A')
        """;

    private const string Guard = "logins_change_no_schema";

    // DROP OWNED BY itself takes a role out of every policy, for good and without asking anybody: one statement, and no municipality
    // sees its rows, or nobody can log in. What it drops is nobody's own, so no right can be taken away; it is refused as whatever
    // changes the schema. The function stands in a schema of the server's: no dump takes it along, and the owner of the portal's
    // schema cannot change what the administrator runs.
    private const string Guarded = $"""
        do $$
        begin
            create or replace function information_schema.{Guard}() returns event_trigger language plpgsql set search_path = pg_catalog as $guard$
            begin
                if session_user like 'mm\_%' and session_user <> 'mm_migrator' then
                    raise exception 'the portal''s logins change no schema (%)', tg_tag using errcode = '42501';
                end if;
            end $guard$;
            revoke execute on function information_schema.{Guard}() from public;
            if not exists (select from pg_event_trigger where evtname = '{Guard}') then
                create event trigger {Guard} on ddl_command_start execute function information_schema.{Guard}();
            end if;
            alter event trigger {Guard} enable always;
        end $$
        """;

    /// <summary>
    /// Only the server's administrator may: the functions are the server's own. The two roles that nobody of the portal logs in as keep
    /// what they need.
    /// </summary>
    public static async Task CloseAsync(string administrator)
    {
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var close = new NpgsqlCommand($"""
            do $$
            declare it text;
            begin
                for it in select p.oid::regprocedure::text from pg_proc p where has_function_privilege('public', p.oid, 'EXECUTE') and {Closed} loop
                    execute format('revoke execute on function %s from public', it);
                    execute format('grant execute on function %s to mm_migrator', it);
                end loop;
                for it in select c.oid::regclass::text from pg_class c where has_table_privilege('public', c.oid, 'SELECT') and {Shown} loop
                    execute format('revoke select on %s from public', it);
                    execute format('grant select on %s to mm_migrator', it);
                end loop;
                grant execute on function pg_advisory_xact_lock(bigint), pg_advisory_xact_lock_shared(bigint) to mm_definer;
            end $$;
            {Guarded}
            """, connection);
        await close.ExecuteNonQueryAsync();
    }
}
