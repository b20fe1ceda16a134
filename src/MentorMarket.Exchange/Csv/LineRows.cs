using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Exchange.Csv;

/// <summary>The invoice lines file.</summary>
internal static class LineRows
{
    private const int MostMinutes = 1_000_000_000;
    private const long MostAmountOre = 100_000_000_000_000;

    private static readonly string[] Columns =
    [
        "invoice_no", "line_no", "provider", "municipality", "issue_date", "grant_id", "entry_id",
        "from", "to", "minutes", "rate", "amount", "text",
    ];

    private static readonly string[] MayBeEmpty = ["grant_id", "entry_id", "minutes", "rate", "text"];

    private enum Column
    {
        InvoiceNumber, LineNumber, Provider, Municipality, IssueDate, Grant, Entry, From, To, Minutes, Rate, Amount,
    }

    public static ReadOnlyMemory<CheckLine> Read(CsvFile file, CheckNames names, BadRows bad, Action<long>? progress)
    {
        var table = new CsvTable(file, Columns, MayBeEmpty, bad, progress);
        if (!table.HasAllColumns)
        {
            return default;
        }

        var lines = new CheckLine[file.Lines];
        var count = 0;
        while (table.Read())
        {
            var line = ReadLine(table, names);
            if (count == lines.Length)
            {
                Array.Resize(ref lines, lines.Length * 2);
            }

            names.WrittenInvoices.Keep(count, table.Field((int)Column.InvoiceNumber), names.Invoices[line.Invoice]);
            names.WrittenProviders.Keep(count, table.Field((int)Column.Provider), names.Providers[line.Provider]);
            lines[count++] = line;
        }

        return lines.AsMemory(0, count);
    }

    private static CheckLine ReadLine(CsvTable table, CheckNames names)
    {
        var invoice = names.Invoices.Add(table.Name((int)Column.InvoiceNumber));
        var number = table.Whole((int)Column.LineNumber, int.MaxValue, CsvFault.NotWhole);
        var provider = names.Near.Add(names.Providers, table, (int)Column.Provider);
        var municipality = names.Near.Add(names.Municipalities, table, (int)Column.Municipality);
        var issued = table.Date((int)Column.IssueDate);
        var entry = table.IsEmpty((int)Column.Entry) ? CheckLine.NoEntry
            : Known(names.Entries, names.UnknownEntries, table, (int)Column.Entry, names) is >= 0 and var known ? known
                : CheckLine.UnknownEntry;
        var grant = Known(names.Grants, names.UnknownGrants, table, (int)Column.Grant, names);
        var (from, to) = (table.Date((int)Column.From), table.Date((int)Column.To));
        if (table.IsGood && from > to)
        {
            table.Report((int)Column.From, CsvFault.FromAfterTo);
        }

        var minutes = table.IsEmpty((int)Column.Minutes) ? 0 : table.Whole((int)Column.Minutes, MostMinutes, CsvFault.NotWholeMinutes);
        var hasRate = !table.IsEmpty((int)Column.Rate);
        if (minutes > 0 && !hasRate)
        {
            table.Report((int)Column.Rate, CsvFault.NoRate);
        }

        var rate = hasRate ? table.Ore((int)Column.Rate, GrantRows.MostRateOre) : 0;
        var amount = table.Ore((int)Column.Amount, MostAmountOre);
        return new CheckLine(provider, municipality, invoice, number, issued, grant, entry, from, to, minutes, rate, amount);
    }

    // What is not there is kept apart: perhaps it is there in another case.
    private static int Known(NameTable known, NameTable unknown, CsvTable table, int column, CheckNames names)
    {
        var number = known.Find(table.Text(column));
        if (number < 0)
        {
            names.Near.Add(unknown, table, column, table.Text(column));
        }

        return number;
    }
}
