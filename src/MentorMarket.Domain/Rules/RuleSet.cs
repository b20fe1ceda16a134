namespace MentorMarket.Domain.Rules;

/// <summary>The national rules of the invoice check as they stood for a span of days of delivery.</summary>
/// <remarks>
/// Danish: regelsæt. Source: LAB kap. 26 (LBK 701 af 22/05/2022) and its changes. A judgement stores
/// <see cref="Version"/>, so that an auditor sees why it was decided then. A published set is never edited:
/// a change is a new set with a new version and its own days.
/// </remarks>
public sealed class RuleSet
{
    private readonly FindingRule[] rules;

    internal RuleSet(string version, Period inForce, Func<FindingCode, Period, FindingRule> rule)
    {
        Version = version;
        InForce = inForce;
        rules = Array.ConvertAll(Enum.GetValues<FindingCode>(), code => rule(code, inForce));
    }

    /// <summary>Every published set, oldest first.</summary>
    public static IReadOnlyList<RuleSet> All { get; } = [National2022.Rules, National2026.Rules];

    /// <summary>The name that judgements store, such as <c>national-2026.1</c>.</summary>
    public string Version { get; }

    /// <summary>The days of delivery that the set judges.</summary>
    public Period InForce { get; }

    /// <summary>Every code with its texts.</summary>
    public IReadOnlyList<FindingRule> Rules => rules;

    /// <summary>One code with its texts.</summary>
    /// <param name="code">The code.</param>
    public FindingRule this[FindingCode code] => rules[(int)code];

    /// <summary>The set that judges a day of delivery; the oldest for any earlier day.</summary>
    /// <param name="deliveredOn">The day of delivery.</param>
    public static RuleSet On(DateOnly deliveredOn) => All.LastOrDefault(set => set.InForce.From <= deliveredOn) ?? All[0];

    /// <summary>What a code does to money. The same in every set: the arithmetic of the check builds on it.</summary>
    /// <param name="code">The code.</param>
    public static FindingEffect EffectOf(FindingCode code) => code switch
    {
        FindingCode.D06 or FindingCode.E03 => FindingEffect.Notice,
        FindingCode.D04 or FindingCode.D05 or FindingCode.D07 or FindingCode.D08 or FindingCode.E01 or FindingCode.E02
            or FindingCode.G05 or FindingCode.G06 or FindingCode.K01 or FindingCode.K02 or FindingCode.K03 => FindingEffect.Hold,
        FindingCode.D01 or FindingCode.D02 or FindingCode.D03 or FindingCode.G01 or FindingCode.G02 or FindingCode.G03
            or FindingCode.G04 or FindingCode.P01 or FindingCode.P02 or FindingCode.P04 or FindingCode.P05
            or FindingCode.U01 or FindingCode.U02 => FindingEffect.Reject,
        FindingCode.F01 or FindingCode.F02 or FindingCode.F03 or FindingCode.F04 => FindingEffect.Return,
    };

    /// <summary>The codes with a given effect.</summary>
    /// <param name="effect">The effect.</param>
    public static FindingSet With(FindingEffect effect) =>
        new([.. Enum.GetValues<FindingCode>().Where(code => EffectOf(code) == effect)]);
}
