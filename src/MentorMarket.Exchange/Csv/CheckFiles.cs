using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// The three files of a check, read as streams into compact tables: about 70 bytes for an entry, its id included.
/// When a row is bad, there is no input to check, only the list of bad rows.
/// </summary>
public sealed record CheckFiles(CheckInput? Input, CheckNames Names, BadRows Bad)
{
    /// <summary>Ids that are nearly others, where there is an input.</summary>
    public IReadOnlyList<NearMiss> NearMisses { get; private init; } = [];

    /// <summary>Reads the files.</summary>
    /// <param name="grantFile">The grants file.</param>
    /// <param name="entryFile">The entries file.</param>
    /// <param name="lineFile">The invoice lines file.</param>
    /// <param name="progress">Told the part that is read, from 0 to 1, now and then.</param>
    public static CheckFiles Read(CsvFile grantFile, CsvFile entryFile, CsvFile lineFile, Action<double>? progress = null)
    {
        var (total, read) = (Math.Max(1, grantFile.Length + entryFile.Length + lineFile.Length), 0L);
        Action<long>? count = progress is null ? null : bytes => progress(Math.Min(1, (double)(read += bytes) / total));

        var bad = new BadRows();
        var names = new CheckNames(grantFile.Lines, entryFile.Lines);
        var grants = GrantRows.Read(grantFile, names, bad, count);
        var entries = EntryRows.Read(entryFile, names, bad, count);
        var lines = LineRows.Read(lineFile, names, bad, count);
        if (bad.Count > 0)
        {
            return new CheckFiles(null, names, bad);
        }

        var near = names.Near.Find(names, [grantFile.Name, entryFile.Name, lineFile.Name]);
        names.Entries.Close();
        names.Invoices.Close();
        return new CheckFiles(
            new CheckInput
            {
                Grants = grants,
                Entries = entries,
                Lines = lines,
                EntryIdOrder = names.Entries.Compare,
                InvoiceOrder = names.Invoices.Compare,
                KeepsMatches = false,
            },
            names,
            bad)
        {
            NearMisses = near,
        };
    }
}
