using System.Text.Json;

namespace MentorMarket.Benchmarks;

/// <summary>One measurement: the figure, and the limit measured beside it in the same process or minute.</summary>
/// <param name="Value">Units per second.</param>
/// <param name="LimitValue">Units per second of the least that any program must do with the same data.</param>
/// <param name="PeakMib">The most memory the process held.</param>
internal sealed record Measurement(double Value, double LimitValue, double PeakMib)
{
    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>Something that is measured.</summary>
/// <param name="Name">What infra/bench calls it.</param>
/// <param name="Unit">The unit of its figure.</param>
/// <param name="Limit">What the limit is.</param>
/// <param name="Runs">How many times, for a median.</param>
/// <param name="Prepare">Makes what all runs share in a folder, and returns the arguments of each.</param>
/// <param name="MeasureOnce">Measures, in a process of its own.</param>
internal sealed record Benchmark(
    string Name, string Unit, string Limit, int Runs, Func<string, string[]> Prepare, Func<string[], Measurement> MeasureOnce)
{
    public static IReadOnlyList<Benchmark> All { get; } = [EngineBenchmark.Benchmark, CheckCsvBenchmark.Benchmark];

    public static Benchmark Named(string name) => All.Single(benchmark => benchmark.Name == name);
}
