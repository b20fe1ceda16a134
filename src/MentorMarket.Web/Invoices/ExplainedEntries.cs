using System.Data.Common;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Invoices;

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
    private readonly Dictionary<Guid, string> numbers = [];
    private ILookup<Guid, ExplainedUse> uses = Enumerable.Empty<ExplainedUse>().ToLookup(u => u.Line);
    private ILookup<Guid, ExplainedOverlap> overlaps = Enumerable.Empty<ExplainedOverlap>().ToLookup(_ => Guid.Empty);
    private Dictionary<Guid, Pauses> pauses = [];

    // None where the reader may not read them.
    private CheckSettings? settings;

    private ExplainedEntries(ILookup<Guid, LineFinding> findings, ILookup<Guid, LineMatch> matches,
        Dictionary<Guid, CheckedEntry> checkedEntries) =>
        (this.findings, this.matches, this.checkedEntries) = (findings, matches, checkedEntries);

    internal sealed record Row(
        Guid Id, Guid AssignmentId, string MentorName, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, DateOnly LocalDate,
            int IsoWeek,
        EntryKind Kind, DateTimeOffset RegisteredAt, Guid? SupersedesId, CorrectionCode? Correction, string CorrectionReason,
            EntryAct? Act, string Assignment, ExplainedReceipt? Receipt);

    /// <summary>What was asked for, and is there once it is sent.</summary>
    internal sealed record Asked(Task<List<CheckedEntry>> Checked, Task<List<UseOf>> Uses);

    internal sealed record UseOf(Guid Entry, ExplainedUse Use);

    internal sealed record PauseOf(Guid Assignment, PauseRow Row);

    /// <summary>
    /// Asks for what the check of an invoice, its newest unless another is named, kept of registrations, and which lines had how much of
    /// them.
    /// </summary>
    public static Asked Ask(Together together, PortalDb db, Guid invoice, Guid? check, CancellationToken cancel) => new(
        together.Ask(() => CheckedOf(db, invoice, check).ToListAsync(cancel).AsTask()),
            together.Ask(() => UsesOf(db, invoice, check).ToListAsync(cancel).AsTask()));

    public static async Task<ExplainedEntries> LoadAsync(
        Asked asked, PortalDb db, IReadOnlyList<ExplainedBill> lines, ILookup<Guid, LineFinding> findings,
            ILookup<Guid, LineMatch> matches, ExplainedCheck check, Actor reader, CheckSettings settings,
        CancellationToken cancel)
    {
        var loaded = new ExplainedEntries(findings, matches, (await asked.Checked)
            .ToDictionary(e => e.EntryId))
        {
            uses = (await asked.Uses).ToLookup(u => u.Entry, u => u.Use),
            settings = reader.Kind == ActorKind.Provider ? null : settings,
        };
        var named = findings.SelectMany(f => f).SelectMany(f => f.EntryIds)
            .Concat(matches.SelectMany(m => m).Select(m => m.EntryId))
            .Concat(lines.Where(l => l.EntryId is not null).Select(l => l.EntryId!.Value))
            .Concat(loaded.checkedEntries.Keys).Distinct().ToArray();
        var together = new Together(db);
        var reading = together.Ask(read => RowsAsync(read, cancel), RowsFor[reader.Kind], named, check.AsKnownAt);
        var resting = together.Ask(read => PausesAsync(read, cancel), PausesSql, named, check.AsKnownAt);
        await together.SendAsync(cancel);
        foreach (var entry in await reading)
        {
            loaded.entries[entry.Id] = entry;
            loaded.numbers[entry.AssignmentId] = entry.Assignment;
            if (entry.SupersedesId is { } earlier) loaded.correctedBy[earlier] = entry.Id;
        }
        loaded.pauses = (await resting).GroupBy(p => p.Assignment).ToDictionary(p => p.Key, p => new Pauses(p.Select(x => x.Row)));
        loaded.overlaps = await OverlapsAsync(db, [.. loaded.checkedEntries.Values.Where(Overlaps).Select(e => e.EntryId)],
            check.AsKnownAt, cancel);
        return loaded;
    }

    // With the whole chain of corrections of each, before and after, as far as it was known; and the last receipt of each by then. What may
    // not be read must not stand in the statement at all: an auditor has no right to the words, and what the citizen said is the
    // municipality's to read, so that the provider and the auditor learn the answer alone. As arrays, the rows are looked up one by one:
    // of a recursion the planner expects so many that it would read the whole table.
    private static readonly Dictionary<ActorKind, string> RowsFor = Enum.GetValues<ActorKind>().ToDictionary(kind => kind, reader => $"""
        with recursive chain (id) as (
            select unnest($1::uuid[])
            union
            select met.id from chain b cross join lateral (
                select e.supersedes_id from portal.time_entries e where e.id = b.id and e.supersedes_id is not null and e.registered_at <= $2
                union all
                select e.id from portal.time_entries e where e.supersedes_id = b.id and e.registered_at <= $2) met (id))
        select e.id, e.assignment_id, e.mentor_name, e.starts_at, e.ends_at, e.minutes, e.local_date, e.iso_week, e.kind, e.registered_at,
            e.supersedes_id, e.correction, {(reader == ActorKind.Auditor ? "''" : "e.correction_reason")}, e.act,
            coalesce((select a.number from portal.assignments a where a.id = e.assignment_id), ''),
            c.answer, c.word, c.channel, c.strength, c.recorded_at
        from portal.time_entries e
        left join lateral (
            select c.answer, {(reader == ActorKind.Municipality ? "c.word" : "'' as word")}, c.channel, c.strength, c.recorded_at
            from portal.confirmations c where c.entry_id = e.id and c.recorded_at <= $2
            order by c.recorded_at desc limit 1) c on true
        where e.id = any (array(select id from chain)) and e.registered_at <= $2
        """);

    // A correction is always of the same assignment, so those that are named know all of them.
    private const string PausesSql = """
        select a.id, p.id, p.grant_id, p.from_on, p.to_on, p.resumes_id
        from portal.assignments a
        join portal.grant_pauses p on p.grant_id = a.grant_id
        where a.id = any (array(select e.assignment_id from portal.time_entries e where e.id = any ($1))) and p.recorded_at <= $2
        """;

    private static async Task<List<Row>> RowsAsync(DbDataReader read, CancellationToken cancel)
    {
        var rows = new List<Row>();
        while (await read.ReadAsync(cancel))
        {
            var receipt = read.IsDBNull(15) ? null : new ExplainedReceipt(
                Enum.Parse<Answer>(read.GetString(15)), read.GetString(16), Enum.Parse<ReceiptChannel>(read.GetString(17)),
                    Enum.Parse<ReceiptStrength>(read.GetString(18)),
                read.GetFieldValue<DateTimeOffset>(19));
            rows.Add(new(
                read.GetGuid(0), read.GetGuid(1), read.GetString(2), read.GetFieldValue<DateTimeOffset>(3),
                    read.GetFieldValue<DateTimeOffset>(4), read.GetInt32(5),
                read.GetFieldValue<DateOnly>(6), read.GetInt32(7), Enum.Parse<EntryKind>(read.GetString(8)),
                    read.GetFieldValue<DateTimeOffset>(9),
                read.IsDBNull(10) ? null : read.GetGuid(10), read.IsDBNull(11) ? null : Enum.Parse<CorrectionCode>(read.GetString(11)),
                    read.GetString(12),
                read.IsDBNull(13) ? null : Enum.Parse<EntryAct>(read.GetString(13)), read.GetString(14), receipt));
        }
        return rows;
    }

    private static async Task<List<PauseOf>> PausesAsync(DbDataReader read, CancellationToken cancel)
    {
        var rows = new List<PauseOf>();
        while (await read.ReadAsync(cancel))
        {
            rows.Add(new(read.GetGuid(0), new(
                read.GetGuid(1), read.GetGuid(2), read.GetFieldValue<DateOnly>(3), read.IsDBNull(4) ? null
                    : read.GetFieldValue<DateOnly>(4), read.IsDBNull(5) ? null : read.GetGuid(5))));
        }
        return rows;
    }

    private static readonly Func<PortalDb, Guid, Guid?, IAsyncEnumerable<CheckedEntry>> CheckedOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, Guid? check) =>
        db.CheckedEntries.AsNoTracking().Where(e => e.CheckId == db.Invoices.Where(i => i.Id == invoice).Select(i => check ?? i.CheckId)
            .FirstOrDefault()));

    // An auditor may not see every invoice that had minutes of the same registration: that it had them stands in the check.
    private static readonly Func<PortalDb, Guid, Guid?, IAsyncEnumerable<UseOf>> UsesOf =
        EF.CompileAsyncQuery((PortalDb db, Guid invoice, Guid? check) =>
        from u in db.CheckedUses
        join l in db.InvoiceLines on u.LineId equals l.Id into lines
        from l in lines.DefaultIfEmpty()
        join i in db.Invoices on l.InvoiceId equals i.Id into invoices
        from i in invoices.DefaultIfEmpty()
        where u.CheckId == db.Invoices.Where(shown => shown.Id == invoice).Select(shown => check ?? shown.CheckId).FirstOrDefault()
        orderby i.IssuedOn, i.Number, l.LineNo
        select new UseOf(u.EntryId, new ExplainedUse(u.LineId, i.Number, (int?)l.LineNo ?? 0, u.Minutes, u.Approved, u.IsBefore)));

    private static bool Overlaps(CheckedEntry entry) => entry.Codes.Contains(nameof(FindingCode.D04))
        || entry.Codes.Contains(nameof(FindingCode.D05));

    // What the reader may see of it stands there in full; of the rest, the times.
    private static async Task<ILookup<Guid, ExplainedOverlap>> OverlapsAsync(PortalDb db, Guid[] ids, DateTimeOffset asKnownAt,
        CancellationToken cancel)
    {
        var found = new List<(Guid Entry, Guid? Other, ExplainedOverlap Shown)>();
        if (ids.Length == 0) return found.ToLookup(f => f.Entry, f => f.Shown);
        await using (var ask = db.Command(
            "select entry_id, other_id, of_mentor, starts_at, ends_at from portal.overlaps_of($1, $2) order by starts_at, ends_at", ids,
            asKnownAt))
        await using (var read = await ask.ExecuteReaderAsync(cancel))
        {
            while (await read.ReadAsync(cancel))
            {
                found.Add((read.GetGuid(0), await read.IsDBNullAsync(1, cancel) ? null : read.GetGuid(1),
                    new(read.GetBoolean(2) ? FindingCode.D04 : FindingCode.D05, read.GetFieldValue<DateTimeOffset>(3),
                        read.GetFieldValue<DateTimeOffset>(4), null)));
            }
        }
        var seen = found.Where(f => f.Other is not null).Select(f => f.Other!.Value).Distinct().ToList();
        var whose = await (
            from e in db.TimeEntries
            join a in db.Assignments on e.AssignmentId equals a.Id
            join p in db.Organisations on e.ProviderId equals p.Id
            where seen.Contains(e.Id)
            select new { e.Id, Whose = new OverlappingEntry(a.Number, e.MentorName, p.Name) })
                .ToDictionaryAsync(e => e.Id, e => e.Whose, cancel);
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
        return [.. WithCorrections(counted).Select(e => (Last: LastOf(e), Entry: e)).GroupBy(e => DanishTime.WeekIndex(e.Last.LocalDate))
            .OrderBy(w => w.Key)
            .Select(w => (DanishTime.IsoWeek(w.First().Last.LocalDate),
                (IReadOnlyList<ExplainedEntry>)[.. w.Select(e => Explain(e.Entry, null))]))];
    }

    private IEnumerable<Row> WithCorrections(HashSet<Guid> shown)
    {
        foreach (var id in shown.ToList())
        {
            for (var at = id; entries.TryGetValue(at, out var entry) && entry.SupersedesId is { } earlier; at = earlier) shown.Add(earlier);
            for (var at = id; correctedBy.TryGetValue(at, out var later); at = later) shown.Add(later);
        }
        return shown.Where(entries.ContainsKey).Select(id => entries[id]).OrderBy(e => e.StartsAt).ThenBy(e => e.Id);
    }

    /// <summary>The day of what a registration became by its last correction.</summary>
    public DateOnly LastDayOf(Guid entry) => LastOf(entries[entry]).LocalDate;

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
        return entries.Values.Where(e => e.AssignmentId == line.AssignmentId && e.Kind == EntryKind.Direct && weeks.Contains(e.IsoWeek))
            .Select(e => e.Id);
    }

    private ExplainedEntry Explain(Row entry, ExplainedBill? line)
    {
        var taken = line is null ? [] : matches[line.Id].Where(m => m.EntryId == entry.Id).ToList();
        var found = checkedEntries.GetValueOrDefault(entry.Id);
        return new(
            entry.Id, entry.AssignmentId, NumberOf(entry.AssignmentId), entry.LocalDate, entry.StartsAt, entry.EndsAt, entry.Minutes,
                entry.MentorName, entry.Kind, entry.RegisteredAt,
            correctedBy.ContainsKey(entry.Id), entry.Correction, entry.CorrectionReason, entry.Receipt,
            taken.Sum(m => m.Minutes), taken.Where(m => m.IsHeld).Sum(m => m.Minutes),
            ExplainedInvoice.RulesOf(found?.Codes ?? [], entry.LocalDate), [.. found?.Holds ?? []], [.. overlaps[entry.Id]],
                [.. uses[entry.Id]])
        {
            IsCounted = found is not null,
            Corrects = entry.SupersedesId is { } earlier && entries.TryGetValue(earlier, out var before)
                ? (before.LocalDate, before.StartsAt, before.EndsAt) : null,
            Approved = found?.Approved ?? 0,
            Allowed = found?.Allowed ?? 0,
            OverWeek = found?.OverWeek ?? 0,
            OverTotal = found?.OverTotal ?? 0,
            IsInPause = entry.Kind == EntryKind.Direct && pauses.GetValueOrDefault(entry.AssignmentId)?.Contains(entry.LocalDate) == true,
            Act = entry.Act,
            LateDays = settings?.LateDaysOn(entry.LocalDate),
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
    Guid Id, Guid AssignmentId, string Assignment, DateOnly Date, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes,
        string Mentor, EntryKind Kind, DateTimeOffset RegisteredAt,
    bool IsSuperseded, CorrectionCode? Correction, string CorrectionReason, ExplainedReceipt? Receipt,
    int Taken, int Held, IReadOnlyList<FindingRule> Codes, IReadOnlyList<string> Holds, IReadOnlyList<ExplainedOverlap> Overlaps,
        IReadOnlyList<ExplainedUse> Uses)
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

    /// <summary>After how many times 24 hours it is registered late; none where the reader may not know.</summary>
    public int? LateDays { get; init; }

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
