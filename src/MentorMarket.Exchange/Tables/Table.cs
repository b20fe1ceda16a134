using System.Text;
using MentorMarket.Domain.Values;

namespace MentorMarket.Exchange.Tables;

/// <summary>Why a file cannot be read as a table at all.</summary>
public enum TableFault
{
    None,

    /// <summary>
    /// More bytes than <see cref="TableLimits.MostBytes"/>, packed, or than <see cref="TableLimits.MostUnpackedBytes"/> when unpacked.
    /// </summary>
    TooLarge,
    TooManyRows,
    TooManyColumns,

    /// <summary>There is no row with names of columns, or nothing below it.</summary>
    Empty,

    /// <summary>The workbook of Excel before 2007, or one with a password: both look the same from outside.</summary>
    OldOrLocked,

    /// <summary>A spreadsheet of LibreOffice or another office (.ods).</summary>
    OpenDocument,

    /// <summary>A document of Numbers on a Mac.</summary>
    Numbers,

    /// <summary>The binary workbook of Excel (.xlsb).</summary>
    BinaryWorkbook,

    /// <summary>A web page or XML that is called something else, as some systems hand it out as "Excel".</summary>
    Markup,

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

    /// <summary>One sheet, or the texts that the sheets share.</summary>
    public const long MostPartBytes = 40 * 1024 * 1024;
    public const int MostParts = 2000;
    public const int MostRows = 20_000;
    public const int MostColumns = 200;

    /// <summary>As much as Excel keeps in a cell.</summary>
    public const int MostCellCharacters = 32_767;

    /// <summary>The number of the last row that a sheet can have.</summary>
    public const int LastRow = 1_048_576;

    /// <summary>How far down the names of the columns are looked for.</summary>
    public const int MostLookedAt = 25;
}

/// <summary>Why a cell has no value that could be used.</summary>
public enum CellFault
{
    None,

    /// <summary>The formula failed: #N/A and its kind.</summary>
    Error,

    /// <summary>A formula whose value was not saved with it.</summary>
    NoValue,
}

/// <summary>A cell as text.</summary>
/// <param name="Text">Trimmed. A number is written with a comma, a date as <c>11.03.2019</c>.</param>
/// <param name="IsNumber">A number in a workbook, so that leading zeros were lost before anybody saw them.</param>
/// <param name="Fault">Set where something stands in the cell and is no value; the text is empty then.</param>
public readonly record struct TableCell(string Text, bool IsNumber = false, CellFault Fault = CellFault.None)
{
    public bool IsEmpty => Text.Length == 0 && Fault == CellFault.None;

    /// <summary>A cell with text as it is typed or saved: trimmed, in one spelling, and a fault where it is the name of one.</summary>
    public static TableCell Of(string text)
    {
        var plain = Spelling.Of(Whole(text).Trim());
        return SpreadsheetErrors.IsOne(plain) ? new("", Fault: CellFault.Error) : new(plain);
    }

    // A NUL or half of a pair is written by its number in a workbook (_x0000_), and by two bytes in UTF-16. No database keeps them.
    private static string Whole(string text) =>
        text.Any(c => c == '\0' || char.IsSurrogate(c))
            ? string.Concat(text.EnumerateRunes().Select(r => r.Value == 0 ? Rune.ReplacementChar : r)) : text;
}

/// <summary>The first rows of a sheet as they stand, to find the names of the columns in.</summary>
/// <param name="Sheet">Its name; empty for CSV.</param>
/// <param name="Rows">At most <see cref="TableLimits.MostLookedAt"/>, the empty ones passed over.</param>
public sealed record SheetStart(string Sheet, IReadOnlyList<TableRow> Rows);

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
    /// <summary>The row with the names of the columns.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>
    /// Reads CSV (semicolons, commas or tabs; UTF-8, UTF-16, Windows-1252 or an old Mac's letters) or a workbook of Excel 2007 and later.
    /// </summary>
    /// <param name="file">All of the file.</param>
    /// <param name="sheet">Which sheet; the first visible one when nothing is said.</param>
    /// <param name="headerRow">The row with the names of the columns; the first with anything in it when nothing is said.</param>
    /// <param name="cancel">Nobody waits for it any more.</param>
    /// <returns>The table, or why there is none.</returns>
    public static (Table? Table, TableFault Fault) Read(ReadOnlyMemory<byte> file, string? sheet = null, int? headerRow = null,
        CancellationToken cancel = default)
    {
        var builder = new TableBuilder(headerRow);
        var (sheets, read, fault) = KindOf(file.Span) switch
        {
            TableFault.None when IsPacked(file.Span) => Workbook.Read(file, sheet, builder, cancel),
            TableFault.None => ([], "", CsvSheet.Read(file, builder, cancel)),
            var other => ([], "", other),
        };
        return fault != TableFault.None ? (null, fault) : builder.Done(sheets, read);
    }

    /// <summary>The first rows of every visible sheet.</summary>
    /// <param name="file">All of the file.</param>
    /// <param name="cancel">Nobody waits for it any more.</param>
    public static (IReadOnlyList<SheetStart> Sheets, TableFault Fault) Look(ReadOnlyMemory<byte> file, CancellationToken cancel = default)
    {
        switch (KindOf(file.Span))
        {
            case TableFault.None when IsPacked(file.Span):
                return Workbook.Look(file, cancel);
            case TableFault.None:
                var start = new StartBuilder();
                var fault = CsvSheet.Read(file, start, cancel);
                return fault == TableFault.None ? ([new("", start.Rows)], fault) : ([], fault);
            case var other:
                return ([], other);
        }
    }

    private static bool IsPacked(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8);

    // What can be told before anything is read.
    private static TableFault KindOf(ReadOnlySpan<byte> file) =>
        file.Length > TableLimits.MostBytes ? TableFault.TooLarge
        : IsPacked(file) ? TableFault.None
        : file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? TableFault.OldOrLocked
        : CsvSheet.IsMarkup(file) ? TableFault.Markup
        : CsvSheet.IsText(file) ? TableFault.None : TableFault.NotATable;

    /// <summary>The letter of a column as a spreadsheet shows it: 0 is A, 26 is AA.</summary>
    public static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1)
        + Letter(column % 26);
}

/// <summary>Takes the rows of a file one by one, whatever it is read from.</summary>
internal interface IRowTaker
{
    /// <summary>Takes the next row.</summary>
    /// <returns>Whether more are wanted.</returns>
    bool Add(int number, List<TableCell> cells, bool isBroken = false);
}

/// <summary>Keeps the first rows as they are.</summary>
internal sealed class StartBuilder : IRowTaker
{
    private readonly List<TableRow> rows = [];

    public IReadOnlyList<TableRow> Rows => rows;

    public bool Add(int number, List<TableCell> cells, bool isBroken = false)
    {
        if (!cells.TrueForAll(cell => cell.IsEmpty))
        {
            rows.Add(new(number, [.. cells.Take(TableLimits.MostColumns)], isBroken ? RowFault.BrokenQuotes : RowFault.None));
        }
        return rows.Count < TableLimits.MostLookedAt;
    }
}

/// <summary>Puts a table together.</summary>
/// <param name="headerRow">Which row has the names of the columns; the first with anything in it when nothing is said.</param>
internal sealed class TableBuilder(int? headerRow) : IRowTaker
{
    private readonly List<TableRow> rows = [];
    private string[]? headers;
    private int headersAt;
    private TableFault fault;

    public bool Add(int number, List<TableCell> cells, bool isBroken = false)
    {
        if (headers is null && number < headerRow) return true;
        while (cells.Count > 0 && cells[^1].IsEmpty) cells.RemoveAt(cells.Count - 1);
        if (cells.Count == 0 && !isBroken) return true;
        if (headers is null)
        {
            if (isBroken) fault = TableFault.NotATable;
            else if (cells.Count > TableLimits.MostColumns) fault = TableFault.TooManyColumns;
            headers = [.. cells.Select((cell, i) => cell.Text.Length == 0 ? Table.Letter(i) : cell.Text)];
            headersAt = number;
            return fault == TableFault.None;
        }
        if (rows.Count == TableLimits.MostRows)
        {
            fault = TableFault.TooManyRows;
            return false;
        }
        var isExtra = cells.Count > headers.Length;
        var shaped = new TableCell[headers.Length];
        for (var i = 0; i < shaped.Length; i++) shaped[i] = i < cells.Count ? cells[i] : new TableCell("");
        rows.Add(new(number, shaped, isBroken ? RowFault.BrokenQuotes : isExtra ? RowFault.ExtraCells : RowFault.None));
        return true;
    }

    public (Table? Table, TableFault Fault) Done(IReadOnlyList<string> sheets, string sheet) =>
        fault != TableFault.None ? (null, fault)
        : headers is null || rows.Count == 0 ? (null, TableFault.Empty)
        : (new(sheets, sheet, headers, rows) { HeaderRow = headersAt }, TableFault.None);
}
