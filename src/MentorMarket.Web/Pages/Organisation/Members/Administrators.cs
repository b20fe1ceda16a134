using MentorMarket.Domain;
using MentorMarket.Web.Data;
using MentorMarket.Web.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>An organisation never loses its last administrator, and nobody takes the role from themselves.</summary>
internal static class Administrators
{
    /// <summary>Locks the administrators' rows, so that two who remove each other at the same time cannot both succeed.</summary>
    public static async Task EnsureOneIsLeftWithoutAsync(PortalDb db, Actor actor, Membership member, CancellationToken cancel)
    {
        if (member.PersonId == actor.Person) throw new RuleViolation(Rule.OwnAdministratorRole);
        var tenant = actor.Tenant;
        var all = await db.Memberships.FromSql($"""
            select *, xmin from portal.memberships
            where organisation_id = {tenant} and 'Administrator' = any (roles) and ended_at is null
            order by id for update
            """).AsNoTracking().ToListAsync(cancel);
        if (all.All(m => m.Id == member.Id)) throw new RuleViolation(Rule.LastAdministrator);
    }
}
