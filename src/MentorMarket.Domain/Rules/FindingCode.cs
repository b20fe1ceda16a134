namespace MentorMarket.Domain.Rules;

/// <summary>What the invoice check can find. Once published, a code never changes meaning.</summary>
/// <remarks>
/// Danish: anmærkningskode. Source: LAB §§ 167-171 and vejledning om mentorstøtte; each code's own source
/// stands in its <see cref="FindingRule"/>. The order is alphabetical: sorted output relies on it.
/// </remarks>
public enum FindingCode : byte
{
    /// <summary>Nothing was delivered that the line could be paid for.</summary>
    D01,

    /// <summary>More was billed than was delivered.</summary>
    D02,

    /// <summary>Not direct contact.</summary>
    D03,

    /// <summary>Overlaps with another entry of the same mentor.</summary>
    D04,

    /// <summary>Overlaps with another entry of the same citizen.</summary>
    D05,

    /// <summary>Registered late.</summary>
    D06,

    /// <summary>Changed after the citizen confirmed it.</summary>
    D07,

    /// <summary>Implausible times.</summary>
    D08,

    /// <summary>Not receipted.</summary>
    E01,

    /// <summary>Disputed by the citizen.</summary>
    E02,

    /// <summary>No step on any goal.</summary>
    E03,

    /// <summary>The invoice lacks the receiver's EAN number.</summary>
    F01,

    /// <summary>The invoice lacks an order reference.</summary>
    F02,

    /// <summary>The invoice lacks a person reference.</summary>
    F03,

    /// <summary>The invoice lacks an account string.</summary>
    F04,

    /// <summary>Outside the grant's period.</summary>
    G01,

    /// <summary>Over the grant's hours of the week.</summary>
    G02,

    /// <summary>Over the grant's hours in all.</summary>
    G03,

    /// <summary>No such grant for this provider and municipality.</summary>
    G04,

    /// <summary>The grant names its mentors and this is none of them.</summary>
    G05,

    /// <summary>The grant is not in force.</summary>
    G06,

    /// <summary>Unknown account code.</summary>
    K01,

    /// <summary>Account code wrong for the target group and the date of delivery.</summary>
    K02,

    /// <summary>Refund on an account row without refund.</summary>
    K03,

    /// <summary>Rate above the grant's.</summary>
    P01,

    /// <summary>Rate above the price ceiling.</summary>
    P02,

    /// <summary>An amount without minutes.</summary>
    P04,

    /// <summary>The amount is not minutes times rate.</summary>
    P05,

    /// <summary>Minutes that an earlier line was paid for.</summary>
    U01,

    /// <summary>The same invoice line billed twice.</summary>
    U02,
}

/// <summary>What a finding does to money.</summary>
/// <remarks>Danish: virkning. Source: the invoice check's own terms, agreed in the standard contract.</remarks>
public enum FindingEffect : byte
{
    /// <summary>Shown, and nothing else.</summary>
    Notice,

    /// <summary>The money waits until somebody has settled the matter.</summary>
    Hold,

    /// <summary>The money is not paid.</summary>
    Reject,

    /// <summary>The invoice goes back to the provider, who sends a new one.</summary>
    Return,
}
