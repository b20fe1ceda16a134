using System.Globalization;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Localization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Pages.Account;

/// <summary>What the pages of the second step share.</summary>
public static class SecondStep
{
    /// <summary>People type what the app shows, with the space in the middle.</summary>
    public static string Plain(string code) => code.Replace(" ", "", StringComparison.Ordinal).Trim();

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
            LocalizationSetup.Remember(http, LanguageOf(user.Culture));
    }

    public static CultureInfo LanguageOf(string culture) =>
        CultureInfo.GetCultureInfo(culture.StartsWith("en", StringComparison.Ordinal) ? "en" : "da");
}
