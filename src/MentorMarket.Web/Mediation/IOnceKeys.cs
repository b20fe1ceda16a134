using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace MentorMarket.Web.Mediation;

/// <summary>Issues the key that a form sends back so that two clicks have one effect.</summary>
public interface IOnceKeys
{
    string Issue();
}

/// <summary>128 random bits as base64url.</summary>
public sealed class RandomOnceKeys : IOnceKeys
{
    public string Issue() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
}
