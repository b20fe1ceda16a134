using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace MentorMarket.Web.Identity;

/// <summary>
/// The framework's store keeps authenticator keys and recovery codes in plain text. Here whoever reads the table, or a
/// backup of it, gets neither: keys are encrypted with the data protection keys, of recovery codes only a hash
/// is kept, and as slow a one as of passwords: a code has fewer bits than could be tried out otherwise.
/// </summary>
public sealed class UserStore(SignInDb db, IDataProtectionProvider protection, IPasswordHasher<User> hasher,
    IdentityErrorDescriber describer)
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
        base.ReplaceCodesAsync(user, recoveryCodes.Select(code => hasher.HashPassword(user, Plain(code))), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        // The list is written back through the user's concurrency stamp, so of two at the same time one fails. The
        // framework's method would hash the codes that are left once more.
        var stored = (await GetTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes", cancellationToken) ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (stored.FirstOrDefault(s => hasher.VerifyHashedPassword(user, s, Plain(code)) != PasswordVerificationResult.Failed)
            is not { } used)
        {
            return false;
        }
        await base.ReplaceCodesAsync(user, stored.Where(s => s != used), cancellationToken);
        return true;
    }

    private static string Plain(string code) => code.Trim().ToUpperInvariant();
}
