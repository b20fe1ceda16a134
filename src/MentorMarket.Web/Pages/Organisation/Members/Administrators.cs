namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>
/// An organisation never loses its last administrator, nobody takes the role from themselves, and nobody gives themselves others unseen.
/// </summary>
internal static class Administrators
{
    /// <summary>Locks the administrators' rows, so that two who remove each other at the same time cannot both succeed.</summary>
    public static async Task EnsureOneIsLeftWithoutAsync(PortalDb db, Actor actor, Membership member, CancellationToken cancel)
    {
        if (member.PersonId == actor.Person) throw new RuleViolation(Rule.OwnAdministratorRole);
        if ((await LockedAsync(db, actor, cancel)).All(m => m.Id == member.Id)) throw new RuleViolation(Rule.LastAdministrator);
    }

    /// <summary>
    /// Who gives themselves roles asks another administrator, who does it. The only one there is may do it, and the others are told: the
    /// team leaders, or, where there are none, everybody. Answers who is to be told.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ToBeToldOfOwnRolesAsync(PortalDb db, Actor actor, CancellationToken cancel)
    {
        if ((await LockedAsync(db, actor, cancel)).Any(m => m.PersonId != actor.Person)) throw new RuleViolation(Rule.OwnRoles);
        var others = await db.Memberships.AsNoTracking().Of(actor)
            .Where(m => m.EndedAt == null && m.PersonId != actor.Person)
            .Select(m => new { m.Email, m.Roles }).ToListAsync(cancel);
        var leaders = others.Where(o => o.Roles.Contains(Role.TeamLeader)).ToList();
        return [.. (leaders.Count > 0 ? leaders : others).Select(o => o.Email).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)];
    }

    private static Task<List<Membership>> LockedAsync(PortalDb db, Actor actor, CancellationToken cancel)
    {
        var tenant = actor.Tenant;
        return db.Memberships.FromSql($"""
            select *, xmin from portal.memberships
            where organisation_id = {tenant} and 'Administrator' = any (roles) and ended_at is null
            order by id for update
            """).AsNoTracking().ToListAsync(cancel);
    }
}
