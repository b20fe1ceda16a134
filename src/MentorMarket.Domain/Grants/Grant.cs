namespace MentorMarket.Domain.Grants;

/// <summary>A goal of a grant. The kind may be published; the words may not.</summary>
/// <remarks>Danish: mål. Source: guidance ch. 2: detailed, and prioritised so that the main one is beyond doubt.</remarks>
public sealed class GrantGoal
{
    private GrantGoal() { }

    internal GrantGoal(Grant grant, int priority, GoalKind kind, string detail)
    {
        Id = Guid.CreateVersion7();
        GrantId = grant.Id;
        MunicipalityId = grant.MunicipalityId;
        Priority = priority;
        Kind = kind;
        Detail = detail;
    }

    public Guid Id { get; private set; }
    public Guid GrantId { get; private set; }
    public Guid MunicipalityId { get; private set; }

    /// <summary>1 is the main goal.</summary>
    public int Priority { get; private set; }
    public GoalKind Kind { get; private set; }
    public string Detail { get; private set; } = "";

    /// <summary>Whether this is the main goal.</summary>
    public bool IsMain => Priority == 1;

    internal void Change(GoalKind kind, string detail) => (Kind, Detail) = (kind, detail);
}

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
}

/// <summary>Something a grant lacks before it may be sent to approval.</summary>
/// <param name="Field">The name of the field on <see cref="GrantTerms"/>.</param>
/// <param name="Paragraph">What asks for it.</param>
public sealed record Missing(string Field, string Paragraph);

/// <summary>The municipality's legal decision that a citizen gets a mentor: purpose, goals, tasks, hours and period.</summary>
/// <remarks>
/// Danish: bevilling. Source: LAB §§ 167-168; guidance ch. 2-6. It is written as a draft, approved by somebody else
/// than its author, and then published as an assignment.
/// </remarks>
public sealed class Grant : IRecordsEvents
{
    /// <summary>A grant runs six months at the most; more needs a new assessment. Source: guidance ch. 6.</summary>
    public const int LongestPeriodInMonths = 6;

    private readonly List<CaseEvent> events = [];
    private readonly List<GrantGoal> goals = [];

    private Grant() { }

    /// <summary>A new draft.</summary>
    public static Grant Draft(Guid municipality, Guid citizen, string number, GrantTerms terms, Guid by, DateTimeOffset now, string rulesVersion)
    {
        var grant = new Grant
        {
            Id = Guid.CreateVersion7(),
            MunicipalityId = municipality,
            CitizenId = citizen,
            Number = number,
            Status = GrantStatus.Draft,
            CreatedBy = by,
            ResponsibleId = by,
            CreatedAt = now,
            RulesVersion = rulesVersion,
        };
        grant.Take(terms);
        grant.Record("GrantDrafted");
        return grant;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public string Number { get; private set; } = "";
    public GrantStatus Status { get; private set; }
    public Purpose? Purpose { get; private set; }
    public string PurposeText { get; private set; } = "";
    public TargetGroup? TargetGroup { get; private set; }
    public List<MentorTask> Tasks { get; private set; } = [];
    public string TaskText { get; private set; } = "";
    public List<Requirement> Requirements { get; private set; } = [];

    /// <summary>The municipality's assessment of what the mentor must be able to for this task. Source: guidance ch. 5.</summary>
    public string Qualifications { get; private set; } = "";
    public decimal? HoursPerWeek { get; private set; }
    public decimal? TotalHours { get; private set; }
    public DateOnly? StartsOn { get; private set; }
    public DateOnly? EndsOn { get; private set; }
    public decimal? Rate { get; private set; }
    public Guid CreatedBy { get; private set; }

    /// <summary>The caseworker who follows it up: who wrote it, until it is handed over.</summary>
    public Guid ResponsibleId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public Guid? SubmittedBy { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string DecisionComment { get; private set; } = "";

    /// <summary>The national rule set in force when it was written.</summary>
    public string RulesVersion { get; private set; } = "";
    public IReadOnlyList<GrantGoal> Goals => goals;
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>What is missing before it may be sent to approval, each with what asks for it. Empty when complete.</summary>
    public IReadOnlyList<Missing> MissingFields()
    {
        var missing = new List<Missing>();
        void Ask(bool isThere, string field, string paragraph)
        {
            if (!isThere) missing.Add(new(field, paragraph));
        }
        Ask(Purpose is not null, nameof(GrantTerms.Purpose), "LAB § 167");
        Ask(PurposeText.Length > 0, nameof(GrantTerms.PurposeText), "LAB § 167");
        Ask(TargetGroup is not null, nameof(GrantTerms.TargetGroup), "LAB §§ 6 og 167");
        Ask(goals.Count > 0, nameof(GrantTerms.Goals), "LAB § 168");
        Ask(Tasks.Count > 0, nameof(GrantTerms.Tasks), "LAB § 168");
        Ask(Qualifications.Length > 0, nameof(GrantTerms.Qualifications), "BAB § 122");
        Ask(HoursPerWeek is not null, nameof(GrantTerms.HoursPerWeek), "LAB § 168");
        Ask(StartsOn is not null, nameof(GrantTerms.StartsOn), "LAB § 168");
        Ask(EndsOn is not null && StartsOn is not null && EndsOn >= StartsOn, nameof(GrantTerms.EndsOn), "LAB § 168");
        Ask(EndsOn is null || StartsOn is null || EndsOn < StartsOn.Value.AddMonths(LongestPeriodInMonths), "Period", "LAB § 168");
        Ask(Rate is not null, nameof(GrantTerms.Rate), "LAB § 169");
        return missing;
    }

    /// <summary>Replaces what the draft says. <see cref="Rule.GrantIsNotADraft"/> once it has been sent in.</summary>
    public void Change(GrantTerms terms)
    {
        if (Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
        Take(terms);
        Record("GrantChanged");
    }

    /// <summary>Sends the draft to approval.</summary>
    public void Submit(Guid by, DateTimeOffset now)
    {
        if (Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
        if (MissingFields().Count > 0) throw new RuleViolation(Rule.GrantIsIncomplete);
        Status = GrantStatus.Submitted;
        (SubmittedBy, SubmittedAt) = (by, now);
        Record("GrantSubmitted");
    }

    /// <summary>The gate: approved by somebody else than those who wrote it. Source: service standard (team leader / faglig konsulent).</summary>
    public void Approve(Guid by, string comment, DateTimeOffset now)
    {
        Decide(by, comment, now);
        Status = GrantStatus.Approved;
        Record("GrantApproved");
    }

    /// <summary>Sent back to the caseworker with a comment; it is a draft again.</summary>
    public void SendBack(Guid by, string comment, DateTimeOffset now)
    {
        Decide(by, comment, now);
        Status = GrantStatus.Draft;
        Record("GrantSentBack");
    }

    /// <summary>On the market. <see cref="Assignments.Assignment.Publish"/> makes the assignment.</summary>
    public void MarkPublished(DateOnly today)
    {
        if (Status != GrantStatus.Approved) throw new RuleViolation(Rule.GrantIsNotApproved);
        if (EndsOn < today) throw new RuleViolation(Rule.GrantPeriodIsOver);
        Status = GrantStatus.Published;
        Record("GrantPublished");
    }

    /// <summary>Off the market again: approved, and can be published anew.</summary>
    public void MarkWithdrawn()
    {
        if (Status != GrantStatus.Published) throw new RuleViolation(Rule.AssignmentCannotBeWithdrawn);
        Status = GrantStatus.Approved;
        Record("GrantWithdrawn");
    }

    /// <summary>Another caseworker follows it up from now on.</summary>
    public void HandOver(Guid to)
    {
        if (ResponsibleId == to) return;
        events.Add(new("GrantHandedOver", MunicipalityId, Id, new Dictionary<string, object?> { ["number"] = Number, ["from"] = ResponsibleId, ["to"] = to }));
        ResponsibleId = to;
    }

    private void Decide(Guid by, string comment, DateTimeOffset now)
    {
        if (Status != GrantStatus.Submitted) throw new RuleViolation(Rule.GrantDoesNotAwaitApproval);
        if (by == CreatedBy || by == SubmittedBy) throw new RuleViolation(Rule.ApproverIsTheAuthor);
        (DecidedBy, DecidedAt, DecisionComment) = (by, now, comment);
    }

    private void Take(GrantTerms terms)
    {
        Purpose = terms.Purpose;
        PurposeText = terms.PurposeText.Trim();
        TargetGroup = terms.TargetGroup;
        Tasks = [.. terms.Tasks.Distinct()];
        TaskText = terms.TaskText.Trim();
        Requirements = [.. terms.Requirements.Distinct()];
        Qualifications = terms.Qualifications.Trim();
        HoursPerWeek = terms.HoursPerWeek;
        TotalHours = terms.TotalHours;
        StartsOn = terms.StartsOn;
        EndsOn = terms.EndsOn;
        Rate = terms.Rate;
        for (var i = 0; i < terms.Goals.Count; i++)
        {
            var (kind, detail) = terms.Goals[i];
            if (i < goals.Count) goals[i].Change(kind, detail.Trim());
            else goals.Add(new GrantGoal(this, i + 1, kind, detail.Trim()));
        }
        if (goals.Count > terms.Goals.Count) goals.RemoveRange(terms.Goals.Count, goals.Count - terms.Goals.Count);
    }

    private void Record(string kind) => events.Add(new(kind, MunicipalityId, Id, new Dictionary<string, object?>
    {
        ["number"] = Number,
        ["citizen"] = CitizenId,
        ["status"] = Status.ToString(),
        ["purpose"] = Purpose?.ToString(),
        ["purposeText"] = PurposeText,
        ["targetGroup"] = TargetGroup?.ToString(),
        ["goals"] = goals.Select(g => $"{g.Priority} {g.Kind} {g.Detail}").ToList(),
        ["tasks"] = Tasks.Select(t => t.ToString()).ToList(),
        ["taskText"] = TaskText,
        ["requirements"] = Requirements.Select(r => r.ToString()).ToList(),
        ["qualifications"] = Qualifications,
        ["hoursPerWeek"] = HoursPerWeek,
        ["totalHours"] = TotalHours,
        ["startsOn"] = StartsOn,
        ["endsOn"] = EndsOn,
        ["rate"] = Rate,
        ["comment"] = DecisionComment,
    }));
}
