namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>How many CPR numbers one caseworker asks about in an hour, wherever it is: searched for, shown, or typed to register.</summary>
internal static class CprLimit
{
    /// <summary>What to tell somebody who has asked too often; none while there is room. This once is counted.</summary>
    public static async Task<string?> CprLimitReachedAsync(this PageModel page, IStringLocalizer<MunicipalityTexts> L)
    {
        var http = page.HttpContext;
        if (await http.RequestServices.GetRequiredService<Throttle>().AllowsAsync(Throttle.CprLookUp, page.User.PersonId().ToString()!,
            null, http.RequestAborted))
        {
            return null;
        }
        await http.RequestServices.GetRequiredService<SecurityLog>().NoteAsync(http, SecurityEvent.Throttled);
        return L["Du har slået {0} CPR-numre op den seneste time. Vent lidt, og prøv igen.", Throttle.CprLookUp.Tries];
    }
}
