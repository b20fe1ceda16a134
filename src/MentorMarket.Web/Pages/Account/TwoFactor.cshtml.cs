using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class TwoFactorModel(
    SignInManager<User> signIn, UserManager<User> users, LogIn logIn, Totp totp, AfterLogIn after,
        IStringLocalizer<AccountTexts> L) : SecondStepPage(signIn, after)
{
    public sealed class Input
    {
        [Required, StringLength(12)]
        [MayHoldCpr("a code")]
        public string Code { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    protected override async Task<bool> IsRightAsync(User user)
    {
        var code = SecondStep.Plain(Form.Code);
        var result = await logIn.WithCodeAsync(HttpContext, user, code);
        if (result.Succeeded) return true;
        ModelState.AddModelError("Form.Code", result.IsLockedOut
            ? L["Kontoen er låst efter mange forsøg. Vent et kvarter, og prøv igen."]
            : SecondStep.WhyNot(await totp.FaultOfAsync(user, await users.GetAuthenticatorKeyAsync(user), code), L));
        return false;
    }
}
