using MentorMarket.Web.Localization;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[Authorize]
public sealed class ProfileModel(SignInManager<User> signIn, UserManager<User> users, AccountEvents events,
    IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [Required, RegularExpression("da-DK|en")]
        public string Culture { get; set; } = "da-DK";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public string Email { get; private set; } = "";
    public bool HasFactor { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        Show(user);
        Form = new Input { Name = user.DisplayName, Culture = user.Culture.StartsWith("en", StringComparison.Ordinal) ? "en" : "da-DK" };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        Show(user);
        if (!ModelState.IsValid) return Page();
        user.DisplayName = Form.Name.Trim();
        user.Culture = Form.Culture;
        if (!(await events.ChangeAsync(user, CaseEventKind.ProfileChanged, () => users.UpdateAsync(user))).Succeeded)
        {
            ModelState.AddModelError("", L["Profilen blev ændret et andet sted imens. Genindlæs siden, og prøv igen."]);
            return Page();
        }
        await signIn.RefreshSignInAsync(user);
        LocalizationSetup.Remember(HttpContext, SecondStep.LanguageOf(user.Culture));
        TempData["Success"] = L["Profilen er gemt."].Value;
        return RedirectToPage();
    }

    private void Show(User user) => (Email, HasFactor) = (user.Email!, user.TwoFactorEnabled);
}
