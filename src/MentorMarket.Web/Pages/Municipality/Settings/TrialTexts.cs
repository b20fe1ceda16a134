using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>How the trial of a form is told.</summary>
internal static class TrialTexts
{
    public static string Of(SettingsEffect effect, SettingsForm form, IStringLocalizer<MunicipalityTexts> L) => effect.Part switch
    {
        SettingsPart.PriceCeiling => form.PriceCeiling is { } ceiling ? L["Prisloft på {0}", Show.Money(ceiling)] : L["Intet prisloft"],
        SettingsPart.WeakReceipts => form.AcceptsWeakReceipts ? L["Svage kvitteringer tæller"] : L["Svage kvitteringer tæller ikke"],
        SettingsPart.ShadowRule => form.ShadowRules.Contains(effect.Rule!.Value) ? L["{0} i skyggetilstand", effect.Rule]
            : L["{0} virker igen", effect.Rule],
        SettingsPart.Together => L["Alt sammen"],
    };

    /// <summary><c>+1.234,00</c>, or a dash where nothing differs.</summary>
    public static string Difference(Money money) =>
        money.Ore == 0 ? "-" : (money.Ore > 0 ? "+" : "") + Show.Amount(money.Kroner);
}
