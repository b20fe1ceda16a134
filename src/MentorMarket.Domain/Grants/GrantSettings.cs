using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Grants;

/// <summary>A step of a municipality's service standard: hours a week as a guide, never a block.</summary>
/// <remarks>Danish: serviceniveau. Source: service standard, "Serviceniveauer".</remarks>
/// <param name="Number">1 for the least support.</param>
/// <param name="From">Hours a week, over which the level begins; the first from 0.</param>
/// <param name="To">Hours a week up to which it goes, or null for the last.</param>
/// <param name="Description">What distinguishes a citizen at this level.</param>
/// <param name="Months">Months after which the level must be assessed anew, or null.</param>
public sealed record ServiceLevel(int Number, decimal From, decimal? To, Wording Description, int? Months = null);

/// <summary>A programme that the municipality itself offers, beside those of the law.</summary>
/// <remarks>Danish: særligt forløb i servicestandarden.</remarks>
/// <param name="Programme">Which.</param>
/// <param name="Months">How long it runs at the most.</param>
public sealed record OwnProgramme(Programme Programme, int Months);

/// <summary>What a municipality decides for itself about granting, as one version of it, from a day.</summary>
/// <remarks>
/// Danish: kommunens servicestandard. Source: service standard of Gribskov, whose figures are the standard ones. Its limits guide
/// the estimate and may be departed from with a reason: an estimate may not become a rule.
/// </remarks>
public sealed record GrantSettings
{
    /// <summary>The name that grants store beside that of the national rules.</summary>
    public string Version { get; init; } = "standard.1";

    /// <summary>The levels, from the least support to the most.</summary>
    public IReadOnlyList<ServiceLevel> Levels { get; init; } =
    [
        new(1, 0,
            2, new("Borgeren er selv den aktive part, kender muligheder, rettigheder og pligter, er kendt af sagsbehandleren og har haft mentor før.",
            "The citizen is the active part, knows possibilities, rights and duties, is known to the caseworker and has had a mentor before.")),
        new(2, 2,
            3, new("Mere støtte i en periode til at opbygge færdigheder eller holde fast i et tilbud, så borgeren kan blive den aktive part.",
            "More support for a time to build skills or hold on to an offer, so that the citizen can become the active part.")),
        new(3, 3,
            4, new("Borgeren kan ikke selv være den aktive part og har brug for hjælp til basale daglige gøremål for at komme videre mod job eller uddannelse.",
            "The citizen cannot be the active part and needs help with basic daily activities to move on towards job or education.")),
        new(4, 4,
            null, new(
            "En helt særlig indsats i en afgrænset periode. Derefter vurderes det, om støtten skal fortsætte med samme eller mindre intensitet.",
            "Quite a special effort for a limited time. Then it is assessed whether the support is to go on with the same or less intensity."),
                3),
    ];

    /// <summary>Programmes beside those of the law.</summary>
    public IReadOnlyList<OwnProgramme> OwnProgrammes { get; init; } = [new(Programme.LoneParent, 6), new(Programme.ReleasedFromPrison, 6)];

    /// <summary>Months that the extensions of a grant run at the most, together.</summary>
    public int LongestExtensionInMonths { get; init; } = 6;

    /// <summary>Weeks between follow-ups.</summary>
    public int FollowUpWeeks { get; init; } = 13;

    /// <summary>Days before the end by which the effect has been judged with the citizen.</summary>
    public int EffectDaysBeforeEnd { get; init; } = 14;

    /// <summary>Days within which a citizen is told of the right to support; guidance ch. 4 says as early as possible.</summary>
    public int InformationDays { get; init; } = 7;

    /// <summary>Weeks between two looks at a pause that has no last day.</summary>
    public int PauseReviewWeeks { get; init; } = 4;

    /// <summary>Groups of fewer citizens are not shown in figures of effect.</summary>
    public int SmallestGroupShown { get; init; } = 5;

    /// <summary>Kroner an hour that a new grant begins with, or null.</summary>
    public decimal? UsualRate { get; init; }

    /// <summary>The level that so many hours a week belong to.</summary>
    public ServiceLevel? LevelOf(decimal hoursPerWeek) => Levels.FirstOrDefault(level => level.To is not { } to || hoursPerWeek <= to);
}
