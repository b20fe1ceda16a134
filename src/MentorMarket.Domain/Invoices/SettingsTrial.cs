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

    /// <summary>Whether an invoice must have an order reference.</summary>
    OrderReference,

    /// <summary>Whether an invoice must have a person reference.</summary>
    PersonReference,

    /// <summary>A rule that goes into shadow mode or comes out of it.</summary>
    ShadowRule,

    /// <summary>All of the proposal at once: less or more than the sum of its parts, which meet on the same minutes.</summary>
    Together,
}

/// <summary>What one part of a proposal would have done, as the difference to what the settings of today do.</summary>
/// <remarks>Danish: virkning. Source: none. The three differences add up to nothing, since the amount stays.</remarks>
/// <param name="Part">Which part.</param>
/// <param name="Rule">The rule, where the part is one.</param>
/// <param name="Lines">Lines on which any of the three is another.</param>
/// <param name="Payable">More, or less, to be paid.</param>
/// <param name="Held">More, or less, that waits.</param>
/// <param name="Rejected">More, or less, that is not paid.</param>
public sealed record SettingsEffect(SettingsPart Part, FindingCode? Rule, int Lines, Money Payable, Money Held, Money Rejected);

/// <summary>
/// What other settings would have made of invoices that are there: each is checked with the settings of today and with the proposed ones,
/// both on all its days and as if nothing were approved, and nothing is kept. Both count with the same facts, so what differs is the
/// settings' doing.
/// </summary>
/// <remarks>Danish: prøvekørsel af indstillinger. Source: none; whoever decides a rule should see it at work first.</remarks>
public sealed class SettingsTrial
{
    private readonly CheckSettings inForce;
    private readonly List<(SettingsPart Part, FindingCode? Rule, CheckSettings Settings)> variants = [];
    private readonly List<SettingsEffect> effects;

    /// <summary>A trial that has looked at nothing yet.</summary>
    /// <param name="now">What holds today.</param>
    /// <param name="proposed">What is to hold instead. The versions and first days of both say nothing here.</param>
    public SettingsTrial(SettingsVersion now, SettingsVersion proposed)
    {
        inForce = But(null);
        if (now.PriceCeiling != proposed.PriceCeiling) Add(SettingsPart.PriceCeiling);
        if (now.AcceptsWeakReceipts != proposed.AcceptsWeakReceipts) Add(SettingsPart.WeakReceipts);
        if (now.OrderReferenceAsked != proposed.OrderReferenceAsked) Add(SettingsPart.OrderReference);
        if (now.PersonReferenceAsked != proposed.PersonReferenceAsked) Add(SettingsPart.PersonReference);
        foreach (var rule in now.ShadowRules.Union(proposed.ShadowRules).Order(StringComparer.Ordinal))
        {
            if (now.ShadowRules.Contains(rule) != proposed.ShadowRules.Contains(rule)) Add(SettingsPart.ShadowRule, rule);
        }
        if (variants.Count > 1) Add(SettingsPart.Together);
        effects = [.. variants.Select(v => new SettingsEffect(v.Part, v.Rule, 0, Money.Zero, Money.Zero, Money.Zero))];

        void Add(SettingsPart part, string? rule = null) =>
            variants.Add((part, rule is null ? null : Enum.Parse<FindingCode>(rule), But(part, rule)));

        // The settings of today but for one part, on all days. When a registration is late moves no money, so it is none.
        CheckSettings But(SettingsPart? part, string? rule = null)
        {
            SettingsVersion Of(SettingsPart asked) => part == asked || part == SettingsPart.Together ? proposed : now;
            return new([new()
            {
                ValidFrom = DateOnly.MinValue,
                PriceCeiling = Of(SettingsPart.PriceCeiling).PriceCeiling,
                AcceptsWeakReceipts = Of(SettingsPart.WeakReceipts).AcceptsWeakReceipts,
                OrderReferenceAsked = Of(SettingsPart.OrderReference).OrderReferenceAsked,
                PersonReferenceAsked = Of(SettingsPart.PersonReference).PersonReferenceAsked,
                ShadowRules = rule is null ? Of(SettingsPart.Together).ShadowRules
                    : now.ShadowRules.Contains(rule) ? [.. now.ShadowRules.Where(r => r != rule)] : [.. now.ShadowRules, rule],
            }]);
        }
    }

    /// <summary>How many invoices were looked at.</summary>
    public int Invoices { get; private set; }

    /// <summary>How many lines they have.</summary>
    public int Lines { get; private set; }

    /// <summary>What the lines come to.</summary>
    public Money Amount { get; private set; }

    /// <summary>What of it is to be paid under the settings of today.</summary>
    public Money Payable { get; private set; }

    /// <summary>
    /// Each part of the proposal that is another than today's settings, then all of it where there are several.
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
            var result = InvoiceCheck.Run(facts.AnewUnder(settings).Input);
            return [.. facts.Target.Lines.Select(line => result.Line(facts.PlaceOf(line.Id)))];
        }
    }
}
