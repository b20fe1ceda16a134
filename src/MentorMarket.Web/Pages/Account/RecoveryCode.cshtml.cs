using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class RecoveryCodeModel(SignInManager<User> signIn, LogIn logIn, AfterLogIn after, IStringLocalizer<AccountTexts> L)
    : SecondStepPage(signIn, after)
{
    public sealed class Input
    {
        [Required, StringLength(40)]
        [MayHoldCpr("a code")]
        public string Code { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    protected override async Task<bool> IsRightAsync(User user)
    {
        var answer = await logIn.WithRecoveryCodeAsync(HttpContext, user, SecondStep.Plain(Form.Code));
        if (answer is null) ModelState.AddModelError("", L["Der er prøvet for mange gange. Vent et kvarter, og prøv igen."]);
        if (answer is false) ModelState.AddModelError("Form.Code", L["Nødkoden passer ikke, eller den er brugt."]);
        return answer is true;
    }
}
