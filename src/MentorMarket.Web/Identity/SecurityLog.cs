using System.Net;
using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>What happens at the doors.</summary>
public enum SecurityEvent
{
    LoggedIn,
    SessionEnded,

    /// <summary>The cookie of a log-in that had been ended was used once more: somebody has a copy.</summary>
    EndedSessionUsed,
    WrongPassword,
    WrongCode,
    WrongRecoveryCode,
    AccountLocked,
    TriedWhileLocked,

    /// <summary>Refused without looking, since there were too many tries before.</summary>
    Throttled,

    /// <summary>An invitation or a calendar address that nobody has.</summary>
    UnknownAddress,
    PasswordLetterAsked,
    Forbidden,
    NotFound,
}

/// <summary>
/// Leaves a trace of who came in, who tried to and who was refused: a row that no login of the portal can change, and a line in
/// the log. Neither has anything of what was sent, nor an address as it was typed; of the caller's address only the network.
/// Of the same thing within an hour there is one row with a count, and a line for the first ten and each doubling.
/// </summary>
public sealed partial class SecurityLog(SignInSource source, ILogger<SecurityLog> log)
{
    private const int EachUpTo = 10;

    /// <param name="person">Whose account it is about; by default who is logged in.</param>
    public async Task NoteAsync(HttpContext http, SecurityEvent kind, Guid? person = null)
    {
        var current = http.RequestServices.GetRequiredService<CurrentActor>();
        var who = person ?? http.User.PersonId();
        var actor = who is not null ? "Person" : http.Current(CitizenSession.Scheme) is not null ? "Citizen" : "Nobody";
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/') ?? "";
        var network = NetworkOf(http.Connection.RemoteIpAddress);
        var organisation = current.Organisation?.Id;
        try
        {
            await using var note = source.Source.CreateCommand("select portal.note_security_event($1, $2, $3, $4, $5, $6)");
            foreach (var value in new object?[] { kind.ToString(), actor, who, organisation, route, network })
            {
                note.Parameters.Add(new NpgsqlParameter
                {
                    Value = value ?? DBNull.Value,
                    NpgsqlDbType = value is Guid or null ? NpgsqlTypes.NpgsqlDbType.Uuid : NpgsqlTypes.NpgsqlDbType.Text
                });
            }
            // Not with the request's token: who hangs up leaves a trace too.
            var times = (int)(await note.ExecuteScalarAsync(CancellationToken.None))!;
            if (times <= EachUpTo || int.IsPow2(times))
            {
                LogNoted(kind is SecurityEvent.LoggedIn or SecurityEvent.SessionEnded ? LogLevel.Information : LogLevel.Warning, kind,
                    actor, who, organisation, route, network, times);
            }
        }
        catch (NpgsqlException e)
        {
            LogNotKept(e, kind, actor, who, organisation, route, network);
        }
    }

    /// <summary>Enough of an address to see where something comes from, and not whose line it is: 24 bits, or 48 of IPv6.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "-";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 6;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    [LoggerMessage(Message = "{Kind}: {Actor} {Person} in {Organisation} at '{Route}' from {Network}, {Times} this hour")]
    private partial void LogNoted(LogLevel level, SecurityEvent kind, string actor, Guid? person, Guid? organisation, string route,
        string network, int times);

    [LoggerMessage(LogLevel.Error, "{Kind} could not be kept: {Actor} {Person} in {Organisation} at '{Route}' from {Network}")]
    private partial void LogNotKept(Exception exception, SecurityEvent kind, string actor, Guid? person, Guid? organisation, string route,
        string network);
}

/// <summary>A page that was refused within an organisation leaves its trace, whoever asked for it.</summary>
public sealed class RefusalTrace(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CurrentActor current, SecurityLog log)
    {
        await next(context);
        // The error page stands in for the one that was refused, and comes by here as well.
        if (current.Organisation is null
            || context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>() is not null)
        {
            return;
        }
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden) await log.NoteAsync(context, SecurityEvent.Forbidden);
        if (context.Response.StatusCode == StatusCodes.Status404NotFound) await log.NoteAsync(context, SecurityEvent.NotFound);
    }
}
