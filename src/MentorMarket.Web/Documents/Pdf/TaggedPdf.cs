using System.Globalization;
using System.Security;
using System.Text;

namespace MentorMarket.Web.Documents.Pdf;

/// <summary>
/// A PDF that a screen reader can read: everything drawn is either inside a tag of the structure tree or marked as an
/// artifact, the fonts are inside, and the title and the language are told.
/// </summary>
/// <remarks>Source: ISO 32000-1, 14.7-14.9 (tagged PDF); ISO 14289-1 (PDF/UA).</remarks>
internal sealed class TaggedPdf
{
    public const double Width = 595.28;
    public const double Height = 841.89;

    private readonly string title;
    private readonly string language;
    private readonly DateOnly date;
    private readonly PdfFile file = new();
    private readonly List<Page> pages = [];
    private readonly List<Tapped> taps = [];
    private readonly Element root;
    private readonly Dictionary<PlexFont, SortedDictionary<int, int>> used = new()
    {
        [PlexFont.Regular] = [],
        [PlexFont.SemiBold] = [],
    };

    private Element open;

    public TaggedPdf(string title, string language, DateOnly date)
    {
        (this.title, this.language, this.date) = (title, language, date);
        root = open = new Element("Document", null, file.Reserve());
    }

    public int Pages => pages.Count;

    public void NewPage() => pages.Add(new Page(file.Reserve()));

    /// <summary>What is drawn until it is closed belongs to it.</summary>
    /// <param name="alternative">What is said instead of a picture.</param>
    public void Open(string tag, string? alternative = null)
    {
        var child = new Element(tag, open, file.Reserve()) { Alternative = alternative };
        open.Kids.Add(child);
        open = child;
    }

    public void Close() => open = open.Parent ?? throw new InvalidOperationException("Nothing is open.");

    /// <summary>A line of text in the open element; y counts downwards to the baseline.</summary>
    public void Draw(PlexFont font, double size, double x, double y, string text) => Mark(page => Write(page, font, size, x, y, text));

    /// <summary>A line of text that is no part of what is read: a page number.</summary>
    public void DrawArtifact(int page, PlexFont font, double size, double x, double y, string text)
    {
        var content = pages[page].Content;
        content.Append("/Artifact <</Type/Pagination/Subtype/Footer>> BDC\n");
        Write(content, font, size, x, y, text);
        content.Append("EMC\n");
    }

    /// <summary>A thin line for the eye only.</summary>
    public void Rule(double x, double y, double width)
    {
        var n = PdfFile.Number;
        pages[^1].Content.Append(CultureInfo.InvariantCulture,
            $"/Artifact <</Type/Layout>> BDC\n0.6 w {n(x)} {n(Height - y)} m {n(x + width)} {n(Height - y)} l S\nEMC\n");
    }

    /// <summary>Filled squares, as of a QR code, in the open element.</summary>
    public void Fill(double x, double y, double size, IReadOnlyList<(double X, double Y, double Width, double Height)> boxes)
    {
        open.Box = (x, Height - y - size, x + size, Height - y);
        var n = PdfFile.Number;
        Mark(content =>
        {
            foreach (var box in boxes)
            {
                content.Append(CultureInfo.InvariantCulture,
                    $"{n(x + box.X)} {n(Height - y - box.Y - box.Height)} {n(box.Width)} {n(box.Height)} re\n");
            }
            content.Append("f\n");
        });
    }

    /// <summary>A place on the page that opens an address, told in the open element: a "Link".</summary>
    public void Tap(string address, double x, double y, double width, double size)
    {
        var tap = new Tapped(file.Reserve(), pages[^1], open, (x, Height - y - (size * 0.3), x + width, Height - y + size), address);
        open.Kids.Add(tap);
        taps.Add(tap);
    }

    public byte[] ToBytes()
    {
        var tree = file.Reserve();
        var catalog = file.Reserve();
        var pageTree = file.Reserve();
        var fonts = $"/R {AddFont(PlexFont.Regular)} 0 R/S {AddFont(PlexFont.SemiBold)} 0 R";
        for (var i = 0; i < pages.Count; i++)
        {
            var content = file.AddStream(Encoding.Latin1.GetBytes(pages[i].Content.ToString()));
            file.Set(pages[i].Number,
                $"<</Type/Page/Parent {pageTree} 0 R/MediaBox[0 0 {PdfFile.Number(Width)} {PdfFile.Number(Height)}]/Resources<</Font<<{fonts}>>>>/Contents {content} 0 R/StructParents {i}/Tabs/S{Annotations(pages[i])}>>");
        }
        for (var i = 0; i < taps.Count; i++) SetTap(taps[i], pages.Count + i);
        file.Set(pageTree, $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => $"{p.Number} 0 R"))}]>>");
        SetElement(root, tree);
        var parents = string.Join(' ', pages.Select((p, i) => $"{i} [{string.Join(' ', p.Marks.Select(e => $"{e.Number} 0 R"))}]"));
        var tapped = string.Concat(taps.Select((t, i) => $" {pages.Count + i} {t.Of.Number} 0 R"));
        var parentTree = file.Add($"<</Nums[{parents}{tapped}]>>");
        file.Set(
            tree, $"<</Type/StructTreeRoot/K {root.Number} 0 R/ParentTree {parentTree} 0 R/ParentTreeNextKey {pages.Count + taps.Count}>>");
        var metadata = file.AddStream(Encoding.UTF8.GetBytes(Metadata()), "/Type/Metadata/Subtype/XML", isCompressed: false);
        file.Set(
            catalog,
            $"<</Type/Catalog/Pages {pageTree} 0 R/MarkInfo<</Marked true>>/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot {tree} 0 R/Metadata {metadata} 0 R>>");
        var info = file.Add($"<</Title {PdfFile.Text(title)}/Producer(MentorMarket)/CreationDate(D:{date:yyyyMMdd})>>");
        return file.ToBytes(catalog, info);
    }

    private string Annotations(Page page) =>
        taps.Exists(t => t.Page == page) ? $"/Annots[{string.Join(' ', taps.Where(t => t.Page == page).Select(t => $"{t.Number} 0 R"))}]"
            : "";

    private void SetTap(Tapped tap, int key)
    {
        var n = PdfFile.Number;
        var box = tap.Box;
        // An address is written in ASCII, and neither bracket nor backslash ends the string.
        var address = new Uri(tap.Address).AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal)
            .Replace(")", "%29", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);
        file.Set(
            tap.Number,
            $"<</Type/Annot/Subtype/Link/Rect[{n(box.Left)} {n(box.Bottom)} {n(box.Right)} {n(box.Top)}]/Border[0 0 0]/F 4/P {tap.Page.Number} 0 R/StructParent {key}/Contents {PdfFile.Text(tap.Address)}/A<</S/URI/URI({address})>>>>");
    }

    private void Mark(Action<StringBuilder> draw)
    {
        var page = pages[^1];
        open.Kids.Add((page, page.Marks.Count));
        page.Content.Append(CultureInfo.InvariantCulture, $"/{open.Tag} <</MCID {page.Marks.Count}>> BDC\n");
        page.Marks.Add(open);
        draw(page.Content);
        page.Content.Append("EMC\n");
    }

    private void Write(StringBuilder content, PlexFont font, double size, double x, double y, string text)
    {
        var n = PdfFile.Number;
        content.Append(CultureInfo.InvariantCulture,
            $"BT /{(font == PlexFont.Regular ? 'R' : 'S')} {n(size)} Tf {n(x)} {n(Height - y)} Td <");
        foreach (var character in text.EnumerateRunes())
        {
            var glyph = font.Glyph(character);
            used[font].TryAdd(glyph, character.Value);
            content.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }
        content.Append("> Tj ET\n");
    }

    private void SetElement(Element element, int parent)
    {
        var kids = new StringBuilder();
        foreach (var kid in element.Kids)
        {
            if (kid is Element child)
            {
                kids.Append(CultureInfo.InvariantCulture, $"{child.Number} 0 R ");
                SetElement(child, element.Number);
            }
            else if (kid is (Page page, int mark))
            {
                kids.Append(CultureInfo.InvariantCulture, $"<</Type/MCR/Pg {page.Number} 0 R/MCID {mark}>> ");
            }
            else if (kid is Tapped tap)
            {
                kids.Append(CultureInfo.InvariantCulture, $"<</Type/OBJR/Pg {tap.Page.Number} 0 R/Obj {tap.Number} 0 R>> ");
            }
        }
        var alternative = element.Alternative is { } said ? $"/Alt {PdfFile.Text(said)}" : "";
        var n = PdfFile.Number;
        var box = element.Box is { } b ? $"/A<</O/Layout/BBox[{n(b.Left)} {n(b.Bottom)} {n(b.Right)} {n(b.Top)}]>>" : "";
        file.Set(element.Number, $"<</Type/StructElem/S/{element.Tag}/P {parent} 0 R/K[{kids}]{alternative}{box}>>");
    }

    // Letters are written as numbers of glyphs; ToUnicode says which characters they are, so that the text can be searched and read out.
    private int AddFont(PlexFont font)
    {
        var glyphs = used[font];
        var name = $"MMLTRS+{font.Name}";
        var program = font.Subset(glyphs.Keys);
        var embedded = file.AddStream(program, $"/Length1 {program.Length}");
        var descriptor = file.Add(
            $"<</Type/FontDescriptor/FontName/{name}/Flags 32/FontBBox[{string.Join(' ', font.Box)}]/ItalicAngle 0/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight {font.CapHeight}/StemV {(font == PlexFont.Regular ? 84 : 120)}/FontFile2 {embedded} 0 R>>");
        var widths = string.Join(' ', glyphs.Keys.Select(g => $"{g}[{font.Width(g)}]"));
        var descendant = file.Add(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 600/W[{widths}]/CIDToGIDMap/Identity>>");
        var characters = file.AddStream(Encoding.ASCII.GetBytes(ToUnicode(glyphs)));
        return file.Add(
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {characters} 0 R>>");
    }

    private static string ToUnicode(SortedDictionary<int, int> glyphs)
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var hundred in glyphs.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{hundred.Length} beginbfchar\n");
            foreach (var (glyph, character) in hundred)
            {
                map.Append(CultureInfo.InvariantCulture,
                    $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(character)))}>\n");
            }
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private string Metadata() => $"""
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part><dc:format>application/pdf</dc:format>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{SecurityElement.Escape(title)}</rdf:li></rdf:Alt></dc:title>
        <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>
        <?xpacket end="r"?>
        """;

    private sealed class Page(int number)
    {
        public int Number { get; } = number;
        public StringBuilder Content { get; } = new();

        /// <summary>The element of each piece of marked content, by its number on the page.</summary>
        public List<Element> Marks { get; } = [];
    }

    private sealed record Tapped(int Number, Page Page, Element Of, (double Left, double Bottom, double Right, double Top) Box,
        string Address);

    private sealed class Element(string tag, Element? parent, int number)
    {
        public string Tag { get; } = tag;
        public Element? Parent { get; } = parent;
        public int Number { get; } = number;
        public string? Alternative { get; init; }
        public (double Left, double Bottom, double Right, double Top)? Box { get; set; }

        /// <summary>Elements, marks on pages, and places to tap, in reading order.</summary>
        public List<object> Kids { get; } = [];
    }
}
