using System.Net;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>
/// How often something may be tried, counted in the database so that all web nodes count together. Per account and
/// address it bites before the account itself is locked: somebody who guesses from one place is stopped without
/// locking the owner out, for of what counts for the lock one place alone never makes enough within the time that counts.
/// Only hashes are stored, and those for a day at most. The limits stand in docs/operations.md as well.
/// </summary>
public sealed class Throttle(SignInDb db, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public sealed record Limit(string Purpose, int Tries, TimeSpan Within);

    public static readonly Limit PasswordForAccount = new("password", 5, TimeSpan.FromMinutes(15));

    /// <summary>Wrong ones, for whichever accounts; from there on <see cref="SlowLane"/>.</summary>
    public static readonly Limit PasswordFromAddress = new("address", 100, TimeSpan.FromMinutes(15));

    /// <summary>Wrong ones for one account, from wherever; the next locks it.</summary>
    public static readonly Limit PasswordFromAnywhere = new("account", 9, TimeSpan.FromMinutes(15));
    public static readonly Limit ForgotPassword = new("forgot", 3, TimeSpan.FromHours(1));

    /// <summary>Of the app, for one account, from wherever; the next locks it.</summary>
    public static readonly Limit CodeOfApp = new("code", 10, TimeSpan.FromMinutes(15));
    public static readonly Limit RecoveryCode = new("recovery", 10, TimeSpan.FromMinutes(15));

    /// <summary>Links that nobody has; one that is found does not count.</summary>
    public static readonly Limit Invitation = new("invitation", 60, TimeSpan.FromMinutes(15));

    /// <summary>Numbers that one caseworker looks up, shows, or types to register.</summary>
    public static readonly Limit CprLookUp = new("cpr", 60, TimeSpan.FromHours(1));

    /// <summary>Applications to be let in, from one address.</summary>
    public static readonly Limit Application = new("application", 10, TimeSpan.FromHours(1));

    /// <summary>The same, from wherever.</summary>
    public static readonly Limit Applications = new("applications", 100, TimeSpan.FromDays(1));

    /// <summary>Letters of one organisation.</summary>
    public static readonly Limit InvitationLetters = new("letters", 100, TimeSpan.FromDays(1));

    /// <summary>Lists that one person takes out as files.</summary>
    public static readonly Limit Export = new("export", 30, TimeSpan.FromHours(1));

    /// <summary>Settings that one administrator tries on the invoices of a quarter.</summary>
    public static readonly Limit SettingsTrial = new("settings", 20, TimeSpan.FromMinutes(15));

    /// <summary>
    /// Counts the try first and looks afterwards, one at a time for each bucket: of many at the same time as many as the limit find room,
    /// and no more.
    /// </summary>
    public async Task<bool> AllowsAsync(Limit limit, string account, IPAddress? address, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var bucket = Bucket(limit, account, address);
        await db.Attempts.Where(a => a.AttemptedAt < now - Kept).ExecuteDeleteAsync(cancel);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            // One round trip is one transaction: under the lock of this bucket, so that of many at the same time the first find room.
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection())
            {
                BatchCommands =
                {
                    new("select portal.lock_for_tenant($1)") { Parameters = { new() { Value = Convert.ToHexString(bucket) } } },
                    new("insert into portal.sign_in_attempts (id, bucket, attempted_at) values ($1, $2, $3)")
                    {
                        Parameters = { new() { Value = Guid.CreateVersion7(now) }, new() { Value = bucket }, new() { Value = now } },
                    },
                    new("select count(*) from portal.sign_in_attempts where bucket = $1 and attempted_at > $2") { Parameters =
                        { new() { Value = bucket }, new() { Value = now - limit.Within } } },
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            await reader.NextResultAsync(cancel);
            await reader.ReadAsync(cancel);
            return reader.GetInt64(0) <= limit.Tries;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The try was right, so one less has been counted.</summary>
    public Task TakeBackAsync(Limit limit, string account, IPAddress? address, CancellationToken cancel = default)
    {
        var bucket = Bucket(limit, account, address);
        return db.Attempts.Where(a => a.Id == db.Attempts.Where(b => b.Bucket == bucket).OrderByDescending(b => b.AttemptedAt)
            .Select(b => b.Id).First()).ExecuteDeleteAsync(cancel);
    }

    public async Task ForgetAsync(Limit limit, string account, IPAddress? address, CancellationToken cancel = default)
    {
        var bucket = Bucket(limit, account, address);
        await db.Attempts.Where(a => a.Bucket == bucket).ExecuteDeleteAsync(cancel);
    }

    private static byte[] Bucket(Limit limit, string account, IPAddress? address) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{limit.Purpose}|{account.Trim().ToUpperInvariant()}|{Network(address)}"));

    // A home has a whole /64 of IPv6 addresses to try from.
    private static string Network(IPAddress? address) => Beginning(address, 8);

    /// <summary>What one customer of an internet provider has at the most: an address of IPv4, 48 bits of IPv6.</summary>
    internal static string Neighbourhood(IPAddress? address) => Beginning(address, 6);

    private static string Beginning(IPAddress? address, int bytesOfIPv6)
    {
        if (address is null) return "-";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.Length == 16 ? bytes.AsSpan(0, bytesOfIPv6) : bytes);
    }
}
