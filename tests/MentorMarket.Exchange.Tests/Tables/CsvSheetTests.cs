using System.Text;
using MentorMarket.Exchange.Tables;

namespace MentorMarket.Exchange.Tests.Tables;

/// <summary>CSV as different programs write it is the same table.</summary>
public sealed class CsvSheetTests
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly Encoding OldMac = CodePagesEncodingProvider.Instance.GetEncoding(10_000)!;

    public static TheoryData<string, byte[]> Dialects => new()
    {
        { "semicolon, UTF-8 with its mark", [.. Encoding.UTF8.Preamble, .. "Navn;Timer\r\nÅse Æbelø;2,5\r\n"u8] },
        { "semicolon, UTF-8 without", "Navn;Timer\nÅse Æbelø;2,5"u8.ToArray() },
        { "semicolon, Windows-1252", Windows1252.GetBytes("Navn;Timer\r\nÅse Æbelø;2,5\r\n") },
        { "comma with quotes", "Navn,Timer\n\"Åse Æbelø\",\"2,5\"\n"u8.ToArray() },
        { "UTF-16 with tabs, Excel's Unicode text", [
            .. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Navn\tTimer\r\nÅse Æbelø\t2,5\r\n")] },
        { "UTF-16 the other way round", [
            .. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("Navn;Timer\nÅse Æbelø;2,5\n")] },
        { "an old Mac's letters and line ends", OldMac.GetBytes("Navn;Timer\rÅse Æbelø;2,5\r") },
        { "a line sep=;", [.. Encoding.UTF8.Preamble, .. "sep=;\r\nNavn;Timer\r\nÅse Æbelø;2,5\r\n"u8] },
        { "letters composed of two", Encoding.UTF8.GetBytes("Navn;Timer\nA\u030Ase Æbelø;2,5\n") },
        { "spaces around, an empty line and a line of nothing but semicolons", "Navn ; Timer\n\n;;\n Åse Æbelø ; 2,5 \n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Every_dialect_gives_the_same_table(string dialect, byte[] file)
    {
        var (table, fault) = Table.Read(file);

        Assert.True(fault == TableFault.None, dialect);
        Assert.Equal(["Navn", "Timer"], table!.Headers);
        var row = Assert.Single(table.Rows);
        Assert.Equal(["Åse Æbelø", "2,5"], row.Cells.Select(c => c.Text));
        Assert.DoesNotContain(row.Cells, c => c.IsNumber);
    }

    [Fact]
    public void Rows_have_the_lines_of_the_file_and_say_when_they_are_misshapen()
    {
        var table = Table.Read("Navn;Mål\nAne;\"to\nlinjer\"\nBo\nEva;x;for meget\nIda;\"åben"u8.ToArray()).Table!;

        Assert.Equal([2, 4, 5, 6], table.Rows.Select(r => r.Number));
        Assert.Equal("to\nlinjer", table.Rows[0].Cells[1].Text);
        Assert.Equal(2, table.Rows[1].Cells.Count);
        Assert.Equal([RowFault.None, RowFault.None, RowFault.ExtraCells, RowFault.BrokenQuotes], table.Rows.Select(r => r.Fault));
    }

    [Fact]
    public void What_is_no_table_is_said_to_be_none()
    {
        Assert.Equal(TableFault.Empty, Table.Read(Array.Empty<byte>()).Fault);
        Assert.Equal(TableFault.Empty, Table.Read("Navn;Timer\n"u8.ToArray()).Fault);
        Assert.Equal(TableFault.NotATable, Table.Read(new byte[] { 1, 0, 2 }).Fault);
        Assert.Equal(TableFault.TooManyColumns,
            Table.Read(Encoding.UTF8.GetBytes(string.Join(';', Enumerable.Repeat("k", TableLimits.MostColumns + 1)) + "\nx")).Fault);
        Assert.Equal(TableFault.TooManyColumns, Table.Read(Encoding.UTF8.GetBytes("k\n" + new string(',', 1_000_000))).Fault);
        Assert.Equal(TableFault.TooManyRows,
            Table.Read(Encoding.UTF8.GetBytes("k\n" + string.Concat(Enumerable.Repeat("x\n", TableLimits.MostRows + 1)))).Fault);
    }
}
