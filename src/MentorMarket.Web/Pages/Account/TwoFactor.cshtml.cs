using System.ComponentModel.DataAnnotations;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class TwoFactorModel(SignInManager<User> signIn, UserManager<User> users, LogIn logIn, Totp totp, AfterLogIn after, IStringLocalizer<AccountTexts> L) : PageModel
{
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

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("Login", new { ReturnUrl }) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return RedirectToPage("Login", new { ReturnUrl });
        if (!ModelState.IsValid) return Page();
        var code = SecondStep.Plain(Form.Code);
        var result = await logIn.WithCodeAsync(HttpContext, user, code);
        if (result.Succeeded)
        {
            SecondStep.UseLanguageOf(HttpContext, user);
            return await after.GoAsync(user.Id, ReturnUrl);
        }
        ModelState.AddModelError("Form.Code", result.IsLockedOut
            ? L["Kontoen er låst efter mange forsøg. Vent et kvarter, og prøv igen."]
            : SecondStep.WhyNot(await totp.FaultOfAsync(user, await users.GetAuthenticatorKeyAsync(user), code), L));
        return Page();
    }
}
