using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits). The framework's own accepts the same code
/// twice and five time steps; here the step before, this one and the next count, and each only once.
/// </summary>
public sealed class Totp(SignInDb db, TimeProvider time) : IUserTwoFactorTokenProvider<User>
{
    public const string Name = "Authenticator";
    private const int Digits = 1_000_000;

    // How far off a phone's clock is recognised: half an hour either way.
    private const int StepsAround = 60;

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) =>
        !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    // The code is made by the person's app, never here.
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) =>
        await TakeAsync(user, await manager.GetAuthenticatorKeyAsync(user), token);

    /// <summary>Whether the code fits the key now and has not been used; it has from then on.</summary>
    public async Task<bool> TakeAsync(User user, string? key, string code)
    {
        if (string.IsNullOrEmpty(key) || Typed(code) is not { } typed) return false;
        var now = StepAt(time.GetUtcNow());
        // Of two requests with the same code, on whichever nodes, one finds the step already taken.
        return StepOf(Base32.Decode(key), typed, now, around: 1) is { } taken
            && !await WasToldAsync(user, taken)
            && await db.Users.Where(u => u.Id == user.Id && u.LastTotpStep < taken)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, taken)) == 1;
    }

    /// <summary>Why a code was refused. Told to who has given the right password; a code that fits a minute to come opens nothing when that comes.</summary>
    public async Task<CodeFault> FaultOfAsync(User user, string? key, string code)
    {
        if (string.IsNullOrEmpty(key) || Typed(code) is not { } typed) return CodeFault.Wrong;
        var now = StepAt(time.GetUtcNow());
        if (StepOf(Base32.Decode(key), typed, now, StepsAround) is not { } step) return CodeFault.Wrong;
        if (step > now + 1) await NoteToldAsync(user, step);
        if (Math.Abs(step - now) > 1) return new CodeFault((int)Math.Round((step - now) / 2.0, MidpointRounding.AwayFromZero));
        return await db.Users.AnyAsync(u => u.Id == user.Id && u.LastTotpStep >= step) || await WasToldAsync(user, step) ? CodeFault.Used : CodeFault.Wrong;
    }

    // Else whoever guesses would learn which code to come back with: half an hour of codes at every try instead of a minute and a half.
    private async Task NoteToldAsync(User user, long step)
    {
        db.Attempts.Add(new SignInAttempt { Bucket = ToldOf(user, step), AttemptedAt = time.GetUtcNow() });
        await db.SaveChangesAsync();
    }

    private Task<bool> WasToldAsync(User user, long step)
    {
        var told = ToldOf(user, step);
        return db.Attempts.AnyAsync(a => a.Bucket == told);
    }

    private static byte[] ToldOf(User user, long step) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"told|{user.Id}|{step}")));

    private static int? Typed(string code) =>
        code.Length == 6 && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : null;

    // The nearest to now, of those that the code fits.
    private static long? StepOf(byte[] secret, int typed, long now, int around) =>
        Enumerable.Range(-around, 2 * around + 1).OrderBy(Math.Abs).Select(off => (long?)(now + off)).FirstOrDefault(step => CodeAt(secret, step!.Value) == typed);

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / 30;

    public static int CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
#pragma warning disable CA5350 // HMAC-SHA-1 is what authenticator apps compute, and unbroken as a MAC.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0x0f;
        return (BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7fff_ffff) % Digits;
    }
}

/// <summary>Why a code was refused.</summary>
/// <param name="MinutesOff">How much the phone's clock is ahead, or behind where it is negative; 0 where the code fits no time nearby.</param>
public sealed record CodeFault(int MinutesOff)
{
    public static readonly CodeFault Wrong = new(0);

    /// <summary>It was right, and has been used.</summary>
    public static readonly CodeFault Used = new(0) { IsUsed = true };

    public bool IsUsed { get; private init; }
}

/// <summary>RFC 4648 without padding: how the framework writes authenticator keys.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        int buffer = 0, bits = 0, at = 0;
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c));
            if (value < 0) throw new FormatException("Not base 32.");
            buffer = ((buffer << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits);
        }
        return bytes;
    }
}
