using System.Diagnostics;
using MentorMarket.Domain.Invoicing;

namespace MentorMarket.Benchmarks;

/// <summary>The engine alone: all rules over a year in memory, on one core.</summary>
internal static class EngineBenchmark
{
    private const int Entries = 2_000_000;
    private const int Rounds = 5;

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
            var clock = Stopwatch.GetTimestamp();
            var result = InvoiceCheck.Run(input);
            best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalSeconds);
            checksum += result.Line(0).PayableOre;

            clock = Stopwatch.GetTimestamp();
            checksum += Sum(year);
            limit = Math.Min(limit, Stopwatch.GetElapsedTime(clock).TotalSeconds);
        }

        return checksum == 0
            ? throw new InvalidOperationException("Nothing was checked.")
            : new Measurement(Entries / best, Entries / limit, Memory.PeakMib());
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
