using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>
/// A role of PostgreSQL may change its own defaults and its own password, and nobody can forbid it. The portal never does: whoever
/// did has got hold of a login, or of a statement. The defaults are overruled by every connection (<see cref="ServerDoors"/>) and
/// reset here; a password is set anew by the next start. Both are told at once.
/// </summary>
public sealed partial class LoginWatch(PortalDataSources sources, TimeProvider time, ILogger<LoginWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that is away is the readiness's to tell.
                LogAway(e.GetType().Name);
            }
        }
        while (await pause.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Looks at each login once; answers those that were changed.</summary>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel)
    {
        var changed = new List<string>();
        foreach (var (role, connectionString, source) in sources.All)
        {
            if (await IsRefusedAsync(connectionString, cancel))
            {
                LogPassword(role);
                changed.Add(role);
                continue;
            }
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var look = new NpgsqlCommand(OwnSettings("session_user::text", "current_database()::text"), connection);
            if (await look.ExecuteScalarAsync(cancel) is not string settings) continue;
            LogSettings(role, settings);
            changed.Add(role);
            await using var reset = new NpgsqlCommand(
                "do $$ begin execute format('alter role %I reset all', session_user); execute format('alter role %I in database %I reset all', session_user, current_database()); end $$",
                connection);
            await reset.ExecuteNonQueryAsync(cancel);
        }
        return changed;
    }

    /// <summary>The names of what a role has set for itself, or null.</summary>
    internal static string OwnSettings(string role, string database) => $"""
        select string_agg(distinct split_part(setting, '=', 1), ', ')
        from pg_db_role_setting s cross join unnest(s.setconfig) setting
        where s.setrole = (select oid from pg_roles where rolname = {role}) and s.setdatabase in (0, (select oid from pg_database where datname = {database}))
        """;

    /// <summary>Whether the server does not take the password any more.</summary>
    internal static async Task<bool> IsRefusedAsync(string connection, CancellationToken cancel = default)
    {
        await using var attempt = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        try
        {
            await attempt.OpenAsync(cancel);
            return false;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return true;
        }
    }

    [LoggerMessage(LogLevel.Critical,
        "The database login {Role} had settings of its own ({Settings}). They are reset. The portal makes none: somebody has run a statement as this login")]
    private partial void LogSettings(string role, string settings);

    [LoggerMessage(LogLevel.Critical,
        "The database refuses the password of {Role}. The portal never changes it: somebody has run a statement as this login. Preparing the database sets it anew")]
    private partial void LogPassword(string role);

    [LoggerMessage(LogLevel.Warning, "The database logins could not be looked at ({Error})")]
    private partial void LogAway(string error);
}
