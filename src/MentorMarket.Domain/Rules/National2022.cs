namespace MentorMarket.Domain.Rules;

/// <summary>The rules while the act still said "jobcenteret": delivery up to and with 31 December 2025.</summary>
internal static class National2022
{
    public static RuleSet Rules { get; } = new(
        "national-2022.1",
        new Period(new DateOnly(2022, 5, 22), new DateOnly(2025, 12, 31)),
        (code, inForce) => NationalTexts.Rule(code, inForce, "jobcenteret", "the job centre"));
}
