using System.Buffers.Text;
using System.Text;
using MentorMarket.Web.Mail;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>
/// The letters to whoever has forgotten their password. The request only notes who asked, the same for an address that nobody has;
/// the worker looks whether there is an account, and writes. A letter that cannot be written is tried again until its hour is over.
/// </summary>
public sealed partial class PasswordLetters(SignInSource source, IServiceScopeFactory scopes, IMail mail, ILogger<PasswordLetters> log)
{
    private const string TakeOne = """
        update portal.password_letters set run_after = now() + interval '1 minute'
        where id = (select id from portal.password_letters where run_after <= now() order by run_after limit 1 for update skip locked)
        returning id, email, start, asked_at > now() - interval '1 hour'
        """;

    /// <param name="start">What the link begins with, up to its question mark.</param>
    public async Task AskAsync(string email, string start, CancellationToken cancel)
    {
        await using var ask = source.Source.CreateCommand("insert into portal.password_letters (id, email, start) values ($1, $2, $3)");
        foreach (var value in new object[] { Guid.CreateVersion7(), email, start }) ask.Parameters.Add(new() { Value = value });
        await ask.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes what has been asked for by now.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (await TakeAsync(cancel) is { } asked)
        {
            try
            {
                if (asked.IsInTime) await WriteAsync(asked.Email, asked.Start, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                LogFailed(e, asked.Id);
                continue;
            }
            await using var done = source.Source.CreateCommand("delete from portal.password_letters where id = $1");
            done.Parameters.Add(new() { Value = asked.Id });
            await done.ExecuteNonQueryAsync(cancel);
        }
    }

    private sealed record Asked(Guid Id, string Email, string Start, bool IsInTime);

    private async Task<Asked?> TakeAsync(CancellationToken cancel)
    {
        await using var take = source.Source.CreateCommand(TakeOne);
        await using var reader = await take.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3))
            : null;
    }

    private async Task WriteAsync(string email, string start, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (await users.FindByNameAsync(email) is not { } user) return;
        var token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var link = start + QueryString.Create("user", user.Id.ToString()).Add("token", token);
        await mail.SendAsync(new Letter(user.Email!, "MentorMarket: ny adgangskode / new password", $"""
            Nogen har bedt om en ny adgangskode til MentorMarket for denne mailadresse.
            Var det dig, så åbn linket inden en time. Ellers skal du ikke gøre noget.

            Somebody has asked for a new MentorMarket password for this address.
            If it was you, open the link within an hour. Otherwise there is nothing to do.

            {link}
            """), cancel);
    }

    [LoggerMessage(LogLevel.Error, "The letter {Id} about a new password could not be written and will be tried again in a minute")]
    private partial void LogFailed(Exception exception, Guid id);
}
