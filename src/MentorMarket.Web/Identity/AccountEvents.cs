using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Identity;

/// <summary>
/// A change of somebody's account is an event on the chain of every organisation they belong to, appended in the
/// transaction that makes the change: the framework's user store saves through the same context.
/// </summary>
public sealed class AccountEvents(SignInDb db)
{
    /// <param name="byOwner">Whether the person did it; what others bring about names no actor.</param>
    public async Task<IdentityResult> ChangeAsync(User user, CaseEventKind kind, Func<Task<IdentityResult>> change, bool byOwner = true,
        CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var result = await change();
        if (!result.Succeeded)
        {
            // What the framework wrote before it refused (a password hashed anew) may stay: it changes nothing about the account.
            await transaction.CommitAsync(cancel);
            return result;
        }
        // Chains in the order in which every unit of work locks them.
        var memberships = (await db.Memberships.AsNoTracking().Where(m => m.PersonId == user.Id && m.EndedAt == null)
            .Select(m => new { m.Id, m.OrganisationId }).ToListAsync(cancel)).OrderBy(m => m.OrganisationId);
        var payload = CanonicalJson.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["person"] = user.Id });
        foreach (var membership in memberships)
        {
            await db.Database.ExecuteSqlAsync($"""
                select set_config('app.tenant', {membership.OrganisationId.ToString()}, true), set_config('app.person', {(byOwner ? user.Id.ToString() : "")}, true);
                """, cancel);
            await db.Database.ExecuteSqlAsync(
                $"select portal.append_event({membership.OrganisationId}, {kind.ToString()}, {membership.Id}, {payload}, {RandomNumberGenerator.GetBytes(16)})",
                    cancel);
        }
        await transaction.CommitAsync(cancel);
        return result;
    }
}
