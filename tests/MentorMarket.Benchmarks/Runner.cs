using System.Diagnostics;
using System.Text.Json;
using MentorMarket.Benchmarks.Pages;

namespace MentorMarket.Benchmarks;

/// <summary>Runs benchmarks and prints one JSON object for each.</summary>
internal static class Runner
{
    public static int Run(string[] names, TextWriter output, TextWriter error)
    {
        List<string> all = [.. Benchmark.All.Select(b => b.Name), .. PageBenchmark.All.Select(b => b.Name)];
        var unknown = names.Except(all).ToList();
        if (unknown.Count > 0)
        {
            error.WriteLine($"bench: no benchmark {string.Join(", ", unknown)}; there are {string.Join(", ", all)}");
            return 2;
        }

        foreach (var benchmark in Benchmark.All.Where(b => names.Length == 0 || names.Contains(b.Name)))
        {
            output.WriteLine(Measure(benchmark));
            output.Flush();
        }

        foreach (var benchmark in PageBenchmark.All.Where(b => names.Length == 0 || names.Contains(b.Name)))
        {
            output.WriteLine(benchmark.RunAsync().GetAwaiter().GetResult());
            output.Flush();
        }

        return 0;
    }

    private static string Measure(Benchmark benchmark)
    {
        var folder = Directory.CreateTempSubdirectory("mentormarket-bench-").FullName;
        try
        {
            var args = benchmark.Prepare(folder);
            var runs = Enumerable.Range(0, benchmark.Runs).Select(_ => InOwnProcess(benchmark, args)).ToList();
            var (value, limit) = (Median(runs.Select(run => run.Value)), Median(runs.Select(run => run.LimitValue)));
            return JsonSerializer.Serialize(new
            {
                name = benchmark.Name,
                value = Math.Round(value),
                unit = benchmark.Unit,
                limit = benchmark.Limit,
                limit_value = Math.Round(limit),
                ratio = Math.Round(Median(runs.Select(run => run.LimitValue / run.Value)), 2),
                peak_mib = Math.Round(runs.Max(run => run.PeakMib), 1),
                runs = benchmark.Runs,
                spread = $"{Math.Round(runs.Min(run => run.Value))}..{Math.Round(runs.Max(run => run.Value))}",
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measurement InOwnProcess(Benchmark benchmark, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Runner).Assembly.Location, "--once", benchmark.Name, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measurement>(line)!
            : throw new InvalidOperationException($"{benchmark.Name} ended with {process.ExitCode}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
