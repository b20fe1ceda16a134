using System.Text;

namespace MentorMarket.Exchange.Tests.Csv;

public sealed class CheckCommandTests
{
    private const string Header = "invoice_no,line_no,provider,amount,payable,held,rejected,codes\n";

    [Fact]
    public void Pays_a_small_year()
    {
        using var year = Year.Small();

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Header + "F1,1,nord,380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Quotes_only_where_it_must()
    {
        using var year = Year.Small()
            .Append("lines.csv", "\"A,1\",1,\"Nørre \"\"Mentor\"\"\",gribskov,2025-03-01,none,,2025-03-03,2025-03-03,60,380,380,\"x\"")
            .Append("lines.csv", "Æ 1;2,01,nord,gribskov,2025-03-02,none,,2025-03-03,2025-03-03,,,0,");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(
            Header + "\"A,1\",1,\"Nørre \"\"Mentor\"\"\",380.00,0.00,0.00,380.00,G04\nÆ 1;2,1,nord,0.00,0.00,0.00,0.00,G04\nF1,1,nord,380.00,380.00,0.00,0.00,\n",
            Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Reads_Windows_1252_with_letters_in_names()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        using var year = Year.Small();
        foreach (var name in (string[])["grants.csv", "lines.csv"])
        {
            var text = File.ReadAllText(year.PathOf(name)).Replace("nord", "Nørrebæk – Ås", StringComparison.Ordinal);
            year.WithBytes(name, windows.GetBytes(text));
        }

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Header + "F1,1,Nørrebæk – Ås,380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Reads_the_last_row_without_a_line_end()
    {
        using var year = Year.Small();
        year.With("lines.csv", File.ReadAllText(year.PathOf("lines.csv")).TrimEnd('\n'));

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Header + "F1,1,nord,380.00,380.00,0.00,0.00,\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Fact]
    public void Reads_files_of_a_header_alone()
    {
        using var year = Year.Small();
        foreach (var name in (string[])["grants.csv", "entries.csv", "lines.csv"])
        {
            year.With(name, File.ReadLines(year.PathOf(name)).First() + "\n");
        }

        Assert.Equal((0, ""), (year.Check(more: "--json"), year.Error));
        Assert.Equal(Header, Encoding.UTF8.GetString(year.Findings));
        Assert.StartsWith("{\"lines\":0,\"entries\":0,\"grants\":0,\"amount\":\"0.00\",", year.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_an_empty_file_has_no_columns()
    {
        using var year = Year.Small().With("entries.csv", "");

        Assert.Equal((2, "entries.csv:1: entry_id: the column is missing\n"), (year.Check(), year.Error));
    }

    [Fact]
    public void Reads_rows_longer_than_its_buffer()
    {
        using var year = Year.Small();
        year.Replace("lines.csv", ",mentor", $",\"{new string('x', 300_000)}\n\"\"y\"\"\"");
        year.Append("lines.csv", "F1,2,nord,gribskov,2025-04-01,G1,T1,2025-03-03,2025-03-03,60,380.00,380.00,mentor");

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(
            Header + "F1,1,nord,380.00,380.00,0.00,0.00,\nF1,2,nord,380.00,0.00,0.00,380.00,U01\n", Encoding.UTF8.GetString(year.Findings));
    }

    [Theory]
    [InlineData("unknown option: --colour", "--colour")]
    [InlineData("unknown option: more", "more")]
    [InlineData("unknown option: --json=yes", "--json=yes")]
    [InlineData("--grants is given twice", "--grants", "x.csv")]
    public void Refuses_options_it_does_not_know(string problem, params string[] more)
    {
        using var year = Year.Small();

        Assert.Equal(2, year.Check(more: more));
        Assert.Equal($"mentormarket check: {problem}\nTry: mentormarket check --help\n", year.Error);
        Assert.Empty(year.Left);
    }

    [Theory]
    [InlineData(2, "mentormarket check: --grants is missing\nTry: mentormarket check --help\n", "check")]
    [InlineData(2, "mentormarket check: --out needs a file\nTry: mentormarket check --help\n", "check", "--out", "--json")]
    [InlineData(2, "mentormarket: unknown command: chek\nTry: mentormarket --help\n", "chek")]
    [InlineData(0, "", "--help")]
    [InlineData(0, "", "check", "--help")]
    [InlineData(0, "", "--version")]
    public void Tells_how_it_is_used(int code, string message, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(code, Cli.Cli.Run(args, output, error, inDanish: false, showProgress: false));
        Assert.Equal(message, error.ToString());
        Assert.Equal(code == 0, output.ToString().Length > 0);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there_and_to_overwrite_its_input()
    {
        using var year = Year.Small();
        using var error = new StringWriter();
        string[] Args(string grants, string findings) =>
            ["check", "--grants", grants, "--entries", year.PathOf("entries.csv"), "--lines", year.PathOf("lines.csv"), "--out", findings];

        Assert.Equal(2, Cli.Cli.Run(Args(year.PathOf("none.csv"), year.FindingsPath), TextWriter.Null, error, false, false));
        Assert.Equal(2, Cli.Cli.Run(Args(year.PathOf("grants.csv"), year.PathOf("lines.csv")), TextWriter.Null, error, false, false));
        Assert.Contains("no such file: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--out is one of the files: ", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(year.Left);
    }

    [Fact]
    public void Shows_how_far_it_is_on_a_terminal()
    {
        using var year = Year.Small();
        using var error = new StringWriter();
        string[] args =
        [
            "check", "--grants", year.PathOf("grants.csv"), "--entries", year.PathOf("entries.csv"), "--lines", year.PathOf("lines.csv"),
            "--out", year.FindingsPath,
        ];

        Assert.Equal(0, Cli.Cli.Run(args, TextWriter.Null, error, inDanish: false, showProgress: true));
        Assert.Contains("Reading [########################################] 100 %", error.ToString(), StringComparison.Ordinal);
    }
}
