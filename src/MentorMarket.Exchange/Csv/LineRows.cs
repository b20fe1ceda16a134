using MentorMarket.Domain.Invoicing;

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

    private enum Column
    {
        InvoiceNumber, LineNumber, Provider, Municipality, IssueDate, Grant, Entry, From, To, Minutes, Rate, Amount,
    }

    public static ReadOnlyMemory<CheckLine> Read(CsvFile file, CheckNames names, BadRows bad, Action<long>? progress)
    {
        var table = new CsvTable(file, Columns, bad, progress);
        if (!table.HasAllColumns)
        {
            return default;
        }

        var lines = new CheckLine[file.Lines];
        var count = 0;
        while (table.Read())
        {
            lines[count++] = ReadLine(table, names);
        }

        return lines.AsMemory(0, count);
    }

    private static CheckLine ReadLine(CsvTable table, CheckNames names)
    {
        var invoice = names.Invoices.Add(table.Name((int)Column.InvoiceNumber));
        var number = table.Whole((int)Column.LineNumber, int.MaxValue);
        var provider = names.Providers.Add(table.Name((int)Column.Provider));
        var municipality = names.Municipalities.Add(table.Name((int)Column.Municipality));
        var issued = table.Date((int)Column.IssueDate);
        var entry = table.IsEmpty((int)Column.Entry) ? CheckLine.NoEntry : Named(names.Entries.Find(table.Field((int)Column.Entry)));
        var (from, to) = (table.Date((int)Column.From), table.Date((int)Column.To));
        if (table.IsGood && from > to)
        {
            table.Report((int)Column.From, CsvFault.FromAfterTo);
        }

        var minutes = table.IsEmpty((int)Column.Minutes) ? 0 : table.Whole((int)Column.Minutes, MostMinutes);
        var hasRate = !table.IsEmpty((int)Column.Rate);
        if (minutes > 0 && !hasRate)
        {
            table.Report((int)Column.Rate, CsvFault.NoRate);
        }

        var rate = hasRate ? table.Ore((int)Column.Rate, GrantRows.MostRateOre) : 0;
        var amount = table.Ore((int)Column.Amount, MostAmountOre);
        return new CheckLine(
            provider, municipality, invoice, number, issued, names.Grants.Find(table.Field((int)Column.Grant)), entry, from, to, minutes, rate, amount);
    }

    private static int Named(int entry) => entry < 0 ? CheckLine.UnknownEntry : entry;
}
