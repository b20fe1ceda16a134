using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace MentorMarket.Exchange.Tables;

/// <summary>The rows of one sheet of a workbook, each as it is reached.</summary>
internal sealed class SheetRows(XmlReader xml, IReadOnlyList<TimeFormat> formats, bool isFrom1904, Lazy<List<string>> shared)
{
    private const int DaysTo1904 = 1462;
    private const double LastDay = 2_958_465;

    public TableFault Read(IRowTaker rows, CancellationToken cancel)
    {
        var number = 0;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            cancel.ThrowIfCancellationRequested();
            // Where a row says no number it follows the one before.
            number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said
                : xml.GetAttribute("r") is null ? number + 1 : int.MaxValue;
            if (number is < 1 or > TableLimits.LastRow) return TableFault.TooManyRows;
            if (!rows.Add(number, Cells())) break;
        }
        return TableFault.None;
    }

    private List<TableCell> Cells()
    {
        var cells = new List<TableCell>();
        if (xml.IsEmptyElement) return cells;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") continue;
            var at = Column(xml.GetAttribute("r")) ?? cells.Count;
            var cell = Cell();
            if (cell.IsEmpty) continue;
            // One column beyond the limit is enough to see that there are too many.
            at = Math.Min(at, TableLimits.MostColumns);
            while (cells.Count <= at) cells.Add(new(""));
            cells[at] = cell;
        }
        return cells;
    }

    // B7 is the second column.
    private static int? Column(string? at)
    {
        var column = 0;
        foreach (var c in at ?? "")
        {
            if (!char.IsAsciiLetter(c)) break;
            column = Math.Min((column * 26) + char.ToUpperInvariant(c) - 'A' + 1, 1 << 20);
        }
        return column == 0 ? null : column - 1;
    }

    private TableCell Cell()
    {
        var (kind, style) = (xml.GetAttribute("t") ?? "n", xml.GetAttribute("s"));
        if (xml.IsEmptyElement) return new("");
        var (hasFormula, value, text) = (false, (string?)null, "");
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "f")
            {
                hasFormula = true;
                CellText.Read(xml, "");
            }
            else if (xml.LocalName == "v") value = CellText.Read(xml, null);
            else if (xml.LocalName == "is") text = CellText.Read(xml, "t");
        }
        // A formula that answers with an empty text has it saved as such; one that nobody has worked out has nothing.
        if (kind == "e") return new("", Fault: CellFault.Error);
        if (hasFormula && (value is null || (value.Length == 0 && kind != "str"))) return new("", Fault: CellFault.NoValue);
        return kind switch
        {
            "s" => value is { Length: > 0 } ? TableCell.Of(shared.Value[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)])
                : new(""),
            "inlineStr" => TableCell.Of(text),
            "str" => TableCell.Of(CellText.Plain(value ?? "")),
            "b" => new(value is null ? "" : value is "1" or "true" ? "ja" : "nej"),
            "d" => value is { Length: > 0 } ? new(Time(DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)))
                : new(""),
            _ => value is { Length: > 0 } ? Number(double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture), style) : new(""),
        };
    }

    private TableCell Number(double number, string? style)
    {
        var format = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < formats.Count
            ? formats[index] : TimeFormat.None;
        var days = isFrom1904 ? number + DaysTo1904 : number;
        if (format == TimeFormat.Elapsed && number is >= 0 and < LastDay)
        {
            var minutes = (long)Math.Round(number * 24 * 60);
            return new(string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}"));
        }
        if (format == TimeFormat.Moment && number is >= 0 and < 1)
        {
            return new(DateTime.FromOADate(number).ToString("HH.mm", CultureInfo.InvariantCulture));
        }
        if (format == TimeFormat.Moment && days is >= 1 and <= LastDay) return new(Time(DateTime.FromOADate(days)));
        return new(Plain(number), IsNumber: true);
    }

    private static string Time(DateTime time) => time.ToString(time.TimeOfDay.Ticks == 0 ? "dd.MM.yyyy" : "dd.MM.yyyy HH.mm",
        CultureInfo.InvariantCulture);

    // As a decimal it has the fifteen digits that Excel shows: 0,3 and not 0,30000000000000004.
    private static string Plain(double number) => Math.Abs(number) < 1e15
        ? ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture).Replace('.', ',')
        : number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>The texts of an element of a workbook, no longer than a cell can be.</summary>
internal static partial class CellText
{
    /// <summary>Reads to the end of the element: the texts in the named parts of it, or its own where no name is given.</summary>
    public static string Read(XmlReader xml, string? part)
    {
        if (xml.IsEmptyElement) return "";
        var text = new StringBuilder();
        var buffer = new char[1024];
        var (depth, isPhonetic, isIn) = (xml.Depth, false, part is null);
        while (xml.Read() && xml.Depth > depth)
        {
            // How a text is pronounced in East Asian scripts is no part of it.
            if (xml.LocalName == "rPh") isPhonetic = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (part is not null && xml.LocalName == part) isIn = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
            {
                continue;
            }
            // Piece by piece: eighty megabytes that call themselves one cell are never in memory at once.
            for (int read; (read = xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
            {
                if (!isIn || isPhonetic) continue;
                text.Append(buffer, 0, read);
                if (text.Length > TableLimits.MostCellCharacters) throw new SheetLimitException(TableFault.TooLarge);
            }
        }
        return part is null ? text.ToString() : Plain(text.ToString());
    }

    /// <summary>Characters that XML cannot hold are written by their number.</summary>
    public static string Plain(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Numbered().Replace(text,
            match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()) : text;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
