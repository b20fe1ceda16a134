using System.ComponentModel.DataAnnotations;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Account;

[Authorize]
public sealed class ChangePasswordModel(SignInManager<User> signIn, UserManager<User> users, AccountEvents events, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(200)]
        [MayHoldCpr("a secret: only a hash of it is kept")]
        public string Current { get; set; } = "";

        [Required, StringLength(200)]
        [MayHoldCpr("a secret: only a hash of it is kept")]
        public string New { get; set; } = "";

        [Required, Compare(nameof(New))]
        [MayHoldCpr("a secret: only a hash of it is kept")]
        public string Again { get; set; } = "";
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
        // Whoever finds a browser left open must not be able to guess the password here without end.
        if (!(await signIn.CheckPasswordSignInAsync(user, Form.Current, lockoutOnFailure: true)).Succeeded)
        {
            ModelState.AddModelError("Form.Current", L["Din nuværende adgangskode passer ikke."]);
            return Page();
        }
        var changed = await events.ChangeAsync(user, "PasswordChanged", () => users.ChangePasswordAsync(user, Form.Current, Form.New));
        if (!changed.Succeeded)
        {
            ModelState.AddErrors(changed, "Form.New", L);
            return Page();
        }
        await signIn.RefreshSignInAsync(user);
        TempData["Success"] = L["Adgangskoden er skiftet. Andre steder, hvor du er logget ind, bliver du logget ud."].Value;
        return RedirectToPage("Profile");
    }
}
