using System.ComponentModel.DataAnnotations;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Pictures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Reached with the right password but not yet logged in, or logged in by a person of the demo who wants a second factor.</summary>
[AllowAnonymous]
public sealed class SetUpFactorModel(SignInManager<User> signIn, UserManager<User> users, AccountEvents events, IStringLocalizer<AccountTexts> L) : PageModel
{
    private const int NumberOfRecoveryCodes = 10;

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
        await ShowKeyAsync(user);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await PersonAsync() is not { } user) return RedirectToPage("Login", new { ReturnUrl });
        if (user.TwoFactorEnabled) return RedirectToPage("SecondFactor");
        if (ModelState.IsValid && !await users.VerifyTwoFactorTokenAsync(user, Totp.Name, SecondStep.Plain(Form.Code)))
            ModelState.AddModelError("Form.Code", L["Koden passer ikke. Se efter, at telefonens ur går rigtigt, og skriv den kode, appen viser nu."]);
        if (!ModelState.IsValid)
        {
            await ShowKeyAsync(user);
            return Page();
        }
        await events.ChangeAsync(user, "SecondFactorSet", async () =>
        {
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

    private async Task ShowKeyAsync(User user)
    {
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            await users.ResetAuthenticatorKeyAsync(user);
            // A new key is a new security stamp, which would end this session within a minute, before the app is set up.
            if (User.Identity?.IsAuthenticated == true) await signIn.RefreshSignInAsync(user);
            key = (await users.GetAuthenticatorKeyAsync(user))!;
        }
        Key = string.Join(' ', key.Chunk(4).Select(four => new string(four)));
        Qr = new QrPicture($"otpauth://totp/MentorMarket:{Uri.EscapeDataString(user.Email!)}?secret={key}&issuer=MentorMarket&digits=6");
    }
}
