using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Who has an account logs in and joins; who has none chooses name and password. Opening the link alone changes nothing.</summary>
[AllowAnonymous]
public sealed class AcceptInvitationModel(
    Invitations invitations, UserManager<User> users, Throttle throttle, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [Required, StringLength(200)]
        [MayHoldCpr("a secret: only a hash of it is kept")]
        public string Password { get; set; } = "";

        [Required, Compare(nameof(Password))]
        [MayHoldCpr("a secret: only a hash of it is kept")]
        public string Again { get; set; } = "";
    }

    public enum Step
    {
        Closed,
        Register,
        LogInFirst,
        Join,
        OtherPerson,
    }

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("made by the portal")]
    public string? Token { get; set; }

    public Input Form { get; set; } = new();

    public Step Now { get; private set; }
    public Invitations.Open? Invitation { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        Form.Name = Invitation?.Name ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostJoinAsync()
    {
        await LoadAsync();
        if (Now != Step.Join || await users.GetUserAsync(User) is not { } user) return Page();
        return await invitations.AcceptAsync(Token, user, HttpContext.RequestAborted) is { } accepted
            ? LocalRedirect($"/{accepted.Organisation.Slug}/")
            : Closed();
    }

    public async Task<IActionResult> OnPostRegisterAsync([Bind(Prefix = nameof(Form))] Input form)
    {
        Form = form;
        await LoadAsync();
        if (Now != Step.Register || !ModelState.IsValid) return Page();
        var culture = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "da-DK";
        var (result, accepted) = await invitations.AcceptAsNewAsync(Token, form.Name.Trim(), form.Password, culture, HttpContext.RequestAborted);
        if (!result.Succeeded)
        {
            ModelState.AddErrors(result, "Form.Password", L);
            return Page();
        }
        if (accepted is null) return Closed();
        TempData["Success"] = L["Din konto er oprettet. Log ind for at komme i gang."].Value;
        return RedirectToPage("Login", new { ReturnUrl = $"/{accepted.Organisation.Slug}/" });
    }

    private async Task LoadAsync()
    {
        var allowed = await throttle.AllowsAsync(Throttle.Invitation, "", HttpContext.Connection.RemoteIpAddress, HttpContext.RequestAborted);
        Invitation = allowed ? await invitations.FindAsync(Token, HttpContext.RequestAborted) : null;
        if (Invitation is null) Now = Step.Closed;
        else if (await users.GetUserAsync(User) is { } person)
            Now = string.Equals(person.Email, Invitation.Email.Trim(), StringComparison.OrdinalIgnoreCase) ? Step.Join : Step.OtherPerson;
        else Now = await users.FindByNameAsync(Invitation.Email.Trim()) is null ? Step.Register : Step.LogInFirst;
    }

    private PageResult Closed()
    {
        Now = Step.Closed;
        return Page();
    }
}
