using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>A page between the right password and the portal: who has not come by the log-in is led back to it.</summary>
public abstract class SecondStepPage(SignInManager<User> signIn, AfterLogIn after) : PageModel
{
    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("an address of the portal")]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is null ? ToLogin() : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user) return ToLogin();
        if (!ModelState.IsValid || !await IsRightAsync(user)) return Page();
        SecondStep.UseLanguageOf(HttpContext, user);
        return await after.GoAsync(user.Id, ReturnUrl);
    }

    /// <summary>Whether what was typed lets this person in; where it does not, it is said at the field why.</summary>
    protected abstract Task<bool> IsRightAsync(User user);

    private RedirectToPageResult ToLogin() => RedirectToPage("Login", new { ReturnUrl });
}
