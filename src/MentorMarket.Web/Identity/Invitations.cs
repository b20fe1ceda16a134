using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>The secret of an invitation: 128 bits in the link, only their hash in the database, good for 72 hours.</summary>
public static class InvitationToken
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(72);

    public static (string Token, byte[] Hash) New()
    {
        var secret = RandomNumberGenerator.GetBytes(16);
        return (Base64Url.EncodeToString(secret), SHA256.HashData(secret));
    }

    public static byte[]? HashOf(string? token) =>
        token is { Length: 22 } && Base64Url.IsValid(token) ? SHA256.HashData(Base64Url.DecodeFromChars(token)) : null;
}

/// <summary>What became of an invitation: whoever holds its link is told.</summary>
public enum InvitationState
{
    Open,
    Used,
    Revoked,
    Expired,
}

/// <summary>Accepting an invitation, as a person who is there already or as a new one.</summary>
public sealed class Invitations(SignInDb db, UserManager<User> users, TimeProvider time)
{
    /// <param name="Email">Empty for the first operator, who says their own.</param>
    public sealed record Open(string Email, string Name, IReadOnlyList<Role> Roles, Organisation Organisation);

    public sealed record Found(InvitationState State, Open Invitation);

    public sealed record Accepted(User User, Organisation Organisation);

    /// <summary>The invitation that can be accepted now.</summary>
    public async Task<Open?> FindAsync(string? token, CancellationToken cancel = default) =>
        await LookAsync(token, cancel) is { State: InvitationState.Open } found ? found.Invitation : null;

    /// <summary>None when nobody was ever sent this link.</summary>
    public async Task<Found?> LookAsync(string? token, CancellationToken cancel = default)
    {
        if (InvitationToken.HashOf(token) is not { } hash) return null;
        var now = time.GetUtcNow();
        return await (from i in db.Invitations.AsNoTracking()
                      join o in db.Organisations.AsNoTracking() on i.OrganisationId equals o.Id
                      where i.TokenHash == hash
                      select new Found(
                          i.UsedAt != null ? InvitationState.Used : i.RevokedAt != null ? InvitationState.Revoked : i.ExpiresAt <= now
                              ? InvitationState.Expired : InvitationState.Open,
                          new Open(i.Email, i.Name, i.Roles, o))).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Where the administrators of an organisation are written to.</summary>
    public Task<List<string>> AdministratorsOfAsync(Guid organisation, CancellationToken cancel) => db.Memberships
        .Where(m => m.OrganisationId == organisation && m.EndedAt == null && m.Roles.Contains(Role.Administrator))
        .Select(m => m.Email).ToListAsync(cancel);

    // Whoever lets organisations in would else let themselves in with them.
    private async Task<bool> IsOperatorAsync(Guid person, Guid but, CancellationToken cancel) => await (
        from m in db.Memberships
        join o in db.Organisations on m.OrganisationId equals o.Id
        where m.PersonId == person && m.EndedAt == null && m.Roles.Contains(Role.Operator)
            && o.Kind == OrganisationKind.Platform && o.Id != but
        select m.Id).AnyAsync(cancel);

    /// <summary>
    /// None when the invitation is used, revoked, expired, meant for another address, or an operator's to an operator.
    /// </summary>
    public async Task<Accepted?> AcceptAsync(string? token, User user, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await UseAsync(token, cancel) is not { } invitation || !IsFor(invitation.Email, user.Email)) return null;
        if (invitation.FromOperator && await IsOperatorAsync(user.Id, invitation.OrganisationId, cancel)) return null;
        var accepted = new Accepted(user, await JoinAsync(invitation, user, cancel));
        await transaction.CommitAsync(cancel);
        return accepted;
    }

    /// <summary>The person and the membership come into being together, or neither does.</summary>
    /// <param name="ownEmail">The address of a first operator; of everybody else it is the one that they were invited at.</param>
    public async Task<(IdentityResult Result, Accepted? Accepted)> AcceptAsNewAsync(
        string? token, string name, string password, string culture, string? ownEmail = null, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await UseAsync(token, cancel) is not { } invitation) return (IdentityResult.Success, null);
        var email = invitation.Email.Length > 0 ? invitation.Email : ownEmail ?? "";
        // The link came by mail, so whoever holds it reads that address; or out of the server's own folder, to whoever runs it.
        var user = new User
        {
            DisplayName = name,
            Culture = culture,
            UserName = email,
            Email = email,
            EmailConfirmed = true
        };
        var created = await users.CreateAsync(user, password);
        if (!created.Succeeded) return (created, null);
        var accepted = new Accepted(user, await JoinAsync(invitation, user, cancel));
        await transaction.CommitAsync(cancel);
        return (created, accepted);
    }

    /// <summary>Whether an invitation to an address is for the person with an address.</summary>
    public static bool IsFor(string invited, string? email) =>
        invited.Length == 0 || string.Equals(invited.Trim(), email, StringComparison.OrdinalIgnoreCase);

    private async Task<Invitation?> UseAsync(string? token, CancellationToken cancel)
    {
        if (InvitationToken.HashOf(token) is not { } hash) return null;
        var now = time.GetUtcNow();
        var used = await db.Invitations.FromSql($"""
            update portal.invitations set used_at = {now}
            where token_hash = {hash} and used_at is null and revoked_at is null and expires_at > {now}
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        return used.SingleOrDefault();
    }

    private async Task<Organisation> JoinAsync(Invitation invitation, User user, CancellationToken cancel)
    {
        var roles = invitation.Roles.Select(r => r.ToString()).ToArray();
        var (name, email) = invitation.Email.Length > 0 ? (invitation.Name, invitation.Email) : (user.DisplayName, user.Email!);
        // Who is there already keeps the roles they have: an invitation never takes the last administrator away.
        var membership = (await db.Database.SqlQuery<Guid>($"""
            insert into portal.memberships (id, organisation_id, person_id, name, email, roles, joined_at)
            values ({Guid.CreateVersion7(time.GetUtcNow())}, {invitation.OrganisationId}, {user.Id}, {name}, {email}, {roles}, {time.GetUtcNow()})
            on conflict (organisation_id, person_id) do update set ended_at = null,
                roles = case when memberships.ended_at is null
                    then array(select distinct unnest(memberships.roles || excluded.roles)) else excluded.roles end
            returning id
            """).ToListAsync(cancel)).Single();
        var payload = CanonicalJson.Of(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["invitation"] = invitation.Id,
            ["person"] = user.Id,
            ["roles"] = string.Join(' ', roles),
        });
        await db.Database.ExecuteSqlAsync($"""
            select set_config('app.tenant', {invitation.OrganisationId.ToString()}, true), set_config('app.person', {user.Id.ToString()}, true);
            """, cancel);
        await db.Database.ExecuteSqlAsync(
            $"select portal.append_event({invitation.OrganisationId}, {nameof(CaseEventKind.InvitationAccepted)}, {membership}, {payload}, {RandomNumberGenerator.GetBytes(16)})",
                cancel);
        return await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == invitation.OrganisationId, cancel);
    }
}
