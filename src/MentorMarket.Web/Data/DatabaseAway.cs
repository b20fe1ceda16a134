using Npgsql;

namespace MentorMarket.Web.Data;

/// <summary>What is no bug and no fault of whoever asked: the database is away, has no room, or somebody holds what is asked for.</summary>
public static class DatabaseAway
{
    /// <summary>The error, or one that it wraps, is one that passes by itself.</summary>
    public static bool IsBusyOrAway(Exception? error) => Find(error) is not null;

    /// <summary>The statement itself ran out of time: whoever asks the same again may meet the same.</summary>
    public static bool TookTooLong(Exception? error) => Find(error) is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>In a few words for the log: no message, since that may quote a value.</summary>
    public static string Words(Exception error) => Find(error) switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => "somebody holds the row",
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => "the statement took too long",
        PostgresException postgres => $"the database answers {postgres.SqlState}",
        { InnerException: TimeoutException } => "no connection was free, or no answer came in time",
        _ => "the database does not answer",
    };

    private static NpgsqlException? Find(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is PostgresException
                {
                    SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DiskFull
                        or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                } or NpgsqlException { IsTransient: true })
                return (NpgsqlException)error;
        }
        return null;
    }
}
