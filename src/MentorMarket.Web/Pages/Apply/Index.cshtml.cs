using MentorMarket.Web.Mail;
using MentorMarket.Web.Pages.Operator;

namespace MentorMarket.Web.Pages.Apply;

/// <summary>A municipality, a provider or an audit firm asks to be let in.</summary>
[AllowAnonymous]
public sealed partial class IndexModel(Applications applications, Throttle throttle, IMail mail, PublicAddress address, SecurityLog log,
    ILogger<IndexModel> logger, IStringLocalizer<OperatorTexts> L) : PageModel
{
    public sealed class Input : OrganisationForm
    {
        [StringLength(1000)]
        public string? Message { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    /// <summary>The application was taken; shown once, after the form was sent.</summary>
    public bool IsSent { get; private set; }

    public Applied? Already { get; private set; }

    public void OnGet() => IsSent = TempData["Applied"] is not null;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Form.Read(ModelState, L) is not { } facts) return Page();
        var link = address.Link(Request, "/account/organisations");
        if (!await throttle.AllowsAsync(Throttle.Application, "", HttpContext.Connection.RemoteIpAddress, cancel)
            || !await throttle.AllowsAsync(Throttle.Applications, "", null, cancel))
        {
            await log.NoteAsync(HttpContext, SecurityEvent.Throttled);
            ModelState.AddModelError("", L["Der er sendt mange ansøgninger. Prøv igen om en time, eller i morgen."]);
            return Page();
        }
        var taken = await applications.TakeAsync(new Application
        {
            Kind = facts.Kind,
            Name = facts.Name,
            Cvr = facts.Cvr,
            PNumber = facts.PNumber,
            MunicipalityCode = facts.MunicipalityCode,
            Gln = facts.Gln,
            ContactName = facts.ContactName,
            ContactEmail = facts.ContactEmail,
            ContactPhone = facts.ContactPhone,
            Message = Form.Message?.Trim() ?? "",
        }, cancel);
        if (taken != Applied.Taken)
        {
            Already = taken;
            return Page();
        }
        await TellOperatorsAsync(link);
        TempData["Applied"] = true;
        return RedirectToPage();
    }

    private async Task TellOperatorsAsync(string link)
    {
        foreach (var email in await applications.OperatorsAsync(CancellationToken.None))
        {
            try
            {
                await mail.SendAsync(new Letter(email, "MentorMarket: en ansøgning venter / an application waits", $"""
                    En ansøgning om adgang til MentorMarket venter på jer.

                    An application for access to MentorMarket waits for you.

                    {link}
                    """), CancellationToken.None);
            }
            // It stands in the operator's list whoever is told, and whoever applied has done their part.
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Mail.SmtpException)
            {
                LogUntold(e);
            }
        }
    }

    private void LogUntold(Exception e) => LogUntold(logger, e);

    [LoggerMessage(LogLevel.Error, "An operator could not be told that an application waits")]
    private static partial void LogUntold(ILogger logger, Exception e);
}
