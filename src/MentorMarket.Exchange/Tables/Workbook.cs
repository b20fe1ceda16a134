using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using ExcelDataReader;

namespace MentorMarket.Exchange.Tables;

/// <summary>A sheet of an Excel workbook (.xlsx) as a table of text. A formula counts as the value that was saved with it; one that failed (#N/A) has none.</summary>
internal static class Workbook
{
    // The library asks for Windows-1252 before it asks for anything else, and .NET has that only when it is told so.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static (Table? Table, TableFault Fault) Read(ReadOnlyMemory<byte> file, string? sheet)
    {
        try
        {
            using var stream = Open(file);
            if (Weigh(stream) is var fault and not TableFault.None) return (null, fault);
            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
            return Read(reader, sheet);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Somebody else's bytes in somebody else's library: it has no one kind of exception for a file that is broken.
            return (null, TableFault.NotATable);
        }
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var array) ? new(array.Array!, array.Offset, array.Count, writable: false) : new(file.ToArray(), writable: false);

    // Before anything is unpacked. The framework unpacks no part further than the size that the archive states for it.
    private static TableFault Weigh(MemoryStream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return archive.GetEntry("xl/workbook.xml") is null ? TableFault.NotATable
            : archive.Entries.Count > TableLimits.MostParts || archive.Entries.Sum(part => part.Length) > TableLimits.MostUnpackedBytes ? TableFault.TooLarge
            : TableFault.None;
    }

    private static (Table? Table, TableFault Fault) Read(IExcelDataReader reader, string? sheet)
    {
        var names = new List<string>();
        (Table? Table, TableFault Fault)? read = null;
        do
        {
            if (reader.VisibleState != "visible") continue;
            names.Add(reader.Name);
            if (read is null && (sheet is null || reader.Name.Equals(sheet, StringComparison.Ordinal))) read = ReadSheet(reader);
        }
        while (reader.NextResult());
        return read switch
        {
            null => (null, names.Count == 0 ? TableFault.Empty : TableFault.UnknownSheet),
            ({ } table, _) => (table with { Sheets = names }, TableFault.None),
            (null, var fault) => (null, fault),
        };
    }

    private static (Table? Table, TableFault Fault) ReadSheet(IExcelDataReader reader)
    {
        var builder = new TableBuilder();
        var name = reader.Name;
        while (reader.Read())
        {
            var cells = new List<TableCell>();
            // One column beyond the limit is enough to see that there are too many.
            for (var i = 0; i < reader.FieldCount && i <= TableLimits.MostColumns; i++)
                cells.Add(Cell(reader.GetValue(i)));
            if (!builder.Add(reader.Depth + 1, cells)) break;
        }
        return builder.Done([], name);
    }

    private static TableCell Cell(object? value) => value switch
    {
        null => new(""),
        string text => new(text.Trim()),
        DateTime { TimeOfDay.Ticks: 0 } date => new(date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)),
        DateTime instant => new(instant.ToString("dd.MM.yyyy HH.mm", CultureInfo.InvariantCulture)),
        TimeSpan time => new(time.ToString(@"hh\.mm", CultureInfo.InvariantCulture)),
        bool isTrue => new(isTrue ? "ja" : "nej"),
        double number => new(Number(number), IsNumber: true),
        IFormattable other => new(other.ToString(null, CultureInfo.InvariantCulture), IsNumber: true),
        _ => new(value.ToString()?.Trim() ?? ""),
    };

    // As a decimal it has the fifteen digits that Excel shows: 0,3 and not 0,30000000000000004.
    private static string Number(double number) => Math.Abs(number) < 1e15
        ? ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture).Replace('.', ',')
        : number.ToString("R", CultureInfo.InvariantCulture);
}
