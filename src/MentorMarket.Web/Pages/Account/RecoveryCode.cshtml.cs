using System.ComponentModel.DataAnnotations;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class RecoveryCodeModel(SignInManager<User> signIn, LogIn logIn, AfterLogIn after, IStringLocalizer<AccountTexts> L) : PageModel
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
        switch (await logIn.WithRecoveryCodeAsync(HttpContext, user, SecondStep.Plain(Form.Code)))
        {
            case true:
                SecondStep.UseLanguageOf(HttpContext, user);
                return await after.GoAsync(user.Id, ReturnUrl);
            case null:
                ModelState.AddModelError("", L["Der er prøvet for mange gange. Vent et kvarter, og prøv igen."]);
                return Page();
            case false:
                ModelState.AddModelError("Form.Code", L["Nødkoden passer ikke, eller den er brugt."]);
                return Page();
        }
    }
}
