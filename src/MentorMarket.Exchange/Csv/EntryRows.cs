using System.Text;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Values;

namespace MentorMarket.Exchange.Csv;

/// <summary>The entries file, with the corrections resolved when all of it is read.</summary>
internal sealed class EntryRows
{
    private static readonly string[] Columns =
    [
        "entry_id", "grant_id", "mentor", "start", "end", "kind", "confirmation", "registered_at", "supersedes",
    ];

    private static readonly string[] MayBeEmpty = ["grant_id", "supersedes"];

    private readonly CsvFile file;
    private readonly CheckNames names;
    private readonly BadRows bad;
    private CheckEntry[] entries;
    private readonly List<Correction> corrections = [];
    private readonly NameTable corrected = new();
    private readonly HashSet<int> badEntries = [];

    private EntryRows(CsvFile file, CheckNames names, BadRows bad)
    {
        this.file = file;
        this.names = names;
        this.bad = bad;
        entries = new CheckEntry[file.Lines];
    }

    private enum Column
    {
        Id, Grant, Mentor, Start, End, Kind, Receipt, RegisteredAt, Supersedes,
    }

    public static ReadOnlyMemory<CheckEntry> Read(CsvFile file, CheckNames names, BadRows bad, Action<long>? progress)
    {
        var rows = new EntryRows(file, names, bad);
        rows.ReadAll(progress);
        rows.ResolveCorrections();
        return rows.entries.AsMemory(0, names.Entries.Count);
    }

    private void ReadAll(Action<long>? progress)
    {
        var table = new CsvTable(file, Columns, MayBeEmpty, bad, progress);
        while (table.HasAllColumns && table.Read())
        {
            var id = table.Text((int)Column.Id);
            var (number, isNew) = (-1, false);
            if (id.IsEmpty)
            {
                table.Report((int)Column.Id, CsvFault.MissingId);
            }
            else
            {
                number = names.Entries.Add(id, out isNew);
                table.Report((int)Column.Id, isNew ? CsvFault.None : CsvFault.DuplicateId);
            }

            var entry = ReadEntry(table);
            if (isNew)
            {
                if (number >= entries.Length)
                {
                    Array.Resize(ref entries, entries.Length * 2);
                }

                entries[number] = entry;
                KeepCorrection(table, number);
            }
        }
    }

    private void KeepCorrection(CsvTable table, int number)
    {
        var supersedes = table.Text((int)Column.Supersedes);
        if (table.IsGood && !supersedes.IsEmpty)
        {
            corrections.Add(new Correction(number, corrected.Add(supersedes), table.Line));
        }
        else if (!table.IsGood)
        {
            badEntries.Add(number);
        }
    }

    private CheckEntry ReadEntry(CsvTable table)
    {
        var grant = names.Grants.Find(table.Text((int)Column.Grant));
        grant = grant >= 0 ? grant : -1 - names.Near.Add(names.UnknownGrants, table, (int)Column.Grant, table.Text((int)Column.Grant));
        var mentor = names.Near.Add(names.Mentors, table, (int)Column.Mentor);
        var (start, end) = (table.Instant((int)Column.Start), table.Instant((int)Column.End));
        var (kind, confirmation) = (ReadKind(table), ReadConfirmation(table));
        var registeredAt = table.Instant((int)Column.RegisteredAt);
        var date = table.IsGood ? DanishTime.DateOf(start) : default;
        return new CheckEntry(start, end, registeredAt, grant, mentor, -1, date, kind, confirmation);
    }

    private static EntryKind ReadKind(CsvTable table)
    {
        var field = table.Field((int)Column.Kind);
        var kind =
            field.SequenceEqual("direct"u8) ? EntryKind.Direct
            : field.SequenceEqual("no_show"u8) ? EntryKind.NoShow
            : field.SequenceEqual("transport"u8) ? EntryKind.Transport
            : field.SequenceEqual("preparation"u8) ? EntryKind.Preparation
            : field.SequenceEqual("sick"u8) ? EntryKind.Sick
            : field.SequenceEqual("training"u8) ? EntryKind.Training
            : field.SequenceEqual("other"u8) ? EntryKind.Other
            : (EntryKind?)null;
        table.Report((int)Column.Kind, kind is null ? CsvFault.UnknownKind : CsvFault.None);
        return kind ?? EntryKind.Other;
    }

    private static Receipt ReadConfirmation(CsvTable table)
    {
        var field = table.Field((int)Column.Receipt);
        var confirmation =
            field.SequenceEqual("confirmed"u8) ? Receipt.Confirmed
            : field.SequenceEqual("none"u8) ? Receipt.None
            : field.SequenceEqual("disputed"u8) ? Receipt.Disputed
            : (Receipt?)null;
        table.Report((int)Column.Receipt, confirmation is null ? CsvFault.UnknownConfirmation : CsvFault.None);
        return confirmation ?? Receipt.None;
    }

    private void ResolveCorrections()
    {
        foreach (var correction in corrections)
        {
            var target = names.Entries.Find(corrected[correction.Corrected]);
            var fault = FaultOf(correction.Entry, target);
            if (fault == CsvFault.None)
            {
                entries[target] = entries[target] with { SupersededBy = correction.Entry };
            }
            else
            {
                Report(correction, fault);
            }
        }

        ReportCircles();
    }

    private CsvFault FaultOf(int entry, int target) =>
        target < 0 ? CsvFault.CorrectsUnknown
        : target == entry ? CsvFault.CorrectsItself
        : !badEntries.Contains(target) && entries[target].Grant != entries[entry].Grant ? CsvFault.CorrectsOtherGrant
        : entries[target].SupersededBy >= 0 ? CsvFault.CorrectedTwice
        : CsvFault.None;

    // Each entry is corrected at most once by now, so following the corrections either ends or comes round.
    private void ReportCircles()
    {
        var walked = new HashSet<int>();
        var byEntry = corrections.ToDictionary(correction => correction.Entry);
        foreach (var correction in corrections)
        {
            var path = new List<int>();
            var at = correction.Entry;
            while (at >= 0 && walked.Add(at))
            {
                path.Add(at);
                at = entries[at].SupersededBy;
            }

            var first = at < 0 ? -1 : path.IndexOf(at);
            if (first >= 0)
            {
                foreach (var member in path[first..])
                {
                    Report(byEntry[member], CsvFault.CorrectionCircle);
                }
            }
        }
    }

    private void Report(Correction correction, CsvFault fault) => bad.Add(new BadRow(
        file.Name, correction.Line, Columns[(int)Column.Supersedes], fault, Encoding.UTF8.GetString(corrected[correction.Corrected])));

    private readonly record struct Correction(int Entry, int Corrected, int Line);
}
