namespace MentorMarket.Domain.Grants;

// What may be done with a grant now: asked by the pages that offer it, and by the methods that do it.
public sealed partial class Grant
{
    /// <summary>A draft that lacks nothing.</summary>
    public bool CanBeSubmitted(GrantContext context) => Status == GrantStatus.Draft && Shortfalls(context).Count == 0;

    /// <summary>
    /// It lacks nothing by the rules of today, and nobody proposed to refuse it. Who may approve it: <see cref="MayBeDecidedBy"/>.
    /// </summary>
    public bool CanBeApproved(GrantContext context) => !IsProposedRefused && Shortfalls(context).Count == 0;

    /// <summary>It waits, and neither this person nor the leader in whose place they stand wrote in it.</summary>
    /// <remarks>Source: service standard (team leader / faglig konsulent): approved by somebody else than those who wrote it.</remarks>
    public bool MayBeDecidedBy(Guid person, Guid? onBehalfOf = null) =>
        Status == GrantStatus.Submitted && !IsWrittenBy(person) && !(onBehalfOf is { } leader && IsWrittenBy(leader));

    /// <summary>It waits, and this person wrote it, sent it in or follows it up.</summary>
    public bool MayBeTakenBackBy(Guid person) => Status == GrantStatus.Submitted && IsBy(person);

    /// <summary>A draft, or one that is approved and that nobody has on the market or under way.</summary>
    public bool CanBeDiscarded => Status is GrantStatus.Draft or GrantStatus.Approved;

    /// <summary>One that was approved is given up with a reason; a draft may be without.</summary>
    public bool NeedsReasonToBeDiscarded => Status != GrantStatus.Draft;

    /// <summary>
    /// Approved, and its period is not over. Whether its decision is sent is asked by <see cref="Assignments.Assignment.Publish"/>.
    /// </summary>
    public bool CanBePublished(DateOnly today) => Status == GrantStatus.Approved && !IsPast(today);

    /// <summary>Its last day has gone.</summary>
    public bool IsPast(DateOnly today) => Terms.EndsOn < today;
}
