using System.Globalization;
using MentorMarket.Web.Localization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>What the pages of the second step share.</summary>
public static class SecondStep
{
    /// <summary>People type what the app shows, with the space in the middle.</summary>
    public static string Plain(string? code) => (code ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();

    /// <summary>What was wrong with a code of the app, and what to do about it.</summary>
    public static string WhyNot(CodeFault fault, IStringLocalizer<AccountTexts> L) => fault switch
    {
        { IsUsed: true } => L["Koden er brugt. Vent på den næste i appen."],
        { MinutesOff: > 0 } => L[
            "Koden passer ikke: telefonens ur går cirka {0} minutter foran. Slå automatisk tid til i telefonens indstillinger, og skriv den kode, appen så viser.",
            fault.MinutesOff],
        { MinutesOff: < 0 } => L[
            "Koden passer ikke: telefonens ur går cirka {0} minutter bagud. Slå automatisk tid til i telefonens indstillinger, og skriv den kode, appen så viser.",
            -fault.MinutesOff],
        _ => L["Koden passer ikke. Se efter, at det er koden for MentorMarket, og at telefonens ur går rigtigt. Går det forkert, passer ingen kode."],
    };

    public static async Task FinishAsync(HttpContext http, SignInManager<User> signIn, User user)
    {
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await signIn.SignInAsync(user, isPersistent: false);
        UseLanguageOf(http, user);
    }

    /// <summary>The person's language, unless this browser has already been told another.</summary>
    public static void UseLanguageOf(HttpContext http, User user)
    {
        if (!http.Request.Cookies.ContainsKey(LocalizationSetup.CookieName))
        {
            LocalizationSetup.Remember(http, LanguageOf(user.Culture));
        }
    }

    public static CultureInfo LanguageOf(string culture) =>
        CultureInfo.GetCultureInfo(culture.StartsWith("en", StringComparison.Ordinal) ? "en" : "da");
}
