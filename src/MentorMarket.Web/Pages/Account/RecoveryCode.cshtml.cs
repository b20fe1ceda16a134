using System.ComponentModel.DataAnnotations;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class RecoveryCodeModel(SignInManager<User> signIn, Throttle throttle, AfterLogIn after, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(40)]
        [MayHoldCpr("a code")]
        public string Code { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("an address of the portal")]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("Login", new { ReturnUrl }) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return RedirectToPage("Login", new { ReturnUrl });
        if (!ModelState.IsValid) return Page();
        // The framework does not count wrong recovery codes towards the lock.
        if (!await throttle.AllowsAsync(Throttle.RecoveryCode, user.Id.ToString(), null))
        {
            ModelState.AddModelError("", L["Der er prøvet for mange gange. Vent et kvarter, og prøv igen."]);
            return Page();
        }
        if ((await signIn.TwoFactorRecoveryCodeSignInAsync(SecondStep.Plain(Form.Code))).Succeeded)
        {
            SecondStep.UseLanguageOf(HttpContext, user);
            return await after.GoAsync(user.Id, ReturnUrl);
        }
        ModelState.AddModelError("Form.Code", L["Nødkoden passer ikke, eller den er brugt."]);
        return Page();
    }
}
