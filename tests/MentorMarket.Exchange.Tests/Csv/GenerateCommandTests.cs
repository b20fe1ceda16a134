using MentorMarket.Cli.Generate;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>The made-up year: as large as it is asked for, the same again, and nobody's.</summary>
public sealed class GenerateCommandTests
{
    [Fact]
    public void The_same_numbers_give_the_same_files_and_the_check_reads_them()
    {
        using var year = Year.Small();
        Assert.Equal((0, ""), Run("generate", "--entries", "3000", "--invoices", "200", "--out", year.PathOf("one")));
        Assert.Equal((0, ""), Run("generate", "--entries", "3000", "--invoices", "200", "--out", year.PathOf("two")));
        Assert.Equal((0, ""), Run("generate", "--entries", "3000", "--invoices", "200", "--seed", "7", "--out", year.PathOf("other")));

        foreach (var name in MadeUpFiles.Names)
        {
            Assert.Equal(File.ReadAllBytes(year.PathOf("one/" + name)), File.ReadAllBytes(year.PathOf("two/" + name)));
            Assert.NotEqual(File.ReadAllBytes(year.PathOf("one/" + name)), File.ReadAllBytes(year.PathOf("other/" + name)));
        }

        Assert.Equal(3001, File.ReadLines(year.PathOf("one/entries.csv")).Count());
        Assert.InRange(File.ReadLines(year.PathOf("one/lines.csv")).Skip(1).Select(line => line.Split(',')[0]).Distinct().Count(), 200,
            260);
        Assert.Equal((0, ""), Run(
            "check", "--grants", year.PathOf("one/grants.csv"), "--entries", year.PathOf("one/entries.csv"), "--lines",
                year.PathOf("one/lines.csv"), "--out", year.FindingsPath));
        foreach (var code in (string[])["D01", "D02", "D04", "D05", "D06", "E01", "G02", "G05", "P01", "P02"])
        {
            Assert.Contains(code, File.ReadAllText(year.FindingsPath), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--entries is missing", "--out", "somewhere")]
    [InlineData("--entries must be a number from 1 to 50000000: 0", "--out", "somewhere", "--entries", "0")]
    [InlineData("--entries must be a number from 1 to 50000000: many", "--out", "somewhere", "--entries", "many")]
    [InlineData("--invoices must be a number from 1 to 50000000: -1", "--out", "somewhere", "--entries", "10", "--invoices", "-1")]
    [InlineData("--seed must be a whole number: x", "--out", "somewhere", "--entries", "10", "--seed", "x")]
    [InlineData("one of --out, --sql and --database", "--entries", "10")]
    [InlineData("one of --out, --sql and --database", "--entries", "10", "--sql", "--out", "somewhere")]
    public void Says_what_it_needs(string problem, params string[] args)
    {
        Assert.Equal((2, $"mentormarket generate: {problem}\nTry: mentormarket generate --help\n"), Run(["generate", .. args]));
        Assert.False(Directory.Exists("somewhere"));
    }

    [Fact]
    public void No_file_is_written_over()
    {
        using var year = Year.Small();
        var before = File.ReadAllText(year.PathOf("lines.csv"));

        var (code, error) = Run("generate", "--entries", "10", "--out", year.PathOf(""));

        Assert.Equal(2, code);
        Assert.StartsWith("mentormarket generate: the file is there already: ", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(year.PathOf("lines.csv")));
    }

    private static (int Code, string Error) Run(params string[] args)
    {
        using var error = new StringWriter();
        return (Cli.Cli.Run(args, TextWriter.Null, error, inDanish: false, showProgress: false), error.ToString());
    }
}
