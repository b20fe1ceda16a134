namespace MentorMarket.Domain.Rules;

/// <summary>
/// The rules from 1 January 2026, when the act began to say "kommunen". A new main act is expected for
/// 1 January 2027: it gets a set of its own, and this one then ends the day before.
/// </summary>
internal static class National2026
{
    public static RuleSet Rules { get; } = new(
        "national-2026.1",
        new Period(new DateOnly(2026, 1, 1), DateOnly.MaxValue),
        (code, inForce) => NationalTexts.Rule(code, inForce, "kommunen", "the municipality"));
}
