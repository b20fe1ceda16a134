using System.Text;
using MentorMarket.Exchange.Tables;
using static MentorMarket.Exchange.Tests.Tables.MadeWorkbook;

namespace MentorMarket.Exchange.Tests.Tables;

/// <summary>Workbooks of Excel become text as the person at the screen would have typed it.</summary>
public sealed class WorkbookTests
{
    private static readonly string Header = Row(1, Text("A1", "CPR-nummer"), Text("B1", "Timer"), Text("C1", "Start"), Text("D1", "Bemærkning"));

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
            Row(2, TextFormula("A2", "CONCATENATE(&quot;0102&quot;,&quot;03&quot;)", "010203"), Formula("B2", "1+1", 2), Error("C2"), Text("D2", "=1+1"))));

        Assert.Equal(["010203", "2", "", "=1+1"], Texts(table, 0));
    }

    [Fact]
    public void Rows_keep_the_numbers_of_the_sheet_and_empty_ones_are_passed_over()
    {
        var table = Read(new MadeWorkbook().Sheet("Ark1", Row(3, Text("A3", "Navn"), Text("C3", "By")), Row(7, Text("A7", "Ane")), Row(9, Text("C9", "Helsinge"), Text("E9", "for meget"))));

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
        var bomb = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "x"))).ToBytes(("xl/sharedStrings.xml", new byte[TableLimits.MostUnpackedBytes + 1]));

        Assert.True(bomb.Length < TableLimits.MostBytes);
        Assert.Equal(TableFault.TooLarge, Table.Read(bomb).Fault);
    }

    [Fact]
    public void An_archive_that_lies_about_its_size_unpacks_no_further_than_it_says()
    {
        var spaces = Encoding.UTF8.GetBytes($"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{new string(' ', 60_000_000)}</sst>");
        var file = new MadeWorkbook().Sheet("Ark1", Header, Row(2, Text("A2", "x"))).ToBytes(("xl/sharedStrings.xml", spaces));
        for (var at = 0; at + 4 <= file.Length; at++)
            if (BitConverter.ToInt32(file, at) == spaces.Length) BitConverter.TryWriteBytes(file.AsSpan(at), 100);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (table, fault) = Table.Read(file);

        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 20_000_000);
        Assert.True(table is not null || fault == TableFault.NotATable);
    }

    [Fact]
    public void Too_many_rows_or_columns_are_said_and_not_cut_off()
    {
        var rows = Enumerable.Range(2, TableLimits.MostRows + 1).Select(n => Row(n, Text($"A{n}", "x"))).Prepend(Row(1, Text("A1", "Navn"))).ToArray();
        Assert.Equal(TableFault.TooManyRows, Table.Read(new MadeWorkbook().Sheet("Ark1", rows).ToBytes()).Fault);
        Assert.Equal(TableLimits.MostRows, Table.Read(new MadeWorkbook().Sheet("Ark1", rows[..^1]).ToBytes()).Table!.Rows.Count);

        var wide = Row(1, [.. Enumerable.Range(0, TableLimits.MostColumns + 1).Select(i => Text(Table.Letter(i) + "1", $"k{i}"))]);
        Assert.Equal(TableFault.TooManyColumns, Table.Read(new MadeWorkbook().Sheet("Ark1", wide, Row(2, Text("A2", "x"))).ToBytes()).Fault);
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
