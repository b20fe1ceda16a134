using System.Diagnostics;
using System.Text;

namespace MentorMarket.Exchange.Tests.Csv;

/// <summary>The findings land where they were asked for, over no input, and nothing else stays behind.</summary>
public sealed class OutputFileTests
{
    [Theory]
    [InlineData("linked input", "linked.csv", "lines.csv")]
    [InlineData("linked output", "lines.csv", "linked.csv")]
    [InlineData("linked folder as output", "lines.csv", "way/lines.csv")]
    [InlineData("linked folder as input", "way/lines.csv", "lines.csv")]
    [InlineData("a link to a link", "chain.csv", "way/lines.csv")]
    [InlineData("a step up from a linked folder", "lines.csv", "sub/way/../year/lines.csv")]
    [InlineData("a hard link", "lines.csv", "hard.csv")]
    public async Task No_input_is_written_over_by_whatever_path(string how, string input, string output)
    {
        using var year = Year.Small();
        var folder = Path.GetDirectoryName(year.PathOf("lines.csv"))!;
        var before = await File.ReadAllBytesAsync(year.PathOf("lines.csv"), TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(year.PathOf("linked.csv"), "lines.csv");
        File.CreateSymbolicLink(year.PathOf("chain.csv"), "linked.csv");
        Directory.CreateSymbolicLink(year.PathOf("way"), folder);
        Directory.CreateDirectory(year.PathOf("sub"));
        Directory.CreateDirectory(year.PathOf("other"));
        Directory.CreateSymbolicLink(year.PathOf("year"), folder);
        Directory.CreateSymbolicLink(year.PathOf("sub/way"), "../other");
        using (var link = Process.Start("ln", [year.PathOf("lines.csv"), year.PathOf("hard.csv")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (code, error) = Check(year, year.PathOf(input), year.PathOf(output));

        Assert.True(code == 2, how);
        Assert.StartsWith("mentormarket check: --out is one of the files", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(year.PathOf("lines.csv"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(year.Left, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_is_followed_from_the_folder_it_lies_in()
    {
        using var year = Year.Small();
        Directory.CreateDirectory(year.PathOf("sub"));
        File.CreateSymbolicLink(year.PathOf("sub/o.csv"), "../target.csv");
        File.CreateSymbolicLink(year.PathOf("bare.csv"), "target.csv");
        foreach (var (from, name) in ((string, string)[])[("sub", "o.csv"), ("", "bare.csv")])
        {
            File.Delete(year.PathOf("target.csv"));
            var (code, _, error) = await RunAsync(year, year.PathOf(from), "--lines", year.PathOf("lines.csv"), "--out", name);

            Assert.Equal((0, ""), (code, error));
            Assert.StartsWith("invoice_no,", await File.ReadAllTextAsync(year.PathOf("target.csv"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            Assert.NotNull(new FileInfo(year.PathOf(Path.Combine(from, name))).LinkTarget);
        }
    }

    [Fact]
    public void Links_that_lead_round_in_a_circle_are_refused()
    {
        using var year = Year.Small();
        File.CreateSymbolicLink(year.PathOf("a.csv"), "b.csv");
        File.CreateSymbolicLink(year.PathOf("b.csv"), "a.csv");

        var (code, error) = Check(year, year.PathOf("lines.csv"), year.PathOf("a.csv"));

        Assert.Equal(2, code);
        Assert.Contains("too many links", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_said_to_be_one()
    {
        using var year = Year.Small();
        Directory.CreateDirectory(year.PathOf("sub"));

        Assert.StartsWith("mentormarket check: this is a folder: ", Check(year, year.PathOf("sub"), year.FindingsPath).Error,
            StringComparison.Ordinal);
        Assert.StartsWith("mentormarket check: --out is a folder: ", Check(year, year.PathOf("lines.csv"), year.PathOf("sub")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_could_read_the_findings_before_can_read_the_new_ones_and_nobody_else()
    {
        if (OperatingSystem.IsWindows()) return;
        using var year = Year.Small().With("findings.csv", "old");
        foreach (var mode in (UnixFileMode[])[UnixFileMode.UserRead | UnixFileMode.UserWrite, (UnixFileMode)0b110_110_110,
            (UnixFileMode)0b110_100_000])
        {
            File.SetUnixFileMode(year.FindingsPath, mode);
            Assert.Equal(0, year.Check());
            Assert.Equal(mode, File.GetUnixFileMode(year.FindingsPath));
        }
    }

    [Fact]
    public void What_a_run_that_was_killed_left_behind_goes_away_and_what_another_is_writing_stays()
    {
        using var year = Year.Small().With(".findings.csv.1234567.tmp", "left").With(".findings.csv.7654321.tmp", "in use")
            .With(".findings.csv.mine.tmp", "somebody's own");
        using (new FileStream(year.PathOf(".findings.csv.7654321.tmp"), FileMode.Open, FileAccess.Write, FileShare.Delete))
        {
            Assert.Equal(0, year.Check());
        }

        Assert.Equal([".findings.csv.7654321.tmp", ".findings.csv.mine.tmp", "findings.csv"], year.Left.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_run_that_is_stopped_while_it_writes_leaves_the_old_findings_and_nothing_else(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        using var year = Year.Small().With("findings.csv", "old");
        var row = await File.ReadAllTextAsync(year.PathOf("lines.csv"), TestContext.Current.CancellationToken);
        row = row[(row.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        await File.AppendAllTextAsync(year.PathOf("lines.csv"),
            string.Concat(Enumerable.Repeat(row.Replace("nord", new string('n', 2_000), StringComparison.Ordinal), 100_000)),
            TestContext.Current.CancellationToken);

        using var process = Process.Start(Program(year, year.PathOf(""), "--lines", year.PathOf("lines.csv"), "--out", "findings.csv"))!;
        while (!process.HasExited && !Directory.EnumerateFiles(year.PathOf(""), ".findings.csv.*.tmp").Any())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal("old", await File.ReadAllTextAsync(year.FindingsPath, TestContext.Current.CancellationToken));
        Assert.Equal(["findings.csv"], year.Left);
    }

    [Fact]
    public async Task A_pipe_leaves_no_copy_behind_even_when_the_run_is_killed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var year = Year.Small();
        var temporary = Directory.CreateDirectory(year.PathOf("tmp")).FullName;
        using (var make = Process.Start("mkfifo", [year.PathOf("pipe")]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var start = Program(year, year.PathOf(""), "--lines", "pipe", "--out", "findings.csv");
        start.Environment["TMPDIR"] = temporary;
        // The runtime's own sockets for debuggers; infra/mentormarket does without them too.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        // Opening waits until the program reads; a first piece is taken in, and then it waits for more.
        await using (var pipe = new FileStream(year.PathOf("pipe"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await pipe.WriteAsync(new byte[1 << 20], TestContext.Current.CancellationToken);
            await pipe.FlushAsync(TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(Directory.GetFiles(temporary));
        Assert.False(File.Exists(year.FindingsPath));
    }

    private static (int Code, string Error) Check(Year year, string lines, string findings)
    {
        using var error = new StringWriter();
        string[] args = ["check", "--grants", year.PathOf("grants.csv"), "--entries", year.PathOf("entries.csv"), "--lines", lines,
            "--out", findings];
        return (Cli.Cli.Run(args, TextWriter.Null, error, false, false), error.ToString());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Year year, string from, params string[] more)
    {
        using var process = Process.Start(Program(year, from, more))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo Program(Year year, string from, params string[] more) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "mentormarket.dll"), "check", "--grants", year.PathOf("grants.csv"),
            "--entries", year.PathOf("entries.csv"), .. more])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = from,
        };
}
