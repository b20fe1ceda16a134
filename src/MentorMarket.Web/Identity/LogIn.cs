using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

public enum LogInOutcome
{
    Done,
    CodeNeeded,

    /// <summary>The password was right, but the person has no second factor yet and must set one up before getting in.</summary>
    FactorMissing,

    /// <summary>Wrong password, unknown person or locked account: the answer is the same for all three.</summary>
    Refused,
    TooManyTries,
}

/// <summary>The first step of logging in. The same time and the same answer whether the account exists or not.</summary>
public sealed class LogIn(
    SignInManager<User> signIn, UserManager<User> users, IPasswordHasher<User> hasher, Throttle throttle, DemoLogIn demo)
{
    private static readonly User Nobody = new() { DisplayName = "" };
    private static string? s_nobodysHash;

    public async Task<LogInOutcome> WithPasswordAsync(HttpContext http, string email, string password)
    {
        var address = http.Connection.RemoteIpAddress;
        if (!await throttle.AllowsAsync(Throttle.PasswordFromAddress, "", address, http.RequestAborted)
            || !await throttle.AllowsAsync(Throttle.PasswordForAccount, email, address, http.RequestAborted))
            return LogInOutcome.TooManyTries;

        var user = await users.FindByNameAsync(email.Trim());
        if (user?.PasswordHash is null || await users.IsLockedOutAsync(user))
        {
            s_nobodysHash ??= hasher.HashPassword(Nobody, Guid.CreateVersion7().ToString());
            hasher.VerifyHashedPassword(Nobody, s_nobodysHash, password);
            return LogInOutcome.Refused;
        }
        if (!(await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true)).Succeeded)
            return LogInOutcome.Refused;

        await throttle.ForgetAsync(Throttle.PasswordForAccount, email, address, http.RequestAborted);
        if (!user.TwoFactorEnabled && demo.AllowsPasswordAlone(user))
        {
            await signIn.SignInWithClaimsAsync(user, isPersistent: false, [new Claim("amr", "pwd")]);
            return LogInOutcome.Done;
        }
        await RememberForSecondStepAsync(http, user);
        return user.TwoFactorEnabled ? LogInOutcome.CodeNeeded : LogInOutcome.FactorMissing;
    }

    // The short-lived cookie in which the framework's sign-in manager looks for who has given the right password.
    public static Task RememberForSecondStepAsync(HttpContext http, User user) =>
        http.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Id.ToString())], IdentityConstants.TwoFactorUserIdScheme)));
}

/// <summary>Persons of the demo may log in with a password alone, unless <c>MENTORMARKET_DEMO</c> is 0.</summary>
public sealed class DemoLogIn(IConfiguration configuration)
{
    public bool AllowsPasswordAlone(User user) => user.IsDemo && configuration["MENTORMARKET_DEMO"] != "0";
}
