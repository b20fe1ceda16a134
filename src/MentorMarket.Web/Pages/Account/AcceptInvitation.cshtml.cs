using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>Who has an account logs in and joins; who has none chooses name and password. Opening the link alone changes nothing.</summary>
[AllowAnonymous]
public sealed class AcceptInvitationModel(
    Invitations invitations, UserManager<User> users, Throttle throttle, SecurityLog log, IStringLocalizer<AccountTexts> L) : PageModel
{
    public sealed class Input
    {
        /// <summary>Asked of the first operator alone.</summary>
        [Mailbox, StringLength(254)]
        public string? Email { get; set; }

        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [Required, StringLength(200), Password]
        public string Password { get; set; } = "";

        [Required, Compare(nameof(Password)), Password]
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

    /// <summary>Nobody wrote to them: it is the first operator's.</summary>
    public bool AsksForAddress => Invitation is { Email: "" };

    /// <summary>Why it cannot be used.</summary>
    public string Reason { get; private set; } = "";

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
            : await ClosedAsync();
    }

    public async Task<IActionResult> OnPostRegisterAsync([Bind(Prefix = nameof(Form))] Input form)
    {
        Form = form;
        await LoadAsync();
        if (Now != Step.Register) return Page();
        if (AsksForAddress && string.IsNullOrWhiteSpace(form.Email)) ModelState.AddModelError("Form.Email", L["Skriv din mailadresse."]);
        if (!ModelState.IsValid) return Page();
        var culture = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "da-DK";
        var (result, accepted) = await invitations.AcceptAsNewAsync(Token, form.Name.Trim(), form.Password, culture, form.Email?.Trim(),
            HttpContext.RequestAborted);
        if (!result.Succeeded)
        {
            if (AsksForAddress && result.Errors.Any(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal)))
            {
                ModelState.AddModelError("Form.Email", L["Adressen har en konto i forvejen. Log ind med den, og åbn linket igen."]);
            }
            else ModelState.AddErrors(result, "Form.Password", L);
            return Page();
        }
        if (accepted is null) return await ClosedAsync();
        TempData["Success"] = L["Din konto er oprettet. Log ind for at komme i gang."].Value;
        return RedirectToPage("Login", new { ReturnUrl = $"/{accepted.Organisation.Slug}/" });
    }

    private async Task LoadAsync()
    {
        var found = await invitations.LookAsync(Token, HttpContext.RequestAborted);
        Invitation = found is { State: InvitationState.Open } ? found.Invitation : null;
        if (Invitation is null) (Now, Reason) = (Step.Closed, found is null ? await UnknownAsync() : WhyClosed(found.State));
        else if (await users.GetUserAsync(User) is { } person)
        {
            Now = Invitations.IsFor(Invitation.Email, person.Email) ? Step.Join : Step.OtherPerson;
        }
        else if (AsksForAddress) Now = Step.Register;
        else Now = await users.FindByNameAsync(Invitation.Email.Trim()) is null ? Step.Register : Step.LogInFirst;
    }

    // Only a link that nobody was sent is a guess, and counts.
    private async Task<string> UnknownAsync()
    {
        var isBelow = await throttle.AllowsAsync(Throttle.Invitation, "", HttpContext.Connection.RemoteIpAddress,
            HttpContext.RequestAborted);
        await log.NoteAsync(HttpContext, isBelow ? SecurityEvent.UnknownAddress : SecurityEvent.Throttled);
        return isBelow
            ? L["Linket findes ikke. Se efter, at hele linket fra mailen er kommet med."]
            : L["Linket findes ikke, og der er prøvet mange forkerte links herfra. Se efter, at hele linket fra mailen er kommet med."];
    }

    private string WhyClosed(InvitationState state) => state switch
    {
        InvitationState.Used => L["Den er brugt. Har du oprettet en konto med den, så log ind."],
        InvitationState.Revoked =>
            L["Den er trukket tilbage, måske fordi du har fået en nyere. Se efter den nyeste mail, eller spørg den, der inviterede dig."],
        InvitationState.Expired => L["Den er mere end tre døgn gammel. Bed den, der inviterede dig, om en ny."],
        InvitationState.Open => "",
    };

    private async Task<PageResult> ClosedAsync()
    {
        await LoadAsync();
        Now = Step.Closed;
        return Page();
    }
}
