using System.Numerics;
using MentorMarket.Cli.Generate;
using MentorMarket.Domain.Invoices.Checking;

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
        var answers = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var clock = Usage.CpuSeconds();
            var result = InvoiceCheck.Run(input);
            best = Math.Min(best, Usage.CpuSeconds() - clock);
            answers = Answers(result);

            // A sum takes milliseconds: many of them, so that the clock can tell.
            clock = Usage.CpuSeconds();
            for (var pass = 0; pass < LimitPasses; pass++)
            {
                checksum += Sum(year);
            }

            limit = Math.Min(limit, (Usage.CpuSeconds() - clock) / LimitPasses);
        }

        // Two versions of the engine that give the same answers print the same number.
        Console.Error.WriteLine($"answers {answers:x16}");
        return checksum == 0
            ? throw new InvalidOperationException("Nothing was added up.")
            : new Measurement(Entries / best, Entries / limit, Usage.PeakMib());
    }

    private static long Answers(CheckResult result)
    {
        var sum = 17L;
        void Add(long value) => sum = unchecked((long)BitOperations.RotateLeft((ulong)sum, 5) ^ value) * 0x2545F4914F6CDD1D;
        for (var line = 0; line < result.Input.Lines.Length; line++)
        {
            var verdict = result.Line(line);
            Add(verdict.PayableOre);
            Add(verdict.HeldOre);
            Add(verdict.RejectedOre);
            Add(verdict.PayRateOre);
            Add(verdict.PayableMinutes);
            Add(verdict.HeldMinutes);
            Add(verdict.Codes.Bits);
            foreach (var match in result.MatchesOf(line))
            {
                Add(match.Entry);
                Add(match.IsHeld ? -match.Minutes : match.Minutes);
            }

            foreach (var cut in result.CutsOf(line))
            {
                Add((int)cut.Code);
                Add(cut.Minutes);
            }
        }

        for (var entry = 0; entry < result.Input.Entries.Length; entry++)
        {
            Add(result.FindingsOf(entry).Bits);
            Add(result.AllowedMinutesOf(entry));
            Add(result.OverWeekOf(entry));
        }

        return sum;
    }

    private static long Sum(MadeUpYear year)
    {
        var sum = 0L;
        foreach (ref readonly var entry in year.Entries.AsSpan())
        {
            sum += entry.Start + entry.End + entry.RegisteredAt + entry.Grant + entry.Mentor + entry.Date.DayNumber + (int)entry.Kind
                + (int)entry.Receipt;
        }

        foreach (ref readonly var line in year.Lines.AsSpan())
        {
            sum += line.Grant + line.Minutes + line.AmountOre + line.RateOre;
        }

        return sum;
    }
}
