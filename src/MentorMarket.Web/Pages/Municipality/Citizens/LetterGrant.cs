namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The grant that the letter "you have a mentor" is about.</summary>
internal static class LetterGrant
{
    /// <summary>
    /// The one asked for, else of the assignment that was taken last; one that has ended only where there is no other. Null where no mentor
    /// is named.
    /// </summary>
    /// <remarks>Not the one that ends last: a change may well be shorter than what it changes.</remarks>
    public static Task<Guid?> OfAsync(PortalDb db, Guid citizen, Guid? grant, DateOnly today, CancellationToken cancel) =>
        db.Assignments.Where(a => a.CitizenId == citizen && (grant == null || a.GrantId == grant)
            && db.Agreements.Any(g => g.AssignmentId == a.Id && db.AgreementMentors.Any(m => m.AgreementId == g.Id)))
            .OrderByDescending(a => a.LastDay >= today).ThenByDescending(a => a.AcceptedAt)
            .Select(a => (Guid?)a.GrantId).FirstOrDefaultAsync(cancel);
}
