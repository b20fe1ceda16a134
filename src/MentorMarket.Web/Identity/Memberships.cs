using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace MentorMarket.Web.Identity;

/// <summary>What somebody is in an organisation, as the organisation knows them.</summary>
public sealed record MembershipInfo(Guid Person, Organisation Organisation, string Name, IReadOnlyList<Role> Roles)
{
    /// <summary>The team leader in whose place they decide today; the team leader's role is then among the roles.</summary>
    public Guid? DeputyFor { get; init; }
}

/// <summary>Which organisation a path means, and what the person who is logged in is there. Ended memberships are none.</summary>
public sealed class Memberships(SignInDb db, SignInSource source, IMemoryCache cache, TimeProvider time)
{
    private static readonly TimeSpan OrganisationKept = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The organisation with this slug. Kept for half a minute; an unknown slug is not kept, so that nobody can fill the memory.
    /// </summary>
    public async Task<Organisation?> FindOrganisationAsync(string slug, CancellationToken cancel = default)
    {
        // It may come out of a cookie that somebody wrote: what is no slug is not looked for.
        if (!slug.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return null;
        var key = ("organisation", slug);
        if (cache.TryGetValue(key, out Organisation? known)) return known;
        var found = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug, cancel);
        if (found is not null) cache.Set(key, found, OrganisationKept);
        return found;
    }

    /// <summary>Asked on every request and never kept, so that an ended membership ends at once.</summary>
    public async Task<MembershipInfo?> FindAsync(Guid person, Organisation organisation, CancellationToken cancel = default)
    {
        if (seen is { } now && now.Person == person && now.Organisation == organisation.Id) return now.Found;
        await using var ask = source.Source.CreateCommand(
            $"select m.name, m.roles, deputy.leader_id, suspended_at from (select $1::uuid as person_id) s {JoinMember} where m.id is not null");
        foreach (var value in new object[] { person, organisation.Id, time.Today }) ask.Parameters.Add(new() { Value = value });
        await using var read = await ask.ExecuteReaderAsync(cancel);
        return await read.ReadAsync(cancel) ? Member(read, person, organisation) : null;
    }

    /// <summary>
    /// When an open log-in was seen last; null for one that is not open. What its person is in the organisation of the path comes with
    /// the same answer, and <see cref="FindAsync"/> tells it to the rest of this request.
    /// </summary>
    internal async Task<DateTimeOffset?> SeenAtAsync(Guid session, Guid? person, Organisation? organisation, CancellationToken cancel)
    {
        await using var ask = source.Source.CreateCommand(
            $"select m.name, m.roles, deputy.leader_id, suspended_at, s.seen_at, m.id from portal.sessions s {JoinMember} where s.id = $4 and s.person_id is not distinct from $1 and s.ended_at is null");
        ask.Parameters.Add(new() { Value = (object?)person ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        ask.Parameters.Add(new() { Value = (object?)organisation?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        foreach (var value in new object[] { time.Today, session }) ask.Parameters.Add(new() { Value = value });
        await using var read = await ask.ExecuteReaderAsync(cancel);
        if (!await read.ReadAsync(cancel)) return null;
        if (person is { } who && organisation is not null)
        {
            seen = (who, organisation.Id, read.IsDBNull(5) ? null : Member(read, who, organisation));
        }
        return read.GetFieldValue<DateTimeOffset>(4);
    }

    private (Guid Person, Guid Organisation, MembershipInfo? Found)? seen;

    // The membership of s.person_id in the organisation $2. A deputy is one only while the team leader is one.
    private const string JoinMember = """
        left join portal.memberships m on m.person_id = s.person_id and m.organisation_id = $2 and m.ended_at is null
        left join (select o.id, o.suspended_at from portal.organisations o) now_is on now_is.id = m.organisation_id
        left join lateral (
            select d.leader_id
            from portal.deputies d
            join portal.memberships leader on leader.organisation_id = d.municipality_id and leader.person_id = d.leader_id
            where d.municipality_id = $2 and d.deputy_id = m.person_id and d.revoked_at is null and $3 between d.from_on and d.to_on
              and leader.ended_at is null and 'TeamLeader' = any (leader.roles)
            order by d.from_on limit 1) deputy on true
        """;

    private static MembershipInfo Member(NpgsqlDataReader read, Guid person, Organisation organisation)
    {
        // The organisation may have been looked up before it was suspended, or opened again.
        var now = organisation with { SuspendedAt = read.IsDBNull(3) ? null : read.GetFieldValue<DateTimeOffset>(3) };
        var member = new MembershipInfo(person, now, read.GetString(0),
            [.. read.GetFieldValue<string[]>(1).Select(Enum.Parse<Role>)]);
        return read.IsDBNull(2) || member.Roles.Contains(Role.TeamLeader) ? member
            : member with { Roles = [.. member.Roles, Role.TeamLeader], DeputyFor = read.GetGuid(2) };
    }

    public Task<int> CountAsync(Guid person) => db.Memberships.CountAsync(m => m.PersonId == person && m.EndedAt == null);

    public async Task<IReadOnlyList<MembershipInfo>> ListAsync(Guid person, CancellationToken cancel = default) =>
        await (from m in db.Memberships.AsNoTracking()
               join o in db.Organisations.AsNoTracking() on m.OrganisationId equals o.Id
               where m.PersonId == person && m.EndedAt == null
               orderby o.Name
               select new MembershipInfo(m.PersonId, o, m.Name, m.Roles)).ToListAsync(cancel);
}
