using System.Text;
using MentorMarket.Exchange.Tables;
using static MentorMarket.Exchange.Tests.Tables.MadeWorkbook;

namespace MentorMarket.Exchange.Tests.Tables;

/// <summary>Workbooks of Excel become text as the person at the screen would have typed it.</summary>
public sealed class WorkbookTests
{
    private static readonly string Header = Row(1, Text("A1", "CPR-nummer"), Text("B1", "Timer"), Text("C1", "Start"),
        Text("D1", "Bemærkning"));

    [Fact]
    public void Numbers_dates_and_text_read_as_they_are_typed_in_Danish()
    {
        var table = Read(new MadeWorkbook().Sheet("Ark1", Header,
            Row(2, Text("A2", " 010203-4567 "), Number("B2", 2.5), Date("C2", new(2026, 3, 1)), Text("D2", "Æblegrød; og &lt;mere&gt;")),
            Row(3, Number("A3", 102034567), Number("B3", 0.1 + 0.2), Text("C3", "1. marts"), Truth("D3", true))));

        Assert.Equal(["CPR-nummer", "Timer", "Start", "Bemærkning"], table.Headers);
        Assert.Equal(["010203-4567", "2,5", "01.03.2026", "Æblegrød; og <mere>"], Texts(table, 0));
        Assert.Equal(["102034567", "0,3", "1. marts", "ja"], Texts(table, 1));
        Assert.False(table.Rows[0].Cells[0].IsNumber);
        Assert.True(table.Rows[1].Cells[0].IsNumber);
    }

    [Fact]
    public void A_formula_reads_as_the_value_saved_with_it_and_one_that_failed_as_nothing()
    {
        var table = Read(new MadeWorkbook().Sheet("Ark1", Header,
            Row(2, TextFormula("A2", "CONCATENATE(&quot;0102&quot;,&quot;03&quot;)", "010203"), Formula("B2", "1+1", 2), Error("C2"),
                Text("D2", "=1+1"))));

        Assert.Equal(["010203", "2", "", "=1+1"], Texts(table, 0));
    }

    [Fact]
    public void A_cell_that_failed_or_has_no_saved_value_says_so_and_is_not_empty()
    {
        var table = Read(new MadeWorkbook().Sheet("Ark1", Header,
            Row(2, Error("A2"), "<c r=\"B2\"><f>VLOOKUP(A2,Ark2!A:B,2,0)</f></c>", "<c r=\"C2\"><f>A1</f><v></v></c>",
                "<c r=\"D2\" t=\"str\"><f>\"\"</f><v></v></c>"),
            Row(3, "<c r=\"A3\" t=\"e\"><v>#N/A</v></c>", Text("B3", "#I/T"), "<c r=\"C3\" t=\"str\"><f>A1</f></c>",
                "<c r=\"D3\" t=\"str\"><f>A1</f><v>#REF!</v></c>"),
            Row(4, Text("A4", "#1"), Text("B4", "#####"), Text("C4", "Err:502"))));

        Assert.Equal([CellFault.Error, CellFault.NoValue, CellFault.NoValue, CellFault.None], table.Rows[0].Cells.Select(c => c.Fault));
        Assert.Equal([CellFault.Error, CellFault.Error, CellFault.NoValue, CellFault.Error], table.Rows[1].Cells.Select(c => c.Fault));
        Assert.Equal([CellFault.None, CellFault.Error, CellFault.Error, CellFault.None], table.Rows[2].Cells.Select(c => c.Fault));
        Assert.All(table.Rows.SelectMany(r => r.Cells).Where(c => c.Fault != CellFault.None),
            c => Assert.True(!c.IsEmpty && c.Text.Length == 0));
    }

    [Theory]
    [InlineData("<row r=\"2147483647\"><c r=\"A2147483647\"><v>1</v></c></row>", TableFault.TooManyRows)]
    [InlineData("<row r=\"1048577\"><c><v>1</v></c></row>", TableFault.TooManyRows)]
    [InlineData("<row r=\"99999999999999999999\"><c><v>1</v></c></row>", TableFault.TooManyRows)]
    [InlineData("<row r=\"-1\"><c><v>1</v></c></row>", TableFault.TooManyRows)]
    [InlineData("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>", TableFault.None)]
    [InlineData("<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>", TableFault.None)]
    [InlineData("<row r=\"2\"><c r=\"ZZZZZZZZZZZZ2\"><v>1</v></c></row>", TableFault.None)]
    public void A_row_or_column_that_no_sheet_has_ends_the_reading_at_once(string row, TableFault expected)
    {
        var file = new MadeWorkbook().Sheet("Ark1", Header, row).ToBytes();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal(expected, Table.Read(file).Fault);

        // A reader that fills the gap makes a row for each number up to it: for minutes.
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 5_000_000);
    }

    [Fact]
    public void One_cell_or_one_sheet_of_many_megabytes_is_refused_without_being_held()
    {
        var cell = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", new string('x', 30_000_000)))).ToBytes();
        var shared = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", new string('x', TableLimits.MostCellCharacters))))
            .ToBytes();
        var sheet = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "x")), new string(' ', (int)TableLimits.MostPartBytes))
            .ToBytes();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(TableFault.TooLarge, Table.Read(cell).Fault);
        Assert.Equal(TableFault.TooLarge, Table.Read(sheet).Fault);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 10_000_000);
        Assert.Equal(TableFault.None, Table.Read(shared).Fault);
    }

    [Fact]
    public void Nobody_reads_on_for_a_client_who_has_gone()
    {
        var rows = Enumerable.Range(2, 10_000).Select(n => Row(n, Text($"A{n}", "x"))).Prepend(Header).ToArray();
        var file = new MadeWorkbook().Sheet("Ark1", rows).ToBytes();
        var csv = Encoding.UTF8.GetBytes("k\n" + string.Concat(Enumerable.Repeat("x\n", 10_000)));
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        Assert.Throws<OperationCanceledException>(() => Table.Read(file, cancel: gone.Token));
        Assert.Throws<OperationCanceledException>(() => Table.Look(file, gone.Token));
        Assert.Throws<OperationCanceledException>(() => Table.Read(csv, cancel: gone.Token));
    }

    [Fact]
    public void What_no_database_keeps_is_shown_as_unreadable()
    {
        var workbook = new MadeWorkbook().Sheet("Ark1", Row(1, Text("A1", "Navn_x0000_"), Text("B1", "By")),
            Row(2, Text("A2", "A_x0000_B_xD83D_C"), Text("B2", "_xD83D__xDE00_"))).ToBytes();
        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Navn\0;By\r\nA\0B\uFFFD" + "C;\uD83D\uDE00\r\n"))
            .ToArray();

        foreach (var file in new[] { workbook, utf16 })
        {
            var (table, fault) = Table.Read(file);
            Assert.Equal(TableFault.None, fault);
            Assert.Equal(["Navn\uFFFD", "By"], table!.Headers);
            Assert.Equal(["A\uFFFDB\uFFFDC", "\uD83D\uDE00"], Assert.Single(table.Rows).Cells.Select(c => c.Text));
        }
    }

    [Fact]
    public void Programs_write_the_same_table_in_different_ways()
    {
        const string Main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
        // Without places of cells and rows; shared texts with runs and phonetics; the strict form; a book elsewhere; days from 1904.
        var file = MadeWorkbook.Parts(
            ("_rels/.rels",
                "<Relationships xmlns=\"r\"><Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/xl/book22.xml\"/></Relationships>"),
            ("xl/book22.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"Diagram\" sheetId=\"1\" r:id=\"c\"/><sheet name=\"Ark\" sheetId=\"2\" r:id=\"s\"/></sheets></workbook>"),
            ("xl/_rels/book22.xml.rels",
                "<Relationships xmlns=\"r\"><Relationship Id=\"c\" Type=\"x/chartsheet\" Target=\"chartsheets/1.xml\"/><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"/xl/worksheets/one.xml\"/><Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"../xl/texts.xml\"/><Relationship Id=\"f\" Type=\"x/styles\" Target=\"./styles.xml\"/></Relationships>"),
            ("xl\\texts.xml",
                $"<sst xmlns=\"{Main}\"><si><t>Navn</t></si><si><r><t xml:space=\"preserve\">A\u030A</t></r><r><t>se_x000A_B</t></r><rPh sb=\"0\" eb=\"1\"><t>udtale</t></rPh></si></sst>"),
            ("xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-406]d\\. mmmm yyyy;@\"/><numFmt numFmtId=\"171\" formatCode=\"#,##0.00\\ &quot;dage&quot;\"/><numFmt numFmtId=\"172\" formatCode=\"[h]:mm\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"),
            ("xl/worksheets/one.xml",
                $"<worksheet xmlns=\"{Main}\"><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>Dag</t></is></c><c t=\"inlineStr\"><is><t>Pris</t></is></c><c t=\"inlineStr\"><is><t>Tid</t></is></c><c t=\"inlineStr\"><is><t>Kl</t></is></c><c t=\"inlineStr\"><is><t>Iso</t></is></c></row><row/><row><c t=\"s\"><v>1</v></c><c s=\"1\"><v>44620</v></c><c s=\"2\"><v>412.5</v></c><c s=\"3\"><v>2.5</v></c><c s=\"4\"><v>0.5</v></c><c t=\"d\"><v>2026-03-01T00:00:00</v></c></row></sheetData></worksheet>"));

        var (table, fault) = Table.Read(file);

        Assert.Equal(TableFault.None, fault);
        Assert.Equal("Ark", table!.Sheet);
        Assert.Equal(["Navn", "Dag", "Pris", "Tid", "Kl", "Iso"], table.Headers);
        Assert.Equal(["Åse\nB", "01.03.2026", "412,5", "60:00", "12.00", "01.03.2026"], Texts(table, 0));
        Assert.Equal(3, table.Rows[0].Number);
    }

    [Fact]
    public void Other_formats_are_told_by_name()
    {
        Assert.Equal(TableFault.OpenDocument,
            Table.Read(MadeWorkbook.Parts(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>"))).Fault);
        Assert.Equal(TableFault.Numbers, Table.Read(MadeWorkbook.Parts(("Index/Document.iwa", "x"), ("preview.jpg", "x"))).Fault);
        Assert.Equal(TableFault.BinaryWorkbook, Table.Read(MadeWorkbook.Parts(("xl/workbook.bin", "x"))).Fault);
        Assert.Equal(TableFault.Markup, Table.Read("\r\n<html><table><tr><td>CPR</td></tr></table></html>"u8.ToArray()).Fault);
        Assert.Equal(TableFault.Markup, Table.Read("\uFEFF<?xml version=\"1.0\"?><Workbook/>"u8.ToArray()).Fault);
        Assert.Equal(TableFault.NotATable, Table.Read(MadeWorkbook.Parts(("word/document.xml", "<x/>"))).Fault);
    }

    [Fact]
    public void The_names_of_the_columns_may_stand_in_any_row()
    {
        var file = new MadeWorkbook().Sheet("Vejledning", Row(1, Text("A1", "Sådan gør du")))
            .Sheet("Borgere", Row(1, Text("A1", "Bevillinger 2026")), Row(3, Text("A3", "Navn"), Text("B3", "By")),
                Row(4, Text("A4", "Ane"), Text("B4", "Helsinge"))).ToBytes();

        var (starts, fault) = Table.Look(file);
        Assert.Equal(TableFault.None, fault);
        Assert.Equal([("Vejledning", 1), ("Borgere", 3)], starts.Select(s => (s.Sheet, s.Rows.Count)));
        Assert.Equal([1, 3, 4], starts[1].Rows.Select(r => r.Number));
        var table = Table.Read(file, "Borgere", 3).Table!;
        Assert.Equal((3, "Navn By", "Ane Helsinge"), (table.HeaderRow, string.Join(' ', table.Headers), string.Join(' ', Texts(table, 0))));
    }

    [Fact]
    public void Rows_keep_the_numbers_of_the_sheet_and_empty_ones_are_passed_over()
    {
        var table = Read(new MadeWorkbook().Sheet("Ark1", Row(3, Text("A3", "Navn"), Text("C3", "By")), Row(7, Text("A7", "Ane")),
            Row(9, Text("C9", "Helsinge"), Text("E9", "for meget"))));

        Assert.Equal(["Navn", "B", "By"], table.Headers);
        Assert.Equal([7, 9], table.Rows.Select(r => r.Number));
        Assert.Equal(["Ane", "", ""], Texts(table, 0));
        Assert.Equal([RowFault.None, RowFault.ExtraCells], table.Rows.Select(r => r.Fault));
    }

    [Fact]
    public void The_first_visible_sheet_is_read_unless_another_is_named()
    {
        var file = new MadeWorkbook().HiddenSheet("Koder", Row(1, Text("A1", "skjult")), Row(2, Text("A2", "1")))
            .Sheet("Borgere", Row(1, Text("A1", "Navn")), Row(2, Text("A2", "Ane")))
            .Sheet("Andet", Row(1, Text("A1", "Sprog")), Row(2, Text("A2", "da"))).ToBytes();

        Assert.Equal("Borgere", Table.Read(file).Table!.Sheet);
        Assert.Equal(["Borgere", "Andet"], Table.Read(file).Table!.Sheets);
        Assert.Equal(["Sprog"], Table.Read(file, "Andet").Table!.Headers);
        Assert.Equal(TableFault.UnknownSheet, Table.Read(file, "Koder").Fault);
        Assert.Equal(TableFault.UnknownSheet, Table.Read(file, "Findes ikke").Fault);
    }

    [Fact]
    public void An_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked()
    {
        var bomb = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "x")))
            .ToBytes(("xl/sharedStrings.xml", new byte[TableLimits.MostUnpackedBytes + 1]));

        Assert.True(bomb.Length < TableLimits.MostBytes);
        Assert.Equal(TableFault.TooLarge, Table.Read(bomb).Fault);
    }

    [Fact]
    public void An_archive_that_lies_about_its_size_unpacks_no_further_than_it_says()
    {
        var spaces = Encoding.UTF8.GetBytes(
            $"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{new string(' ', 60_000_000)}</sst>");
        var file = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "x"))).ToBytes(("xl/sharedStrings.xml", spaces));
        for (var at = 0; at + 4 <= file.Length; at++)
        {
            if (BitConverter.ToInt32(file, at) == spaces.Length) BitConverter.TryWriteBytes(file.AsSpan(at), 100);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (table, fault) = Table.Read(file);

        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 20_000_000);
        Assert.True(table is not null || fault == TableFault.NotATable);
    }

    [Fact]
    public void Too_many_rows_or_columns_are_said_and_not_cut_off()
    {
        var rows = Enumerable.Range(2, TableLimits.MostRows + 1).Select(n => Row(n, Text($"A{n}", "x"))).Prepend(Row(1, Text("A1", "Navn")))
            .ToArray();
        Assert.Equal(TableFault.TooManyRows, Table.Read(new MadeWorkbook().Sheet("Ark1", rows).ToBytes()).Fault);
        Assert.Equal(TableLimits.MostRows, Table.Read(new MadeWorkbook().Sheet("Ark1", rows[..^1]).ToBytes()).Table!.Rows.Count);

        var wide = Row(1, [.. Enumerable.Range(0, TableLimits.MostColumns + 1).Select(i => Text(Table.Letter(i) + "1", $"k{i}"))]);
        Assert.Equal(TableFault.TooManyColumns,
            Table.Read(new MadeWorkbook().Sheet("Ark1", wide, Row(2, Text("A2", "x"))).ToBytes()).Fault);
    }

    [Fact]
    public void What_is_no_workbook_is_said_to_be_none()
    {
        Assert.Equal(TableFault.NotATable, Table.Read(new byte[] { (byte)'P', (byte)'K', 3, 4, 1, 2, 3 }).Fault);
        Assert.Equal(TableFault.OldOrLocked, Table.Read(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1 }).Fault);
        Assert.Equal(TableFault.TooLarge, Table.Read(new byte[TableLimits.MostBytes + 1]).Fault);
        Assert.Equal(TableFault.Empty, Table.Read(new MadeWorkbook().Sheet("Ark1", Header).ToBytes()).Fault);

        // A part that declares entities is refused, not expanded.
        var entities = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "&e;"))).ToBytes();
        Assert.Equal(TableFault.NotATable, Table.Read(entities).Fault);
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    public void Columns_have_the_letters_of_a_spreadsheet(int column, string letter) => Assert.Equal(letter, Table.Letter(column));

    private static Table Read(MadeWorkbook workbook)
    {
        var (table, fault) = Table.Read(workbook.ToBytes());
        Assert.Equal(TableFault.None, fault);
        return table!;
    }

    private static IEnumerable<string> Texts(Table table, int row) => table.Rows[row].Cells.Select(c => c.Text);
}
