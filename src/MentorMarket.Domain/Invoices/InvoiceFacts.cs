using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices;

/// <summary>A line with the invoice it stands on.</summary>
public sealed record LineOfInvoice(Invoice Invoice, InvoiceLine Line);

/// <summary>A mentor of an agreement and the days on which they are it; null where nobody came before or after.</summary>
public sealed record MentorOfAgreement(Guid Agreement, Guid Mentor, DateOnly? From, DateOnly? Until)
{
    /// <summary>Whether a day is before they took over or after they handed over.</summary>
    public bool IsAwayOn(DateOnly day) => day < From || day > Until;
}

/// <summary>The grant that an assignment was published from, with the pauses in it.</summary>
/// <param name="DecidedAt">When it was decided; null before that, and in a check of an earlier time.</param>
public sealed record GrantOfAssignment(Guid Assignment, LegalBasis Basis, DateTimeOffset? DecidedAt, Pauses Pauses);

/// <summary>
/// Everything that a check of one invoice looks at, as it was known at a time: rows, and what only rows tell of each other. The rows of its
/// assignments, their entries and receipts, and the lines of the provider's other invoices that could use up the same minutes.
/// </summary>
/// <remarks>
/// Danish: kontrolgrundlag. Source: none. <see cref="InputOfFacts"/> is the only place where rows become what the check counts with.
/// </remarks>
public sealed class InvoiceFacts
{
    private Dictionary<Guid, int>? placeOfLine;
    private Dictionary<Guid, int>? placeOfEntry;
    private Dictionary<Guid, Guid>? correctedBy;
    private CheckInput? input;

    /// <summary>The invoice that is checked.</summary>
    public required Invoice Target { get; init; }

    /// <summary>Nothing recorded later is among the rows.</summary>
    public required DateTimeOffset AsKnownAt { get; init; }

    /// <summary>The newest version of the agreement of each assignment.</summary>
    public required IReadOnlyList<Agreement> Agreements { get; init; }

    /// <summary>The mentors by agreement; an agreement without any lets whoever come.</summary>
    public required ILookup<Guid, MentorOfAgreement> Mentors { get; init; }

    /// <summary>The grants by assignment.</summary>
    public required IReadOnlyDictionary<Guid, GrantOfAssignment> Grants { get; init; }

    /// <summary>The entries of the assignments, corrected ones too, in the places that the check has them.</summary>
    public required IReadOnlyList<TimeEntry> Entries { get; init; }

    /// <summary>The newest answer about each entry that has one.</summary>
    public required IReadOnlyDictionary<Guid, Confirmation> Receipts { get; init; }

    /// <summary>The entries that have a step on a goal.</summary>
    public required IReadOnlySet<Guid> WithSteps { get; init; }

    /// <summary>Entries that overlap any other of the same mentor or citizen, also such as the reader may not see.</summary>
    public required IReadOnlyDictionary<Guid, FindingSet> Overlaps { get; init; }

    /// <summary>The target's lines and those of other invoices on the same assignments, in the places that the check has them.</summary>
    public required IReadOnlyList<LineOfInvoice> Lines { get; init; }

    /// <summary>What approvals have used up on the lines.</summary>
    public required IReadOnlyList<ApprovedMinutes> Approved { get; init; }

    /// <summary>The municipality's settings.</summary>
    public required CheckSettings Settings { get; init; }

    /// <summary>The same as the check counts with it.</summary>
    public CheckInput Input => input ??= InputOfFacts.Of(this);

    /// <summary>The rule sets that judge the target's lines, each once, sorted.</summary>
    public string RulesVersion =>
        string.Join(' ', Target.Lines.Select(l => RuleSet.On(l.FromOn).Version).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The versions of the settings that judge the target's lines.</summary>
    public string SettingsVersion => Settings.VersionsIn(Target.Lines.Select(DaysOf));

    /// <summary>The places that the check has the entries in, by their ids.</summary>
    internal IReadOnlyDictionary<Guid, int> PlaceOfEntry =>
        placeOfEntry ??= Entries.Select((e, i) => (e.Id, i)).ToDictionary(e => e.Id, e => e.i);

    /// <summary>The place of a line in the check.</summary>
    public int PlaceOf(Guid line) => (placeOfLine ??= Lines.Select((l, i) => (l.Line.Id, i)).ToDictionary(l => l.Id, l => l.i))[line];

    /// <summary>
    /// The days that a line is judged by: those that stand on it, with the day of the entry of its own assignment that it names and of what
    /// that became. Whoever bills chooses both, and neither choice may carry a line to days when more was paid.
    /// </summary>
    public Period DaysOf(InvoiceLine line)
    {
        var written = new Period(line.FromOn, line.ToOn);
        return line.EntryId is { } named && PlaceOfEntry.TryGetValue(named, out var place)
            && Entries[place].AssignmentId == line.AssignmentId
            ? written.With(Entries[place].LocalDate).With(Entries[PlaceOfEntry[LastOf(named)]].LocalDate)
            : written;
    }

    /// <summary>The last correction of an entry, or the entry itself: under whose id its minutes are counted.</summary>
    public Guid LastOf(Guid entry)
    {
        while (CorrectionOf(entry) is { } later) entry = later;
        return entry;
    }

    /// <summary>The entry that corrects an entry, if any does.</summary>
    public Guid? CorrectionOf(Guid entry)
    {
        correctedBy ??= Entries.Where(e => e.SupersedesId is not null).ToDictionary(e => e.SupersedesId!.Value, e => e.Id);
        return correctedBy.TryGetValue(entry, out var later) ? later : null;
    }

    /// <summary>The same facts under other settings, as if nothing were approved: what is approved no settings take back.</summary>
    public InvoiceFacts AnewUnder(CheckSettings settings) => new()
    {
        Target = Target,
        AsKnownAt = AsKnownAt,
        Agreements = Agreements,
        Mentors = Mentors,
        Grants = Grants,
        Entries = Entries,
        Receipts = Receipts,
        WithSteps = WithSteps,
        Overlaps = Overlaps,
        Lines = Lines,
        Approved = [],
        Settings = settings,
    };

    /// <summary>SHA-256 over everything read: the same facts give the same hash, whoever asks and wherever.</summary>
    public byte[] Hash() => FactsText.Hash(FactsText.Of(this));

    /// <summary>
    /// What only the rows tell of the entries: overlaps, an entry changed after the citizen confirmed it and not confirmed anew, one
    /// without a step on any goal, one in a pause, and one of a mentor outside their days.
    /// </summary>
    /// <remarks>A dispute, or a receipt that the municipality does not accept, is no new confirmation.</remarks>
    internal Dictionary<Guid, FindingSet> CodesOfEntries()
    {
        var byId = Entries.ToDictionary(e => e.Id);
        var mentors = Agreements.SelectMany(a => Mentors[a.Id].Select(m => (a.AssignmentId, Mentor: m)))
            .ToLookup(m => (m.AssignmentId, m.Mentor.Mentor), m => m.Mentor);
        return Entries.ToDictionary(e => e.Id, e =>
        {
            var codes = Overlaps.GetValueOrDefault(e.Id);
            if (WasConfirmedBeforeItChanged(e, byId)) codes += FindingCode.D07;
            if (e.Kind == EntryKind.Direct && !WithSteps.Contains(e.Id)) codes += FindingCode.E03;
            // In a pause nothing is granted: outside the period, whose code the arithmetic knows. (A given G02 would change no minute:
            // it counts the week itself.)
            if (Grants[e.AssignmentId].Pauses.Contains(e.LocalDate)) codes += FindingCode.G01;
            if (mentors[(e.AssignmentId, e.MentorId)].Any(m => m.IsAwayOn(e.LocalDate))) codes += FindingCode.G05;
            return codes;
        });
    }

    private bool WasConfirmedBeforeItChanged(TimeEntry entry, Dictionary<Guid, TimeEntry> byId)
    {
        if (Settings.Judge(Receipts.GetValueOrDefault(entry.Id), entry.LocalDate) == Receipt.Confirmed) return false;
        for (var before = entry; before.SupersedesId is { } earlier && byId.TryGetValue(earlier, out var old); before = old)
        {
            if (Receipts.TryGetValue(old.Id, out var receipt) && receipt.Answer == Answer.Confirmed) return true;
        }

        return false;
    }
}
