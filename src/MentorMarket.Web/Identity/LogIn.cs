using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Caching.Memory;

namespace MentorMarket.Web.Identity;

public enum LogInOutcome
{
    Done,
    CodeNeeded,

    /// <summary>The password was right, but the person has no second factor yet and must set one up before getting in.</summary>
    FactorMissing,

    /// <summary>Wrong password, unknown person or locked account: the answer is the same for all three.</summary>
    Refused,

    /// <summary>Too many wrong passwords for this account from this place.</summary>
    TooManyTries,

    /// <summary>So many tries from this address, for whichever accounts, that its line is full.</summary>
    Busy,
}

/// <summary>
/// Logging in, and every other place where a password or a code is asked for. The same time and the same answer whether the
/// account exists or not. Only what is wrong counts: a town hall has one address, and everybody there comes in through it.
/// </summary>
public sealed class LogIn(
    SignInManager<User> signIn, UserManager<User> users, IPasswordHasher<User> hasher, Throttle throttle, DemoLogIn demo,
    KnownBrowsers browsers, SlowLane lane, AccountEvents events, SecurityLog log, TimeProvider time)
{
    private static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);
    private static readonly User Nobody = new() { DisplayName = "" };
    private static string? NobodysHash;

    public async Task<LogInOutcome> WithPasswordAsync(HttpContext http, string email, string password)
    {
        email = email.Trim();
        var address = http.Connection.RemoteIpAddress;
        var user = await users.FindByNameAsync(email);
        // What was wrong is counted against the password that it was not, so that a new one begins anew wherever its owner types it.
        var account = $"{email}|{user?.SecurityStamp}";
        // Where they have logged in before, people are counted by the browser: whatever others guess from the same address is not theirs.
        var isKnown = await browsers.IsOfAsync(http, user?.Id ?? Guid.Empty);
        var place = isKnown ? null : address;
        if (isKnown) account += $"|{Convert.ToHexString(browsers.HashOf(http)!)}";
        if (!await throttle.AllowsAsync(Throttle.PasswordForAccount, account, place, http.RequestAborted))
        {
            await log.NoteAsync(http, SecurityEvent.Throttled, user?.Id);
            return LogInOutcome.TooManyTries;
        }
        var outcome = isKnown ? await CompareAsync(http, user, email, password) : await FromAddressAsync(http, user, email, password);
        if (outcome == LogInOutcome.Done) await throttle.ForgetAsync(Throttle.PasswordForAccount, account, place, http.RequestAborted);
        return outcome == LogInOutcome.Done ? await GoOnAsync(http, user!) : outcome;
    }

    /// <summary>
    /// Nobody is shut out for what others do at the same address: from where too much was wrong, strangers are only slowed down.
    /// </summary>
    private async Task<LogInOutcome> FromAddressAsync(HttpContext http, User? user, string email, string password)
    {
        var address = http.Connection.RemoteIpAddress;
        var isFree = await throttle.AllowsAsync(Throttle.PasswordFromAddress, "", address, http.RequestAborted);
        using var turn = isFree ? null : await lane.EnterAsync(http);
        if (!isFree && turn is null)
        {
            await log.NoteAsync(http, SecurityEvent.Throttled, user?.Id);
            return LogInOutcome.Busy;
        }
        var outcome = await CompareAsync(http, user, email, password);
        if (outcome == LogInOutcome.Done) await throttle.TakeBackAsync(Throttle.PasswordFromAddress, "", address, http.RequestAborted);
        else if (turn is not null) await Task.Delay(SlowLane.Pause, CancellationToken.None);
        return outcome;
    }

    private async Task<LogInOutcome> CompareAsync(HttpContext http, User? user, string email, string password)
    {
        var isLocked = user is not null && await users.IsLockedOutAsync(user);
        if (user?.PasswordHash is null || isLocked || demo.IsOver(user))
        {
            NobodysHash ??= hasher.HashPassword(Nobody, Guid.CreateVersion7().ToString());
            hasher.VerifyHashedPassword(Nobody, NobodysHash, password);
        }
        else if ((await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: false)).Succeeded)
        {
            return LogInOutcome.Done;
        }
        // Whatever the account, also one that does not exist, the same is counted and noted.
        var isBelow = await throttle.AllowsAsync(Throttle.PasswordFromAnywhere, email, null, http.RequestAborted);
        await log.NoteAsync(http, isLocked ? SecurityEvent.TriedWhileLocked : SecurityEvent.WrongPassword, user?.Id);
        if (!isBelow && !isLocked && user is not null) await LockAsync(http, user);
        return LogInOutcome.Refused;
    }

    // Somebody else did it, so the event names no actor.
    private async Task LockAsync(HttpContext http, User user)
    {
        await events.ChangeAsync(user, CaseEventKind.AccountLocked, () => users.SetLockoutEndDateAsync(user, time.GetUtcNow() + Locked),
            byOwner: false);
        await log.NoteAsync(http, SecurityEvent.AccountLocked, user.Id);
    }

    private async Task<LogInOutcome> GoOnAsync(HttpContext http, User user)
    {
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
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Id.ToString())],
                IdentityConstants.TwoFactorUserIdScheme)));

    /// <summary>The second step with a code of the app. Ten wrong ones lock the account; only who has the password comes so far.</summary>
    public async Task<Microsoft.AspNetCore.Identity.SignInResult> WithCodeAsync(HttpContext http, User user, string code)
    {
        var wasLocked = await users.IsLockedOutAsync(user);
        // Before it is compared, and one at a time: of many wrong ones at the same moment the framework counts one.
        if (!await throttle.AllowsAsync(Throttle.CodeOfApp, user.Id.ToString(), null, http.RequestAborted))
        {
            if (!wasLocked) await LockAsync(http, user);
            await log.NoteAsync(http, SecurityEvent.TriedWhileLocked, user.Id);
            return Microsoft.AspNetCore.Identity.SignInResult.LockedOut;
        }
        var result = await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        if (result.Succeeded)
        {
            await throttle.ForgetAsync(Throttle.CodeOfApp, user.Id.ToString(), null, http.RequestAborted);
            return result;
        }
        await log.NoteAsync(http, wasLocked ? SecurityEvent.TriedWhileLocked : SecurityEvent.WrongCode, user.Id);
        if (result.IsLockedOut && !wasLocked)
        {
            await events.ChangeAsync(user, CaseEventKind.AccountLocked, () => Task.FromResult(IdentityResult.Success), byOwner: false);
            await log.NoteAsync(http, SecurityEvent.AccountLocked, user.Id);
        }
        return result;
    }

    /// <summary>
    /// The second step with a recovery code; none when it was tried too often. The framework does not count these towards the lock.
    /// </summary>
    public async Task<bool?> WithRecoveryCodeAsync(HttpContext http, User user, string code)
    {
        if (!await throttle.AllowsAsync(Throttle.RecoveryCode, user.Id.ToString(), null, http.RequestAborted))
        {
            await log.NoteAsync(http, SecurityEvent.Throttled, user.Id);
            return null;
        }
        if ((await signIn.TwoFactorRecoveryCodeSignInAsync(code)).Succeeded)
        {
            await throttle.ForgetAsync(Throttle.RecoveryCode, user.Id.ToString(), null, http.RequestAborted);
            return true;
        }
        await log.NoteAsync(http, SecurityEvent.WrongRecoveryCode, user.Id);
        return false;
    }

    /// <summary>
    /// The password of somebody who is logged in, asked for once more; none when it was tried too often. Whoever finds a browser left
    /// open must not be able to guess it without end, and does not lock the owner out elsewhere.
    /// </summary>
    public async Task<bool?> IsPasswordOfAsync(HttpContext http, User user, string password)
    {
        var account = $"again|{user.Id}";
        if (!await throttle.AllowsAsync(Throttle.PasswordForAccount, account, null, http.RequestAborted))
        {
            await log.NoteAsync(http, SecurityEvent.Throttled, user.Id);
            return null;
        }
        if (await users.CheckPasswordAsync(user, password))
        {
            await throttle.ForgetAsync(Throttle.PasswordForAccount, account, null, http.RequestAborted);
            return true;
        }
        await log.NoteAsync(http, SecurityEvent.WrongPassword, user.Id);
        return false;
    }
}

/// <summary>
/// Where too many wrong passwords came from, the next are compared one at a time and, when wrong, a second apart: that is no use
/// to who guesses, and a colleague behind the same address still comes in. Each node has lines of its own.
/// </summary>
public sealed class SlowLane(IMemoryCache cache)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>As many as have their turn within the longest wait, also when all before them are wrong.</summary>
    public const int Longest = 12;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly Lock making = new();

    /// <summary>None when the line is full, or others stand in it for so long.</summary>
    public async Task<IDisposable?> EnterAsync(HttpContext http)
    {
        var line = LineOf(http.Connection.RemoteIpAddress);
        var standing = Interlocked.Increment(ref line.Standing);
        var hasTurn = false;
        try
        {
            if (standing > Longest) return null;
            // The line lets through fewer than the places do, and whoever stands in it must not stand in the way of others.
            http.Features.Get<RateLimitLease>()?.Dispose();
            hasTurn = await line.WaitAsync(LongestWait, http.RequestAborted);
            return hasTurn ? new Turn(line) : null;
        }
        finally
        {
            if (!hasTurn) Interlocked.Decrement(ref line.Standing);
        }
    }

    // The cache alone would make two lines for two who come at the same time.
    private Line LineOf(IPAddress? address)
    {
        lock (making)
        {
            return cache.GetOrCreate(("slow", Throttle.Neighbourhood(address)), entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(30);
                return new Line();
            })!;
        }
    }

    // The cache forgets it without disposing of it: a semaphore whose wait handle nobody asks for holds nothing.
    private sealed class Line() : SemaphoreSlim(1)
    {
        public int Standing;
    }

    private sealed class Turn(Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Release();
            Interlocked.Decrement(ref line.Standing);
        }
    }
}

/// <summary>Persons of the demo may log in with a password alone, unless <c>MENTORMARKET_DEMO</c> is 0.</summary>
public sealed class DemoLogIn(IConfiguration configuration)
{
    public bool AllowsPasswordAlone(User user) => user.IsDemo && configuration["MENTORMARKET_DEMO"] != "0";

    /// <summary>
    /// A person of the demo where it is off: their password is printed, and whoever has read it could set up an app of their own.
    /// </summary>
    public bool IsOver(User user) => user.IsDemo && configuration["MENTORMARKET_DEMO"] == "0";
}
