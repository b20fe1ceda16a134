using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MentorMarket.Exchange.Tests.Tables;

/// <summary>A workbook made by hand, part by part, as Excel would write it: so that a test says exactly what stands in the file.</summary>
internal sealed class MadeWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly List<(string Name, bool IsHidden, string Rows)> sheets = [];

    public MadeWorkbook Sheet(string name, params string[] rows)
    {
        sheets.Add((name, false, string.Concat(rows)));
        return this;
    }

    public MadeWorkbook HiddenSheet(string name, params string[] rows)
    {
        sheets.Add((name, true, string.Concat(rows)));
        return this;
    }

    public static string Row(int number, params string[] cells) => $"<row r=\"{number}\">{string.Concat(cells)}</row>";

    public static string Text(string at, string text) => $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>";

    public static string Number(string at, double number) =>
        $"<c r=\"{at}\"><v>{number.ToString("R", CultureInfo.InvariantCulture)}</v></c>";

    /// <summary>A date is a number of days with a format that says so: style 1 of the workbook.</summary>
    public static string Date(string at, DateOnly date) =>
        $"<c r=\"{at}\" s=\"1\"><v>{date.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture)}</v></c>";

    public static string Formula(string at, string formula, double saved) =>
        $"<c r=\"{at}\"><f>{formula}</f><v>{saved.ToString("R", CultureInfo.InvariantCulture)}</v></c>";

    public static string TextFormula(string at, string formula, string saved) =>
        $"<c r=\"{at}\" t=\"str\"><f>{formula}</f><v>{saved}</v></c>";

    public static string Error(string at) => $"<c r=\"{at}\" t=\"e\"><f>VLOOKUP(1,A1:A2,1)</f><v>#N/A</v></c>";

    public static string Truth(string at, bool isTrue) => $"<c r=\"{at}\" t=\"b\"><v>{(isTrue ? 1 : 0)}</v></c>";

    /// <summary>An archive of exactly these parts.</summary>
    public static byte[] Parts(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(content);
            }
        }
        return file.ToArray();
    }

    public byte[] ToBytes(params (string Part, byte[] Content)[] more)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string part, string xml)
            {
                using var writer = new StreamWriter(archive.CreateEntry(part).Open(), new UTF8Encoding(false));
                writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + xml);
            }
            Add("[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add("_rels/.rels",
                $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\"{(s.IsHidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"))}</sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}<Relationship Id=\"rIdStyles\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add("xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            for (var i = 0; i < sheets.Count; i++)
            {
                Add($"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{sheets[i].Rows}</sheetData></worksheet>");
            }
            foreach (var (part, content) in more)
            {
                using var stream = archive.CreateEntry(part, CompressionLevel.SmallestSize).Open();
                stream.Write(content);
            }
        }
        return file.ToArray();
    }
}
