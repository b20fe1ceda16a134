using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>What is said of the end of the support: its day, why, and the assessment that it rests on.</summary>
public class EndForm
{
    [Required]
    public DateOnly? On { get; set; }

    [Required]
    public EndReason? Reason { get; set; }

    [StringLength(1000), NoCpr]
    public string? Text { get; set; }

    [Required, StringLength(1000), NoCpr]
    public string? Assessment { get; set; }

    /// <summary>Says at the fields what cannot be: a day outside the period, or another reason without words.</summary>
    /// <param name="form">The name that the fields stand under.</param>
    /// <param name="last">The latest day that it can end on.</param>
    public void Check(ModelStateDictionary state, string form, Grant grant, DateOnly? last, IStringLocalizer<MunicipalityTexts> L)
    {
        if (Reason == EndReason.Other && string.IsNullOrWhiteSpace(Text))
        {
            state.AddModelError($"{form}.Text", L["Skriv, hvorfor støtten slutter."]);
        }
        if (On is { } on && last is { } latest && (on < grant.Terms.StartsOn || on > latest))
        {
            state.AddModelError($"{form}.On",
                L["Dagen skal ligge i perioden, {0}.", Show.Period(grant.Terms.StartsOn!.Value, latest)]);
        }
    }
}
