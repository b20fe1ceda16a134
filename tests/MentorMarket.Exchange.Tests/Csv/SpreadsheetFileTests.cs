using System.Text;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>Files as spreadsheets save them are the year that somebody meant.</summary>
public sealed class SpreadsheetFileTests
{
    private const string Header = "invoice_no,line_no,provider,amount,payable,held,rejected,codes\n";

    private static readonly string[] Names = ["grants.csv", "entries.csv", "lines.csv"];

    public static TheoryData<string, Func<string, byte[]>> Saved => new()
    {
        { "a line sep=; above the header", text => Encoding.UTF8.GetBytes("sep=;\r\n" + Danish(text)) },
        { "sep=; after the mark of UTF-8", text => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("SEP=;\n" + Danish(text))] },
        { "sep=; that a spreadsheet saved again", text => Encoding.UTF8.GetBytes("\"sep=;\";;;;;;;;\n" + Danish(text)) },
        { "sep=, above commas", text => Encoding.UTF8.GetBytes("sep=,\n" + text) },
        { "UTF-16 with its mark", text => [
            .. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Danish(text).ReplaceLineEndings("\r\n"))] },
        { "UTF-16 the other way round", text => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)] },
        { "lines that end in CR", text => Encoding.UTF8.GetBytes(text.Replace('\n', '\r')) },
        { "lines that end in CR in the Danish dialect", text => Encoding.UTF8.GetBytes(Danish(text).Replace('\n', '\r')) },
        { "rows of separators only", text => Encoding.UTF8.GetBytes(
            ";;;;;;;;\n" + Danish(text).Replace("\n", "\n;;;;;;;;\n", StringComparison.Ordinal)) },
        { "quoted fields that are all empty", text => Encoding.UTF8.GetBytes(text + "\"\",\"\",\n") },
        { "one separator too many in every row", text => Encoding.UTF8.GetBytes(text.Replace("\n", ",,\n", StringComparison.Ordinal)) },
        { "dates as Danish Excel saves them", text => Encoding.UTF8.GetBytes(Dates(Danish(text), '-')) },
        { "dates with points", text => Encoding.UTF8.GetBytes(Dates(Danish(text), '.')) },
        { "a semicolon in a column's name", text => Encoding.UTF8.GetBytes(
            text.Replace("\n", ",\n", StringComparison.Ordinal).Replace("mentors,\n", "mentors,a;b\n", StringComparison.Ordinal)) },
        { "a quoted semicolon in a column's name", text => Encoding.UTF8.GetBytes(
            string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((row, i) => row + (i == 0 ? ",\"a;b;c;d;e;f;g;h;i;j;k;l;m;n;o\"\n" : ",\n")))) },
    };

    [Theory]
    [MemberData(nameof(Saved))]
    public void Are_read_as_they_were_meant(string how, Func<string, byte[]> saved)
    {
        using var year = Year.Small();
        foreach (var name in Names)
        {
            year.WithBytes(name, saved(File.ReadAllText(year.PathOf(name))));
        }

        Assert.True((0, "") == (year.Check(), year.Error), how + ": " + year.Error);
        Assert.Equal(Header + "F1,1,nord,380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Fields_left_out_at_the_end_of_a_row_are_empty_where_they_may_be()
    {
        using var year = Year.Small()
            .Replace("grants.csv", ",10,400.00,380.00,m1|m2", ",,400.00")
            .Replace("entries.csv", "12:00:00Z,", "12:00:00Z")
            .Replace("lines.csv", ",mentor", "");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Header + "F1,1,nord,380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Lines_are_counted_whatever_ends_them()
    {
        using var year = Year.Small().Append("lines.csv", "F1,2,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,x,\"a\nb\"")
            .Append("lines.csv", "F1,3,nord");
        year.WithBytes("lines.csv", Encoding.UTF8.GetBytes("sep=,\r" + File.ReadAllText(year.PathOf("lines.csv")).Replace('\n', '\r')));

        Assert.Equal(2, year.Check());
        Assert.Equal("lines.csv:4: amount: \"x\" is not a number\nlines.csv:6: municipality: the row ends before this column\n",
            year.Error);
    }

    [Theory]
    [InlineData("2025-04-01", "04-31-2025", "\"04-31-2025\" is not a date: write 2025-03-01 or 01-03-2025")]
    [InlineData("2025-04-01", "1-4-2025", "\"1-4-2025\" is not a date: write 2025-03-01 or 01-03-2025")]
    [InlineData("2025-04-01", "01-04.2025", "\"01-04.2025\" is not a date: write 2025-03-01 or 01-03-2025")]
    [InlineData("2025-04-01", "01/04/2025", "\"01/04/2025\" is not a date: write 2025-03-01 or 01-03-2025")]
    public void A_date_in_no_form_is_refused_with_the_forms_that_are(string good, string bad, string message)
    {
        using var year = Year.Small();
        year.With("lines.csv", Danish(File.ReadAllText(year.PathOf("lines.csv"))).Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal((2, $"lines.csv:2: issue_date: {message}\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void A_list_of_mentors_and_a_name_may_be_as_long_as_they_are()
    {
        var mentors = string.Join('|', Enumerable.Range(0, 3000).Select(i => $"{i:00000000}-0000-4000-8000-000000000000"));
        var (provider, entry) = (new string('p', 70_000), new string('t', 1_500));
        using var year = Year.Small().Replace("grants.csv", "m1|m2", mentors + "|m1").Replace("grants.csv", "nord", provider)
            .Replace("grants.csv", ",c1,", $",{new string('c', 2_000)},")
            .Replace("lines.csv", "nord", provider).Replace("lines.csv", ",T1,", $",{entry},")
                .Replace("entries.csv", "T1,G1", $"{entry},G1");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Header + $"F1,1,{provider},380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void A_name_is_the_same_in_composed_and_decomposed_letters_and_with_either_apostrophe_and_is_given_back_as_it_came()
    {
        var (composed, decomposed) = ("Nørreå", "Nørrea\u030A");
        using var year = Year.Small()
            .Replace("grants.csv", "nord", composed + " O'Brien").Replace("grants.csv", "m1|m2", "Å\u2019s|m2")
                .Replace("grants.csv", "gribskov", "Hillerød\u00B4s")
            .Replace("entries.csv", ",m1,", ",A\u030A's,")
            .Replace("lines.csv", "nord", decomposed + " O\u2019Brien").Replace("lines.csv", "gribskov", "Hillerød's")
            .Append("lines.csv", $"F2,1,{composed} O'Brien,Hillerød's,2025-04-02,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,x");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(
            Header + $"F1,1,{decomposed} O\u2019Brien,380.00,380.00,0.00,0.00,\nF2,1,{composed} O'Brien,380.00,0.00,0.00,380.00,U01\n",
                Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void For_Excel_the_findings_are_in_the_Danish_dialect_and_nothing_in_them_is_run()
    {
        const string Formula = "=cmd|'/c calc'!A1";
        using var year = Year.Small().Replace("grants.csv", "nord", Formula).Replace("lines.csv", "nord", Formula)
            .Replace("lines.csv", "F1,1", "+F1;x,1")
            .Append("lines.csv", "\" \n@F2\",1,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,x")
            .Append("lines.csv", "\uFF1DF3,1,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,x");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Contains("4 cells of the findings begin like a formula that a spreadsheet would run. For Excel: --for-excel\n", year.Output,
            StringComparison.Ordinal);
        Assert.Equal(
            Header + $"\" \n@F2\",1,nord,380.00,0.00,0.00,380.00,G04\n+F1;x,1,{Formula},380.00,380.00,0.00,0.00,\n\uFF1DF3,1,nord,380.00,0.00,0.00,380.00,G04\n",
            Encoding.UTF8.GetString(year.Findings));

        Assert.Equal((0, ""), (year.Check(more: ["--for-excel", "--json"]), year.Error));
        Assert.Contains("\"formulas\":4,", year.Output, StringComparison.Ordinal);
        Assert.Equal(
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("invoice_no;line_no;provider;amount;payable;held;rejected;codes\r\n"
                + $"\"' \n@F2\";1;nord;380,00;0,00;0,00;380,00;G04\r\n\"'+F1;x\";1;'{Formula};380,00;380,00;0,00;0,00;\r\n'\uFF1DF3;1;nord;380,00;0,00;0,00;380,00;G04\r\n")],
            year.Findings);
    }

    [Fact]
    public void Every_column_that_is_missing_is_named_and_tabs_are_told_of()
    {
        using var year = Year.Small().Replace("lines.csv", "minutes,rate", "tid,pris").Replace("grants.csv", ",", "\t");

        Assert.Equal(2, year.Check());
        Assert.Equal(
            "grants.csv:1: grant_id, municipality, provider, citizen, valid_from, valid_to, hours_per_week, total_hours, rate, price_ceiling, mentors, target_group: "
            + "there are tabs between the columns: save the file as CSV\nlines.csv:1: minutes, rate: the columns are missing\n",
            year.Error);
    }

    [Fact]
    public void A_workbook_and_UTF_16_without_its_mark_are_told_what_they_are()
    {
        using var year = Year.Small();
        year.WithBytes("grants.csv", [.. "PK\x03\x04"u8, 0, 1, 2])
            .WithBytes("lines.csv", Encoding.Unicode.GetBytes(File.ReadAllText(year.PathOf("lines.csv"))));

        Assert.Equal(2, year.Check());
        Assert.Contains("this is a workbook or an archive: save the sheet as CSV\n", year.Error, StringComparison.Ordinal);
        Assert.EndsWith("this is not text: save the file as CSV in UTF-8\n", year.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grants.csv", "gribskov", "municipality")]
    [InlineData("grants.csv", "nord", "provider")]
    [InlineData("grants.csv", "c1", "citizen")]
    [InlineData("entries.csv", "m1", "mentor")]
    [InlineData("lines.csv", "F1", "invoice_no")]
    [InlineData("lines.csv", "nord", "provider")]
    [InlineData("lines.csv", "gribskov", "municipality")]
    public void Nobody_and_nowhere_are_no_names(string file, string name, string column)
    {
        using var year = Year.Small();
        var text = File.ReadAllText(year.PathOf(file));
        foreach (var nothing in (string[])["", "  "])
        {
            var at = text.IndexOf(name, text.IndexOf('\n', StringComparison.Ordinal), StringComparison.Ordinal);
            year.With(file, text[..at] + nothing + text[(at + name.Length)..]);
            Assert.Equal((2, $"{file}:2: {column}: nothing stands here\n"), (year.Check(), year.Error));
        }
    }

    private static string Danish(string text)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(rows.Select(row => string.Join(';', row.Split(',').Select(field =>
            decimal.TryParse(field, System.Globalization.CultureInfo.InvariantCulture, out _) ? field.Replace('.', ',') : field)) + "\n"));
    }

    // Only whole fields: an instant keeps its form.
    private static string Dates(string text, char mark) =>
        string.Join('\n', text.Split('\n').Select(row => string.Join(';', row.Split(';').Select(field =>
        field.Length == 10 && field[4] == '-' && field[7] == '-' ? $"{field[8..]}{mark}{field[5..7]}{mark}{field[..4]}" : field))));
}
