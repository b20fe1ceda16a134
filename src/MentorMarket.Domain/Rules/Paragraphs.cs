namespace MentorMarket.Domain.Rules;

/// <summary>
/// The paragraph that each rule rests on, written once: the grant, its deadlines and the invoice check name the same one.
/// </summary>
/// <remarks>
/// Danish: retskilde. Source: LAB chapter 26 as it stands in LBK 701 of 22/05/2022. § 167 says what support is for, that it runs for at
/// most six months at a time and may be given anew (1), from when and how long after a discharge (2) and in the transition to education
/// (3); § 168 who may be mentor, § 169 that it goes beyond what employer or institution does anyway, §§ 169-170 which costs are met.
/// No paragraph sets the hours: guidance ch. 6 has them set for each citizen.
/// </remarks>
public static class Paragraphs
{
    /// <summary>What support may be given for.</summary>
    public const string Purpose = "LAB § 167, stk. 1";

    /// <summary>At most six months at a time, and a new period after a new assessment.</summary>
    public const string Period = "LAB § 167, stk. 1";

    /// <summary>Who support may be given to.</summary>
    public const string Groups = "LAB §§ 6 og 167";

    /// <summary>The right around a discharge from psychiatric admission.</summary>
    public const string Discharge = "LAB § 167, stk. 2, vejl. kap. 4.1";

    /// <summary>The right in the transition to education.</summary>
    public const string Education = "LAB § 167, stk. 3, vejl. kap. 4.2";

    /// <summary>Goals and tasks of the support.</summary>
    public const string Content = "LAB § 167, vejl. kap. 2 og 4";

    /// <summary>Hours a week, set for each citizen.</summary>
    public const string Hours = "LAB § 167, vejl. kap. 6";

    /// <summary>Who may be mentor.</summary>
    public const string Mentors = "LAB § 168, vejl. kap. 5";

    /// <summary>More than employer or institution does anyway.</summary>
    public const string BeyondOrdinary = "LAB § 169, vejl. kap. 7";

    /// <summary>Which costs are met.</summary>
    public const string Costs = "LAB §§ 169-170, vejl. kap. 7";

    /// <summary>Support that lies close to this one.</summary>
    public const string NeighbouringSchemes = "LAB § 167, vejl. kap. 5 og 8";

    /// <summary>The integration act's own.</summary>
    public const string Integration = "Integrationsloven § 23 d";

    /// <summary>What the municipality asks for itself.</summary>
    public const string Standard = "Kommunens servicestandard";

    /// <summary>A source in a reader's language: the names of the acts stay, the words between them are translated.</summary>
    public static string In(string source, bool danish) => danish ? source : source
        .Replace(Standard, "The municipality's service standard", StringComparison.Ordinal)
        .Replace("kommunens servicestandard", "the municipality's service standard", StringComparison.Ordinal)
        .Replace("Integrationslovens", "Integration act", StringComparison.Ordinal)
        .Replace("Integrationsloven", "Integration act", StringComparison.Ordinal)
        .Replace("vejl. kap.", "guidance ch.", StringComparison.Ordinal)
        .Replace("stk.", "subsection", StringComparison.Ordinal)
        .Replace(" og ", " and ", StringComparison.Ordinal);
}
