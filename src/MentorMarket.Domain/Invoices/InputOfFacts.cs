using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Invoices;

/// <summary>The facts of an invoice as the check counts with them.</summary>
/// <remarks>Danish: kontrolgrundlag i tal. Source: none.</remarks>
internal static class InputOfFacts
{
    /// <summary>Rows as the check counts with them: ids become places, hours minutes, kroner øre, and answers receipts.</summary>
    public static CheckInput Of(InvoiceFacts facts)
    {
        var translated = new Translation(facts);
        var places = facts.Lines.Select((l, i) => (l.Line.Id, i)).ToDictionary(l => l.Id, l => l.i);
        var codes = facts.CodesOfEntries();
        return new CheckInput
        {
            Grants = facts.Agreements.Select(translated.Grant).ToArray(),
            Entries = facts.Entries.Select(translated.Entry).ToArray(),
            Lines = facts.Lines.Select(translated.Line).ToArray(),
            EntryIdOrder = (x, y) => string.CompareOrdinal(facts.Entries[x].Id.ToString(), facts.Entries[y].Id.ToString()),
            InvoiceOrder = (x, y) => CodePointOrder.Instance.Compare(translated.Numbers[x], translated.Numbers[y]),
            EntryMarks = facts.Entries.Select(e => new Marks(codes[e.Id], facts.Settings.ShadowOn(e.LocalDate))).ToArray(),
            LineMarks = facts.Lines.Select(l => MarksOf(l, facts)).ToArray(),
            LateDays = facts.Entries.Select(e => facts.Settings.LateDaysOn(e.LocalDate)).ToArray(),
            Approvals = [.. facts.Approved.Where(m => places.ContainsKey(m.LineId) && facts.PlaceOfEntry.ContainsKey(m.EntryId))
                .Select(m => new EarlierApproval(places[m.LineId], facts.PlaceOfEntry[m.EntryId], m.Minutes))],
        };
    }

    private static Marks MarksOf(LineOfInvoice billed, InvoiceFacts facts)
    {
        var days = facts.DaysOf(billed.Line);
        return new(facts.Settings.MissingIn(days, billed.Invoice), facts.Settings.ShadowIn(days));
    }

    private sealed class Translation(InvoiceFacts facts)
    {
        private readonly Interned<Guid> people = new();
        private readonly Interned<Guid> citizens = new();
        private readonly Dictionary<Guid, int> placeOfAgreement =
            facts.Agreements.Select((a, i) => (a.AssignmentId, i)).ToDictionary(a => a.AssignmentId, a => a.i);

        public Interned<string> Numbers { get; } = new(CodePointOrder.Instance);

        public CheckGrant Grant(Agreement agreed) => new(
            Municipality: 0,
            Provider: 0,
            Citizen: citizens.Of(agreed.CitizenId),
            ValidFrom: agreed.ValidFrom,
            ValidTo: agreed.ValidTo,
            WeeklyMinutes: Minutes.FromHours(agreed.HoursPerWeek).Value,
            TotalMinutes: agreed.TotalHours is { } total ? Minutes.FromHours(total).Value : -1,
            RateOre: Money.Round(agreed.Rate).Ore,
            CeilingOre: OreOrNone(agreed.PriceCeiling is { } ceiling ? Money.Round(ceiling) : null),
            Mentors: facts.Mentors[agreed.Id].Any() ? [.. facts.Mentors[agreed.Id].Select(m => people.Of(m.Mentor))] : null,
            IsInForce: facts.Grants[agreed.AssignmentId].DecidedAt <= facts.AsKnownAt);

        public CheckEntry Entry(TimeEntry entry) => new(
            Start: entry.StartsAt.UtcTicks,
            End: entry.EndsAt.UtcTicks,
            RegisteredAt: entry.RegisteredAt.UtcTicks,
            Grant: IsElsewhere(entry) ? -1 : placeOfAgreement[entry.AssignmentId],
            Mentor: people.Of(entry.MentorId),
            SupersededBy: facts.CorrectionOf(entry.Id) is { } correction ? facts.PlaceOfEntry[correction] : -1,
            Date: entry.LocalDate,
            Kind: entry.Kind,
            Receipt: facts.Settings.Judge(facts.Receipts.GetValueOrDefault(entry.Id), entry.LocalDate));

        public CheckLine Line(LineOfInvoice billed) => new(
            Provider: 0,
            Municipality: 0,
            Invoice: Numbers.Of(billed.Invoice.Number),
            LineNumber: billed.Line.LineNo,
            IssueDate: billed.Invoice.IssuedOn,
            Grant: GrantOf(billed.Line),
            Entry: EntryOf(billed.Line),
            From: billed.Line.FromOn,
            To: billed.Line.ToOn,
            Minutes: billed.Line.Minutes,
            RateOre: Money.Round(billed.Line.Rate).Ore,
            AmountOre: Money.Round(billed.Line.Amount).Ore,
            CeilingOre: OreOrNone(facts.Settings.CeilingIn(facts.DaysOf(billed.Line))));

        private int GrantOf(InvoiceLine line) =>
            line.AssignmentId is not { } assignment
                || (line.EntryId is { } named && facts.PlaceOfEntry.TryGetValue(named, out var place) && IsElsewhere(facts.Entries[place]))
                ? -1
                : placeOfAgreement.GetValueOrDefault(assignment, -1);

        private int EntryOf(InvoiceLine line) =>
            line.EntryRef.Length == 0 ? CheckLine.NoEntry
            : line.EntryId is { } entry ? facts.PlaceOfEntry.GetValueOrDefault(entry, CheckLine.UnknownEntry)
            : CheckLine.UnknownEntry;

        // Time under another act than the grant's is not delivered on this grant at all: to the check its grant is unknown, and a line
        // that names it names no grant (G04). A line by days does not find it.
        private bool IsElsewhere(TimeEntry entry) => !entry.IsUnder(facts.Grants[entry.AssignmentId].Basis);

        private static long OreOrNone(Money? amount) => amount?.Ore ?? -1;
    }

    // The engine counts in numbers from 0, given out in the order asked for.
    private sealed class Interned<T>(IEqualityComparer<T>? sameness = null)
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
