using System.Diagnostics;

namespace MentorMarket.Benchmarks;

/// <summary>The most memory a process has held so far, as the operating system counts it.</summary>
internal static class Memory
{
    public static double PeakMib()
    {
        using var self = Process.GetCurrentProcess();
        return PeakMib(self);
    }

    public static double PeakMib(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1048576.0;
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the answer.
            return 0;
        }
    }
}
