namespace MentorMarket.Web.Pages.Municipality;

/// <summary>A CPR number typed into a list's search, which stands in the address: only the citizens' own search takes it.</summary>
internal static class CprSearch
{
    /// <summary>Whether the page must be shown again without the words that were searched for; the reader is told why.</summary>
    public static bool RejectCprSearch(this PageModel page, string? q, IStringLocalizer<MunicipalityTexts> L)
    {
        if (!CprNumber.IsLikeOrIn(q)) return false;
        page.TempData["Warning"] = L["Her kan der ikke søges på CPR-nummer. Find borgeren under Borgere."].Value;
        return true;
    }
}
