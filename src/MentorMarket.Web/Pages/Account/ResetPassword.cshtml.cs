using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Changes the password and nothing else: the second factor is still asked for at the next log-in.</summary>
[AllowAnonymous]
public sealed class ResetPasswordModel(UserManager<User> users, Sessions sessions, Throttle throttle, AccountEvents events,
    IStringLocalizer<AccountTexts> L) : PageModel
{
    [BindProperty]
    public NewPasswordForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid UserId { get; set; }

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("made by the portal")]
    public string? Token { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        var user = await users.FindByIdAsync(UserId.ToString());
        var result = user is null || !Base64Url.IsValid(Token)
            ? IdentityResult.Failed(users.ErrorDescriber.InvalidToken())
            : await events.ChangeAsync(user, CaseEventKind.PasswordReset,
                () => users.ResetPasswordAsync(user, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Token)), Form.New));
        if (!result.Succeeded)
        {
            ModelState.AddErrors(result, "Form.New", L);
            return Page();
        }
        // Whoever reads the account's mail is its owner, and may have been locked out by somebody else's guessing.
        await users.SetLockoutEndDateAsync(user!, null);
        await throttle.ForgetAsync(Throttle.PasswordFromAnywhere, user!.Email!, null, HttpContext.RequestAborted);
        await throttle.ForgetAsync(Throttle.CodeOfApp, user.Id.ToString(), null, HttpContext.RequestAborted);
        await sessions.EndAllAsync(user.Id);
        TempData["Success"] = L["Adgangskoden er skiftet. Log ind med den nye."].Value;
        return RedirectToPage("Login");
    }
}
