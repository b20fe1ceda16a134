using MentorMarket.Domain.Grants;
using Microsoft.Extensions.Localization;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>What the fields of a grant are called, and where on the form they stand.</summary>
public static class Wording
{
    public static string Of(Missing missing, IStringLocalizer<MunicipalityTexts> L) => missing.Field switch
    {
        nameof(GrantTerms.Purpose) => L["Formål: job eller uddannelse"],
        nameof(GrantTerms.PurposeText) => L["Begrundelse for formålet"],
        nameof(GrantTerms.TargetGroup) => L["Målgruppe"],
        nameof(GrantTerms.Goals) => L["Mindst ét mål"],
        nameof(GrantTerms.Tasks) => L["Mentorens opgaver"],
        nameof(GrantTerms.Qualifications) => L["Vurdering af mentorens kvalifikationer"],
        nameof(GrantTerms.HoursPerWeek) => L["Timer pr. uge"],
        nameof(GrantTerms.StartsOn) => L["Startdato"],
        nameof(GrantTerms.EndsOn) => L["Slutdato"],
        "Period" => L["En periode på højst {0} måneder", Grant.LongestPeriodInMonths],
        nameof(GrantTerms.Rate) => L["Timepris"],
        _ => throw new ArgumentOutOfRangeException(nameof(missing), missing.Field, "A field without a name."),
    };

    public static string Anchor(Missing missing) => missing.Field switch
    {
        nameof(GrantTerms.Goals) => "Form_Goals_0__Kind",
        "Period" => "Form_EndsOn",
        var field => $"Form_{field}",
    };
}
