using Microsoft.EntityFrameworkCore;
using MentorMarket.Domain.Delivery;
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
    private readonly Dictionary<Guid, TimeEntry> entries;
    private readonly Dictionary<Guid, Guid> correctedBy;
    private readonly Dictionary<Guid, ExplainedReceipt> receipts;
    private readonly ILookup<Guid, (Guid Line, UsedElsewhere Use)> uses;
    private readonly bool showsFreeText;

    private ExplainedEntries(
        ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches, Dictionary<Guid, TimeEntry> entries,
        Dictionary<Guid, ExplainedReceipt> receipts, ILookup<Guid, (Guid Line, UsedElsewhere Use)> uses, bool showsFreeText)
    {
        this.findings = findings;
        this.matches = matches;
        this.entries = entries;
        this.receipts = receipts;
        this.uses = uses;
        this.showsFreeText = showsFreeText;
        correctedBy = entries.Values.Where(e => e.SupersedesId is not null).ToDictionary(e => e.SupersedesId!.Value, e => e.Id);
    }

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
        var known = await db.TimeEntries.AsNoTracking()
            .Where(e => assignments.Contains(e.AssignmentId) && e.RegisteredAt <= asKnownAt
                && ((e.LocalDate >= from && e.LocalDate <= to) || named.Contains(e.Id) || (e.SupersedesId != null && named.Contains(e.SupersedesId.Value))))
            .ToDictionaryAsync(e => e.Id, cancel);
        // A correction may have moved a registration here from another date.
        while (Missing(known) is { Count: > 0 } missing)
        {
            var corrected = await db.TimeEntries.AsNoTracking().Where(e => missing.Contains(e.Id)).ToListAsync(cancel);
            if (corrected.Count == 0) break;
            foreach (var entry in corrected) known[entry.Id] = entry;
        }

        var ids = known.Keys.ToList();
        var newest = (await db.Confirmations.AsNoTracking().Where(c => ids.Contains(c.EntryId) && c.RecordedAt <= asKnownAt)
                .Select(c => new { c.EntryId, Receipt = new ExplainedReceipt(c.Answer, showsFreeText ? c.Word : "", c.Channel, c.Strength, c.RecordedAt) })
                .ToListAsync(cancel))
            .GroupBy(c => c.EntryId).ToDictionary(c => c.Key, c => c.MaxBy(r => r.Receipt.At)!.Receipt);
        var taken = (await (
                from m in db.LineMatches.AsNoTracking()
                join i in db.Invoices on m.CheckId equals i.CheckId
                join l in db.InvoiceLines on m.LineId equals l.Id
                where ids.Contains(m.EntryId) && i.Status != InvoiceStatus.Returned
                orderby i.IssuedOn, i.Number, l.LineNo
                select new { m.EntryId, m.LineId, i.Number, l.LineNo, m.Minutes }).ToListAsync(cancel))
            .ToLookup(u => u.EntryId, u => (u.LineId, new UsedElsewhere(u.Number, u.LineNo, u.Minutes)));
        return new(findings, matches, known, newest, taken, showsFreeText);
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

    private ExplainedEntry Explain(InvoiceLine line, TimeEntry entry)
    {
        var taken = matches[line.Id].Where(m => m.EntryId == entry.Id).ToList();
        return new(
            entry.Id, entry.LocalDate,
            TimeOnly.FromDateTime(DanishTime.ToLocal(entry.StartsAt)), TimeOnly.FromDateTime(DanishTime.ToLocal(entry.EndsAt)),
            entry.Minutes, entry.MentorName, entry.Kind, entry.RegisteredAt, correctedBy.ContainsKey(entry.Id),
            entry.Correction, showsFreeText ? entry.CorrectionReason : "", receipts.GetValueOrDefault(entry.Id),
            taken.Sum(m => m.Minutes), taken.Where(m => m.IsHeld).Sum(m => m.Minutes),
            [.. findings[line.Id].Where(f => f.EntryIds.Contains(entry.Id)).SelectMany(f => f.Codes).Except(OfTheLine).Distinct().Order(StringComparer.Ordinal)],
            [.. uses[entry.Id].Where(u => u.Line != line.Id).Select(u => u.Use)]);
    }

    private static List<Guid> Missing(Dictionary<Guid, TimeEntry> entries) =>
        [.. entries.Values.Where(e => e.SupersedesId is { } earlier && !entries.ContainsKey(earlier)).Select(e => e.SupersedesId!.Value)];
}
