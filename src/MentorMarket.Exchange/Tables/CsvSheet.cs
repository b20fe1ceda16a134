using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Exchange.Tables;

/// <summary>A CSV file as a table of text.</summary>
internal static class CsvSheet
{
    public static (Table? Table, TableFault Fault) Read(ReadOnlyMemory<byte> file)
    {
        using var utf8 = Utf8(file);
        var rows = new CsvRows(utf8);
        var builder = new TableBuilder();
        while (rows.Read())
        {
            // A line of ten megabytes of semicolons is not a row.
            if (rows.FieldCount > 10 * TableLimits.MostColumns) return (null, TableFault.TooManyColumns);
            var cells = new List<TableCell>(rows.FieldCount);
            for (var i = 0; i < rows.FieldCount; i++) cells.Add(new(Encoding.UTF8.GetString(rows[i]).Trim()));
            if (!builder.Add(rows.Line, cells, rows.IsBroken)) break;
        }
        return builder.Done([], "");
    }

    // What is not UTF-8 is Windows-1252, as an old Excel writes it.
    private static MemoryStream Utf8(ReadOnlyMemory<byte> file) => new(System.Text.Unicode.Utf8.IsValid(file.Span)
        ? file.ToArray()
        : Encoding.UTF8.GetBytes(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(file.Span)));
}
