using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Pages.Municipality.Settings;

/// <summary>What is typed for a new version of the settings.</summary>
public sealed class SettingsForm
{
    /// <summary>The newest version when the form was made; 0 where there was none.</summary>
    public int Seen { get; set; }

    [Required]
    public DateOnly? ValidFrom { get; set; }

    public decimal? PriceCeiling { get; set; }

    public bool AcceptsWeakReceipts { get; set; }

    public bool OrderReferenceAsked { get; set; }

    public bool PersonReferenceAsked { get; set; }

    /// <summary>After how many times 24 hours a registration is late.</summary>
    [Required, Between(1, 90)]
    public int? LateDays { get; set; }

    public List<FindingCode> ShadowRules { get; set; } = [];

    /// <summary>The last day of the shadow mode.</summary>
    public DateOnly? ShadowUntil { get; set; }

    /// <summary>What was decided for later days falls away.</summary>
    public bool ReplacesLater { get; set; }

    internal List<string> Shadow => [.. ShadowRules.Distinct().Order().Select(code => code.ToString())];
}
