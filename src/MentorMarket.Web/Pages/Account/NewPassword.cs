using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Account;

/// <summary>A new password, typed twice.</summary>
public class NewPasswordForm
{
    [Required, StringLength(200), Password]
    public string New { get; set; } = "";

    [Required, Compare(nameof(New)), Password]
    public string Again { get; set; } = "";
}

/// <summary>The framework's answers about a new password, in words at the field.</summary>
public static class NewPassword
{
    public static void AddErrors(this ModelStateDictionary state, IdentityResult result, string field, IStringLocalizer<AccountTexts> L)
    {
        foreach (var error in result.Errors)
        {
            switch (error.Code)
            {
                case nameof(IdentityErrorDescriber.PasswordTooShort):
                    state.AddModelError(field, L["Adgangskoden skal være på mindst 12 tegn. Flere ord efter hinanden er nemme at huske."]);
                    break;
                case Identity.PasswordRules.TooCommon:
                    state.AddModelError(field,
                        L["Den adgangskode gætter andre for let: den ligner et almindeligt ord, en talrække eller din mailadresse. Vælg en anden."]);
                    break;
                case nameof(IdentityErrorDescriber.PasswordMismatch):
                    state.AddModelError("", L["Din nuværende adgangskode passer ikke."]);
                    break;
                case nameof(IdentityErrorDescriber.InvalidToken):
                    state.AddModelError("", L["Linket er udløbet eller brugt. Bed om et nyt."]);
                    break;
                default:
                    state.AddModelError("", L["Det kunne ikke gemmes. Genindlæs siden, og prøv igen."]);
                    break;
            }
        }
    }
}
