using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>New recovery codes, another phone, or (in the demo) no second factor: each asks for password and code once more.</summary>
[Authorize]
public sealed class SecondFactorModel(
    SignInManager<User> signIn, UserManager<User> users, LogIn logIn, AccountEvents events, DemoLogIn demo, Throttle throttle,
        SecurityLog log, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(200), Password]
        public string Password { get; set; } = "";

        [Required, StringLength(40)]
        [MayHoldCpr("a code")]
        public string Code { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public bool IsOn { get; private set; }
    public bool MayBeOff { get; private set; }
    public int CodesLeft { get; private set; }
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        await LoadAsync(user);
        return Page();
    }

    public async Task<IActionResult> OnPostCodesAsync()
    {
        if (await ConfirmedAsync() is not { } user) return Page();
        await events.ChangeAsync(user, CaseEventKind.RecoveryCodesRenewed, async () =>
        {
            RecoveryCodes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10) ?? []];
            return IdentityResult.Success;
        });
        await LoadAsync(user);
        Response.Headers.CacheControl = "no-cache, no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostResetAsync()
    {
        if (await ConfirmedAsync() is not { } user) return Page();
        await RemoveAsync(user);
        if (demo.AllowsPasswordAlone(user))
        {
            await signIn.RefreshSignInAsync(user);
        }
        else
        {
            // Without a second factor nobody stays logged in: back to the step between the password and the portal.
            await signIn.SignOutAsync();
            await LogIn.RememberForSecondStepAsync(HttpContext, user);
        }
        return RedirectToPage("SetUpFactor");
    }

    public async Task<IActionResult> OnPostOffAsync()
    {
        if (await ConfirmedAsync() is not { } user) return Page();
        if (!demo.AllowsPasswordAlone(user)) return Forbid();
        await RemoveAsync(user);
        await signIn.RefreshSignInAsync(user);
        TempData["Success"] = L["Godkendelsesappen bruges ikke længere."].Value;
        return RedirectToPage("Profile");
    }

    private Task<IdentityResult> RemoveAsync(User user) => events.ChangeAsync(user, CaseEventKind.SecondFactorRemoved, async () =>
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        return await users.ResetAuthenticatorKeyAsync(user);
    });

    private async Task<User?> ConfirmedAsync()
    {
        var user = await users.GetUserAsync(User) ?? throw new InvalidOperationException("The person who is logged in does not exist.");
        if (ModelState.IsValid && await IsRightAsync(user) is not true and var answer)
        {
            ModelState.AddModelError("", answer is null ? L["Der er prøvet for mange gange. Vent et kvarter, og prøv igen."]
                : L["Adgangskoden eller koden passer ikke."]);
        }
        if (ModelState.IsValid) return user;
        await LoadAsync(user);
        return null;
    }

    // A recovery code counts too: whoever has lost the phone must be able to set up another. None when it was tried too often.
    private async Task<bool?> IsRightAsync(User user)
    {
        if (await logIn.IsPasswordOfAsync(HttpContext, user, Form.Password) is not true and var answer) return answer;
        if (!await throttle.AllowsAsync(Throttle.RecoveryCode, user.Id.ToString(), null)) return null;
        var code = SecondStep.Plain(Form.Code);
        var isApp = code.Length == 6;
        var isRight = isApp ? await users.VerifyTwoFactorTokenAsync(user, Totp.Name, code)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded;
        if (isRight) await throttle.ForgetAsync(Throttle.RecoveryCode, user.Id.ToString(), null);
        else await log.NoteAsync(HttpContext, isApp ? SecurityEvent.WrongCode : SecurityEvent.WrongRecoveryCode, user.Id);
        return isRight;
    }

    private async Task LoadAsync(User user)
    {
        IsOn = user.TwoFactorEnabled;
        MayBeOff = demo.AllowsPasswordAlone(user);
        CodesLeft = await users.CountRecoveryCodesAsync(user);
    }
}
