namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>How far a grant has come, as it is shown.</summary>
/// <remarks>
/// When a provider accepts, the database sets the grant to accepted (trigger accept_grant), for the provider may not write in it. That it
/// has
/// ended is told by the assignment's last day: nobody writes it when the day has gone.
/// </remarks>
public static class Standing
{
    public static GrantStatus Of(GrantStatus status, bool hasProvider, DateOnly? endsOn, DateOnly today) =>
        status is GrantStatus.Published or GrantStatus.Accepted && hasProvider
            ? (endsOn < today ? GrantStatus.Ended : GrantStatus.Accepted) : status;

    /// <summary>The grants that are shown with a status.</summary>
    public static IQueryable<Grant> Shown(this IQueryable<Grant> grants, PortalDb db, GrantStatus status, DateOnly today) => status switch
    {
        GrantStatus.Draft or GrantStatus.Submitted or GrantStatus.Approved or GrantStatus.Discarded or GrantStatus.Refused =>
            grants.Where(g => g.Status == status),
        GrantStatus.Published =>
            grants.Where(g => g.Status == GrantStatus.Published && !db.Assignments.Any(a => a.GrantId == g.Id && a.ProviderId != null)),
        GrantStatus.Accepted => grants.Where(g => (g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted)
            && db.Assignments.Any(a => a.GrantId == g.Id && a.ProviderId != null && a.LastDay >= today)),
        GrantStatus.Ended => grants.Where(g => g.Status == GrantStatus.Ended
            || ((g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted)
                && db.Assignments.Any(a => a.GrantId == g.Id && a.ProviderId != null && a.LastDay < today))),
    };

    /// <summary>The assignments that a mentor works on now.</summary>
    public static IQueryable<Assignment> Live(this IQueryable<Assignment> assignments, DateOnly today) =>
        assignments.Where(a => a.Status == AssignmentStatus.Accepted && a.LastDay >= today);
}
