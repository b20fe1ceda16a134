using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Documents.Pdf;

/// <summary>
/// A sheet as a PDF on A4: the receiver where the window of a Danish envelope is, lines that wrap, pages that break
/// without leaving a heading or a single line behind, and page numbers.
/// </summary>
internal sealed class SheetPdf
{
    private const double Left = 56.7; // 20 mm
    private const double Measure = TaggedPdf.Width - (2 * Left);
    private const double WindowTop = 136; // 48 mm
    private const double BodyTop = 270; // below the window and the first fold
    private const double PageTop = 62;
    private const double PageBottom = TaggedPdf.Height - 72;
    private const double Size = 10.5;
    private const double Leading = 15;
    private const double Column = 142; // where what a label names begins

    private readonly Sheet sheet;
    private readonly LetterKey? key;
    private readonly TaggedPdf pdf;
    private readonly List<Line> lines = [];

    /// <summary>What happens before the next line is drawn: tags that open.</summary>
    private List<Action<double>> before = [];

    private SheetPdf(Sheet sheet, LetterKey? key)
    {
        (this.sheet, this.key) = (sheet, key);
        pdf = new TaggedPdf(sheet.Title, sheet.Language == "en" ? "en" : "da-DK", sheet.Date);
    }

    /// <summary>The file; with the key only in the answer to the one who issues it.</summary>
    public static byte[] Of(Sheet sheet, LetterKey? key = null)
    {
        var writer = new SheetPdf(sheet, key);
        writer.Head();
        writer.AddText("H1", sheet.Title, PlexFont.SemiBold, 17, 22, Left, Measure, keepsWithNext: true);
        writer.Gap(8);
        foreach (var block in sheet.Blocks) writer.Add(block);
        writer.Place();
        writer.Numbers();
        return writer.pdf.ToBytes();
    }

    private static string PageOf(string language, int page, int pages) => language == "en" ? $"Page {page} of {pages}"
        : $"Side {page} af {pages}";

    private void Head()
    {
        pdf.NewPage();
        pdf.Open("P");
        pdf.Draw(PlexFont.SemiBold, 13, Left, 70, sheet.Sender);
        pdf.Close();
        var y = WindowTop;
        pdf.Open("P");
        foreach (var line in sheet.Receiver.SelectMany(l => Wrap(l, PlexFont.Regular, Size, 240)).Take(7))
        {
            pdf.Draw(PlexFont.Regular, Size, Left, y, line + " ");
            y += 14;
        }
        pdf.Close();
        var right = TaggedPdf.Width - Left;
        foreach (var (text, at) in new[] { (Show.Date(sheet.Date), WindowTop), (sheet.Reference, WindowTop + 14) })
        {
            pdf.Open("P");
            pdf.Draw(PlexFont.Regular, Size, right - PlexFont.Regular.Width(text, Size), at, text);
            pdf.Close();
        }
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case Heading heading:
                Gap(8);
                AddText("H2", heading.Text, PlexFont.SemiBold, 12.5, 17, Left, Measure, keepsWithNext: true);
                Gap(3);
                break;
            case Paragraph paragraph:
                foreach (var part in paragraph.Text.ReplaceLineEndings("\n")
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    AddText("P", part, PlexFont.Regular, Size, Leading, Left, Measure);
                    Gap(6);
                }
                break;
            case Points points:
                Open("L");
                for (var i = 0; i < points.Items.Count; i++)
                {
                    AddItem(points.IsNumbered ? $"{i + 1}." : "•", PlexFont.Regular, 18, [points.Items[i]]);
                }
                Close();
                Gap(6);
                break;
            case Facts facts:
                Open("L");
                foreach (var fact in facts.Items)
                {
                    AddItem(fact.Label, PlexFont.SemiBold, Column, fact.Lines);
                    Gap(5);
                }
                Close();
                Gap(3);
                break;
            case Signatures signatures:
                AddSignatures(signatures);
                break;
            case KeyPlace place:
                AddKey(place);
                break;
            default:
                throw new InvalidOperationException($"A {block.GetType().Name} cannot be drawn.");
        }
    }

    private void AddText(string tag, string text, PlexFont font, double size, double leading, double x, double width,
        bool keepsWithNext = false)
    {
        Open(tag);
        AddLines([.. Wrap(text, font, size, width)], font, size, leading, x, keepsWithNext);
        Close();
    }

    // The first and the last two lines stay together: none stands alone at the foot or the head of a page.
    private void AddLines(List<string> wrapped, PlexFont font, double size, double leading, double x, bool keepsWithNext = false,
        int keepFirst = 2)
    {
        for (var i = 0; i < wrapped.Count; i++)
        {
            var isLast = i == wrapped.Count - 1;
            var text = isLast ? wrapped[i] : wrapped[i] + " ";
            AddLine(leading, isLast ? keepsWithNext : i < keepFirst - 1 || i == wrapped.Count - 2, y => pdf.Draw(font, size, x, y, text));
        }
    }

    // A label and beside it what it names, in a list: a screen reader says them as a pair.
    private void AddItem(string label, PlexFont labelFont, double indent, IReadOnlyList<string> body)
    {
        var labels = Wrap(label, labelFont, Size, indent - 8).ToList();
        Open("LI");
        Open("Lbl");
        before.Add(y =>
        {
            for (var i = 0; i < labels.Count; i++) pdf.Draw(labelFont, Size, Left, y + (i * Leading), labels[i] + " ");
        });
        Close();
        Open("LBody");
        var wrapped = body.SelectMany(line => Wrap(line, PlexFont.Regular, Size, Measure - indent)).ToList();
        AddLines(wrapped, PlexFont.Regular, Size, Leading, Left + indent, keepFirst: Math.Max(2, labels.Count));
        for (var i = wrapped.Count; i < labels.Count; i++) AddLine(Leading, false, _ => { });
        Close();
        Close();
    }

    private void AddSignatures(Signatures signatures)
    {
        for (var i = 0; i < signatures.Who.Count; i++)
        {
            var who = signatures.Who[i];
            Gap(34);
            Open("P");
            AddLine(Leading, false, y =>
            {
                pdf.Rule(Left, y - 12, 120);
                pdf.Rule(Left + Column, y - 12, 260);
                pdf.Draw(PlexFont.Regular, 9, Left, y, signatures.DateLabel + " ");
                pdf.Draw(PlexFont.Regular, 9, Left + Column, y, who);
            });
            Close();
        }
    }

    private void AddKey(KeyPlace place)
    {
        if (key is null)
        {
            AddText("P", place.Withheld, PlexFont.Regular, Size, Leading, Left, Measure);
            Gap(6);
            return;
        }
        // On a phone it is tapped.
        const double size = 11.5;
        Open("P");
        Open("Link");
        foreach (var part in Wrap(key.Link, PlexFont.SemiBold, size, Measure))
        {
            AddLine(Leading, true, y =>
            {
                pdf.Draw(PlexFont.SemiBold, size, Left, y, part);
                pdf.Tap(key.Link, Left, y, PlexFont.SemiBold.Width(part, size), size);
            });
        }
        Close();
        Close();
        Gap(6);
        const double side = 113; // 40 mm
        AddLine(side, true, y =>
        {
            pdf.Open("Figure", place.PictureText);
            var qr = new QrPicture(key.Link);
            var module = side / qr.Size;
            pdf.Fill(Left, y - Size, side, [.. qr.Bars.Select(b => (b.X * module, b.Y * module, b.Width * module, module))]);
            pdf.Close();
        });
        Gap(8);
        Open("P");
        AddLine(20, false, y =>
        {
            pdf.Draw(PlexFont.Regular, Size, Left, y, place.CodeLabel + " ");
            pdf.Draw(PlexFont.SemiBold, 14, Left + PlexFont.Regular.Width(place.CodeLabel + "  ", Size), y, key.Code);
        });
        Close();
        Gap(6);
    }

    private void Open(string tag) => before.Add(_ => pdf.Open(tag));

    private void Close()
    {
        if (before.Count > 0) before.Add(_ => pdf.Close());
        else lines[^1].After.Add(pdf.Close);
    }

    private void AddLine(double height, bool keepsWithNext, Action<double> draw)
    {
        lines.Add(new Line(height, keepsWithNext, [.. before, draw]));
        before = [];
    }

    private void Gap(double height)
    {
        if (lines.Count > 0) lines[^1].Gap += height;
    }

    private void Place()
    {
        var y = BodyTop;
        for (var i = 0; i < lines.Count;)
        {
            var end = i;
            while (end < lines.Count - 1 && lines[end].KeepsWithNext) end++;
            var height = lines[i..(end + 1)].Sum(l => l.Height + l.Gap) - lines[end].Gap;
            if (y + height - Leading > PageBottom && height < PageBottom - PageTop)
            {
                pdf.NewPage();
                y = PageTop;
            }
            for (; i <= end; i++)
            {
                foreach (var draw in lines[i].Draw) draw(y);
                foreach (var close in lines[i].After) close();
                y += lines[i].Height + lines[i].Gap;
            }
        }
    }

    private void Numbers()
    {
        for (var page = 0; page < pdf.Pages; page++)
        {
            var text = PageOf(sheet.Language, page + 1, pdf.Pages);
            pdf.DrawArtifact(page, PlexFont.Regular, 8.5, TaggedPdf.Width - Left - PlexFont.Regular.Width(text, 8.5),
                TaggedPdf.Height - 40, text);
            pdf.DrawArtifact(page, PlexFont.Regular, 8.5, Left, TaggedPdf.Height - 40, $"{sheet.Sender} · {sheet.Reference}");
        }
    }

    /// <summary>Lines that are no wider than this: broken at spaces, and within what has none (an address of a page).</summary>
    private static IEnumerable<string> Wrap(string text, PlexFont font, double size, double width)
    {
        foreach (var part in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in part.Replace("§ ", "§\u00a0", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var rest = word;
                if (line.Length > 0 && font.Width(line + " " + rest, size) <= width)
                {
                    line += " " + rest;
                    continue;
                }
                if (line.Length > 0) yield return line;
                while (font.Width(rest, size) > width)
                {
                    var fits = rest.Length - 1;
                    while (fits > 1 && (font.Width(rest[..fits], size) > width || char.IsHighSurrogate(rest[fits - 1]))) fits--;
                    yield return rest[..fits];
                    rest = rest[fits..];
                }
                line = rest;
            }
            yield return line;
        }
    }

    private sealed class Line(double height, bool keepsWithNext, IReadOnlyList<Action<double>> draw)
    {
        public double Height { get; } = height;
        public bool KeepsWithNext { get; } = keepsWithNext;
        public IReadOnlyList<Action<double>> Draw { get; } = draw;
        public List<Action> After { get; } = [];

        /// <summary>White space under it, that is not kept at the foot of a page.</summary>
        public double Gap { get; set; }
    }
}
