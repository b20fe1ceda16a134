namespace MentorMarket.Domain.Grants;

/// <summary>What a citizen does not meet, where support is refused.</summary>
/// <remarks>Danish: grund til afslag. The paragraph of each: <see cref="GrantRules.SourceOf(RefusalGround, LegalBasis)"/>.</remarks>
public enum RefusalGround
{
    /// <summary>There is no goal of a job or an education.</summary>
    NoJobOrEducationGoal,
    /// <summary>The citizen belongs to a group that support cannot be granted to, or to none that it can.</summary>
    ExcludedGroup,
    /// <summary>Support from a mentor is not judged decisive for getting or keeping a job, an education or an activity.</summary>
    NotDecisive,
    /// <summary>The need is covered by another scheme.</summary>
    OtherCover,
    /// <summary>The need is the employer's or the institution's own to meet.</summary>
    OrdinaryDuty,
    /// <summary>The conditions of a special programme are not met, or the right has been used.</summary>
    NoRight,
    /// <summary>The citizen does not live in the municipality.</summary>
    NotResident,
    /// <summary>The citizen does not wish it.</summary>
    NoAgreement,
}

public sealed partial class Grant
{
    /// <summary>The caseworker proposes a refusal: the leader refuses, or sends it back, and does not approve it.</summary>
    public bool IsProposedRefused { get; private set; }

    /// <summary>What the citizen does not meet, as it was proposed or decided.</summary>
    public List<RefusalGround> RefusalGrounds { get; private set; } = [];

    /// <summary>Why, in words the citizen can read.</summary>
    public string RefusalReason { get; private set; } = "";

    /// <summary>The caseworker sends a draft that cannot be met to the leader, to be refused. It need not be complete.</summary>
    public void ProposeRefusal(IReadOnlyList<RefusalGround> grounds, string reason, Guid by, DateTimeOffset now, string rulesVersion)
    {
        if (Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
        Give(grounds, reason);
        IsProposedRefused = true;
        RulesVersion = rulesVersion;
        Status = GrantStatus.Submitted;
        (SubmittedBy, SubmittedAt) = (by, now);
        Record(CaseEventKind.GrantRefusalProposed);
    }

    /// <summary>The gate says no: by somebody else than those who wrote it, with what is not met and why. It is a decision.</summary>
    public void Refuse(Guid by, IReadOnlyList<RefusalGround> grounds, string reason, DateTimeOffset now, string rulesVersion,
        Guid? onBehalfOf = null)
    {
        Decide(by, "", now, onBehalfOf);
        Give(grounds, reason);
        RulesVersion = rulesVersion;
        Status = GrantStatus.Refused;
        Record(CaseEventKind.GrantRefused);
    }

    private void Give(IReadOnlyList<RefusalGround> grounds, string reason)
    {
        if (grounds.Count == 0 || string.IsNullOrWhiteSpace(reason)) throw new RuleViolation(Rule.RefusalIsIncomplete);
        (RefusalGrounds, RefusalReason) = ([.. grounds.Distinct().Order()], reason.Trim());
    }
}
