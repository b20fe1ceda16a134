namespace MentorMarket.Exchange.Tables;

/// <summary>Why a file cannot be read as a table at all.</summary>
public enum TableFault
{
    None,

    /// <summary>More bytes than <see cref="TableLimits.MostBytes"/>, packed, or than <see cref="TableLimits.MostUnpackedBytes"/> when unpacked.</summary>
    TooLarge,
    TooManyRows,
    TooManyColumns,

    /// <summary>There is no row with names of columns, or nothing below it.</summary>
    Empty,

    /// <summary>The workbook of Excel before 2007, or one with a password: both look the same from outside.</summary>
    OldOrLocked,

    /// <summary>Neither CSV nor a workbook.</summary>
    NotATable,
    UnknownSheet,
}

/// <summary>What is wrong with the shape of a row.</summary>
public enum RowFault
{
    None,

    /// <summary>The quotes do not pair, so nobody knows where its cells begin and end.</summary>
    BrokenQuotes,

    /// <summary>It has something to the right of the last named column.</summary>
    ExtraCells,
}

/// <summary>How much is taken from a file that somebody else made.</summary>
public static class TableLimits
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>A workbook is a zip archive: ten megabytes of it can say ten gigabytes.</summary>
    public const long MostUnpackedBytes = 100 * 1024 * 1024;
    public const int MostParts = 2000;
    public const int MostRows = 20_000;
    public const int MostColumns = 200;
}

/// <summary>A cell as text.</summary>
/// <param name="Text">Trimmed. A number is written with a comma, a date as <c>11.03.2019</c>.</param>
/// <param name="IsNumber">A number in a workbook, so that leading zeros were lost before anybody saw them.</param>
public readonly record struct TableCell(string Text, bool IsNumber = false)
{
    public bool IsEmpty => Text.Length == 0;
}

/// <summary>A row below the header.</summary>
/// <param name="Number">The row of the sheet, or the line of the file on which it begins; the header is 1 as a rule.</param>
/// <param name="Cells">As many as there are headers.</param>
public sealed record TableRow(int Number, IReadOnlyList<TableCell> Cells, RowFault Fault = RowFault.None);

/// <summary>A table that somebody made in a spreadsheet: the names of its columns and the rows below them.</summary>
/// <param name="Sheets">The names of the workbook's visible sheets; none for CSV.</param>
/// <param name="Sheet">The one that was read; empty for CSV.</param>
/// <param name="Headers">The names of the columns as they stand; an unnamed column has its letter: <c>C</c>.</param>
public sealed record Table(IReadOnlyList<string> Sheets, string Sheet, IReadOnlyList<string> Headers, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Reads CSV (semicolons or commas; UTF-8 or Windows-1252) or a workbook of Excel 2007 and later.</summary>
    /// <param name="file">All of the file.</param>
    /// <param name="sheet">Which sheet; the first visible one when nothing is said.</param>
    /// <returns>The table, or why there is none.</returns>
    public static (Table? Table, TableFault Fault) Read(ReadOnlyMemory<byte> file, string? sheet = null)
    {
        var start = file.Span;
        return file.Length > TableLimits.MostBytes ? (null, TableFault.TooLarge)
            : start.StartsWith("PK\x03\x04"u8) ? Workbook.Read(file, sheet)
            : start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? (null, TableFault.OldOrLocked)
            : start.Contains((byte)0) ? (null, TableFault.NotATable)
            : CsvSheet.Read(file);
    }

    /// <summary>The letter of a column as a spreadsheet shows it: 0 is A, 26 is AA.</summary>
    public static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1) + Letter(column % 26);
}

/// <summary>Puts a table together row by row, whatever it is read from.</summary>
internal sealed class TableBuilder
{
    private readonly List<TableRow> rows = [];
    private string[]? headers;

    public TableFault Fault { get; private set; }

    /// <summary>Takes the next row; the first with anything in it is the header.</summary>
    /// <returns>Whether more are wanted.</returns>
    public bool Add(int number, List<TableCell> cells, bool isBroken = false)
    {
        while (cells.Count > 0 && cells[^1].IsEmpty) cells.RemoveAt(cells.Count - 1);
        if (cells.Count == 0 && !isBroken) return true;
        if (headers is null)
        {
            if (isBroken) Fault = TableFault.NotATable;
            else if (cells.Count > TableLimits.MostColumns) Fault = TableFault.TooManyColumns;
            headers = [.. cells.Select((cell, i) => cell.IsEmpty ? Table.Letter(i) : cell.Text)];
            return Fault == TableFault.None;
        }
        if (rows.Count == TableLimits.MostRows)
        {
            Fault = TableFault.TooManyRows;
            return false;
        }
        var isExtra = cells.Count > headers.Length;
        var shaped = new TableCell[headers.Length];
        for (var i = 0; i < shaped.Length; i++) shaped[i] = i < cells.Count ? cells[i] : new TableCell("");
        rows.Add(new(number, shaped, isBroken ? RowFault.BrokenQuotes : isExtra ? RowFault.ExtraCells : RowFault.None));
        return true;
    }

    public (Table? Table, TableFault Fault) Done(IReadOnlyList<string> sheets, string sheet) =>
        Fault != TableFault.None ? (null, Fault)
        : headers is null || rows.Count == 0 ? (null, TableFault.Empty)
        : (new(sheets, sheet, headers, rows), TableFault.None);
}
