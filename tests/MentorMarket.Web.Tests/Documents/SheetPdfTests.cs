using System.Text;
using System.Text.RegularExpressions;
using MentorMarket.Web.Documents;
using MentorMarket.Web.Documents.Pdf;

namespace MentorMarket.Web.Tests.Documents;

/// <summary>A sheet as a PDF: tagged, with its language, its title and its fonts inside, and text that can be read out of it.</summary>
public sealed partial class SheetPdfTests
{
    private static readonly LetterKey Key = new("https://mentor.example/c/AbCdEfGhIjKlMnOpQrStUv", "ABCD-2345");

    private static Sheet Everything(string language = "da", params Block[] more) => new(
        "Afgørelse om mentorstøtte", language, "Prøvekøbing Kommune", ["Prøvine Æbleskov Åkjær", "Prøvevej 12", "0000 Øby"],
            new DateOnly(2026, 3, 11), "Bevilling G-1",
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
        var pdf = PdfText.Of(SheetPdf.Of(Everything()));

        Assert.Matches(@"/Catalog.*/MarkInfo<</Marked true>>/Lang\(da-DK\)/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot",
            pdf.Objects);
        Assert.Contains("/Lang(en)", PdfText.Of(SheetPdf.Of(Everything("en"))).Objects);
        Assert.Contains(PdfFile.Text("Afgørelse om mentorstøtte"), pdf.Objects);
        Assert.Contains("<rdf:li xml:lang=\"x-default\">Afgørelse om mentorstøtte</rdf:li>", Encoding.UTF8.GetString(pdf.Bytes));
    }

    [Fact]
    public void Everything_has_a_tag_or_is_an_artifact_and_the_tags_stand_in_reading_order()
    {
        var pdf = PdfText.Of(SheetPdf.Of(Everything(), Key));

        Assert.Equal(
            ["P", "P", "P", "P", "H1", "P", "H2", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "L", "LI", "Lbl", "LBody", "LI", "Lbl",
                "LBody", "P", "Link", "Figure", "P", "P", "P"],
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
        var pdf = PdfText.Of(SheetPdf.Of(Everything(more: Long(40)), Key));

        var marks = pdf.Pages.Select(p => Marks().Count(p)).ToList();
        var parents = ParentsOf().Matches(Regex.Match(pdf.Objects, @"/Nums\[(.*)\]>>").Groups[1].Value)
            .Select(m => m.Groups[2].Value.Split(" 0 R", StringSplitOptions.RemoveEmptyEntries).Length).ToList();
        Assert.True(marks.Count > 1);
        Assert.Equal(marks, parents);
        Assert.Equal(marks.Sum(), Regex.Count(pdf.Objects, "/Type/MCR"));
    }

    [Fact]
    public void It_says_that_it_is_accessible_and_its_address_can_be_tapped()
    {
        var pdf = PdfText.Of(SheetPdf.Of(Everything(), Key));

        Assert.Matches("xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1</pdfuaid:part>",
            Encoding.UTF8.GetString(pdf.Bytes));
        var link = Assert.Single(Regex.Matches(pdf.Objects,
            @"/Subtype/Link/Rect\[([\d. ]+)\].*/StructParent (\d+)/Contents <([0-9A-F]+)>/A<</S/URI/URI\((.*)\)>>>>"));
        Assert.Equal(Key.Link, link.Groups[4].Value);
        Assert.Equal(PdfFile.Text(Key.Link), $"<{link.Groups[3].Value}>");
        var box = link.Groups[1].Value.Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var (_, _, x, y, _) = pdf.Pages.SelectMany(pdf.Lines).Single(l => l.Line == Key.Link);
        Assert.True(box[0] <= x && box[1] < y && box[3] > y && box[2] > box[0] + 100, string.Join(' ', box));
        // The tree knows the place, and the place its element.
        var element = Regex.Match(Encoding.Latin1.GetString(pdf.Bytes),
            @"(\d+) 0 obj\n<</Type/StructElem/S/Link/.*?/Type/OBJR/Pg \d+ 0 R/Obj \d+ 0 R>>").Groups[1].Value;
        Assert.Matches($@"/Nums\[.*\] {link.Groups[2].Value} {element} 0 R\]", pdf.Objects);
        Assert.Single(Regex.Matches(pdf.Objects, @"/Tabs/S/Annots\[\d+ 0 R\]"));
        Assert.DoesNotContain("/Annots", PdfText.Of(SheetPdf.Of(Everything())).Objects);
    }

    [Fact]
    public void Its_text_can_be_read_out_of_it_with_all_letters()
    {
        var text = PdfText.Of(SheetPdf.Of(Everything(), Key)).Text;

        foreach (var said in new[] { "Prøvine Æbleskov Åkjær", "Blåbærgrød på Øland, sagde Ærlige Åse.", "Det er bevilget", "3 t. 30 min.",
            "11.03.2026", Key.Link, Key.Code, "Side 1 af 1" })
            Assert.Contains(said, text);
        Assert.DoesNotContain("Her stod linket", text);
    }

    [Fact]
    public void Without_the_key_it_says_that_link_and_code_are_not_kept()
    {
        var text = PdfText.Of(SheetPdf.Of(Everything())).Text;

        Assert.Contains("Her stod linket", text);
        Assert.DoesNotContain("Din kode", text);
    }

    [Fact]
    public void The_fonts_are_inside_it_with_the_letters_used_and_no_more()
    {
        var file = SheetPdf.Of(Everything());
        var pdf = PdfText.Of(file);

        Assert.Equal(2, Regex.Count(pdf.Objects, "/FontFile2 "));
        Assert.Equal(2, Regex.Count(pdf.Objects, "/ToUnicode "));
        Assert.True(file.Length < 60_000, $"{file.Length} bytes");
    }

    [Fact]
    public void A_long_text_goes_over_pages_with_numbers_and_no_line_over_the_edge()
    {
        var pdf = PdfText.Of(SheetPdf.Of(
            Everything(more: [.. Long(60), new Paragraph(new string('x', 900)), new Heading("Slut"), new Paragraph("Til sidst.")])));

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
            var pdf = PdfText.Of(SheetPdf.Of(new Sheet("Prøve", "da", "Kommunen", ["Ane"], new DateOnly(2026, 3, 11), "G-1",
                [above, new Heading("OVERSKRIFT"), new Paragraph("Under overskriften.")])));

            Assert.Contains(pdf.Pages, p => pdf.TextOf(p).Contains("OVERSKRIFT", StringComparison.Ordinal) && pdf.TextOf(p)
                .Contains("Under overskriften", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Letters_that_the_font_lacks_break_nothing() =>
        Assert.Contains("Hej", PdfText.Of(SheetPdf.Of(Everything(more: new Paragraph("Hej \ud83d\ude00 مرحبا (parens) \\ >")))).Text);

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
        [.. Enumerable.Range(1, paragraphs)
            .Select(i => new Paragraph($"Afsnit nummer {i}. "
            + string.Concat(Enumerable.Repeat("Mentoren hjælper med at komme ud ad døren og møde til tiden. ", 5))))];

    [GeneratedRegex(" Tj| re\n| S\n")]
    private static partial Regex Drawn();

    [GeneratedRegex("/[A-Za-z0-9]+ <<[^\n]*>> BDC\n.*?EMC", RegexOptions.Singleline)]
    private static partial Regex Inside();

    [GeneratedRegex("/MCID ")]
    private static partial Regex Marks();

    [GeneratedRegex(@"(\d+) \[([^\]]*)\]")]
    private static partial Regex ParentsOf();
}
