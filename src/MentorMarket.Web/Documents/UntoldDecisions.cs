using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Documents;

/// <summary>
/// Which decisions beside the grant itself the citizen is to be told of and has not been: one rule for the start page and for the grant's
/// own page.
/// </summary>
internal static class UntoldDecisions
{
    /// <summary>The grants of which such a document is to be made and sent. A version that was made is always to be sent.</summary>
    public static IQueryable<Grant> Untold(this IQueryable<Grant> grants, PortalDb db, DocumentKind kind, DateOnly today)
    {
        var made = db.Documents.Where(d => d.Kind == kind);
        var sent = made.Where(d => db.DocumentDispatches.Any(s => s.DocumentId == d.Id));
        var left = made.Where(d => !db.DocumentDispatches.Any(s => s.DocumentId == d.Id)
            && !made.Any(later => later.GrantId == d.GrantId && later.Version > d.Version));
        var ends = db.GrantEnds.Where(e => !db.GrantEnds.Any(later => later.SupersedesId == e.Id));
        return kind switch
        {
            DocumentKind.Refusal => grants.Where(g => g.Status == GrantStatus.Refused && !sent.Any(d => d.GrantId == g.Id)),
            // An early end that stands; where one was told and stands no more, or stands otherwise, that is told too. What was ended before
            // an end had an assessment is not asked for.
            DocumentKind.End => grants.Where(g => left.Any(d => d.GrantId == g.Id)
                || ends.Any(e => e.GrantId == g.Id && !sent.Any(d => d.GrantId == g.Id && d.MadeAt >= e.RecordedAt)
                && ((e.Assessment != "" && e.EndedOn < g.Terms.EndsOn && e.Correction != EndCorrection.TakenBack)
                    || made.Any(d => d.GrantId == g.Id && d.MadeAt < e.RecordedAt)))),
            // A pause that goes on or is to come, with an assessment to tell; where one was told, also that it is over, moved or cancelled.
            DocumentKind.Pause => grants.Where(g => left.Any(d => d.GrantId == g.Id)
                || db.GrantPauses.Any(p => p.GrantId == g.Id && !sent.Any(d => d.GrantId == g.Id && d.MadeAt >= p.RecordedAt)
                && (made.Any(d => d.GrantId == g.Id && d.MadeAt < p.RecordedAt)
                    || (p.ResumesId == null && p.Assessment != "" && (p.ToOn == null || p.ToOn >= today) && g.Terms.EndsOn >= today
                        && g.Status != GrantStatus.Ended
                        && !db.GrantPauses.Any(r => r.ResumesId == p.Id && (r.ToOn < today || r.ToOn < r.FromOn))
                        && !ends.Any(e => e.GrantId == g.Id && e.Correction != EndCorrection.TakenBack
                            && (e.EndedOn < today || e.EndedOn < p.FromOn)))))),
            DocumentKind.DecisionLetter or DocumentKind.Agreement or DocumentKind.MinPlan or DocumentKind.MentorLetter =>
                throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
