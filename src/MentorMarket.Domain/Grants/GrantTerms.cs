namespace MentorMarket.Domain.Grants;

/// <summary>What the caseworker fills in. Everything may be missing in a draft.</summary>
/// <remarks>
/// Danish: bevillingens vilkår. Source: LAB §§ 167-169; guidance ch. 2-7. A new one is a property, a word of the payload and, where it is
/// text, of <see cref="Normalised"/> here; a column of <c>grants</c>; and a field of the form.
/// </remarks>
public sealed record GrantTerms
{
    public Purpose? Purpose { get; init; }
    public string PurposeText { get; init; } = "";
    public TargetGroup? TargetGroup { get; init; }

    /// <summary>The first is the main goal.</summary>
    public IReadOnlyList<(GoalKind Kind, string Detail)> Goals { get; init; } = [];
    public List<MentorTask> Tasks { get; init; } = [];
    public string TaskText { get; init; } = "";
    public List<Requirement> Requirements { get; init; } = [];

    /// <summary>The municipality's assessment of what the mentor must be able to for this task. Source: guidance ch. 5.</summary>
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
    public List<ProblemTag> Problems { get; init; } = [];
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
    public Dictionary<NeighbouringScheme, SchemeAnswer> SchemeAnswers { get; init; } = [];

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

    /// <summary>What stands between these terms and approval, each with what asks for it. Empty when complete.</summary>
    public IReadOnlyList<Shortfall> Shortfalls(GrantKind kind, GrantContext context) => Demands.NotMet(Normalised(), kind, context);

    /// <summary>The terms that a follower begins with: those of the grant before it.</summary>
    /// <remarks>Why, the new assessment, the conditions and the neighbouring schemes are answered anew. Source: guidance ch. 6.</remarks>
    public static GrantTerms After(Grant before, GrantKind kind, DateOnly today, GrantSettings settings, DateOnly? extensionsBeganOn = null)
    {
        var earlier = before.Terms;
        var (start, end) = (earlier.StartsOn!.Value, earlier.EndsOn!.Value);
        var first = kind == GrantKind.Extension ? end.AddDays(1) : Later(start, today).AddDays(1);
        var level = Months.LastDay(first, settings.LevelOf(earlier.HoursPerWeek ?? 0)?.Months ?? settings.LongestExtensionInMonths);
        var inAll = Months.LastDay(extensionsBeganOn ?? first, settings.LongestExtensionInMonths);
        // Where nothing is left, a reason is asked for however long it is.
        var longest = inAll < first || level < inAll ? level : inAll;
        var asLong = first.AddDays(end.DayNumber - start.DayNumber);
        var terms = earlier with
        {
            TotalHours = kind == GrantKind.Extension ? earlier.TotalHours : null,
            StartsOn = first <= end || kind == GrantKind.Extension ? first : null,
            EndsOn = kind == GrantKind.Change ? end : asLong < longest ? asLong : longest,
            // A right is six months in all, and after it support goes on by the ordinary rules. Source: guidance ch. 4.1 and 4.2.
            Programme = kind == GrantKind.Extension ? Programme.Ordinary : earlier.Programme,
            StandsAlone = false,
            StandsAloneReason = "",
            ResidesHere = false,
            IsAgreed = false,
            IsBeyondOrdinary = false,
            SchemeAnswers = [],
            SchemeNote = "",
            SamePersonGivesBoth = false,
            ChangeReason = "",
            Reassessment = "",
            DepartureReason = "",
        };
        return terms.Normalised();
    }

    /// <summary>
    /// As they are kept: without blanks at the ends, nothing twice, and nothing that answers a question that is not asked.
    /// </summary>
    internal GrantTerms Normalised() => this with
    {
        PurposeText = PurposeText.Trim(),
        Goals = [.. Goals.Select(g => (g.Kind, g.Detail.Trim()))],
        Tasks = [.. Tasks.Distinct()],
        TaskText = TaskText.Trim(),
        Requirements = [.. Requirements.Distinct()],
        Qualifications = Qualifications.Trim(),
        Problems = [.. Problems.Distinct()],
        StandsAloneReason = StandsAlone ? StandsAloneReason.Trim() : "",
        SchemeAnswers = new(SchemeAnswers),
        SchemeNote = SchemeNote.Trim(),
        DischargeOn = Programme == Programme.DischargeCoordinator ? DischargeOn : null,
        OpeningMeetingOn = Programme == Programme.DischargeCoordinator ? OpeningMeetingOn : null,
        AdmittedOn = Programme is Programme.EducationTransition or Programme.LoneParent ? AdmittedOn : null,
        ChangeReason = ChangeReason.Trim(),
        Reassessment = Reassessment.Trim(),
        DepartureReason = DepartureReason.Trim(),
    };

    /// <summary>As the evidence chain keeps them.</summary>
    internal Dictionary<string, object?> ToPayload() => new()
    {
        ["purpose"] = Purpose?.ToString(),
        ["purposeText"] = PurposeText,
        ["targetGroup"] = TargetGroup?.ToString(),
        ["goals"] = Goals.Select((g, i) => $"{i + 1} {g.Kind} {g.Detail}").ToList(),
        ["tasks"] = Tasks.Select(t => t.ToString()).ToList(),
        ["taskText"] = TaskText,
        ["requirements"] = Requirements.Select(r => r.ToString()).ToList(),
        ["qualifications"] = Qualifications,
        ["hoursPerWeek"] = HoursPerWeek,
        ["totalHours"] = TotalHours,
        ["startsOn"] = StartsOn,
        ["endsOn"] = EndsOn,
        ["rate"] = Rate,
        ["basis"] = Basis.ToString(),
        ["programme"] = Programme.ToString(),
        ["aim"] = Aim?.ToString(),
        ["problems"] = Problems.Select(p => p.ToString()).ToList(),
        ["mentorKind"] = MentorKind?.ToString(),
        ["standsAlone"] = StandsAlone,
        ["standsAloneReason"] = StandsAloneReason,
        ["residesHere"] = ResidesHere,
        ["isAgreed"] = IsAgreed,
        ["isBeyondOrdinary"] = IsBeyondOrdinary,
        ["borderAnswers"] = SchemeAnswers.OrderBy(b => b.Key).Select(b => $"{b.Key} {b.Value}").ToList(),
        ["borderNote"] = SchemeNote,
        ["samePersonGivesBoth"] = SamePersonGivesBoth,
        ["dischargeOn"] = DischargeOn,
        ["openingMeetingOn"] = OpeningMeetingOn,
        ["admittedOn"] = AdmittedOn,
        ["changeReason"] = ChangeReason,
        ["reassessment"] = Reassessment,
        ["departureReason"] = DepartureReason,
    };

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
