using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Data;
using MentorMarket.Web.Evidence;
using MentorMarket.Web.Secrets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>A citizen of the municipality that a CPR number belongs to.</summary>
public sealed record Known(Guid Id, string Number);

internal static class CprRows
{
    /// <summary>Whom the number belongs to. To ask is an event, found or not.</summary>
    public static async Task<Known?> FindAsync(PortalDb db, EvidenceLog evidence, Guid tenant, byte[] lookup, string purpose, CancellationToken cancel)
    {
        var known = await (from cpr in db.CitizenCprs
                           join citizen in db.Citizens on cpr.CitizenId equals citizen.Id
                           where cpr.MunicipalityId == tenant && cpr.Lookup == lookup
                           select new Known(citizen.Id, citizen.Number)).SingleOrDefaultAsync(cancel);
        evidence.Record("CprLookedUp", tenant, known?.Id ?? tenant, ("found", known is not null), ("purpose", purpose));
        return known;
    }

    /// <summary>The number under its mask, or null where none is known.</summary>
    public static async Task<string?> MaskedAsync(PortalDb db, Vault vault, Guid tenant, Guid citizen, CancellationToken cancel) =>
        await db.CitizenCprs.SingleOrDefaultAsync(c => c.CitizenId == citizen && c.MunicipalityId == tenant, cancel) is { } row ? Open(row, vault).ToString() : null;

    public static CprNumber Open(CitizenCpr row, Vault vault) => vault.OpenCpr(new(row.KeyId, row.Cipher), row.MunicipalityId, row.CitizenId);

    /// <summary>Saves here, because two who register the same number at the same time meet only now.</summary>
    public static async Task SaveAsync(PortalDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "citizen_cprs_one_citizen" })
        {
            throw new CprIsKnownException();
        }
    }
}

/// <summary>Another citizen of the municipality was given the number in the meantime.</summary>
public sealed class CprIsKnownException() : Exception("The municipality has a citizen with the number.");
