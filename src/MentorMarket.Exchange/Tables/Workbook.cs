using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml;

namespace MentorMarket.Exchange.Tables;

/// <summary>
/// An Excel workbook (.xlsx) as rows of text, read part by part as it is unpacked. A formula counts as the value that was saved
/// with it; where there is none, or it failed, the cell says so.
/// </summary>
/// <remarks>
/// Source: ECMA-376 part 1, 18 (SpreadsheetML). Names of elements are told without their namespaces: the strict form has others.
/// </remarks>
internal sealed class Workbook : IDisposable
{
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> parts;

    private Workbook(ReadOnlyMemory<byte> file)
    {
        archive = new(Stream(file), ZipArchiveMode.Read);
        parts = archive.Entries.GroupBy(e => e.FullName.Replace('\\', '/').TrimStart('/'), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Reads a sheet, the first visible one when nothing is said; answers the names of the visible ones and which was read.
    /// </summary>
    public static (IReadOnlyList<string> Sheets, string Sheet, TableFault Fault) Read(ReadOnlyMemory<byte> file, string? sheet,
        IRowTaker rows, CancellationToken cancel)
    {
        var (names, read) = ((IReadOnlyList<string>)[], "");
        var fault = Open(file, (book, sheets) =>
        {
            names = [.. sheets.Select(s => s.Name)];
            var wanted = sheets.FirstOrDefault(s => sheet is null || s.Name.Equals(sheet, StringComparison.Ordinal));
            if (wanted.Part is null) return sheets.Count == 0 ? TableFault.Empty : TableFault.UnknownSheet;
            read = wanted.Name;
            return book.ReadSheet(wanted.Part, rows, cancel);
        });
        return (names, read, fault);
    }

    /// <summary>The first rows of every visible sheet.</summary>
    public static (IReadOnlyList<SheetStart> Sheets, TableFault Fault) Look(ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        var starts = new List<SheetStart>();
        var fault = Open(file, (book, sheets) =>
        {
            foreach (var (name, part) in sheets)
            {
                var start = new StartBuilder();
                if (book.ReadSheet(part, start, cancel) is var wrong and not TableFault.None) return wrong;
                starts.Add(new(name, start.Rows));
            }
            return sheets.Count == 0 ? TableFault.Empty : TableFault.None;
        });
        return (starts, fault);
    }

    public void Dispose() => archive.Dispose();

    private static TableFault Open(ReadOnlyMemory<byte> file, Func<Workbook, IReadOnlyList<(string Name, string Part)>, TableFault> use)
    {
        try
        {
            using var book = new Workbook(file);
            return book.Weigh() is var fault and not TableFault.None ? fault : use(book, book.VisibleSheets());
        }
        catch (SheetLimitException limit)
        {
            return limit.Fault;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // Somebody else's bytes: broken in one of a hundred ways.
            return TableFault.NotATable;
        }
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var array) ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(file.ToArray(), writable: false);

    // Before anything is unpacked. The framework unpacks no part further than the size that the archive states for it.
    private TableFault Weigh() =>
        archive.Entries.Count > TableLimits.MostParts || archive.Entries.Sum(part => part.Length) > TableLimits.MostUnpackedBytes
            ? TableFault.TooLarge
        : parts.ContainsKey("xl/workbook.bin") ? TableFault.BinaryWorkbook
        : parts.ContainsKey("content.xml") && parts.ContainsKey("mimetype") ? TableFault.OpenDocument
        : parts.Keys.Any(name => name.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase)) || parts.ContainsKey("Index.zip")
            ? TableFault.Numbers
        : parts.ContainsKey(BookPart()) ? TableFault.None : TableFault.NotATable;

    private string BookPart() => Relations("").FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Part
        ?? "xl/workbook.xml";

    private List<(string Name, string Part)> VisibleSheets()
    {
        var related = Relations(BookPart()).Where(r => r.Type.EndsWith("/worksheet", StringComparison.Ordinal))
            .ToDictionary(r => r.Id, r => r.Part, StringComparer.Ordinal);
        var sheets = new List<(string, string)>();
        using var xml = Xml(BookPart());
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "sheet" || (xml.GetAttribute("state") ?? "visible") != "visible")
            {
                continue;
            }
            if (related.TryGetValue(Related(xml) ?? "", out var part) && parts.ContainsKey(part))
            {
                sheets.Add((xml.GetAttribute("name") ?? "", part));
            }
        }
        return sheets;
    }

    // The one "id" with a namespace; which one depends on the form.
    private static string? Related(XmlReader xml)
    {
        string? id = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0) id = xml.Value;
        }
        xml.MoveToElement();
        return id;
    }

    private List<(string Id, string Type, string Part)> Relations(string of)
    {
        var folder = of.Contains('/', StringComparison.Ordinal) ? of[..(of.LastIndexOf('/') + 1)] : "";
        var found = new List<(string, string, string)>();
        var part = $"{folder}_rels/{of[folder.Length..]}.rels";
        if (!parts.ContainsKey(part)) return found;
        using var xml = Xml(part);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Target") is { } target)
            {
                found.Add((xml.GetAttribute("Id") ?? "", xml.GetAttribute("Type") ?? "",
                    target.StartsWith('/') ? target[1..] : Joined(folder, target)));
            }
        }
        return found;
    }

    private static string Joined(string folder, string target)
    {
        while (target.StartsWith("../", StringComparison.Ordinal))
        {
            target = target[3..];
            folder = folder.Length > 1 ? folder[..(folder[..^1].LastIndexOf('/') + 1)] : "";
        }
        return folder + (target.StartsWith("./", StringComparison.Ordinal) ? target[2..] : target);
    }

    private TableFault ReadSheet(string part, IRowTaker rows, CancellationToken cancel)
    {
        var formats = Styles();
        var shared = new Lazy<List<string>>(() => SharedTexts(cancel));
        using var xml = Xml(part);
        return new SheetRows(xml, formats, IsFrom1904(), shared).Read(rows, cancel);
    }

    // Excel on old Macs counted days from 1904.
    private bool IsFrom1904()
    {
        using var xml = Xml(BookPart());
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "workbookPr")
            {
                return xml.GetAttribute("date1904") is "1" or "true" or "on";
            }
        }
        return false;
    }

    private List<TimeFormat> Styles()
    {
        var styles = new List<TimeFormat>();
        if (Relations(BookPart()).FirstOrDefault(r => r.Type.EndsWith("/styles", StringComparison.Ordinal)).Part is not { } part
            || !parts.ContainsKey(part))
        {
            return styles;
        }
        var codes = new Dictionary<int, string>();
        var isInCells = false;
        using var xml = Xml(part);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") isInCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element || !int.TryParse(xml.GetAttribute("numFmtId"), out var number)) continue;
            if (xml.LocalName == "numFmt") codes[number] = xml.GetAttribute("formatCode") ?? "";
            else if (xml.LocalName == "xf" && isInCells) styles.Add(TimeFormats.Of(number, codes.GetValueOrDefault(number)));
        }
        return styles;
    }

    private List<string> SharedTexts(CancellationToken cancel)
    {
        var texts = new List<string>();
        if (Relations(BookPart()).FirstOrDefault(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Part is not { } part
            || !parts.ContainsKey(part))
        {
            return texts;
        }
        using var xml = Xml(part);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            cancel.ThrowIfCancellationRequested();
            texts.Add(CellText.Read(xml, "t"));
        }
        return texts;
    }

    private XmlReader Xml(string part)
    {
        if (parts[part].Length > TableLimits.MostPartBytes) throw new SheetLimitException(TableFault.TooLarge);
        return XmlReader.Create(parts[part].Open(),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                CloseInput = true,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true
            });
    }
}

/// <summary>More than is taken from a file that somebody else made.</summary>
internal sealed class SheetLimitException(TableFault fault) : Exception
{
    public TableFault Fault => fault;
}
