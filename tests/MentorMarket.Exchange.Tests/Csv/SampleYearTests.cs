using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>The sample year, whose findings were worked out by another program.</summary>
public sealed class SampleYearTests
{
    private static byte[] Expected => File.ReadAllBytes(Path.Combine(Year.SampleFolder, "expected-findings.csv"));

    [Fact]
    public void Gives_the_expected_bytes()
    {
        using var year = Year.Sample(Utf8);

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Expected, year.Findings);
        Assert.Equal(["findings.csv"], year.Left);
    }

    [Fact]
    public void Gives_the_expected_bytes_from_Danish_Excel_in_Windows_1252()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        using var year = Year.Sample(text => windows.GetBytes(Danish(text).ReplaceLineEndings("\r\n")));

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Expected, year.Findings);
    }

    [Fact]
    public void Gives_the_expected_bytes_from_UTF_8_with_a_byte_order_mark()
    {
        using var year = Year.Sample(text => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Danish(text))]);

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Expected, year.Findings);
    }

    [Fact]
    public void Does_not_depend_on_the_order_of_rows_and_columns()
    {
        var random = new Random(7);
        using var year = Year.Sample(text =>
        {
            var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
            var columns = Enumerable.Range(0, rows[0].Length).OrderBy(_ => random.Next()).ToList();
            var shuffled = rows.Skip(1).OrderBy(_ => random.Next()).Prepend(rows[0]);
            return Utf8(string.Concat(shuffled.Select(row => string.Join(',', columns.Select(c => row[c])) + "\n")));
        });

        Assert.Equal((0, ""), (year.Check(), year.Error));
        Assert.Equal(Expected, year.Findings);
    }

    [Fact]
    public void Sums_up_as_JSON()
    {
        using var year = Year.Sample(Utf8);
        year.Check(more: "--json");

        var json = JsonDocument.Parse(year.Output).RootElement;
        Assert.Equal((1289, 1864, 106),
            (json.GetProperty("lines").GetInt32(), json.GetProperty("entries").GetInt32(), json.GetProperty("grants").GetInt32()));
        Assert.Equal("740220.20", json.GetProperty("amount").GetString());
        Assert.Equal("453202.54", json.GetProperty("payable").GetString());
        Assert.Equal("99689.54", json.GetProperty("held").GetString());
        Assert.Equal("187328.12", json.GetProperty("rejected").GetString());
        Assert.Equal(283, json.GetProperty("codes").GetProperty("G02").GetInt32());
        Assert.Equal("national-2022.1, national-2026.1", json.GetProperty("rules").GetString());
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData(true, "Kan betales                   453.202,54 kr.", "Over bevillingens timer i ugen")]
    [InlineData(false, "Payable                       453,202.54 kr.", "Over the week's hours")]
    public void Sums_up_for_people_in_both_languages(bool inDanish, string payable, string finding)
    {
        using var year = Year.Sample(Utf8);
        year.Check(inDanish);

        Assert.Contains(payable, year.Output, StringComparison.Ordinal);
        Assert.Contains(finding, year.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_as_a_program_of_its_own()
    {
        using var year = Year.Sample(Utf8);
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "mentormarket.dll"), "check", "--grants", year.PathOf("grants.csv"),
            "--entries", year.PathOf("entries.csv"), "--lines", year.PathOf("lines.csv"), $"--out={year.FindingsPath}", "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.StartsWith("{\"lines\":1289,", await output, StringComparison.Ordinal);
        Assert.Equal(Expected, year.Findings);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // Semicolons between fields and commas in numbers; other fields have no points.
    private static string Danish(string text)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields).ToList();
        return string.Concat(rows.Select(row => string.Join(';', row.Select(field =>
            decimal.TryParse(field, System.Globalization.CultureInfo.InvariantCulture, out _) ? field.Replace('.', ',') : field.Trim('"')))
                + "\n"));
    }

    private static string[] Fields(string row)
    {
        var fields = new List<string> { "" };
        var isQuoted = false;
        foreach (var c in row)
        {
            isQuoted ^= c == '"';
            if (c == ',' && !isQuoted)
            {
                fields.Add("");
            }
            else
            {
                fields[^1] += c;
            }
        }

        return [.. fields];
    }
}
