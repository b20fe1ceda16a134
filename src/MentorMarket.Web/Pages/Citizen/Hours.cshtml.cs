using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Citizen;

/// <summary>The citizen's own page: mentor, goals and hours, and a yes or no to each contact.</summary>
[Authorize(AuthenticationSchemes = CitizenSession.Scheme)]
public sealed class HoursModel(IMediator sender, CurrentActor current, KnownBrowsers browsers, IStringLocalizer<CitizenTexts> L) : PageModel
{
    public CitizenHours.Model Mine { get; private set; } = null!;

    /// <summary>The contact whose word is missing.</summary>
    public Guid? Asked { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ShowAsync(cancel) ? Page() : await CloseAsync();

    public async Task<IActionResult> OnPostConfirmAsync(Guid entry, CancellationToken cancel) =>
        await AnswerAsync(entry, Answer.Confirmed, "", cancel);

    public async Task<IActionResult> OnPostDisputeAsync(Guid entry, string? word, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(word) || word.Length > GiveReceipt.LongestWord)
        {
            ModelState.SetModelValue("word-" + entry, word, word);
            ModelState.AddModelError("word-" + entry,
                string.IsNullOrWhiteSpace(word) ? L["Skriv med et par ord, hvad der ikke passer."]
                : L["Skriv det kortere: højst {0} tegn.", GiveReceipt.LongestWord]);
            Asked = entry;
            return await ShowAsync(cancel) ? Page() : await CloseAsync();
        }
        return await AnswerAsync(entry, Answer.Disputed, word, cancel);
    }

    public async Task<IActionResult> OnPostLogOutAsync() => await CloseAsync();

    private async Task<IActionResult> AnswerAsync(Guid entry, Answer answer, string word, CancellationToken cancel)
    {
        // Where a mentor or anybody else of the portal is logged in on the same device, or was recently, the answer proves less.
        var isShared = (await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded
            || await browsers.IsOfSomebodyAsync(HttpContext);
        var device = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Request.Headers.UserAgent.ToString())))[..12];
        var link = await LinkAsync();
        if (!await sender.Send(new GiveReceipt(link, entry, answer, word.Trim(), isShared ? ReceiptStrength.Weak : ReceiptStrength.Strong,
            device), cancel))
        {
            return await CloseAsync();
        }
        if (await sender.Send(new IsCorrected(entry), cancel))
        {
            TempData[
                "Warning"] =
                L["Kontakten blev rettet, mens du svarede. Dit svar gælder det, der stod før. Se på den igen, og svar på det, der står nu."].Value;
        }
        else
        {
            TempData["Success"] = answer == Answer.Confirmed ? L["Tak. Du har sagt, at kontakten passer."].Value
                : L["Tak. Kommunen kan se, at det ikke passer."].Value;
        }
        return LocalRedirect("/c/hours");
    }

    private async Task<bool> ShowAsync(CancellationToken cancel)
    {
        if (current.Value is null || await sender.Send(new CitizenHours(await LinkAsync()), cancel) is not { } mine) return false;
        Mine = mine;
        return true;
    }

    private async Task<Guid> LinkAsync() => CitizenSession.LinkOf((await HttpContext.AuthenticateAsync(CitizenSession.Scheme)).Principal!);

    private async Task<IActionResult> CloseAsync()
    {
        await HttpContext.SignOutAsync(CitizenSession.Scheme);
        return LocalRedirect("/c/closed");
    }
}
