using Microsoft.Extensions.Caching.Memory;

namespace MentorMarket.Web.Identity;

/// <summary>What somebody is in an organisation, as the organisation knows them.</summary>
public sealed record MembershipInfo(Guid Person, Organisation Organisation, string Name, IReadOnlyList<Role> Roles)
{
    /// <summary>The team leader in whose place they decide today; the team leader's role is then among the roles.</summary>
    public Guid? DeputyFor { get; init; }
}

/// <summary>Which organisation a path means, and what the person who is logged in is there. Ended memberships are none.</summary>
public sealed class Memberships(SignInDb db, IMemoryCache cache, TimeProvider time)
{
    private static readonly TimeSpan OrganisationKept = TimeSpan.FromSeconds(30);

    /// <summary>The organisation with this slug. Kept for half a minute; an unknown slug is not kept, so that nobody can fill the memory.</summary>
    public async Task<Organisation?> FindOrganisationAsync(string slug, CancellationToken cancellation = default)
    {
        // It may come out of a cookie that somebody wrote: what is no slug is not looked for.
        if (!slug.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return null;
        var key = ("organisation", slug);
        if (cache.TryGetValue(key, out Organisation? known)) return known;
        var found = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug, cancellation);
        if (found is not null) cache.Set(key, found, OrganisationKept);
        return found;
    }

    /// <summary>Asked on every request and never kept, so that an ended membership ends at once.</summary>
    public async Task<MembershipInfo?> FindAsync(Guid person, Guid organisation, CancellationToken cancellation = default)
    {
        var today = DanishTime.DateOf(time.GetUtcNow());
        var found = await (
            from m in db.Memberships.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on m.OrganisationId equals o.Id
            where m.PersonId == person && m.OrganisationId == organisation && m.EndedAt == null
            select new
            {
                Member = new MembershipInfo(m.PersonId, o, m.Name, m.Roles),
                // A deputy is one only while the team leader is one.
                Leader = (from d in db.Deputies
                          join leader in db.Memberships on new { Organisation = d.MunicipalityId, Person = d.LeaderId } equals new { Organisation = leader.OrganisationId, Person = leader.PersonId }
                          where d.MunicipalityId == organisation && d.DeputyId == person && d.RevokedAt == null && d.FromOn <= today && d.ToOn >= today
                              && leader.EndedAt == null && leader.Roles.Contains(Role.TeamLeader)
                          orderby d.FromOn
                          select (Guid?)d.LeaderId).FirstOrDefault(),
            }).SingleOrDefaultAsync(cancellation);
        if (found is null || found.Leader is null || found.Member.Roles.Contains(Role.TeamLeader)) return found?.Member;
        return found.Member with { Roles = [.. found.Member.Roles, Role.TeamLeader], DeputyFor = found.Leader };
    }

    public Task<int> CountAsync(Guid person) => db.Memberships.CountAsync(m => m.PersonId == person && m.EndedAt == null);

    public async Task<IReadOnlyList<MembershipInfo>> ListAsync(Guid person, CancellationToken cancellation = default) =>
        await (from m in db.Memberships.AsNoTracking()
               join o in db.Organisations.AsNoTracking() on m.OrganisationId equals o.Id
               where m.PersonId == person && m.EndedAt == null
               orderby o.Name
               select new MembershipInfo(m.PersonId, o, m.Name, m.Roles)).ToListAsync(cancellation);
}
