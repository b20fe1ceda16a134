using MentorMarket.Cli.Generate;
using MentorMarket.Domain.Invoicing;

namespace MentorMarket.Benchmarks;

/// <summary>The engine alone: all rules over a year in memory, on one core. CPU time, so that others on the machine do not count.</summary>
internal static class EngineBenchmark
{
    private const int Entries = 2_000_000;
    private const int Rounds = 5;
    private const int LimitPasses = 20;

    public static Benchmark Benchmark { get; } = new(
        "engine", "entries/s", "sequential sum over the same entries and lines", Runs: 5, _ => [], MeasureOnce);

    private static Measurement MeasureOnce(string[] args)
    {
        var year = new MadeUpYear(Entries);
        var input = year.Input;
        var (best, limit) = (double.MaxValue, double.MaxValue);
        long checksum = 0;
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var clock = Usage.CpuSeconds();
            var result = InvoiceCheck.Run(input);
            best = Math.Min(best, Usage.CpuSeconds() - clock);
            checksum += result.Line(0).PayableOre;

            // A sum takes milliseconds: many of them, so that the clock can tell.
            clock = Usage.CpuSeconds();
            for (var pass = 0; pass < LimitPasses; pass++)
            {
                checksum += Sum(year);
            }

            limit = Math.Min(limit, (Usage.CpuSeconds() - clock) / LimitPasses);
        }

        return checksum == 0
            ? throw new InvalidOperationException("Nothing was checked.")
            : new Measurement(Entries / best, Entries / limit, Usage.PeakMib());
    }

    private static long Sum(MadeUpYear year)
    {
        var sum = 0L;
        foreach (ref readonly var entry in year.Entries.AsSpan())
        {
            sum += entry.Start + entry.End + entry.RegisteredAt + entry.Grant + entry.Mentor + entry.Date.DayNumber + (int)entry.Kind + (int)entry.Confirmation;
        }

        foreach (ref readonly var line in year.Lines.AsSpan())
        {
            sum += line.Grant + line.Minutes + line.AmountOre + line.RateOre;
        }

        return sum;
    }
}
