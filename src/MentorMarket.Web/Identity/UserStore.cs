using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace MentorMarket.Web.Identity;

/// <summary>
/// The framework's store keeps authenticator keys and recovery codes in plain text. Here whoever reads the table, or a
/// backup of it, gets neither: keys are encrypted with the data protection keys, of recovery codes only the hash is kept.
/// </summary>
public sealed class UserStore(SignInDb db, IDataProtectionProvider protection, IdentityErrorDescriber describer)
    : UserOnlyStore<User, SignInDb, Guid>(db, describer)
{
    private readonly IDataProtector _protector = protection.CreateProtector("MentorMarket.AuthenticatorKey");

    public override Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _protector.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken)
    {
        var stored = await base.GetAuthenticatorKeyAsync(user, cancellationToken);
        return string.IsNullOrEmpty(stored) ? stored : _protector.Unprotect(stored);
    }

    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(code => Hash(user, code)), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        // The list is written back through the user's concurrency stamp, so of two at the same time one fails. The
        // framework's method would hash the codes that are left once more.
        var stored = (await GetTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes", cancellationToken) ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries);
        var hash = Hash(user, code);
        if (!stored.Contains(hash, StringComparer.Ordinal)) return false;
        await base.ReplaceCodesAsync(user, stored.Where(s => s != hash), cancellationToken);
        return true;
    }

    private static string Hash(User user, string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}|{code.Trim().ToUpperInvariant()}")));
}
