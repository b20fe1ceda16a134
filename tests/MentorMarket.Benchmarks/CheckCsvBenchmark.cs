using System.Diagnostics;
using MentorMarket.Cli.Generate;

namespace MentorMarket.Benchmarks;

/// <summary><c>mentormarket check</c> as a program, start to end, over a year of a million entries in files.</summary>
internal static class CheckCsvBenchmark
{
    private const int Entries = 1_000_000;

    public static Benchmark Benchmark { get; } = new(
        "check-csv", "entries/s", "reading the same files line by line", Runs: 5, Prepare, MeasureOnce);

    private static string[] Prepare(string folder)
    {
        MadeUpFiles.Write(new MadeUpYear(Entries), folder);
        return [folder];
    }

    private static Measurement MeasureOnce(string[] args)
    {
        var folder = args[0];
        var limit = Stopwatch.GetTimestamp();
        var read = 0L;
        foreach (var file in MadeUpFiles.Names)
        {
            using var reader = new StreamReader(Path.Combine(folder, file), System.Text.Encoding.UTF8, false, 1 << 16);
            while (reader.ReadLine() is { } line)
            {
                read += line.Length;
            }
        }

        var limitSeconds = Stopwatch.GetElapsedTime(limit).TotalSeconds;
        var clock = Stopwatch.GetTimestamp();
        var (seconds, peak) = Check(folder, clock);
        return new Measurement(Entries / seconds, read == 0 ? 0 : Entries / limitSeconds, peak);
    }

    private static (double Seconds, double PeakMib) Check(string folder, long clock)
    {
        string PathOf(string name) => Path.Combine(folder, name);
        var program = Path.Combine(AppContext.BaseDirectory, "mentormarket.dll");
        var start = new ProcessStartInfo("dotnet", [
            program, "check", "--grants", PathOf("grants.csv"), "--entries", PathOf("entries.csv"), "--lines", PathOf("lines.csv"),
            "--out", PathOf("findings.csv"), "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var peak = 0.0;
        while (!process.WaitForExit(10))
        {
            peak = Math.Max(peak, Usage.PeakMib(process));
        }

        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, peak)
            : throw new InvalidOperationException($"mentormarket ended with {process.ExitCode}");
    }
}
