using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices;

/// <summary>What of a proposal an effect comes from.</summary>
/// <remarks>Danish: ændring. Source: none.</remarks>
public enum SettingsPart
{
    /// <summary>The price ceiling.</summary>
    PriceCeiling,

    /// <summary>Whether weak receipts count.</summary>
    WeakReceipts,

    /// <summary>A rule that goes into shadow mode or comes out of it.</summary>
    ShadowRule,

    /// <summary>All of the proposal at once: less or more than the sum of its parts, which meet on the same minutes.</summary>
    Together,
}

/// <summary>What one part of a proposal would have done, as the difference to what the settings in force do.</summary>
/// <remarks>Danish: virkning. Source: none. The three differences add up to nothing, since the amount stays.</remarks>
/// <param name="Part">Which part.</param>
/// <param name="Rule">The rule, where the part is one.</param>
/// <param name="Lines">Lines on which any of the three is another.</param>
/// <param name="Payable">More, or less, to be paid.</param>
/// <param name="Held">More, or less, that waits.</param>
/// <param name="Rejected">More, or less, that is not paid.</param>
public sealed record SettingsEffect(SettingsPart Part, FindingCode? Rule, int Lines, Money Payable, Money Held, Money Rejected);

/// <summary>
/// What other settings would have made of invoices that are there: each is checked with the settings as recorded and with the proposed
/// ones instead, and nothing is kept. Both count with the same facts, so what differs is the settings' doing.
/// </summary>
/// <remarks>Danish: prøvekørsel af indstillinger. Source: none; whoever decides a rule should see it at work first.</remarks>
public sealed class SettingsTrial
{
    private readonly CheckSettings inForce;
    private readonly List<(SettingsPart Part, FindingCode? Rule, CheckSettings Settings)> variants = [];
    private readonly List<SettingsEffect> effects;

    /// <summary>A trial that has looked at nothing yet.</summary>
    /// <param name="recorded">The municipality's versions, in any order.</param>
    /// <param name="proposed">What is to hold instead, on every day of delivery; its version and its first day say nothing here.</param>
    public SettingsTrial(IReadOnlyList<SettingsVersion> recorded, SettingsVersion proposed)
    {
        // What holds before the first version, and where there is none.
        var versions = recorded.Prepend(new SettingsVersion { ValidFrom = DateOnly.MinValue }).ToList();
        inForce = new(versions);
        if (versions.Exists(v => v.PriceCeiling != proposed.PriceCeiling))
        {
            Add(SettingsPart.PriceCeiling, null, v => Like(v, proposed.PriceCeiling, v.AcceptsWeakReceipts, v.ShadowRules));
        }
        if (versions.Exists(v => v.AcceptsWeakReceipts != proposed.AcceptsWeakReceipts))
        {
            Add(SettingsPart.WeakReceipts, null, v => Like(v, v.PriceCeiling, proposed.AcceptsWeakReceipts, v.ShadowRules));
        }
        foreach (var rule in versions.Append(proposed).SelectMany(v => v.ShadowRules).Distinct().Order(StringComparer.Ordinal))
        {
            var isShadow = proposed.ShadowRules.Contains(rule);
            if (versions.TrueForAll(v => v.ShadowRules.Contains(rule) == isShadow)) continue;
            Add(SettingsPart.ShadowRule, Enum.Parse<FindingCode>(rule), v => Like(v, v.PriceCeiling, v.AcceptsWeakReceipts,
                [.. v.ShadowRules.Where(r => r != rule), .. isShadow ? [rule] : Array.Empty<string>()]));
        }
        if (variants.Count > 1)
        {
            Add(SettingsPart.Together, null, v => Like(v, proposed.PriceCeiling, proposed.AcceptsWeakReceipts, proposed.ShadowRules));
        }
        effects = [.. variants.Select(v => new SettingsEffect(v.Part, v.Rule, 0, Money.Zero, Money.Zero, Money.Zero))];

        void Add(SettingsPart part, FindingCode? rule, Func<SettingsVersion, SettingsVersion> changed) =>
            variants.Add((part, rule, new([.. versions.Select(changed)])));
    }

    /// <summary>How many invoices were looked at.</summary>
    public int Invoices { get; private set; }

    /// <summary>How many lines they have.</summary>
    public int Lines { get; private set; }

    /// <summary>What the lines come to.</summary>
    public Money Amount { get; private set; }

    /// <summary>What of it is to be paid under the settings in force.</summary>
    public Money Payable { get; private set; }

    /// <summary>
    /// Each part of the proposal that is another than the settings in force on any day, then all of it where there are several.
    /// </summary>
    public IReadOnlyList<SettingsEffect> Effects => effects;

    /// <summary>Looks at one more invoice.</summary>
    /// <param name="facts">What a check of it would read now; its settings are left out.</param>
    public void LookAt(InvoiceFacts facts)
    {
        var before = LinesUnder(inForce);
        Invoices++;
        Lines += before.Count;
        foreach (var line in facts.Target.Lines) Amount += Money.Round(line.Amount);
        foreach (var line in before) Payable += Money.FromOre(line.PayableOre);
        for (var i = 0; i < variants.Count; i++)
        {
            var effect = effects[i];
            foreach (var (was, would) in before.Zip(LinesUnder(variants[i].Settings)))
            {
                if ((was.PayableOre, was.HeldOre, was.RejectedOre) == (would.PayableOre, would.HeldOre, would.RejectedOre)) continue;
                effect = effect with
                {
                    Lines = effect.Lines + 1,
                    Payable = effect.Payable + Money.FromOre(would.PayableOre - was.PayableOre),
                    Held = effect.Held + Money.FromOre(would.HeldOre - was.HeldOre),
                    Rejected = effect.Rejected + Money.FromOre(would.RejectedOre - was.RejectedOre),
                };
            }
            effects[i] = effect;
        }

        List<LineResult> LinesUnder(CheckSettings settings)
        {
            var result = InvoiceCheck.Run(facts.Under(settings).Input);
            return [.. facts.Target.Lines.Select(line => result.Line(facts.PlaceOf(line.Id)))];
        }
    }

    private static SettingsVersion Like(SettingsVersion version, decimal? ceiling, bool acceptsWeak, List<string> shadow) => new()
    {
        Version = version.Version,
        ValidFrom = version.ValidFrom,
        PriceCeiling = ceiling,
        AcceptsWeakReceipts = acceptsWeak,
        ShadowRules = shadow,
    };
}
