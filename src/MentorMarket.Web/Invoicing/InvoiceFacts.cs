using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;
using Answer = MentorMarket.Domain.Delivery.Answer;

namespace MentorMarket.Web.Invoicing;

/// <summary>
/// Everything that a check of one invoice looks at, as it was known at a time: the agreements of its assignments,
/// their entries and receipts, and the lines of the provider's other invoices that could use up the same minutes.
/// </summary>
public sealed class InvoiceFacts
{
    private readonly Dictionary<Guid, int> placeOfLine;
    private readonly Dictionary<Guid, Guid> correctedBy;
    private readonly Func<string> text;

    internal InvoiceFacts(
        DateTimeOffset asKnownAt, IReadOnlyList<Agreement> agreements, ILookup<Guid, Guid> mentors, IReadOnlySet<Guid> inForce,
        IReadOnlyList<TimeEntry> entries, IReadOnlyDictionary<Guid, Confirmation> receipts,
            IReadOnlyDictionary<Guid, FindingSet> entryCodes,
        IReadOnlyList<(Invoice Invoice, InvoiceLine Line)> lines, IReadOnlyList<ApprovedMinutes> approved,
            IReadOnlyList<SettingsVersion> settings, Invoice target,
        IReadOnlySet<Guid>? underAnotherAct = null)
    {
        AsKnownAt = asKnownAt;
        Entries = entries;
        LineIds = [.. lines.Select(l => l.Line.Id)];
        placeOfLine = lines.Select((l, i) => (l.Line.Id, i)).ToDictionary(l => l.Id, l => l.i);
        RulesVersion = string.Join(' ', target.Lines.Select(l => RuleSet.On(l.FromOn).Version).Distinct().Order(StringComparer.Ordinal));
        SettingsVersion = string.Join(' ',
            target.Lines.Select(l => SettingsOn(settings, l.FromOn) is { } s ? $"municipal.{s.Version}"
            : Domain.Invoices.SettingsVersion.Standard).Distinct().Order(StringComparer.Ordinal));

        // Time under another act than the grant's is not delivered on this grant at all: to the check its grant is unknown, and a line
        // that names it names no grant (G04). A line by days does not find it.
        bool IsElsewhere(Guid entry) => underAnotherAct?.Contains(entry) == true;
        var people = new Numbers<Guid>();
        var citizens = new Numbers<Guid>();
        var numbers = new Numbers<string>(CodePointOrder.Instance);
        var placeOfAgreement = agreements.Select((a, i) => (a.AssignmentId, i)).ToDictionary(a => a.AssignmentId, a => a.i);
        var placeOfEntry = entries.Select((e, i) => (e.Id, i)).ToDictionary(e => e.Id, e => e.i);
        correctedBy = entries.Where(e => e.SupersedesId is not null).ToDictionary(e => e.SupersedesId!.Value, e => e.Id);
        Input = new CheckInput
        {
            Grants = agreements.Select(a => new CheckGrant(
                0, 0, citizens.Of(a.CitizenId), a.ValidFrom, a.ValidTo, WholeMinutes(a.HoursPerWeek), a.TotalHours is { } total
                    ? WholeMinutes(total) : -1,
                Ore(a.Rate), a.PriceCeiling is { } ceiling ? Ore(ceiling) : -1,
                mentors[a.Id].Any() ? [.. mentors[a.Id].Select(people.Of)] : null, inForce.Contains(a.AssignmentId))).ToArray(),
            Entries = entries.Select(e => new CheckEntry(
                e.StartsAt.UtcTicks, e.EndsAt.UtcTicks, e.RegisteredAt.UtcTicks, IsElsewhere(e.Id) ? -1 : placeOfAgreement[e.AssignmentId],
                    people.Of(e.MentorId),
                correctedBy.TryGetValue(e.Id, out var correction) ? placeOfEntry[correction] : -1, e.LocalDate, KindOf(e.Kind),
                    ReceiptOf(receipts.GetValueOrDefault(e.Id), SettingsOn(settings, e.LocalDate)))).ToArray(),
            Lines = lines.Select(l => new CheckLine(
                0, 0, numbers.Of(l.Invoice.Number), l.Line.LineNo, l.Invoice.IssuedOn,
                l.Line.AssignmentId is { } assignment && !(l.Line.EntryId is { } named && IsElsewhere(named))
                    ? placeOfAgreement.GetValueOrDefault(assignment, -1) : -1,
                l.Line.EntryRef.Length == 0 ? CheckLine.NoEntry : l.Line.EntryId is { } entry
                    ? placeOfEntry.GetValueOrDefault(entry, CheckLine.UnknownEntry) : CheckLine.UnknownEntry,
                l.Line.FromOn, l.Line.ToOn, l.Line.Minutes, Ore(l.Line.Rate), Ore(l.Line.Amount),
                SettingsOn(settings, l.Line.FromOn)?.PriceCeiling is { } ceiling ? Ore(ceiling) : -1)).ToArray(),
            EntryIdOrder = (x, y) => string.CompareOrdinal(entries[x].Id.ToString(), entries[y].Id.ToString()),
            InvoiceOrder = (x, y) => CodePointOrder.Instance.Compare(numbers[x], numbers[y]),
            EntryMarks = entries.Select(e => new Marks(entryCodes.GetValueOrDefault(e.Id), ShadowOn(settings, e.LocalDate))).ToArray(),
            LineMarks = lines.Select(l => new Marks(FindingSet.None, ShadowOn(settings, l.Line.FromOn))).ToArray(),
            Approvals = [.. approved.Where(m => placeOfLine.ContainsKey(m.LineId) && placeOfEntry.ContainsKey(m.EntryId))
                .Select(m => new EarlierApproval(placeOfLine[m.LineId], placeOfEntry[m.EntryId], m.Minutes))],
        };
        text = () => FactsText.Of(target, this, agreements, mentors, lines, approved);
    }

    public CheckInput Input { get; }
    public DateTimeOffset AsKnownAt { get; }
    public string RulesVersion { get; }
    public string SettingsVersion { get; }

    /// <summary>The entries in the places that the input has them.</summary>
    public IReadOnlyList<TimeEntry> Entries { get; }

    /// <summary>The lines in the places that the input has them.</summary>
    public IReadOnlyList<Guid> LineIds { get; }

    public int PlaceOf(Guid line) => placeOfLine[line];

    /// <summary>The last correction of an entry, or the entry itself: under whose id its minutes are counted.</summary>
    public Guid LastOf(Guid entry)
    {
        while (correctedBy.TryGetValue(entry, out var later)) entry = later;
        return entry;
    }

    public static async Task<InvoiceFacts> LoadAsync(PortalDb db, Invoice target, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var assignments = target.Lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        var agreements = (await db.Agreements.AsNoTracking()
                .Where(a => assignments.Contains(a.AssignmentId) && a.RecordedAt <= asKnownAt).ToListAsync(cancel))
            .GroupBy(a => a.AssignmentId).Select(versions => versions.MaxBy(a => a.Version)!).OrderBy(a => a.Id).ToList();
        var agreementIds = agreements.Select(a => a.Id).ToList();
        var named = await db.AgreementMentors.AsNoTracking().Where(m => agreementIds.Contains(m.AgreementId)).OrderBy(m => m.MentorId)
            .Select(m => new { m.AgreementId, m.MentorId, m.FromOn, m.UntilOn }).ToListAsync(cancel);
        var mentors = named.ToLookup(m => m.AgreementId, m => m.MentorId);
        var granted = await (from a in db.Assignments
                             join g in db.Grants on a.GrantId equals g.Id
                             where assignments.Contains(a.Id)
                             select new { a.Id, a.GrantId, g.Basis, g.DecidedAt }).ToDictionaryAsync(g => g.Id, cancel);
        var inForce = granted.Values.Where(g => g.DecidedAt <= asKnownAt).Select(g => g.Id).ToHashSet();
        var entries = await db.TimeEntries.AsNoTracking()
            .Where(e => assignments.Contains(e.AssignmentId) && e.RegisteredAt <= asKnownAt).OrderBy(e => e.StartsAt).ThenBy(e => e.Id)
                .ToListAsync(cancel);
        var entryIds = entries.Select(e => e.Id).ToList();
        var receipts = (await db.Confirmations.AsNoTracking()
                .Where(c => assignments.Contains(c.AssignmentId) && c.RecordedAt <= asKnownAt).ToListAsync(cancel))
            .GroupBy(c => c.EntryId).ToDictionary(c => c.Key, c => c.MaxBy(x => x.RecordedAt)!);
        var lines = await LinesAsync(db, target, assignments, asKnownAt, cancel);
        var lineIds = lines.Select(l => l.Line.Id).ToList();
        var approved = await (
                from m in db.ApprovedMinutes.AsNoTracking()
                join a in db.Approvals on m.ApprovalId equals a.Id
                where lineIds.Contains(m.LineId) && a.ApprovedAt <= asKnownAt
                select m).OrderBy(m => m.LineId).ThenBy(m => m.EntryId).ToListAsync(cancel);
        var settings = await db.MunicipalSettings.AsNoTracking()
            .Where(s => s.MunicipalityId == target.MunicipalityId && s.RecordedAt <= asKnownAt).OrderBy(s => s.Version).ToListAsync(cancel);
        var codes = await EntryCodesAsync(db, entries, receipts, settings, asKnownAt, cancel);
        var grants = granted.Values.Select(g => g.GrantId).ToList();
        var pauses = (await db.GrantPauses.Where(p => grants.Contains(p.GrantId) && p.RecordedAt <= asKnownAt)
                .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel))
            .GroupBy(p => p.GrantId).ToDictionary(p => p.Key, p => new Pauses(p));
        var mentorDays = named.Where(m => m.FromOn is not null || m.UntilOn is not null)
            .ToDictionary(m => (agreements.Find(a => a.Id == m.AgreementId)!.AssignmentId, m.MentorId),
                m => (First: m.FromOn, Last: m.UntilOn));
        foreach (var entry in entries)
        {
            // In a pause nothing is granted: outside the period, whose code the arithmetic knows. (A given G02 would change no minute: it
            // counts the week itself.)
            if (pauses.GetValueOrDefault(granted[entry.AssignmentId].GrantId)?.Contains(entry.LocalDate) == true)
            {
                codes[entry.Id] += FindingCode.G01;
            }
            if (mentorDays.TryGetValue((entry.AssignmentId, entry.MentorId), out var days)
                && (entry.LocalDate < days.First || entry.LocalDate > days.Last))
            {
                codes[entry.Id] += FindingCode.G05;
            }
        }
        var elsewhere = entries.Where(e => !e.IsUnder(granted[e.AssignmentId].Basis)).Select(e => e.Id).ToHashSet();
        return new InvoiceFacts(asKnownAt, agreements, mentors, inForce, entries, receipts, codes, lines, approved, settings, target,
            elsewhere);
    }

    /// <summary>SHA-256 over everything read: the same facts give the same hash, whoever asks and wherever.</summary>
    public byte[] Hash() => FactsText.Hash(text());

    private static async Task<IReadOnlyList<(Invoice Invoice, InvoiceLine Line)>> LinesAsync(PortalDb db, Invoice target,
        List<Guid> assignments, DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var others = await (
            from line in db.InvoiceLines.AsNoTracking()
            join invoice in db.Invoices.AsNoTracking() on line.InvoiceId equals invoice.Id
            where invoice.Id != target.Id && invoice.SubmittedAt <= asKnownAt
                && (invoice.ReturnedAt == null || invoice.ReturnedAt > asKnownAt)
                && line.AssignmentId != null && assignments.Contains(line.AssignmentId.Value)
            select new { invoice, line }).ToListAsync(cancel);
        return [.. others.Select(o => (o.invoice, o.line)).Concat(target.Lines.Select(l => (target, l))).OrderBy(l => l.Item2.Id)];
    }

    private static async Task<Dictionary<Guid, FindingSet>> EntryCodesAsync(
        PortalDb db, List<TimeEntry> entries, Dictionary<Guid, Confirmation> receipts, List<SettingsVersion> settings,
            DateTimeOffset asKnownAt, CancellationToken cancel)
    {
        var ids = entries.Select(e => e.Id).ToArray();
        var overlaps = await OverlapsAsync(db, ids, asKnownAt, cancel);
        var withSteps = (await db.GoalSteps.Where(s => ids.Contains(s.EntryId)).Select(s => s.EntryId).Distinct().ToListAsync(cancel))
            .ToHashSet();
        return EntryCodes(entries, receipts, settings, overlaps, withSteps);
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

    /// <summary>
    /// What only the portal knows of an entry: overlaps, an entry changed after the citizen confirmed it and not confirmed anew,
    /// and one without a step on any goal. A dispute, or a receipt that the municipality does not accept, is no new confirmation.
    /// </summary>
    internal static Dictionary<Guid, FindingSet> EntryCodes(
        IReadOnlyList<TimeEntry> entries, IReadOnlyDictionary<Guid, Confirmation> receipts, IReadOnlyList<SettingsVersion> settings,
        IReadOnlyDictionary<Guid, FindingSet> overlaps, IReadOnlySet<Guid> withSteps)
    {
        var codes = entries.ToDictionary(e => e.Id, e => overlaps.GetValueOrDefault(e.Id));
        var byId = entries.ToDictionary(e => e.Id);
        foreach (var entry in entries.Where(e =>
            ReceiptOf(receipts.GetValueOrDefault(e.Id), SettingsOn(settings, e.LocalDate)) != Receipt.Confirmed))
            for (var before = entry; before.SupersedesId is { } earlier && byId.TryGetValue(earlier, out var old); before = old)
            {
                if (receipts.TryGetValue(old.Id, out var receipt) && receipt.Answer == Answer.Confirmed)
                {
                    codes[entry.Id] += FindingCode.D07;
                }
            }
        foreach (var entry in entries.Where(e => e.Kind == EntryKind.Direct && !withSteps.Contains(e.Id)))
        {
            codes[entry.Id] += FindingCode.E03;
        }
        return codes;
    }

    private static SettingsVersion? SettingsOn(IReadOnlyList<SettingsVersion> settings, DateOnly deliveredOn) =>
        settings.Where(s => s.ValidFrom <= deliveredOn).MaxBy(s => s.Version);

    private static FindingSet ShadowOn(IReadOnlyList<SettingsVersion> settings, DateOnly deliveredOn) =>
        SettingsOn(settings, deliveredOn) is { } s ? new([.. s.ShadowRules.Select(Enum.Parse<FindingCode>)]) : FindingSet.None;

    private static Receipt ReceiptOf(Confirmation? receipt, SettingsVersion? settings) => receipt switch
    {
        null => Receipt.None,
        { Answer: Answer.Disputed } => Receipt.Disputed,
        { Strength: ReceiptStrength.Weak } when settings?.AcceptsWeakReceipts != true => Receipt.None,
        _ => Receipt.Confirmed,
    };

    private static EntryKind KindOf(EntryKind kind) => kind switch
    {
        EntryKind.Direct => EntryKind.Direct,
        EntryKind.NoShow => EntryKind.NoShow,
        EntryKind.Transport => EntryKind.Transport,
        EntryKind.Preparation => EntryKind.Preparation,
        EntryKind.Sick => EntryKind.Sick,
        EntryKind.Training => EntryKind.Training,
        EntryKind.Other => EntryKind.Other,
    };

    private static int WholeMinutes(decimal hours) => (int)Math.Round(hours * 60, MidpointRounding.AwayFromZero);

    private static long Ore(decimal kroner) => (long)Math.Round(kroner * 100, MidpointRounding.AwayFromZero);

    // The engine counts in numbers from 0, given out in the order asked for.
    private sealed class Numbers<T>(IEqualityComparer<T>? sameness = null)
        where T : notnull
    {
        private readonly Dictionary<T, int> numbers = new(sameness);
        private readonly List<T> values = [];

        public T this[int number] => values[number];

        public int Of(T value)
        {
            if (numbers.TryGetValue(value, out var known)) return known;
            values.Add(value);
            return numbers[value] = values.Count - 1;
        }
    }
}
