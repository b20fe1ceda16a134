using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Web.Invoices;

/// <summary>The results of checks in the database.</summary>
public static class StoredChecks
{
    /// <summary>Keeps a result.</summary>
    public static void Keep(this PortalDb db, StoredCheck found)
    {
        db.Checks.Add(found.Check);
        db.LineVerdicts.AddRange(found.Lines);
        db.LineFindings.AddRange(found.Findings);
        db.LineMatches.AddRange(found.Matches);
        db.CheckedEntries.AddRange(found.Entries);
        db.CheckedUses.AddRange(found.Uses);
    }

    /// <summary>
    /// What is approved is what a check found that is still so: since it ran, another invoice may have billed or been paid for its
    /// minutes, a registration been corrected, or a pause recorded.
    /// </summary>
    /// <returns>The facts as they are now; none if a check made now would find anything else.</returns>
    public static async Task<InvoiceFacts?> FactsIfItHoldsAsync(this PortalDb db, Invoice invoice, Guid check, DateTimeOffset now,
        CancellationToken cancel)
    {
        // Everything that is there counts, also what another node with a faster clock has written.
        var facts = await db.FactsAsync(invoice, now.AddMinutes(5), cancel);
        return await db.FoundTheSameAsync(check, facts, InvoiceCheck.Run(facts.Input), cancel) ? facts : null;
    }

    /// <summary>Whether an earlier check found the same.</summary>
    internal static async Task<bool> FoundTheSameAsync(this PortalDb db, Guid check, InvoiceFacts facts, CheckResult result,
        CancellationToken cancel) =>
        StoredCheck.IsTheSame(
            facts, result,
            await db.LineVerdicts.AsNoTracking().Where(v => v.CheckId == check).ToListAsync(cancel),
            await db.LineMatches.AsNoTracking().Where(m => m.CheckId == check).ToListAsync(cancel));
}
