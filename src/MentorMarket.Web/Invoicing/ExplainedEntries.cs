using Microsoft.EntityFrameworkCore;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Data;

namespace MentorMarket.Web.Invoicing;

/// <summary>
/// The registrations that an invoice is explained with, as known at its check: those that its lines took minutes of or
/// that a finding names, the corrected ones behind them, and, where a week was full, everything else of that week.
/// </summary>
internal sealed class ExplainedEntries
{
    private readonly ILookup<Guid, LineFinding> findings;
    private readonly ILookup<Guid, LineMatch> matches;
    private readonly Dictionary<Guid, Row> entries;
    private readonly Dictionary<Guid, Guid> correctedBy;
    private readonly Dictionary<Guid, ExplainedReceipt> receipts;
    private readonly ILookup<Guid, (Guid Line, UsedElsewhere Use)> uses;
    private readonly Dictionary<Guid, Pauses> pauses;

    private ExplainedEntries(
        ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches, Dictionary<Guid, Row> entries,
        Dictionary<Guid, ExplainedReceipt> receipts, ILookup<Guid, (Guid Line, UsedElsewhere Use)> uses,
        Dictionary<Guid, Pauses> pauses)
    {
        this.findings = findings;
        this.matches = matches;
        this.entries = entries;
        this.receipts = receipts;
        this.uses = uses;
        this.pauses = pauses;
        correctedBy = entries.Values.Where(e => e.SupersedesId is not null).ToDictionary(e => e.SupersedesId!.Value, e => e.Id);
    }

    private sealed record Row(
        Guid Id, Guid AssignmentId, string MentorName, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, DateOnly LocalDate, int IsoWeek,
        EntryKind Kind, DateTimeOffset RegisteredAt, Guid? SupersedesId, CorrectionCode? Correction, string CorrectionReason, EntryAct? Act);

    // An auditor may not read the words, so they must not stand in the statement at all.
    private static IQueryable<Row> Rows(IQueryable<TimeEntry> entries, bool showsFreeText) => showsFreeText
        ? entries.Select(e => new Row(e.Id, e.AssignmentId, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.LocalDate, e.IsoWeek, e.Kind, e.RegisteredAt, e.SupersedesId, e.Correction, e.CorrectionReason, e.Act))
        : entries.Select(e => new Row(e.Id, e.AssignmentId, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.LocalDate, e.IsoWeek, e.Kind, e.RegisteredAt, e.SupersedesId, e.Correction, "", e.Act));

    private static IQueryable<Receipt> Receipts(IQueryable<Confirmation> confirmations, bool showsFreeText) => showsFreeText
        ? confirmations.Select(c => new Receipt(c.EntryId, new ExplainedReceipt(c.Answer, c.Word, c.Channel, c.Strength, c.RecordedAt)))
        : confirmations.Select(c => new Receipt(c.EntryId, new ExplainedReceipt(c.Answer, "", c.Channel, c.Strength, c.RecordedAt)));

    private sealed record Receipt(Guid EntryId, ExplainedReceipt Shown);

    public static async Task<ExplainedEntries> LoadAsync(
        PortalDb db, List<InvoiceLine> lines, ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches,
        DateTimeOffset asKnownAt, bool showsFreeText, CancellationToken cancel)
    {
        var named = findings.SelectMany(f => f).SelectMany(f => f.EntryIds)
            .Concat(matches.SelectMany(m => m).Select(m => m.EntryId))
            .Concat(lines.Where(l => l.EntryId is not null).Select(l => l.EntryId!.Value)).Distinct().ToList();
        var assignments = lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        // A week reaches at most six days beyond a line's own dates.
        var (from, to) = lines.Count == 0 ? default : (lines.Min(l => l.FromOn).AddDays(-6), lines.Max(l => l.ToOn).AddDays(6));
        var known = await Rows(db.TimeEntries
            .Where(e => assignments.Contains(e.AssignmentId) && e.RegisteredAt <= asKnownAt
                && ((e.LocalDate >= from && e.LocalDate <= to) || named.Contains(e.Id) || (e.SupersedesId != null && named.Contains(e.SupersedesId.Value)))), showsFreeText)
            .ToDictionaryAsync(e => e.Id, cancel);
        // A correction may have moved a registration here from another date.
        while (Missing(known) is { Count: > 0 } missing)
        {
            var corrected = await Rows(db.TimeEntries.Where(e => missing.Contains(e.Id)), showsFreeText).ToListAsync(cancel);
            if (corrected.Count == 0) break;
            foreach (var entry in corrected) known[entry.Id] = entry;
        }

        var ids = known.Keys.ToList();
        var newest = (await Receipts(db.Confirmations.Where(c => ids.Contains(c.EntryId) && c.RecordedAt <= asKnownAt), showsFreeText).ToListAsync(cancel))
            .GroupBy(c => c.EntryId).ToDictionary(c => c.Key, c => c.MaxBy(r => r.Shown.At)!.Shown);
        var taken = (await (
                from m in db.LineMatches.AsNoTracking()
                join i in db.Invoices on m.CheckId equals i.CheckId
                join l in db.InvoiceLines on m.LineId equals l.Id
                where ids.Contains(m.EntryId) && i.Status != InvoiceStatus.Returned
                orderby i.IssuedOn, i.Number, l.LineNo
                select new { m.EntryId, m.LineId, i.Number, l.LineNo, m.Minutes }).ToListAsync(cancel))
            .ToLookup(u => u.EntryId, u => (u.LineId, new UsedElsewhere(u.Number, u.LineNo, u.Minutes)));
        var rests = (await (
                from p in db.GrantPauses
                join a in db.Assignments on p.GrantId equals a.GrantId
                where assignments.Contains(a.Id) && p.RecordedAt <= asKnownAt
                select new { a.Id, Row = new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId) }).ToListAsync(cancel))
            .GroupBy(p => p.Id).ToDictionary(p => p.Key, p => new Pauses(p.Select(x => x.Row)));
        return new(findings, matches, known, newest, taken, rests);
    }

    /// <summary>A line's registrations, in the order the check walks them.</summary>
    public IReadOnlyList<ExplainedEntry> Of(InvoiceLine line)
    {
        var shown = findings[line.Id].SelectMany(f => f.EntryIds).Concat(matches[line.Id].Select(m => m.EntryId)).ToHashSet();
        if (line.EntryId is { } own) shown.Add(own);
        foreach (var id in RestOfFullWeeks(line).ToList()) shown.Add(id);
        foreach (var id in shown.ToList())
        {
            for (var at = id; entries.TryGetValue(at, out var entry) && entry.SupersedesId is { } earlier; at = earlier) shown.Add(earlier);
            for (var at = id; correctedBy.TryGetValue(at, out var later); at = later) shown.Add(later);
        }
        return [.. shown.Where(entries.ContainsKey).Select(id => entries[id])
            .OrderBy(e => e.StartsAt).ThenBy(e => e.RegisteredAt).ThenBy(e => e.Id).Select(e => Explain(line, e))];
    }

    // "More than the week allows" can only be counted again with the whole week at hand.
    private IEnumerable<Guid> RestOfFullWeeks(InvoiceLine line)
    {
        var weeks = findings[line.Id].Where(f => f.Codes.Contains(nameof(FindingCode.G02))).SelectMany(f => f.EntryIds)
            .Where(entries.ContainsKey).Select(id => entries[id].IsoWeek).ToHashSet();
        return entries.Values.Where(e => e.AssignmentId == line.AssignmentId && e.Kind == EntryKind.Direct && weeks.Contains(e.IsoWeek)).Select(e => e.Id);
    }

    // What was billed beyond any registration says nothing about the registrations it was looked for in.
    private static readonly string[] OfTheLine = [nameof(FindingCode.D01), nameof(FindingCode.D02)];

    private ExplainedEntry Explain(InvoiceLine line, Row entry)
    {
        var taken = matches[line.Id].Where(m => m.EntryId == entry.Id).ToList();
        return new(
            entry.Id, entry.LocalDate,
            TimeOnly.FromDateTime(DanishTime.ToLocal(entry.StartsAt)), TimeOnly.FromDateTime(DanishTime.ToLocal(entry.EndsAt)),
            entry.Minutes, entry.MentorName, entry.Kind, entry.RegisteredAt, correctedBy.ContainsKey(entry.Id),
            entry.Correction, entry.CorrectionReason, receipts.GetValueOrDefault(entry.Id),
            taken.Sum(m => m.Minutes), taken.Where(m => m.IsHeld).Sum(m => m.Minutes),
            [.. findings[line.Id].Where(f => f.EntryIds.Contains(entry.Id)).SelectMany(f => f.Codes).Except(OfTheLine).Distinct().Order(StringComparer.Ordinal)],
            [.. uses[entry.Id].Where(u => u.Line != line.Id).Select(u => u.Use)])
        {
            IsInPause = entry.Kind == EntryKind.Direct && pauses.GetValueOrDefault(entry.AssignmentId)?.Contains(entry.LocalDate) == true,
            Act = entry.Act,
        };
    }

    private static List<Guid> Missing(Dictionary<Guid, Row> entries) =>
        [.. entries.Values.Where(e => e.SupersedesId is { } earlier && !entries.ContainsKey(earlier)).Select(e => e.SupersedesId!.Value)];
}
