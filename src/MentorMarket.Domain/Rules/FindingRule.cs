namespace MentorMarket.Domain.Rules;

/// <summary>A text in the two languages of the product.</summary>
/// <remarks>Danish: ordlyd. Source: none.</remarks>
/// <param name="Danish">The Danish text: the default.</param>
/// <param name="English">The English text.</param>
public readonly record struct Wording(string Danish, string English)
{
    /// <summary>The text in one of the two.</summary>
    /// <param name="inDanish">Danish, or English.</param>
    public string In(bool inDanish) => inDanish ? Danish : English;

    /// <summary>This text and then another, with a space between.</summary>
    /// <param name="next">The other; may be empty.</param>
    public Wording Then(Wording next) => new($"{Danish} {next.Danish}".Trim(), $"{English} {next.English}".Trim());
}

/// <summary>One published code as it stands in one rule set.</summary>
/// <remarks>Danish: regel. Source: <see cref="LegalSource"/>.</remarks>
/// <param name="Code">The code.</param>
/// <param name="Effect">What it does to money.</param>
/// <param name="Title">A few words.</param>
/// <param name="Explanation">A sentence for the one whose money it is.</param>
/// <param name="LegalSource">Where it stands.</param>
/// <param name="InForce">The days of delivery that it judges.</param>
public sealed record FindingRule(
    FindingCode Code,
    FindingEffect Effect,
    Wording Title,
    Wording Explanation,
    Wording LegalSource,
    Period InForce);
