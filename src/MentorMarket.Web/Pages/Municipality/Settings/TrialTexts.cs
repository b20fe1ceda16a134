using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>How a version, and the trial of a form, are told.</summary>
internal static class TrialTexts
{
    /// <summary>A version in a sentence, with what it says.</summary>
    public static string Of(SettingsVersion version, IStringLocalizer<MunicipalityTexts> L) =>
        L["version {0} fra {1} ({2}, {3}, {4}, {5}, {6})", version.Version, Show.Date(version.ValidFrom),
            Labels.InSentence(version.PriceCeiling is { } ceiling ? L["Prisloft på {0}", Show.Money(ceiling)] : L["Intet prisloft"]),
            Labels.InSentence(version.AcceptsWeakReceipts ? L["Svage kvitteringer godtages"] : L["Svage kvitteringer godtages ikke"]),
            L["referencer: {0}", Labels.InSentence(References(version, L))], L["sen efter {0} døgn", version.LateDays],
            version.ShadowRules.Count == 0 ? L["ingen regler i skyggetilstand"]
                : L["{0} i skyggetilstand", string.Join(", ", version.ShadowRules)]];

    /// <summary>The references that an invoice must have.</summary>
    public static string References(SettingsVersion version, IStringLocalizer<MunicipalityTexts> L) =>
        (version.OrderReferenceAsked, version.PersonReferenceAsked) switch
        {
            (true, true) => L["Ordrereference og personreference"],
            (true, false) => L["Ordrereference"],
            (false, true) => L["Personreference"],
            (false, false) => L["Kræves ikke"],
        };

    public static string Of(SettingsEffect effect, SettingsForm form, IStringLocalizer<MunicipalityTexts> L) => effect.Part switch
    {
        SettingsPart.PriceCeiling => form.PriceCeiling is { } ceiling ? L["Prisloft på {0}", Show.Money(ceiling)] : L["Intet prisloft"],
        SettingsPart.WeakReceipts => form.AcceptsWeakReceipts ? L["Svage kvitteringer godtages"] : L["Svage kvitteringer godtages ikke"],
        SettingsPart.OrderReference => form.OrderReferenceAsked ? L["Ordrereference kræves"] : L["Ordrereference kræves ikke"],
        SettingsPart.PersonReference => form.PersonReferenceAsked ? L["Personreference kræves"] : L["Personreference kræves ikke"],
        SettingsPart.ShadowRule => form.ShadowRules.Contains(effect.Rule!.Value) ? L["{0} i skyggetilstand", effect.Rule]
            : L["{0} virker igen", effect.Rule],
        SettingsPart.Together => L["Alt sammen"],
    };

    /// <summary><c>+1.234,00</c>, or a dash where nothing differs.</summary>
    public static string Difference(Money money) =>
        money.Ore == 0 ? "-" : (money.Ore > 0 ? "+" : "") + Show.Amount(money.Kroner);
}
