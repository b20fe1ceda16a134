using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MentorMarket.Web.Tenancy;

/// <summary>
/// The citizen's link and the code that opens it, as they stand in the municipality's letter. The portal keeps only
/// their hashes; the code's is made together with the token, so that equal codes do not look alike.
/// </summary>
public sealed record CitizenKey(string Token, string Code)
{
    // Without 0/O and 1/I/L: the code is copied from paper by hand.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int CodeLength = 8;

    /// <summary>A new token of 128 random bits and a new code, <c>XXXX-XXXX</c>.</summary>
    public static CitizenKey Issue()
    {
        var code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
        return new(WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)), $"{code[..4]}-{code[4..]}");
    }

    /// <summary>What a link is found by.</summary>
    public static byte[] TokenHash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>What a typed code is compared with; upper or lower case, spaces and hyphens do not matter.</summary>
    public static byte[] CodeHash(string token, string code) => SHA256.HashData(Encoding.UTF8.GetBytes(token + Normal(code)));

    private static string Normal(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
