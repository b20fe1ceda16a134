using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using MentorMarket.Domain.Grants;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Documents.Pdf;
using Xunit;

namespace MentorMarket.Web.Tests.Documents;

/// <summary>A sheet as a PDF: tagged, with its language, its title and its fonts inside, and text that can be read out of it.</summary>
public sealed partial class SheetPdfTests
{
    private static readonly LetterKey Key = new("https://mentor.example/c/AbCdEfGhIjKlMnOpQrStUv", "ABCD-2345");

    private static Sheet Everything(string language = "da", params Block[] more) => new(
        "Afgørelse om mentorstøtte", language, "Prøvekøbing Kommune", ["Prøvine Æbleskov Åkjær", "Prøvevej 12", "0000 Øby"], new DateOnly(2026, 3, 11), "Bevilling G-1",
        [
            new Paragraph("Blåbærgrød på Øland, sagde Ærlige Åse."),
            new Heading("Det er bevilget"),
            new Facts([new("Mentorens navn og kontaktdata", ["Mentor Prøve", "00 00 00 00"]), new("Timer", ["3 t. 30 min."])]),
            new Points(["Det første", "Det andet"], IsNumbered: true),
            new KeyPlace("Din kode:", "QR-kode med adressen", "Her stod linket."),
            new Signatures("Dato", ["Prøvine", "Kommunen"]),
            .. more,
        ]);

    [Fact]
    public void It_says_its_title_its_language_and_that_it_is_tagged()
    {
        var pdf = Pdf.Of(SheetPdf.Of(Everything()));

        Assert.Matches(@"/Catalog.*/MarkInfo<</Marked true>>/Lang\(da-DK\)/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot", pdf.Objects);
        Assert.Contains("/Lang(en)", Pdf.Of(SheetPdf.Of(Everything("en"))).Objects);
        Assert.Contains(PdfFile.Text("Afgørelse om mentorstøtte"), pdf.Objects);
        Assert.Contains("<rdf:li xml:lang=\"x-default\">Afgørelse om mentorstøtte</rdf:li>", Encoding.UTF8.GetString(pdf.Bytes));
    }

    [Fact]
    public void Everything_has_a_tag_or_is_an_artifact_and_the_tags_stand_in_reading_order()
    {
        var pdf = Pdf.Of(SheetPdf.Of(Everything(), Key));

        Assert.Equal(
            ["P", "P", "P", "P", "H1", "P", "H2", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "P", "Figure", "P", "P", "P"],
            pdf.Tags());
        foreach (var page in pdf.Pages)
        {
            Assert.Equal(Drawn().Count(page), Inside().Matches(page).Sum(m => Drawn().Count(m.Value)));
            Assert.DoesNotContain("BDC\nBDC", page);
        }
        Assert.Contains($"/S/Figure", pdf.Objects);
        Assert.Contains("/Alt " + PdfFile.Text("QR-kode med adressen"), pdf.Objects);
    }

    [Fact]
    public void Every_mark_on_a_page_is_found_from_the_tree_and_back()
    {
        var pdf = Pdf.Of(SheetPdf.Of(Everything(more: Long(40)), Key));

        var marks = pdf.Pages.Select(p => Marks().Count(p)).ToList();
        var parents = ParentsOf().Matches(Regex.Match(pdf.Objects, @"/Nums\[(.*)\]>>").Groups[1].Value).Select(m => m.Groups[2].Value.Split(" 0 R", StringSplitOptions.RemoveEmptyEntries).Length).ToList();
        Assert.True(marks.Count > 1);
        Assert.Equal(marks, parents);
        Assert.Equal(marks.Sum(), Regex.Count(pdf.Objects, "/Type/MCR"));
    }

    [Fact]
    public void Its_text_can_be_read_out_of_it_with_all_letters()
    {
        var text = Pdf.Of(SheetPdf.Of(Everything(), Key)).Text;

        foreach (var said in new[] { "Prøvine Æbleskov Åkjær", "Blåbærgrød på Øland, sagde Ærlige Åse.", "Det er bevilget", "3 t. 30 min.", "11.03.2026", Key.Link, Key.Code, "Side 1 af 1" })
            Assert.Contains(said, text);
        Assert.DoesNotContain("Her stod linket", text);
    }

    [Fact]
    public void Without_the_key_it_says_that_link_and_code_are_not_kept()
    {
        var text = Pdf.Of(SheetPdf.Of(Everything())).Text;

        Assert.Contains("Her stod linket", text);
        Assert.DoesNotContain("Din kode", text);
    }

    [Fact]
    public void The_fonts_are_inside_it_with_the_letters_used_and_no_more()
    {
        var file = SheetPdf.Of(Everything());
        var pdf = Pdf.Of(file);

        Assert.Equal(2, Regex.Count(pdf.Objects, "/FontFile2 "));
        Assert.Equal(2, Regex.Count(pdf.Objects, "/ToUnicode "));
        Assert.True(file.Length < 60_000, $"{file.Length} bytes");
    }

    [Fact]
    public void A_long_text_goes_over_pages_with_numbers_and_no_line_over_the_edge()
    {
        var pdf = Pdf.Of(SheetPdf.Of(Everything(more: [.. Long(60), new Paragraph(new string('x', 900)), new Heading("Slut"), new Paragraph("Til sidst.")])));

        Assert.True(pdf.Pages.Count >= 4, $"{pdf.Pages.Count} pages");
        Assert.Contains($"Side {pdf.Pages.Count} af {pdf.Pages.Count}", pdf.Text);
        Assert.Equal(60, Regex.Count(pdf.Text, "Afsnit nummer"));
        foreach (var (font, size, x, y, line) in pdf.Pages.SelectMany(pdf.Lines))
        {
            Assert.True(x + font.Width(line.TrimEnd(), size) <= TaggedPdf.Width - 50, line);
            Assert.InRange(y, 30, TaggedPdf.Height - 40);
        }
    }

    // Whatever stands above it: a heading has its text under it on the same page, and no line of a paragraph is alone.
    [Fact]
    public void A_heading_is_never_the_last_thing_on_a_page()
    {
        for (var lines = 1; lines <= 45; lines++)
        {
            var above = new Paragraph(string.Join('\n', Enumerable.Range(0, lines).Select(i => $"Linje {i}")));
            var pdf = Pdf.Of(SheetPdf.Of(new Sheet("Prøve", "da", "Kommunen", ["Ane"], new DateOnly(2026, 3, 11), "G-1", [above, new Heading("OVERSKRIFT"), new Paragraph("Under overskriften.")])));

            Assert.Contains(pdf.Pages, p => pdf.TextOf(p).Contains("OVERSKRIFT", StringComparison.Ordinal) && pdf.TextOf(p).Contains("Under overskriften", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Letters_that_the_font_lacks_break_nothing() => Assert.Contains("Hej", Pdf.Of(SheetPdf.Of(Everything(more: new Paragraph("Hej \ud83d\ude00 مرحبا (parens) \\ >")))).Text);

    [Fact]
    public void The_same_sheet_gives_the_same_bytes() => Assert.Equal(SheetPdf.Of(Everything(), Key), SheetPdf.Of(Everything(), Key));

    [Fact]
    public void A_stored_sheet_is_read_as_it_was_written()
    {
        var json = Everything().ToJson();

        Assert.Equal(json, Sheet.FromJson(json).ToJson());
        Assert.Contains("\"is\":\"signatures\"", json);
        Assert.Contains("Blåbærgrød", json);
    }

    private static Block[] Long(int paragraphs) =>
        [.. Enumerable.Range(1, paragraphs).Select(i => new Paragraph($"Afsnit nummer {i}. " + string.Concat(Enumerable.Repeat("Mentoren hjælper med at komme ud ad døren og møde til tiden. ", 5))))];

    [GeneratedRegex(" Tj| re\n| S\n")]
    private static partial Regex Drawn();

    [GeneratedRegex("/[A-Za-z0-9]+ <<[^\n]*>> BDC\n.*?EMC", RegexOptions.Singleline)]
    private static partial Regex Inside();

    [GeneratedRegex("/MCID ")]
    private static partial Regex Marks();

    [GeneratedRegex(@"(\d+) \[([^\]]*)\]")]
    private static partial Regex ParentsOf();

    /// <summary>Reads back what the writer wrote, through the file's own tables: cross references, page tree, fonts and their maps.</summary>
    private sealed class Pdf
    {
        private readonly Dictionary<string, Dictionary<string, string>> maps = new(StringComparer.Ordinal);

        public byte[] Bytes { get; private init; } = [];
        public string Objects { get; private init; } = "";
        public IReadOnlyList<string> Pages { get; private init; } = [];
        public string Text => string.Join('\n', Pages.Select(TextOf));

        public static Pdf Of(byte[] file)
        {
            var latin = Encoding.Latin1.GetString(file);
            Assert.StartsWith("%PDF-1.7", latin);
            var table = int.Parse(Regex.Match(latin, @"startxref\n(\d+)\n%%EOF").Groups[1].Value, CultureInfo.InvariantCulture);
            var offsets = Regex.Matches(latin[table..], @"^(\d{10}) 00000 n ", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
            var objects = new List<string>();
            for (var i = 0; i < offsets.Count; i++)
            {
                Assert.StartsWith($"{i + 1} 0 obj\n", latin[offsets[i]..]);
                objects.Add(latin[(offsets[i] + $"{i + 1} 0 obj\n".Length)..latin.IndexOf("\nendobj", offsets[i], StringComparison.Ordinal)]);
            }
            string At(string dictionary, string key) => objects[int.Parse(Regex.Match(dictionary, $@"/{key} (\d+) 0 R").Groups[1].Value, CultureInfo.InvariantCulture) - 1];
            var catalog = At(latin[latin.IndexOf("trailer", StringComparison.Ordinal)..], "Root");
            var kids = Regex.Match(At(catalog, "Pages"), @"/Kids\[(.*)\]").Groups[1].Value.Split(" 0 R", StringSplitOptions.RemoveEmptyEntries).Select(k => objects[int.Parse(k, CultureInfo.InvariantCulture) - 1]).ToList();
            var pdf = new Pdf { Bytes = file, Objects = string.Join('\n', objects.Where(o => !o.Contains("stream\n", StringComparison.Ordinal))), Pages = kids.ConvertAll(k => Unpacked(At(k, "Contents"))) };
            foreach (var font in new[] { "R", "S" })
                pdf.maps[font] = Regex.Matches(Unpacked(At(At(kids[0], font), "ToUnicode")), "^<([0-9A-F]{4})> <([0-9A-F]+)>$", RegexOptions.Multiline)
                    .Where(m => m.Groups[1].Value != "0000" || m.Groups[2].Value != "FFFF").ToDictionary(m => m.Groups[1].Value, m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));
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
            var all = Regex.Matches(Encoding.Latin1.GetString(Bytes), @"(?:^|\n)(\d+) 0 obj\n<</Type/StructElem/S/(\w+)/P (\d+) 0 R/K\[(.*?)\]", RegexOptions.Singleline)
                .ToDictionary(m => m.Groups[1].Value, m => (Tag: m.Groups[2].Value, Kids: Regex.Matches(Regex.Replace(m.Groups[4].Value, "<<.*?>>", ""), @"(\d+) 0 R").Select(k => k.Groups[1].Value).ToList()));
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
            var packed = Encoding.Latin1.GetBytes(stream[(stream.IndexOf("stream\n", StringComparison.Ordinal) + 7)..stream.LastIndexOf("\nendstream", StringComparison.Ordinal)]);
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            zlib.CopyTo(bytes);
            return Encoding.Latin1.GetString(bytes.ToArray());
        }
    }
}
