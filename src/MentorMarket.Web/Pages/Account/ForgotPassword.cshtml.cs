using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Account;

[AllowAnonymous]
public sealed class ForgotPasswordModel(Throttle throttle, PasswordLetters letters, PublicAddress address, SecurityLog log) : PageModel
{
    public sealed class Input
    {
        [Required, Mailbox, StringLength(254)]
        public string Email { get; set; } = "";
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public bool IsSent { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        var start = address.Link(Request, "/account/resetpassword");
        var isAllowed = await throttle.AllowsAsync(Throttle.ForgotPassword, Form.Email, HttpContext.Connection.RemoteIpAddress,
            HttpContext.RequestAborted);
        // How long this takes must not tell whether the account exists: that is looked up where the letter is written.
        if (isAllowed) await letters.AskAsync(Form.Email.Trim(), start, HttpContext.RequestAborted);
        await log.NoteAsync(HttpContext, isAllowed ? SecurityEvent.PasswordLetterAsked : SecurityEvent.Throttled);
        IsSent = true;
        return Page();
    }
}
