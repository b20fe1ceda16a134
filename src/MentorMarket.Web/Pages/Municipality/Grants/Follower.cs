namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>The extension or change of a grant that stands in the way of one more of the kind.</summary>
public sealed record Follower(Guid Id, string Number, GrantKind Kind, GrantStatus Status)
{
    /// <summary>Another follower that is under way, or one of the same kind that was decided.</summary>
    public static Task<Follower?> OfAsync(PortalDb db, Guid grant, GrantKind kind, CancellationToken cancel) =>
        db.Grants.Where(g => g.FollowsId == grant && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused
                // What a change has taken over goes on from the change.
                && (g.Kind == kind || g.Kind == GrantKind.Change || (g.Status != GrantStatus.Accepted && g.Status != GrantStatus.Ended)))
            .OrderByDescending(g => g.CreatedAt).Select(g => new Follower(g.Id, g.Number, g.Kind, g.Status)).FirstOrDefaultAsync(cancel);
}
