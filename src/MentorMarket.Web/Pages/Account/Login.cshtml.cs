using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class LoginModel(LogIn logIn, UserManager<User> users, AfterLogIn after, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(254)]
        public string Email { get; set; } = "";

        // Hashing a password of any length would let a visitor keep the processor busy.
        [Required, StringLength(200), Password]
        public string Password { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("an address of the portal")]
    public string? ReturnUrl { get; set; }

    /// <summary>Sent here from another page, to which the log-in leads back.</summary>
    public bool IsOnTheWay => ReturnUrl is { Length: > 1 };

    public async Task<IActionResult> OnGetAsync() =>
        User.PersonId() is { } person ? await after.GoAsync(person, ReturnUrl) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        switch (await logIn.WithPasswordAsync(HttpContext, Form.Email, Form.Password))
        {
            case LogInOutcome.Done:
                var user = (await users.FindByNameAsync(Form.Email.Trim()))!;
                SecondStep.UseLanguageOf(HttpContext, user);
                return await after.GoAsync(user.Id, ReturnUrl);
            case LogInOutcome.CodeNeeded:
                return RedirectToPage("TwoFactor", new { ReturnUrl });
            case LogInOutcome.FactorMissing:
                return RedirectToPage("SetUpFactor", new { ReturnUrl });
            case LogInOutcome.TooManyTries:
                ModelState.AddModelError("",
                    L["Der er prøvet for mange gange herfra med den mailadresse. Vent et kvarter, og prøv igen, eller vælg en ny adgangskode."]);
                return Page();
            case LogInOutcome.Busy:
                ModelState.AddModelError("", L["Der bliver prøvet mange adgangskoder herfra lige nu, måske af andre. Prøv igen om lidt."]);
                return Page();
            case LogInOutcome.Refused:
            default:
                ModelState.AddModelError("",
                    L["Mailadressen eller adgangskoden passer ikke. Efter mange forsøg er kontoen låst i et kvarter."]);
                return Page();
        }
    }
}
