using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[Authorize]
public sealed class ChangePasswordModel(
    SignInManager<User> signIn, UserManager<User> users, LogIn logIn, Sessions sessions, AccountEvents events,
        IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input : NewPasswordForm
    {
        [Required, StringLength(200), Password]
        public string Current { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        if (!ModelState.IsValid) return Page();
        if (await logIn.IsPasswordOfAsync(HttpContext, user, Form.Current) is not true and var answer)
        {
            ModelState.AddModelError("Form.Current", answer is null ? L["Der er prøvet for mange gange. Vent et kvarter, og prøv igen."]
                : L["Din nuværende adgangskode passer ikke."]);
            return Page();
        }
        var changed = await events.ChangeAsync(user, CaseEventKind.PasswordChanged,
            () => users.ChangePasswordAsync(user, Form.Current, Form.New));
        if (!changed.Succeeded)
        {
            ModelState.AddErrors(changed, "Form.New", L);
            return Page();
        }
        await signIn.RefreshSignInAsync(user);
        await sessions.EndAllAsync(user.Id, except: HttpContext.Current(IdentityConstants.ApplicationScheme));
        TempData["Success"] = L["Adgangskoden er skiftet. Andre steder, hvor du var logget ind, er du logget ud."].Value;
        return RedirectToPage("Profile");
    }
}
