using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits). The framework's own accepts the same code
/// twice and five time steps; here the step before, this one and the next count, and each only once.
/// </summary>
public sealed class Totp(SignInDb db, TimeProvider time) : IUserTwoFactorTokenProvider<User>
{
    public const string Name = "Authenticator";
    private const int SecondsOfStep = 30;

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
        // Of two requests with the same code, on whichever nodes, one finds the step already taken.
        return !string.IsNullOrEmpty(key) && StepOf(key, code, time.GetUtcNow(), around: 1) is { } taken
            && !await WasToldAsync(user, taken)
            && await db.Users.Where(u => u.Id == user.Id && u.LastTotpStep < taken)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, taken)) == 1;
    }

    /// <summary>
    /// Why a code was refused. Told to who has given the right password; a code that fits a minute to come opens nothing when that comes.
    /// </summary>
    public async Task<CodeFault> FaultOfAsync(User user, string? key, string code)
    {
        var at = time.GetUtcNow();
        if (string.IsNullOrEmpty(key) || StepOf(key, code, at, StepsAround) is not { } step) return CodeFault.Wrong;
        var now = at.ToUnixTimeSeconds() / SecondsOfStep;
        if (step > now + 1) await NoteToldAsync(user, step);
        if (Math.Abs(step - now) > 1) return new CodeFault((int)Math.Round((step - now) / 2.0, MidpointRounding.AwayFromZero));
        return await db.Users.AnyAsync(u => u.Id == user.Id && u.LastTotpStep >= step) || await WasToldAsync(user, step) ? CodeFault.Used
            : CodeFault.Wrong;
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

    private static byte[] ToldOf(User user, long step) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"told|{user.Id}|{step}")));

    /// <summary>The step that the code is of: this one, or of those around it the first that fits.</summary>
    /// <param name="key">As the framework writes it: base 32.</param>
    internal static long? StepOf(string key, string code, DateTimeOffset at, int around) =>
        new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(key))
            .VerifyTotp(at.UtcDateTime, code, out var step, new OtpNet.VerificationWindow(around, around)) ? step : null;
}

/// <summary>Why a code was refused.</summary>
/// <param name="MinutesOff">How much the phone's clock is ahead, or behind where it is negative; 0 where the code fits no time
/// nearby.</param>
public sealed record CodeFault(int MinutesOff)
{
    public static readonly CodeFault Wrong = new(0);

    /// <summary>It was right, and has been used.</summary>
    public static readonly CodeFault Used = new(0) { IsUsed = true };

    public bool IsUsed { get; private init; }
}
