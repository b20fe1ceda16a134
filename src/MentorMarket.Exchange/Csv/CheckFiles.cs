using MentorMarket.Domain.Invoicing;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// The three files of a check, read as streams into compact tables: about 70 bytes for an entry, its id included.
/// When a row is bad, there is no input to check, only the list of bad rows.
/// </summary>
public sealed record CheckFiles(CheckInput? Input, CheckNames Names, BadRows Bad)
{
    /// <summary>Reads the files.</summary>
    /// <param name="grantsPath">The grants file.</param>
    /// <param name="entriesPath">The entries file.</param>
    /// <param name="linesPath">The invoice lines file.</param>
    /// <param name="progress">Told the part that is read, from 0 to 1, now and then.</param>
    public static CheckFiles Read(string grantsPath, string entriesPath, string linesPath, Action<double>? progress = null)
    {
        using var grantFile = CsvFile.OpenRead(grantsPath);
        using var entryFile = CsvFile.OpenRead(entriesPath);
        using var lineFile = CsvFile.OpenRead(linesPath);
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
            bad);
    }
}

/// <summary>The names behind the numbers of a check.</summary>
public sealed class CheckNames
{
    internal CheckNames(int grants, int entries)
    {
        Grants = new NameTable(grants);
        Entries = new NameTable(entries);
    }

    public NameTable Grants { get; }

    public NameTable Entries { get; }

    public NameTable Invoices { get; } = new();

    public NameTable Providers { get; } = new();

    public NameTable Municipalities { get; } = new();

    public NameTable Mentors { get; } = new();

    /// <summary>Grants that entries name and the grants file does not have.</summary>
    internal NameTable UnknownGrants { get; } = new();

    /// <summary>Citizens with their municipality in front: the same id in two municipalities is two citizens.</summary>
    internal NameTable Citizens { get; } = new();
}
