using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Auditor;

/// <summary>One of the auditor's engagements, open or not.</summary>
public sealed record Engaged(Guid Id, Guid MunicipalityId, string Municipality, DateOnly From, DateOnly To, DateOnly OpensOn,
    DateOnly ExpiresOn, DateTimeOffset? RevokedAt)
{
    public bool IsOpen(DateOnly today) => RevokedAt is null && OpensOn <= today && today <= ExpiresOn;

    public static async Task<IReadOnlyList<Engaged>> AllAsync(PortalDb db, Actor auditor, CancellationToken cancel) => await (
        from e in db.Engagements
        join m in db.Organisations on e.MunicipalityId equals m.Id
        where e.AuditorId == auditor.Tenant
        orderby m.Name, e.PeriodFrom descending
        select new Engaged(e.Id, e.MunicipalityId, m.Name, e.PeriodFrom, e.PeriodTo, e.OpensOn, e.ExpiresOn, e.RevokedAt))
            .ToListAsync(cancel);

    /// <summary>The filter within the municipalities of these engagements; which of them are open, the policies know.</summary>
    public static InvoiceFilter Of(IEnumerable<Engaged> engagements, InvoiceFilter filter) =>
        filter with { Among = [.. engagements.Select(e => e.MunicipalityId).Distinct()] };

    /// <summary>Whether an open engagement that says notes takes in an invoice of that municipality and day.</summary>
    public static Task<bool> SeesNotesAsync(PortalDb db, Actor auditor, Guid municipality, DateOnly issuedOn, TimeProvider time,
        CancellationToken cancel)
    {
        var today = time.Today;
        return db.Engagements.AnyAsync(e => e.AuditorId == auditor.Tenant && e.MunicipalityId == municipality && e.SeesNotes
            && e.RevokedAt == null
            && e.OpensOn <= today && today <= e.ExpiresOn && e.PeriodFrom <= issuedOn && issuedOn <= e.PeriodTo, cancel);
    }

    /// <summary>
    /// Notes a read of a list on the chain of every municipality that is open to the auditor: also that nothing was found there.
    /// </summary>
    public static async Task NoteAsync(
        CaseEventKind kind, InvoiceFilter filter, IEnumerable<Engaged> open, PortalDb db, EvidenceLog evidence, CancellationToken cancel)
    {
        var found = await filter.Apply(db).GroupBy(i => i.MunicipalityId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        foreach (var municipality in open.GroupBy(e => e.MunicipalityId))
        {
            evidence.Record(kind, municipality.Key, municipality.First().Id,
                ("text", filter.Text), ("status", filter.Status?.ToString()), ("provider", filter.Provider),
                    ("finding", filter.Finding?.ToString()),
                ("waiting", filter.Waiting), ("paidTooMuch", filter.PaidTooMuch), ("from", filter.From), ("to", filter.To),
                    ("invoices", found.GetValueOrDefault(municipality.Key)));
        }
    }
}
