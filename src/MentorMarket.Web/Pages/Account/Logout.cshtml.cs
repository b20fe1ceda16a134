using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Logs out by POST only, so that no link or picture on a foreign page can.</summary>
[AllowAnonymous]
public sealed class LogoutModel(SignInManager<User> signIn, IStringLocalizer<AccountTexts> L) : PageModel
{
    public IActionResult OnGet() => RedirectToPage("Login");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        TempData["Success"] = L["Du er logget ud."].Value;
        return RedirectToPage("Login");
    }
}
