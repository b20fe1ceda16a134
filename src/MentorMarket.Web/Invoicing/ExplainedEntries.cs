using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Invoicing;

/// <summary>
/// The registrations that an invoice is explained with, as known at its check: those that its lines took minutes of or
/// that a finding names, the corrected ones behind them, and what else used up the weeks and totals they draw on.
/// </summary>
internal sealed class ExplainedEntries
{
    private readonly ILookup<Guid, LineFinding> findings;
    private readonly ILookup<Guid, LineMatch> matches;
    private readonly Dictionary<Guid, Row> entries = [];
    private readonly Dictionary<Guid, Guid> correctedBy = [];
    private readonly Dictionary<Guid, CheckedEntry> checkedEntries;
    private Dictionary<Guid, string> numbers = [];
    private Dictionary<Guid, ExplainedReceipt> receipts = [];
    private ILookup<Guid, ExplainedUse> uses = Enumerable.Empty<ExplainedUse>().ToLookup(u => u.Line);
    private ILookup<Guid, ExplainedOverlap> overlaps = Enumerable.Empty<ExplainedOverlap>().ToLookup(_ => Guid.Empty);
    private Dictionary<Guid, Pauses> pauses = [];

    private ExplainedEntries(ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches, Dictionary<Guid, CheckedEntry> checkedEntries) =>
        (this.findings, this.matches, this.checkedEntries) = (findings, matches, checkedEntries);

    private sealed record Row(
        Guid Id, Guid AssignmentId, string MentorName, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, DateOnly LocalDate, int IsoWeek,
        EntryKind Kind, DateTimeOffset RegisteredAt, Guid? SupersedesId, CorrectionCode? Correction, string CorrectionReason, EntryAct? Act);

    /// <summary>What the check kept of registrations, and which lines had how much of them.</summary>
    public static (Task<List<CheckedEntry>> Checked, Task<List<(Guid Entry, ExplainedUse Use)>> Uses) AskBehind(Together together, PortalDb db, Guid check, CancellationToken cancel) =>
        (together.Ask(() => db.CheckedEntries.AsNoTracking().Where(e => e.CheckId == check).ToListAsync(cancel)), together.Ask(() => UsesAsync(db, check, cancel)));

    public static async Task<ExplainedEntries> LoadAsync(
        PortalDb db, IReadOnlyList<ExplainedBill> lines, ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches,
        IReadOnlyList<CheckedEntry> kept, IEnumerable<(Guid Entry, ExplainedUse Use)> uses, ExplainedCheck check, Actor reader, CancellationToken cancel)
    {
        var loaded = new ExplainedEntries(findings, matches, kept.ToDictionary(e => e.EntryId)) { uses = uses.ToLookup(u => u.Entry, u => u.Use) };
        var named = findings.SelectMany(f => f).SelectMany(f => f.EntryIds)
            .Concat(matches.SelectMany(m => m).Select(m => m.EntryId))
            .Concat(lines.Where(l => l.EntryId is not null).Select(l => l.EntryId!.Value))
            .Concat(loaded.checkedEntries.Keys).Distinct().ToList();
        await loaded.LoadRowsAsync(db, named, check.AsKnownAt, reader, cancel);
        await loaded.LoadAboutAsync(db, check.AsKnownAt, reader, cancel);
        loaded.overlaps = await OverlapsAsync(db, [.. loaded.checkedEntries.Values.Where(Overlaps).Select(e => e.EntryId)], check.AsKnownAt, cancel);
        return loaded;
    }

    // An auditor may not read the words, so they must not stand in the statement at all.
    private static IQueryable<Row> Rows(IQueryable<TimeEntry> entries, Actor reader) => reader.Kind != ActorKind.Auditor
        ? entries.Select(e => new Row(e.Id, e.AssignmentId, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.LocalDate, e.IsoWeek, e.Kind, e.RegisteredAt, e.SupersedesId, e.Correction, e.CorrectionReason, e.Act))
        : entries.Select(e => new Row(e.Id, e.AssignmentId, e.MentorName, e.StartsAt, e.EndsAt, e.Minutes, e.LocalDate, e.IsoWeek, e.Kind, e.RegisteredAt, e.SupersedesId, e.Correction, "", e.Act));

    // With the whole chain of corrections of each, before and after, as far as it was known.
    private async Task LoadRowsAsync(PortalDb db, IReadOnlyList<Guid> named, DateTimeOffset asKnownAt, Actor reader, CancellationToken cancel)
    {
        var asked = new HashSet<Guid>();
        for (var wanted = named; wanted.Count > 0;)
        {
            asked.UnionWith(wanted);
            var found = await Rows(db.TimeEntries.Where(e => e.RegisteredAt <= asKnownAt
                && (wanted.Contains(e.Id) || (e.SupersedesId != null && wanted.Contains(e.SupersedesId.Value)))), reader).ToListAsync(cancel);
            foreach (var entry in found)
            {
                entries[entry.Id] = entry;
                if (entry.SupersedesId is { } earlier) correctedBy[earlier] = entry.Id;
            }
            wanted = [.. found.SelectMany(e => e.SupersedesId is { } earlier ? new[] { e.Id, earlier } : [e.Id]).Distinct().Where(id => !asked.Contains(id))];
        }
    }

    private async Task LoadAboutAsync(PortalDb db, DateTimeOffset asKnownAt, Actor reader, CancellationToken cancel)
    {
        var together = new Together(db);
        var (ids, assignments) = (entries.Keys.ToList(), entries.Values.Select(e => e.AssignmentId).Distinct().ToList());
        var numbering = together.Ask(() => db.Assignments.Where(a => assignments.Contains(a.Id)).Select(a => new { a.Id, a.Number }).ToListAsync(cancel));
        var answering = together.Ask(() => Said(db.Confirmations.Where(c => ids.Contains(c.EntryId) && c.RecordedAt <= asKnownAt), reader).ToListAsync(cancel));
        var resting = together.Ask(() => (
            from p in db.GrantPauses
            join a in db.Assignments on p.GrantId equals a.GrantId
            where assignments.Contains(a.Id) && p.RecordedAt <= asKnownAt
            select new { a.Id, Row = new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId) }).ToListAsync(cancel));
        await together.SendAsync(cancel);
        numbers = (await numbering).ToDictionary(a => a.Id, a => a.Number);
        receipts = (await answering).GroupBy(c => c.Entry).ToDictionary(c => c.Key, c => c.MaxBy(r => r.Shown.At)!.Shown);
        pauses = (await resting).GroupBy(p => p.Id).ToDictionary(p => p.Key, p => new Pauses(p.Select(x => x.Row)));
    }

    private sealed record Receipt(Guid Entry, ExplainedReceipt Shown);

    // What the citizen said is the municipality's to read: the provider and the auditor learn the answer alone.
    private static IQueryable<Receipt> Said(IQueryable<Confirmation> confirmations, Actor reader) => reader.Kind == ActorKind.Municipality
        ? confirmations.Select(c => new Receipt(c.EntryId, new ExplainedReceipt(c.Answer, c.Word, c.Channel, c.Strength, c.RecordedAt)))
        : confirmations.Select(c => new Receipt(c.EntryId, new ExplainedReceipt(c.Answer, "", c.Channel, c.Strength, c.RecordedAt)));

    // An auditor may not see every invoice that had minutes of the same registration: that it had them stands in the check.
    private static async Task<List<(Guid Entry, ExplainedUse Use)>> UsesAsync(PortalDb db, Guid check, CancellationToken cancel) =>
        (await (
            from u in db.CheckedUses.AsNoTracking()
            join l in db.InvoiceLines on u.LineId equals l.Id into lines
            from l in lines.DefaultIfEmpty()
            join i in db.Invoices on l.InvoiceId equals i.Id into invoices
            from i in invoices.DefaultIfEmpty()
            where u.CheckId == check
            orderby i.IssuedOn, i.Number, l.LineNo
            select new { u.EntryId, Use = new ExplainedUse(u.LineId, i.Number, (int?)l.LineNo ?? 0, u.Minutes, u.Approved, u.IsBefore) }).ToListAsync(cancel))
        .ConvertAll(u => (u.EntryId, u.Use));

    private static bool Overlaps(CheckedEntry entry) => entry.Codes.Contains(nameof(FindingCode.D04)) || entry.Codes.Contains(nameof(FindingCode.D05));

    // What the reader may see of it stands there in full; of the rest, the times.
    private static async Task<ILookup<Guid, ExplainedOverlap>> OverlapsAsync(PortalDb db, Guid[] ids, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var found = new List<(Guid Entry, Guid? Other, ExplainedOverlap Shown)>();
        if (ids.Length == 0) return found.ToLookup(f => f.Entry, f => f.Shown);
        await using (var ask = db.Command("select entry_id, other_id, of_mentor, starts_at, ends_at from portal.overlaps_of($1, $2) order by starts_at, ends_at", ids, asKnownAt))
        await using (var read = await ask.ExecuteReaderAsync(cancel))
            while (await read.ReadAsync(cancel))
                found.Add((read.GetGuid(0), await read.IsDBNullAsync(1, cancel) ? null : read.GetGuid(1),
                    new(read.GetBoolean(2) ? FindingCode.D04 : FindingCode.D05, read.GetFieldValue<DateTimeOffset>(3), read.GetFieldValue<DateTimeOffset>(4), null)));
        var seen = found.Where(f => f.Other is not null).Select(f => f.Other!.Value).Distinct().ToList();
        var whose = await (
            from e in db.TimeEntries
            join a in db.Assignments on e.AssignmentId equals a.Id
            join p in db.Organisations on e.ProviderId equals p.Id
            where seen.Contains(e.Id)
            select new { e.Id, Whose = new OverlappingEntry(a.Number, e.MentorName, p.Name) }).ToDictionaryAsync(e => e.Id, e => e.Whose, cancel);
        return found.ToLookup(f => f.Entry, f => f.Shown with { Whose = f.Other is { } other ? whose.GetValueOrDefault(other) : null });
    }

    public string NumberOf(Guid assignment) => numbers.GetValueOrDefault(assignment, "");

    /// <summary>A line's registrations, in the order the check walks them.</summary>
    public IReadOnlyList<ExplainedEntry> Of(ExplainedBill line)
    {
        var shown = findings[line.Id].SelectMany(f => f.EntryIds).Concat(matches[line.Id].Select(m => m.EntryId)).ToHashSet();
        if (line.EntryId is { } own) shown.Add(own);
        foreach (var id in RestOfFullWeeks(line).ToList()) shown.Add(id);
        return [.. WithCorrections(shown).Select(e => Explain(e, line))];
    }

    public ExplainedEntry? One(Guid entry, ExplainedBill line) => entries.TryGetValue(entry, out var found) ? Explain(found, line) : null;

    /// <summary>What the check gave out of a grant's minutes, week by week; what was corrected stands beside its correction.</summary>
    public IReadOnlyList<(string Week, IReadOnlyList<ExplainedEntry> Entries)> WeeksOf(Guid assignment)
    {
        var counted = checkedEntries.Keys.Where(id => entries.TryGetValue(id, out var e) && e.AssignmentId == assignment).ToHashSet();
        return [.. WithCorrections(counted).Select(e => (Last: LastOf(e), Entry: e)).GroupBy(e => DanishTime.WeekIndex(e.Last.LocalDate)).OrderBy(w => w.Key)
            .Select(w => (DanishTime.IsoWeek(w.First().Last.LocalDate), (IReadOnlyList<ExplainedEntry>)[.. w.Select(e => Explain(e.Entry, null))]))];
    }

    private IEnumerable<Row> WithCorrections(HashSet<Guid> shown)
    {
        foreach (var id in shown.ToList())
        {
            for (var at = id; entries.TryGetValue(at, out var entry) && entry.SupersedesId is { } earlier; at = earlier) shown.Add(earlier);
            for (var at = id; correctedBy.TryGetValue(at, out var later); at = later) shown.Add(later);
        }
        return shown.Where(entries.ContainsKey).Select(id => entries[id]).OrderBy(e => e.StartsAt).ThenBy(e => e.Id.ToString(), StringComparer.Ordinal);
    }

    private Row LastOf(Row entry)
    {
        while (correctedBy.TryGetValue(entry.Id, out var later)) entry = entries[later];
        return entry;
    }

    // "More than the week allows" can only be counted again with the whole week at hand.
    private IEnumerable<Guid> RestOfFullWeeks(ExplainedBill line)
    {
        var weeks = findings[line.Id].Where(f => f.Codes.Contains(nameof(FindingCode.G02))).SelectMany(f => f.EntryIds)
            .Where(entries.ContainsKey).Select(id => entries[id].IsoWeek).ToHashSet();
        return entries.Values.Where(e => e.AssignmentId == line.AssignmentId && e.Kind == EntryKind.Direct && weeks.Contains(e.IsoWeek)).Select(e => e.Id);
    }

    private ExplainedEntry Explain(Row entry, ExplainedBill? line)
    {
        var taken = line is null ? [] : matches[line.Id].Where(m => m.EntryId == entry.Id).ToList();
        var found = checkedEntries.GetValueOrDefault(entry.Id);
        return new(
            entry.Id, entry.AssignmentId, NumberOf(entry.AssignmentId), entry.LocalDate, entry.StartsAt, entry.EndsAt, entry.Minutes, entry.MentorName, entry.Kind, entry.RegisteredAt,
            correctedBy.ContainsKey(entry.Id), entry.Correction, entry.CorrectionReason, receipts.GetValueOrDefault(entry.Id),
            taken.Sum(m => m.Minutes), taken.Where(m => m.IsHeld).Sum(m => m.Minutes),
            ExplainedInvoice.RulesOf(found?.Codes ?? [], entry.LocalDate), [.. found?.Holds ?? []], [.. overlaps[entry.Id]], [.. uses[entry.Id]])
        {
            IsCounted = found is not null,
            Corrects = entry.SupersedesId is { } earlier && entries.TryGetValue(earlier, out var before) ? (before.LocalDate, before.StartsAt, before.EndsAt) : null,
            Approved = found?.Approved ?? 0,
            Allowed = found?.Allowed ?? 0,
            OverWeek = found?.OverWeek ?? 0,
            OverTotal = found?.OverTotal ?? 0,
            IsInPause = entry.Kind == EntryKind.Direct && pauses.GetValueOrDefault(entry.AssignmentId)?.Contains(entry.LocalDate) == true,
            Act = entry.Act,
        };
    }
}

/// <summary>A registration that the line was matched with, or that explains what it was not matched with.</summary>
/// <param name="Taken">Minutes that the line took of it; 0 where it only explains.</param>
/// <param name="Held">How many of those minutes wait.</param>
/// <param name="Codes">What was found of it, whoever bills it.</param>
/// <param name="Holds">Those of the codes that make it wait.</param>
/// <param name="Uses">The lines that had minutes of it in this check.</param>
public sealed record ExplainedEntry(
    Guid Id, Guid AssignmentId, string Assignment, DateOnly Date, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, string Mentor, EntryKind Kind, DateTimeOffset RegisteredAt,
    bool IsSuperseded, CorrectionCode? Correction, string CorrectionReason, ExplainedReceipt? Receipt,
    int Taken, int Held, IReadOnlyList<FindingRule> Codes, IReadOnlyList<string> Holds, IReadOnlyList<ExplainedOverlap> Overlaps, IReadOnlyList<ExplainedUse> Uses)
{
    /// <summary>The registration that it corrects.</summary>
    public (DateOnly Date, DateTimeOffset StartsAt, DateTimeOffset EndsAt)? Corrects { get; init; }

    /// <summary>The check counted its grant's minutes with it.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Minutes approved for payment before the check.</summary>
    public int Approved { get; init; }

    /// <summary>Minutes that the grant allows, approved ones included.</summary>
    public int Allowed { get; init; }
    public int OverWeek { get; init; }
    public int OverTotal { get; init; }

    /// <summary>The support rested that day.</summary>
    public bool IsInPause { get; init; }

    /// <summary>The act it was given under, where that was asked.</summary>
    public EntryAct? Act { get; init; }

    public string Week => DanishTime.IsoWeek(Date);
}

public sealed record ExplainedReceipt(Answer Answer, string Word, ReceiptChannel Channel, ReceiptStrength Strength, DateTimeOffset At);

/// <summary>Minutes of a registration that a line, this one or another, had in the check.</summary>
/// <param name="Invoice">Its number; nothing where the reader may not see that invoice.</param>
/// <param name="Approved">Minutes approved on that line before.</param>
/// <param name="IsBefore">The line comes before those of the invoice that is shown.</param>
public sealed record ExplainedUse(Guid Line, string? Invoice, int LineNo, int Minutes, int Approved, bool IsBefore);

/// <summary>A time that a registration overlaps with, by the same mentor (D04) or with the same citizen (D05).</summary>
/// <param name="Whose">Nothing where the reader may not know.</param>
public sealed record ExplainedOverlap(FindingCode Code, DateTimeOffset StartsAt, DateTimeOffset EndsAt, OverlappingEntry? Whose);

public sealed record OverlappingEntry(string Assignment, string Mentor, string Provider);

/// <summary>Registrations in a table: of a line, or of a week of a grant. Shown by <c>_LineEntries</c>.</summary>
public sealed record EntryTable(IReadOnlyList<ExplainedEntry> Rows, ExplainedLine? Line);
