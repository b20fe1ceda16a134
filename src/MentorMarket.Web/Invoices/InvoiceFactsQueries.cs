using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Invoices;

/// <summary>Reads what a check of an invoice looks at.</summary>
public static class InvoiceFactsQueries
{
    /// <summary>The facts of an invoice that were recorded up to a time.</summary>
    public static async Task<InvoiceFacts> FactsAsync(this PortalDb db, Invoice target, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var assignments = target.Lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        var settings = await db.MunicipalSettings.AsNoTracking()
            .Where(s => s.MunicipalityId == target.MunicipalityId && s.RecordedAt <= asKnownAt).ToListAsync(cancel);
        return await db.FactsAsync(target, assignments, new CheckSettings(settings), asKnownAt, cancel);
    }

    /// <summary>The facts of an invoice, with everything that there is of some assignments.</summary>
    internal static async Task<InvoiceFacts> FactsAsync(
        this PortalDb db, Invoice target, List<Guid> assignments, CheckSettings settings, DateTimeOffset asKnownAt,
            CancellationToken cancel)
    {
        var agreements = (await db.Agreements.AsNoTracking()
                .Where(a => assignments.Contains(a.AssignmentId) && a.RecordedAt <= asKnownAt).ToListAsync(cancel))
            .GroupBy(a => a.AssignmentId).Select(versions => versions.MaxBy(a => a.Version)!).OrderBy(a => a.Id).ToList();
        var entries = await db.TimeEntries.AsNoTracking()
            .Where(e => assignments.Contains(e.AssignmentId) && e.RegisteredAt <= asKnownAt)
            .OrderBy(e => e.StartsAt).ThenBy(e => e.Id).ToListAsync(cancel);
        var entryIds = entries.Select(e => e.Id).ToArray();
        var lines = await LinesAsync(db, target, assignments, asKnownAt, cancel);
        return new InvoiceFacts
        {
            Target = target,
            AsKnownAt = asKnownAt,
            Agreements = agreements,
            Mentors = await MentorsAsync(db, agreements, cancel),
            Grants = await GrantsAsync(db, assignments, asKnownAt, cancel),
            Entries = entries,
            Receipts = await ReceiptsAsync(db, assignments, asKnownAt, cancel),
            WithSteps = (await db.GoalSteps.Where(s => entryIds.Contains(s.EntryId)).Select(s => s.EntryId).Distinct().ToListAsync(cancel))
                .ToHashSet(),
            Overlaps = await OverlapsAsync(db, entryIds, asKnownAt, cancel),
            Lines = lines,
            Approved = await ApprovedAsync(db, lines, asKnownAt, cancel),
            Settings = settings,
        };
    }

    private static async Task<ILookup<Guid, MentorOfAgreement>> MentorsAsync(PortalDb db, List<Agreement> agreements,
        CancellationToken cancel)
    {
        var ids = agreements.Select(a => a.Id).ToList();
        var mentors = await db.AgreementMentors.Where(m => ids.Contains(m.AgreementId)).OrderBy(m => m.MentorId)
            .Select(m => new MentorOfAgreement(m.AgreementId, m.MentorId, m.FromOn, m.UntilOn)).ToListAsync(cancel);
        return mentors.ToLookup(m => m.Agreement);
    }

    private static async Task<Dictionary<Guid, GrantOfAssignment>> GrantsAsync(
        PortalDb db, List<Guid> assignments, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var granted = await (
            from a in db.Assignments
            join g in db.Grants on a.GrantId equals g.Id
            where assignments.Contains(a.Id)
            select new { a.Id, a.GrantId, g.Terms.Basis, g.DecidedAt }).ToListAsync(cancel);
        var grants = granted.Select(g => g.GrantId).ToList();
        var pauses = (await db.GrantPauses.Where(p => grants.Contains(p.GrantId) && p.RecordedAt <= asKnownAt)
            .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel)).ToLookup(p => p.GrantId);
        return granted.ToDictionary(g => g.Id, g => new GrantOfAssignment(g.Id, g.Basis, g.DecidedAt, new Pauses(pauses[g.GrantId])));
    }

    private static async Task<Dictionary<Guid, Confirmation>> ReceiptsAsync(
        PortalDb db, List<Guid> assignments, DateTimeOffset asKnownAt, CancellationToken cancel) =>
        (await db.Confirmations.AsNoTracking().Where(c => assignments.Contains(c.AssignmentId) && c.RecordedAt <= asKnownAt)
            .ToListAsync(cancel))
            .GroupBy(c => c.EntryId).ToDictionary(c => c.Key, c => c.MaxBy(x => x.RecordedAt)!);

    private static async Task<IReadOnlyList<LineOfInvoice>> LinesAsync(
        PortalDb db, Invoice target, List<Guid> assignments, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var others = await (
            from line in db.InvoiceLines.AsNoTracking()
            join invoice in db.Invoices.AsNoTracking() on line.InvoiceId equals invoice.Id
            where invoice.Id != target.Id && invoice.SubmittedAt <= asKnownAt
                && (invoice.ReturnedAt == null || invoice.ReturnedAt > asKnownAt)
                && line.AssignmentId != null && assignments.Contains(line.AssignmentId.Value)
            select new { invoice, line }).ToListAsync(cancel);
        return [.. others.Select(o => new LineOfInvoice(o.invoice, o.line)).Concat(target.Lines.Select(l => new LineOfInvoice(target, l)))
            .OrderBy(l => l.Line.Id)];
    }

    private static async Task<IReadOnlyList<ApprovedMinutes>> ApprovedAsync(
        PortalDb db, IReadOnlyList<LineOfInvoice> lines, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var ids = lines.Select(l => l.Line.Id).ToList();
        return await (
            from m in db.ApprovedMinutes.AsNoTracking()
            join a in db.Approvals on m.ApprovalId equals a.Id
            where ids.Contains(m.LineId) && a.ApprovedAt <= asKnownAt
            select m).OrderBy(m => m.LineId).ThenBy(m => m.EntryId).ToListAsync(cancel);
    }

    /// <summary>Overlaps with any entry of the same mentor or citizen, also those that the asker may not see.</summary>
    internal static async Task<Dictionary<Guid, FindingSet>> OverlapsAsync(PortalDb db, Guid[] ids, DateTimeOffset asKnownAt,
        CancellationToken cancel)
    {
        var found = new Dictionary<Guid, FindingSet>();
        await using var overlaps =
            db.Command("select entry_id, of_mentor, of_citizen from portal.overlapping_entries($1, $2) where of_mentor or of_citizen", ids,
            asKnownAt);
        await using var reader = await overlaps.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var codes = FindingSet.None;
            if (reader.GetBoolean(1)) codes += FindingCode.D04;
            if (reader.GetBoolean(2)) codes += FindingCode.D05;
            found[reader.GetGuid(0)] = codes;
        }

        return found;
    }
}
