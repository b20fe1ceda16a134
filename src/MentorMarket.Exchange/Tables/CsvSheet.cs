using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Exchange.Tables;

/// <summary>A CSV file as rows of text.</summary>
internal static class CsvSheet
{
    private const string DanishLetters = "æøåÆØÅéöäü";

    private static readonly Encoding OldMac = CodePagesEncodingProvider.Instance.GetEncoding(10_000)!;

    /// <summary>Reads the rows until no more are wanted.</summary>
    public static TableFault Read(ReadOnlyMemory<byte> file, IRowTaker rowsWanted, CancellationToken cancel)
    {
        using var utf8 = Utf8(file);
        var rows = new CsvRows(utf8);
        while (rows.Read())
        {
            cancel.ThrowIfCancellationRequested();
            // A line of ten megabytes of semicolons is not a row.
            if (rows.FieldCount > 10 * TableLimits.MostColumns) return TableFault.TooManyColumns;
            var cells = new List<TableCell>(rows.FieldCount);
            for (var i = 0; i < rows.FieldCount; i++) cells.Add(TableCell.Of(Encoding.UTF8.GetString(rows[i])));
            if (!rowsWanted.Add(rows.Line, cells, rows.IsBroken)) break;
        }
        return TableFault.None;
    }

    /// <summary>Letters and no other bytes.</summary>
    public static bool IsText(ReadOnlySpan<byte> file) => CsvEncoding.Marked(file) is not null || !file.Contains((byte)0);

    /// <summary>A web page, or XML: many systems call it a workbook.</summary>
    public static bool IsMarkup(ReadOnlySpan<byte> file)
    {
        var start = file.StartsWith(CsvEncoding.Mark) ? file[CsvEncoding.Mark.Length..] : file;
        start = start.TrimStart(" \t\r\n"u8);
        return start is [(byte)'<', (byte)'!' or (byte)'?' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'), ..];
    }

    private static MemoryStream Utf8(ReadOnlyMemory<byte> file)
    {
        var encoding = CsvEncoding.Marked(file.Span) ?? (System.Text.Unicode.Utf8.IsValid(file.Span) ? null : WithoutMark(file.Span));
        return new(encoding is null ? file.ToArray() : Encoding.UTF8.GetBytes(encoding.GetString(file.Span)));
    }

    // What is not UTF-8 is Windows-1252, as an old Excel writes it, unless that gives no Danish letters where an old Mac's alphabet does.
    private static Encoding WithoutMark(ReadOnlySpan<byte> file) =>
        Letters(OldMac.GetString(file)) > Letters(CsvEncoding.Windows1252.GetString(file)) ? OldMac : CsvEncoding.Windows1252;

    private static int Letters(string text) => text.Count(c => DanishLetters.Contains(c, StringComparison.Ordinal));
}
