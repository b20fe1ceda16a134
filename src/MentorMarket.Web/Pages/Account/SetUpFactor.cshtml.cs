using MentorMarket.Web.Pictures;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>
/// Reached with the right password but not yet logged in, or logged in by a person of the demo who wants a second factor. The key
/// that is shown stands, encrypted, with the browser until a code has proved that the app has it: opening the page changes nothing.
/// </summary>
[AllowAnonymous]
public sealed class SetUpFactorModel(
    SignInManager<User> signIn, UserManager<User> users, IUserStore<User> store, Totp totp, AccountEvents events, SecurityLog log,
        IStringLocalizer<AccountTexts> L) : PageModel
{
    private const int NumberOfRecoveryCodes = 10;
    private const string Proposed = "AuthenticatorKey";

    public sealed class Input
    {
        [Required, StringLength(12)]
        [MayHoldCpr("a code")]
        public string Code { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("an address of the portal")]
    public string? ReturnUrl { get; set; }

    public string Key { get; private set; } = "";
    public QrPicture? Qr { get; private set; }

    /// <summary>Set once, on the answer to the right code; only their hashes are kept.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await PersonAsync() is not { } user) return RedirectToPage("Login", new { ReturnUrl });
        if (user.TwoFactorEnabled) return RedirectToPage("SecondFactor");
        ShowKey(user);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await PersonAsync() is not { } user) return RedirectToPage("Login", new { ReturnUrl });
        if (user.TwoFactorEnabled) return RedirectToPage("SecondFactor");
        var (key, code) = (KeyOf(user), SecondStep.Plain(Form.Code));
        if (ModelState.IsValid && !await totp.TakeAsync(user, key, code))
        {
            await log.NoteAsync(HttpContext, SecurityEvent.WrongCode, user.Id);
            ModelState.AddModelError("Form.Code", SecondStep.WhyNot(await totp.FaultOfAsync(user, key, code), L));
        }
        if (!ModelState.IsValid)
        {
            ShowKey(user);
            return Page();
        }
        TempData.Remove(Proposed);
        await events.ChangeAsync(user, CaseEventKind.SecondFactorSet, async () =>
        {
            await ((IUserAuthenticatorKeyStore<User>)store).SetAuthenticatorKeyAsync(user, key, HttpContext.RequestAborted);
            var set = await users.SetTwoFactorEnabledAsync(user, true);
            RecoveryCodes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, NumberOfRecoveryCodes) ?? []];
            return set;
        });
        await SecondStep.FinishAsync(HttpContext, signIn, user);
        Response.Headers.CacheControl = "no-cache, no-store";
        return Page();
    }

    private async Task<User?> PersonAsync() =>
        User.Identity?.IsAuthenticated == true ? await users.GetUserAsync(User) : await signIn.GetTwoFactorAuthenticationUserAsync();

    /// <summary>The key that this browser was shown, and no other person's; a new one when there is none.</summary>
    private string KeyOf(User user)
    {
        if (TempData.Peek(Proposed) is string kept && kept.Split('|') is [var owner, var key] && owner == user.Id.ToString()) return key;
        var made = users.GenerateNewAuthenticatorKey();
        TempData[Proposed] = $"{user.Id}|{made}";
        return made;
    }

    private void ShowKey(User user)
    {
        var key = KeyOf(user);
        Key = string.Join(' ', key.Chunk(4).Select(four => new string(four)));
        Qr = new QrPicture($"otpauth://totp/MentorMarket:{Uri.EscapeDataString(user.Email!)}?secret={key}&issuer=MentorMarket&digits=6");
    }
}
