using Npgsql;

namespace MentorMarket.Web.Secrets;

/// <summary>A citizen of the municipality that a CPR number belongs to.</summary>
public sealed record Known(Guid Id, string Number);

/// <summary>
/// The CPR numbers of the municipality's citizens. A row can be moved or exchanged by whoever has the database and no key: what is
/// found by its look-up is opened before it is believed, and what does not open, or says another number, is an alarm and nobody's.
/// </summary>
public sealed partial class CprRows(PortalDb db, Vault vault, EvidenceLog evidence, ILogger<CprRows> log)
{
    /// <summary>Whom the number belongs to. To ask is an event, found or not.</summary>
    public async Task<Known?> FindAsync(Guid tenant, byte[] lookup, string purpose, CancellationToken cancel)
    {
        var row = await db.CitizenCprs.AsNoTracking().SingleOrDefaultAsync(c => c.MunicipalityId == tenant && c.Lookup == lookup, cancel);
        var known = row is null || Open(row) is null ? null
            : await db.Citizens.Where(c => c.Id == row.CitizenId).Select(c => new Known(c.Id, c.Number)).SingleAsync(cancel);
        evidence.Record(CaseEventKind.CprLookedUp, tenant, known?.Id ?? tenant, ("found", known is not null), ("purpose", purpose));
        return known;
    }

    /// <summary>The number under its mask; null where none is known.</summary>
    public async Task<MaskedCpr?> MaskedAsync(Guid tenant, Guid citizen, CancellationToken cancel) =>
        await db.CitizenCprs.AsNoTracking().SingleOrDefaultAsync(c => c.CitizenId == citizen && c.MunicipalityId == tenant,
            cancel) is { } row ? new(Open(row)?.ToString()) : null;

    /// <summary>The number in the row; null, an alarm and an event where the row is not what the portal wrote.</summary>
    public CprNumber? Open(CitizenCpr row)
    {
        if (vault.Read(row) is { } cpr) return cpr;
        LogNotOurs(row.CitizenId, row.MunicipalityId);
        evidence.Record(CaseEventKind.CprNotOurs, row.MunicipalityId, row.CitizenId, ("key", row.KeyId));
        return null;
    }

    /// <summary>Saves here, because two who register the same number at the same time meet only now.</summary>
    public async Task SaveAsync(CancellationToken cancel)
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

    [LoggerMessage(LogLevel.Critical,
        "The CPR number of citizen {Citizen} in municipality {Municipality} is not what the portal wrote: its row was moved or changed, or its key is missing")]
    private partial void LogNotOurs(Guid citizen, Guid municipality);
}

/// <summary>A number as pages show it.</summary>
/// <param name="Text">Under its mask; null when the row cannot be read.</param>
public sealed record MaskedCpr(string? Text);

/// <summary>Another citizen of the municipality was given the number in the meantime.</summary>
public sealed class CprIsKnownException() : Exception("The municipality has a citizen with the number.");
