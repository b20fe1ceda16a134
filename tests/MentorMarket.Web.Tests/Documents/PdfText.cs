using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using MentorMarket.Web.Documents.Pdf;

namespace MentorMarket.Web.Tests.Documents;

/// <summary>Reads back what the writer wrote, through the file's own tables: cross references, page tree, fonts and their maps.</summary>
internal sealed class PdfText
{
    private readonly Dictionary<string, Dictionary<string, string>> maps = new(StringComparer.Ordinal);

    public byte[] Bytes { get; private init; } = [];
    public string Objects { get; private init; } = "";
    public IReadOnlyList<string> Pages { get; private init; } = [];
    public string Text => string.Join('\n', Pages.Select(TextOf));

    public static PdfText Of(byte[] file)
    {
        var latin = Encoding.Latin1.GetString(file);
        Assert.StartsWith("%PDF-1.7", latin);
        var table = int.Parse(Regex.Match(latin, @"startxref\n(\d+)\n%%EOF").Groups[1].Value, CultureInfo.InvariantCulture);
        var offsets = Regex.Matches(latin[table..], @"^(\d{10}) 00000 n ", RegexOptions.Multiline)
            .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        var objects = new List<string>();
        for (var i = 0; i < offsets.Count; i++)
        {
            Assert.StartsWith($"{i + 1} 0 obj\n", latin[offsets[i]..]);
            objects.Add(latin[(offsets[i] + $"{i + 1} 0 obj\n".Length)..latin.IndexOf("\nendobj", offsets[i], StringComparison.Ordinal)]);
        }
        string At(string dictionary, string key) =>
            objects[int.Parse(Regex.Match(dictionary, $@"/{key} (\d+) 0 R").Groups[1].Value, CultureInfo.InvariantCulture) - 1];
        var catalog = At(latin[latin.IndexOf("trailer", StringComparison.Ordinal)..], "Root");
        var kids = Regex.Match(At(catalog, "Pages"), @"/Kids\[(.*)\]").Groups[1].Value.Split(" 0 R", StringSplitOptions.RemoveEmptyEntries)
            .Select(k => objects[int.Parse(k, CultureInfo.InvariantCulture) - 1]).ToList();
        var pdf = new PdfText
        {
            Bytes = file,
            Objects = string.Join('\n', objects.Where(o => !o.Contains("stream\n", StringComparison.Ordinal))),
            Pages = kids.ConvertAll(k => Unpacked(At(k, "Contents")))
        };
        foreach (var font in new[] { "R", "S" })
        {
            pdf.maps[font] = Regex.Matches(Unpacked(At(At(kids[0], font), "ToUnicode")), "^<([0-9A-F]{4})> <([0-9A-F]+)>$",
                RegexOptions.Multiline)
                .Where(m => m.Groups[1].Value != "0000" || m.Groups[2].Value != "FFFF")
                    .ToDictionary(m => m.Groups[1].Value,
                    m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));
        }
        return pdf;
    }

    public string TextOf(string page) => string.Join('\n', Lines(page).Select(l => l.Line));

    public IEnumerable<(PlexFont Font, double Size, double X, double Y, string Line)> Lines(string page) =>
        Regex.Matches(page, @"BT /([RS]) ([\d.]+) Tf ([\d.]+) ([\d.]+) Td <([0-9A-F]*)> Tj").Select(m => (
            m.Groups[1].Value == "R" ? PlexFont.Regular : PlexFont.SemiBold, Number(m.Groups[2]), Number(m.Groups[3]), Number(m.Groups[4]),
            string.Concat(m.Groups[5].Value.Chunk(4).Select(g => maps[m.Groups[1].Value][new string(g)]))));

    /// <summary>The structure tree from its root, depth first.</summary>
    public List<string> Tags()
    {
        var all = Regex.Matches(Encoding.Latin1.GetString(Bytes),
            @"(?:^|\n)(\d+) 0 obj\n<</Type/StructElem/S/(\w+)/P (\d+) 0 R/K\[(.*?)\]", RegexOptions.Singleline)
            .ToDictionary(m => m.Groups[1].Value,
                m => (Tag: m.Groups[2].Value, Kids: Regex.Matches(Regex.Replace(m.Groups[4].Value, "<<.*?>>", ""), @"(\d+) 0 R")
                .Select(k => k.Groups[1].Value).ToList()));
        var tags = new List<string>();
        void Walk(string number)
        {
            foreach (var kid in all[number].Kids)
            {
                tags.Add(all[kid].Tag);
                Walk(kid);
            }
        }
        Walk(all.Single(e => e.Value.Tag == "Document").Key);
        return tags;
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string Unpacked(string stream)
    {
        var packed = Encoding.Latin1.GetBytes(
            stream[(stream.IndexOf("stream\n", StringComparison.Ordinal) + 7)..stream.LastIndexOf("\nendstream",
            StringComparison.Ordinal)]);
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray());
    }
}
