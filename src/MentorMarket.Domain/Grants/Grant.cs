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

/// <summary>The municipality's legal decision that a citizen gets a mentor: purpose, goals, tasks, hours and period.</summary>
/// <remarks>
/// Danish: bevilling. Source: LAB §§ 167-168; guidance ch. 2-6. It is written as a draft, approved by somebody else
/// than its author, and then published as an assignment.
/// </remarks>
public sealed partial class Grant : IRecordsEvents
{
    private readonly List<CaseEvent> events = [];
    private readonly List<GrantGoal> goals = [];

    private Grant() { }

    /// <summary>A new draft.</summary>
    public static Grant Draft(Guid municipality, Guid citizen, string number, GrantTerms terms, Guid by, DateTimeOffset now,
        string rulesVersion) =>
        Draft(municipality, citizen, number, terms, by, now, rulesVersion, GrantKind.New, null);

    /// <summary>A draft that extends or changes a grant that was approved. <see cref="Rule.GrantCannotBeFollowed"/> before that.</summary>
    public static Grant DraftAfter(Grant earlier, GrantKind kind, string number, GrantTerms terms, Guid by, DateTimeOffset now,
        string rulesVersion)
    {
        // What nobody has begun on is not changed: it is given up, and a new one written.
        if (kind == GrantKind.New || !earlier.IsDecided || (kind == GrantKind.Change && earlier.Status != GrantStatus.Accepted))
        {
            throw new RuleViolation(Rule.GrantCannotBeFollowed);
        }
        return Draft(earlier.MunicipalityId, earlier.CitizenId, number, terms, by, now, rulesVersion, kind, earlier.Id);
    }

    private static Grant Draft(Guid municipality, Guid citizen, string number, GrantTerms terms, Guid by, DateTimeOffset now,
        string rulesVersion, GrantKind kind, Guid? follows)
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
            Kind = kind,
            FollowsId = follows,
            WrittenBy = [by],
        };
        grant.Take(terms);
        grant.Record(CaseEventKind.GrantDrafted);
        return grant;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public string Number { get; private set; } = "";
    public GrantStatus Status { get; private set; }
    public GrantKind Kind { get; private set; }

    /// <summary>The grant that this one extends or changes.</summary>
    public Guid? FollowsId { get; private set; }

    /// <summary>What it grants, with its goals in the order of their priority.</summary>
    public GrantTerms Terms
    {
        // The goals are rows of their own, since the steps towards them point at them.
        get => field with { Goals = [.. goals.OrderBy(g => g.Priority).Select(g => (g.Kind, g.Detail))] };
        private set;
    } = new();
    public Guid CreatedBy { get; private set; }

    /// <summary>Everybody who wrote in it: nobody of them decides about it.</summary>
    public List<Guid> WrittenBy { get; private set; } = [];

    /// <summary>Why a grant was given up that had been approved.</summary>
    public string DiscardReason { get; private set; } = "";

    /// <summary>The caseworker who follows it up: who wrote it, until it is handed over.</summary>
    public Guid ResponsibleId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public Guid? SubmittedBy { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }

    /// <summary>The team leader in whose place a deputy decided.</summary>
    public Guid? DecidedFor { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string DecisionComment { get; private set; } = "";

    /// <summary>
    /// The national rule set and the municipality's settings that it was written, sent in or decided by, whichever was last.
    /// </summary>
    public string RulesVersion { get; private set; } = "";
    public IReadOnlyList<GrantGoal> Goals => goals;
    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Whether a decision has been taken that stands.</summary>
    public bool IsDecided => Status is GrantStatus.Approved or GrantStatus.Published or GrantStatus.Accepted or GrantStatus.Ended;

    /// <summary>What stands between the draft and approval, each with what asks for it. Empty when complete.</summary>
    public IReadOnlyList<Shortfall> Shortfalls(GrantContext context) => Demands.NotMet(Terms, Kind, context);

    /// <summary>Replaces what the draft says. <see cref="Rule.GrantIsNotADraft"/> once it has been sent in.</summary>
    public void Change(GrantTerms terms, Guid by)
    {
        if (Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
        if (!WrittenBy.Contains(by)) WrittenBy = [.. WrittenBy, by];
        Take(terms);
        Record(CaseEventKind.GrantChanged);
    }

    /// <summary>Gives it up: a draft, or with a reason a grant that is approved and that nobody has on the market or under way.</summary>
    public void Discard(string reason)
    {
        if (!CanBeDiscarded || (NeedsReasonToBeDiscarded && reason.Trim().Length == 0)) throw new RuleViolation(Rule.GrantCannotBeGivenUp);
        DiscardReason = reason.Trim();
        Status = GrantStatus.Discarded;
        Record(CaseEventKind.GrantDiscarded);
    }

    /// <summary>Sends the draft to approval.</summary>
    public void Submit(Guid by, DateTimeOffset now, GrantContext context)
    {
        if (Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
        if (Shortfalls(context).Count > 0) throw new RuleViolation(Rule.GrantIsIncomplete);
        RulesVersion = context.Version;
        Status = GrantStatus.Submitted;
        (SubmittedBy, SubmittedAt) = (by, now);
        // What was once proposed for refusal, and sent back, is asked for again: nothing of it stands any more.
        (RefusalGrounds, RefusalReason) = ([], "");
        Record(CaseEventKind.GrantSubmitted);
    }

    /// <summary>An external mentor is found on the market; any other at the employer. Source: guidance ch. 5.</summary>
    public bool IsForTheMarket => Terms.MentorKind is null or MentorKind.External;

    /// <summary>
    /// The gate: approved by somebody else than those who wrote it. Source: service standard (team leader / faglig konsulent).
    /// </summary>
    /// <remarks>Judged once more by the rules of the day it is decided on: they may have changed since it was sent in.</remarks>
    public void Approve(Guid by, string comment, DateTimeOffset now, GrantContext context, Guid? onBehalfOf = null)
    {
        if (IsProposedRefused) throw new RuleViolation(Rule.RefusalIsProposed);
        Decide(by, comment, now, onBehalfOf);
        if (Shortfalls(context).Count > 0) throw new RuleViolation(Rule.GrantIsIncomplete);
        RulesVersion = context.Version;
        Status = GrantStatus.Approved;
        Record(CaseEventKind.GrantApproved);
    }

    /// <summary>Sent back to the caseworker with a comment; it is a draft again.</summary>
    public void SendBack(Guid by, string comment, DateTimeOffset now, Guid? onBehalfOf = null)
    {
        Decide(by, comment, now, onBehalfOf);
        IsProposedRefused = false;
        Status = GrantStatus.Draft;
        Record(CaseEventKind.GrantSentBack);
    }

    /// <summary>Taken back by whoever wrote it or follows it, before anybody has decided; it is a draft again.</summary>
    /// <remarks>Danish: taget tilbage. Source: nothing is decided before the gate, so that the author may still change it.</remarks>
    public void TakeBack(Guid by)
    {
        if (Status != GrantStatus.Submitted) throw new RuleViolation(Rule.GrantDoesNotAwaitApproval);
        if (!MayBeTakenBackBy(by)) throw new RuleViolation(Rule.GrantIsAnothers);
        IsProposedRefused = false;
        Status = GrantStatus.Draft;
        Record(CaseEventKind.GrantTakenBack);
    }

    /// <summary>Whether this person wrote it, sent it in or follows it up.</summary>
    public bool IsBy(Guid person) => person == ResponsibleId || IsWrittenBy(person);

    /// <summary>Whether this person wrote in it or sent it in, and so does not decide about it.</summary>
    public bool IsWrittenBy(Guid person) => person == CreatedBy || person == SubmittedBy || WrittenBy.Contains(person);

    /// <summary>On the market. <see cref="Assignments.Assignment.Publish"/> makes the assignment.</summary>
    public void MarkPublished(DateOnly today)
    {
        if (Status != GrantStatus.Approved) throw new RuleViolation(Rule.GrantIsNotApproved);
        if (!CanBePublished(today)) throw new RuleViolation(Rule.GrantPeriodIsOver);
        Status = GrantStatus.Published;
        Record(CaseEventKind.GrantPublished);
    }

    /// <summary>Off the market again: approved, and can be published anew.</summary>
    public void MarkWithdrawn()
    {
        if (Status != GrantStatus.Published) throw new RuleViolation(Rule.AssignmentCannotBeWithdrawn);
        Status = GrantStatus.Approved;
        Record(CaseEventKind.GrantWithdrawn);
    }

    /// <summary>Another caseworker follows it up from now on.</summary>
    public void HandOver(Guid to)
    {
        if (ResponsibleId == to) return;
        events.Add(new(CaseEventKind.GrantHandedOver, MunicipalityId, Id,
            new Dictionary<string, object?> { ["number"] = Number, ["from"] = ResponsibleId, ["to"] = to }));
        ResponsibleId = to;
    }

    private void Decide(Guid by, string comment, DateTimeOffset now, Guid? onBehalfOf)
    {
        if (Status != GrantStatus.Submitted) throw new RuleViolation(Rule.GrantDoesNotAwaitApproval);
        // A deputy does not decide either what the leader wrote: another leader does.
        if (!MayBeDecidedBy(by, onBehalfOf)) throw new RuleViolation(Rule.ApproverIsTheAuthor);
        (DecidedBy, DecidedFor, DecidedAt, DecisionComment) = (by, onBehalfOf, now, comment);
    }

    private void Take(GrantTerms terms)
    {
        Terms = terms.Normalised();
        // The rows come from the database in whatever order; the first of the terms is the main goal.
        goals.Sort((a, b) => a.Priority.CompareTo(b.Priority));
        for (var i = 0; i < terms.Goals.Count; i++)
        {
            var (kind, detail) = terms.Goals[i];
            if (i < goals.Count) goals[i].Change(kind, detail.Trim());
            else goals.Add(new GrantGoal(this, i + 1, kind, detail.Trim()));
        }
        if (goals.Count > terms.Goals.Count) goals.RemoveRange(terms.Goals.Count, goals.Count - terms.Goals.Count);
    }

    private void Record(CaseEventKind kind) => events.Add(new(kind, MunicipalityId, Id, new Dictionary<string, object?>(Terms.ToPayload())
    {
        ["number"] = Number,
        ["citizen"] = CitizenId,
        ["status"] = Status.ToString(),
        ["comment"] = DecisionComment,
        ["decidedFor"] = DecidedFor,
        ["discardReason"] = DiscardReason,
        ["isProposedRefused"] = IsProposedRefused,
        ["refusalGrounds"] = RefusalGrounds.Select(g => g.ToString()).ToList(),
        ["refusalReason"] = RefusalReason,
        ["kind"] = Kind.ToString(),
        ["follows"] = FollowsId,
        ["rules"] = RulesVersion,
    }));
}
