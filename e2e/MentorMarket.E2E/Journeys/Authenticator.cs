using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MentorMarket.E2E.Journeys;

/// <summary>The app on somebody's phone.</summary>
internal static class Authenticator
{
    public static long StepNow() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    public static string WrongFor(string key)
    {
        var now = StepNow();
        var right = Enumerable.Range(-2, 5).Select(away => CodeOf(key, now + away)).ToHashSet();
        return Enumerable.Range(100_000, 10).Select(code => code.ToString()).First(code => !right.Contains(code));
    }

    /// <summary>What an authenticator app shows (RFC 6238), worked out apart from the portal's own code.</summary>
    public static string CodeOf(string key, long step)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Where(char.IsLetterOrDigit)
            .Select(sign => Convert.ToString(alphabet.IndexOf(char.ToUpperInvariant(sign)), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Authenticator apps use HMAC-SHA-1.
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = mac[^1] & 15;
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(at, 4)) & int.MaxValue) % 1_000_000).ToString("D6");
    }
}
