using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
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

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) =>
        !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    // The code is made by the person's app, never here.
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        var key = await manager.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key) || token.Length != 6 || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var typed))
            return false;
        var secret = Base32.Decode(key);
        var now = StepAt(time.GetUtcNow());
        long? matched = null;
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (CodeAt(secret, step) == typed) matched = step;
        }
        // Of two requests with the same code, on whichever nodes, one finds the step already taken.
        return matched is { } taken
            && await db.Users.Where(u => u.Id == user.Id && u.LastTotpStep < taken)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, taken)) == 1;
    }

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
