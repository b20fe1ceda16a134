using MentorMarket.Domain.Grants;

namespace MentorMarket.Domain.Outcomes;

/// <summary>When the outcome is looked at.</summary>
/// <remarks>
/// Danish: opfølgning på udbytte. Source: the municipalities' wish to show effect: at the end, and again after 3 and 6 months.
/// </remarks>
public enum OutcomeStage
{
    /// <summary>When the support ends.</summary>
    AtEnd,
    /// <summary>Three months after.</summary>
    After3Months,
    /// <summary>Six months after.</summary>
    After6Months,
}

/// <summary>What came of it.</summary>
/// <remarks>Danish: resultat.</remarks>
public enum OutcomeResult
{
    /// <summary>In a job.</summary>
    Job,
    /// <summary>In an education.</summary>
    Education,
    /// <summary>Closer to job or education.</summary>
    Closer,
    /// <summary>No change.</summary>
    None,
    /// <summary>Looked for, and not known.</summary>
    Unknown,
}

/// <summary>How far a goal was reached.</summary>
/// <remarks>Danish: målopfyldelse.</remarks>
public enum GoalResult
{
    /// <summary>Reached.</summary>
    Reached,
    /// <summary>Partly.</summary>
    Partly,
    /// <summary>Not reached.</summary>
    Not,
}

/// <summary>What came of a grant at a stage, as it was judged then. Insert-only: a correction is a later one of the same stage.</summary>
/// <remarks>Danish: udbytte.</remarks>
public sealed class Outcome : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];
    private readonly List<GoalOutcome> goals = [];

    private Outcome() { }

    /// <summary>The outcome at a stage. <see cref="Rule.OutcomeIsIncomplete"/> unless every goal of the grant is judged.</summary>
    public Outcome(Grant grant, OutcomeStage stage, OutcomeResult result, bool withCitizen, IReadOnlyDictionary<Guid, GoalResult> judged,
        string note, Guid by, DateTimeOffset now)
    {
        if (!grant.Goals.All(g => judged.ContainsKey(g.Id))) throw new RuleViolation(Rule.OutcomeIsIncomplete);
        Id = Guid.CreateVersion7();
        GrantId = grant.Id;
        MunicipalityId = grant.MunicipalityId;
        Stage = stage;
        Result = result;
        WithCitizen = withCitizen;
        Note = note.Trim();
        RecordedBy = by;
        RecordedAt = now;
        goals.AddRange(grant.Goals.OrderBy(g => g.Priority).Select(g => new GoalOutcome(this, g.Id, judged[g.Id])));
        events.Add(new(CaseEventKind.OutcomeRecorded, MunicipalityId, GrantId, new Dictionary<string, object?>
        {
            ["outcome"] = Id,
            ["stage"] = stage.ToString(),
            ["result"] = result.ToString(),
            ["withCitizen"] = withCitizen,
            ["goals"] = goals.Select(g => $"{g.GoalId} {g.Result}").ToList(),
            ["note"] = Note,
        }));
    }

    public Guid Id { get; private set; }
    public Guid GrantId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public OutcomeStage Stage { get; private set; }
    public OutcomeResult Result { get; private set; }

    /// <summary>Judged together with the citizen.</summary>
    public bool WithCitizen { get; private set; }
    public string Note { get; private set; } = "";
    public Guid RecordedBy { get; private set; }
    public DateTimeOffset RecordedAt { get; private set; }
    public IReadOnlyList<GoalOutcome> Goals => goals;
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>The first day on which a stage can be judged, for support that ended on a day.</summary>
    public static DateOnly DueOn(OutcomeStage stage, DateOnly endedOn) => stage switch
    {
        OutcomeStage.AtEnd => endedOn,
        OutcomeStage.After3Months => Months.After(endedOn, 3),
        OutcomeStage.After6Months => Months.After(endedOn, 6),
    };

    /// <summary>Whether a stage can be judged by a day, for support whose last day is given.</summary>
    public static bool IsDue(OutcomeStage stage, DateOnly endedOn, DateOnly today) => DueOn(stage, endedOn) <= today;

    /// <summary>
    /// Whether what was recorded at a stage is about the end as it stands: not about one that was taken back, nor about a day before it
    /// could be judged.
    /// </summary>
    /// <param name="lastDay">The last day of the support as things stand.</param>
    /// <param name="takenBackAt">When an end was last taken back; null where none was.</param>
    public static bool Counts(OutcomeStage stage, DateTimeOffset recordedAt, DateOnly lastDay, DateTimeOffset? takenBackAt) =>
        // How the support ended is judged when the end is recorded, which may be before the day itself.
        (takenBackAt is null || recordedAt > takenBackAt)
            && (stage == OutcomeStage.AtEnd || DanishTime.DateOf(recordedAt) >= DueOn(stage, lastDay));
}

/// <summary>How far one goal was reached, as judged in an outcome.</summary>
/// <remarks>Danish: målopfyldelse.</remarks>
public sealed class GoalOutcome
{
    private GoalOutcome() { }

    internal GoalOutcome(Outcome outcome, Guid goal, GoalResult result)
    {
        OutcomeId = outcome.Id;
        GoalId = goal;
        MunicipalityId = outcome.MunicipalityId;
        Result = result;
    }

    public Guid OutcomeId { get; private set; }
    public Guid GoalId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public GoalResult Result { get; private set; }
}
