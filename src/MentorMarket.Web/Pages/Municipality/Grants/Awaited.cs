namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Whom a grant waits for: everybody who may decide about it today.</summary>
/// <param name="SentBy">Who sent it in; empty when they are no longer a member.</param>
/// <param name="Deciders">Team leaders, and their deputies of the day, who have not written in it themselves.</param>
public sealed record Awaited(string SentBy, IReadOnlyList<string> Deciders)
{
    public static async Task<Awaited?> OfAsync(PortalDb db, Grant grant, DateOnly today, CancellationToken cancel)
    {
        if (grant.Status != GrantStatus.Submitted) return null;
        var members = await db.Memberships.Where(m => m.OrganisationId == grant.MunicipalityId).OrderBy(m => m.Name)
            .Select(m => new { m.PersonId, m.Name, m.Roles, m.EndedAt }).ToListAsync(cancel);
        var deputies = await db.Deputies.Where(d => d.MunicipalityId == grant.MunicipalityId && d.RevokedAt == null && d.FromOn <= today
            && d.ToOn >= today)
            .Select(d => new { d.LeaderId, d.DeputyId }).ToListAsync(cancel);
        var here = members.Where(m => m.EndedAt is null).ToList();
        var leaders = here.Where(m => m.Roles.Contains(Role.TeamLeader)).Select(m => m.PersonId).ToHashSet();
        // A deputy stands in for a leader; whoever is both decides as either.
        bool Decides(Guid person) => (leaders.Contains(person) && grant.MayBeDecidedBy(person))
            || deputies.Exists(d => d.DeputyId == person && leaders.Contains(d.LeaderId) && grant.MayBeDecidedBy(person, d.LeaderId));
        return new(members.Find(m => m.PersonId == grant.SubmittedBy)?.Name ?? "",
            [.. here.Where(m => Decides(m.PersonId)).Select(m => m.Name)]);
    }
}
