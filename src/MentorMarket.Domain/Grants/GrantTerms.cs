using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Grants;

/// <summary>What the caseworker fills in. Everything may be missing in a draft.</summary>
public sealed record GrantTerms
{
    public Purpose? Purpose { get; init; }
    public string PurposeText { get; init; } = "";
    public TargetGroup? TargetGroup { get; init; }
    public IReadOnlyList<(GoalKind Kind, string Detail)> Goals { get; init; } = [];
    public IReadOnlyList<MentorTask> Tasks { get; init; } = [];
    public string TaskText { get; init; } = "";
    public IReadOnlyList<Requirement> Requirements { get; init; } = [];
    public string Qualifications { get; init; } = "";
    public decimal? HoursPerWeek { get; init; }
    public decimal? TotalHours { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }

    /// <summary>Kroner an hour without VAT.</summary>
    public decimal? Rate { get; init; }
    public LegalBasis Basis { get; init; }
    public Programme Programme { get; init; }
    public Aim? Aim { get; init; }
    public IReadOnlyList<ProblemTag> Problems { get; init; } = [];
    public MentorKind? MentorKind { get; init; }

    /// <summary>The support is given while an offer is postponed. Source: guidance ch. 1.</summary>
    public bool StandsAlone { get; init; }
    public string StandsAloneReason { get; init; } = "";

    /// <summary>Registered address in the municipality. Source: service standard, criteria.</summary>
    public bool ResidesHere { get; init; }

    /// <summary>The citizen agrees, with a job or education goal. Source: service standard, criteria.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>Beyond what an employer or institution is expected to do, and decisive. Source: guidance ch. 5 and 7.</summary>
    public bool IsBeyondOrdinary { get; init; }
    public IReadOnlyDictionary<NeighbouringScheme, SchemeAnswer> SchemeAnswers { get; init; } =
        new Dictionary<NeighbouringScheme, SchemeAnswer>();

    /// <summary>How the support is kept apart from what runs beside it.</summary>
    public string SchemeNote { get; init; } = "";

    /// <summary>One person gives both kinds of support: then each time entry says under which act.</summary>
    public bool SamePersonGivesBoth { get; init; }

    /// <summary>The day of discharge from a psychiatric admission.</summary>
    public DateOnly? DischargeOn { get; init; }

    /// <summary>The meeting of the citizen, the mentor and the municipality that the support begins with.</summary>
    public DateOnly? OpeningMeetingOn { get; init; }

    /// <summary>The day of admission to the education.</summary>
    public DateOnly? AdmittedOn { get; init; }

    /// <summary>Why it is extended or changed.</summary>
    public string ChangeReason { get; init; } = "";

    /// <summary>The new assessment that an extension or a change rests on.</summary>
    public string Reassessment { get; init; } = "";

    /// <summary>Why the municipality's own standard is departed from in this case.</summary>
    public string DepartureReason { get; init; } = "";

    /// <summary>The terms that a follower begins with: those of the grant before it.</summary>
    /// <remarks>Why, the new assessment, the conditions and the neighbouring schemes are answered anew. Source: guidance ch. 6.</remarks>
    public static GrantTerms After(Grant earlier, GrantKind kind, DateOnly today, GrantSettings settings,
        DateOnly? extensionsBeganOn = null)
    {
        var end = earlier.EndsOn!.Value;
        var first = kind == GrantKind.Extension ? end.AddDays(1) : Later(earlier.StartsOn!.Value, today).AddDays(1);
        var length = earlier.EndsOn!.Value.DayNumber - earlier.StartsOn!.Value.DayNumber;
        var level = Months.LastDay(first, settings.LevelOf(earlier.HoursPerWeek ?? 0)?.Months ?? settings.LongestExtensionInMonths);
        var inAll = Months.LastDay(extensionsBeganOn ?? first, settings.LongestExtensionInMonths);
        // Where nothing is left, a reason is asked for however long it is.
        var longest = inAll < first || level < inAll ? level : inAll;
        var asLong = first.AddDays(length);
        return new()
        {
            Purpose = earlier.Purpose,
            PurposeText = earlier.PurposeText,
            TargetGroup = earlier.TargetGroup,
            Goals = [.. earlier.Goals.OrderBy(g => g.Priority).Select(g => (g.Kind, g.Detail))],
            Tasks = earlier.Tasks,
            TaskText = earlier.TaskText,
            Requirements = earlier.Requirements,
            Qualifications = earlier.Qualifications,
            HoursPerWeek = earlier.HoursPerWeek,
            TotalHours = kind == GrantKind.Extension ? earlier.TotalHours : null,
            StartsOn = first <= end || kind == GrantKind.Extension ? first : null,
            EndsOn = kind == GrantKind.Change ? end : asLong < longest ? asLong : longest,
            Rate = earlier.Rate,
            Basis = earlier.Basis,
            // A right is six months in all, and after it support goes on by the ordinary rules. Source: guidance ch. 4.1 and 4.2.
            Programme = kind == GrantKind.Extension ? Programme.Ordinary : earlier.Programme,
            Aim = earlier.Aim,
            Problems = earlier.Problems,
            MentorKind = earlier.MentorKind,
            DischargeOn = earlier.DischargeOn,
            OpeningMeetingOn = earlier.OpeningMeetingOn,
            AdmittedOn = earlier.AdmittedOn,
        };
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
