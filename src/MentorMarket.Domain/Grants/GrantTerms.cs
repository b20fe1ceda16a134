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
    public Course Course { get; init; }
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
    public IReadOnlyDictionary<BorderCheck, BorderAnswer> BorderAnswers { get; init; } = new Dictionary<BorderCheck, BorderAnswer>();

    /// <summary>How the support is kept apart from what runs beside it.</summary>
    public string BorderNote { get; init; } = "";

    /// <summary>One person gives both kinds of support: then each time entry says under which act.</summary>
    public bool SamePersonGivesBoth { get; init; }

    /// <summary>The day of discharge from a psychiatric admission.</summary>
    public DateOnly? DischargeOn { get; init; }

    /// <summary>The meeting of the citizen, the mentor and the municipality that the course begins with.</summary>
    public DateOnly? OpeningMeetingOn { get; init; }

    /// <summary>The day of admission to the education.</summary>
    public DateOnly? AdmittedOn { get; init; }

    /// <summary>Why it is extended or changed.</summary>
    public string ChangeReason { get; init; } = "";

    /// <summary>The new assessment that an extension or a change rests on.</summary>
    public string Reassessment { get; init; } = "";

    /// <summary>Why the municipality's own standard is departed from in this case.</summary>
    public string DepartureReason { get; init; } = "";
}
