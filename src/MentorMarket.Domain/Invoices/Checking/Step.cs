using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>Where a part of a line's amount goes.</summary>
/// <remarks>Danish: udfald. Source: the invoice check.</remarks>
public enum Share
{
    /// <summary>To be paid.</summary>
    Payable,

    /// <summary>Waits.</summary>
    Held,

    /// <summary>Not paid.</summary>
    Rejected,
}

/// <summary>
/// One step of a line's account: so much of the amount goes there, for this reason, by this arithmetic.
/// The amounts of the steps of one outcome add up to exactly that outcome.
/// </summary>
/// <remarks>Danish: forklaring. Source: forvaltningsloven § 24 (a decision states its reasons).</remarks>
/// <param name="Share">Where it goes.</param>
/// <param name="Code">The reason; none for what is delivered and payable.</param>
/// <param name="Codes">All reasons, where more than one makes it wait; the first of them is <paramref name="Code"/>.</param>
/// <param name="Minutes">The minutes it is about; none where it is about price.</param>
/// <param name="Amount">The money it is about; may be nothing.</param>
/// <param name="Text">The sentence and the arithmetic.</param>
/// <param name="Entries">The places in the input of the entries it is about.</param>
/// <param name="IsNoted">It is paid all the same: the rule is in shadow mode. A payable step with a code that is not so is paid too
/// much.</param>
public sealed record Step(
    Share Share,
    FindingCode? Code,
    FindingSet Codes,
    Minutes Minutes,
    Money Amount,
    Wording Text,
    IReadOnlyList<int> Entries,
    bool IsNoted = false);
