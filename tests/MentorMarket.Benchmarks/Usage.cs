using System.Diagnostics;

namespace MentorMarket.Benchmarks;

/// <summary>What a process has used so far, as the operating system counts it.</summary>
internal static class Usage
{
    /// <summary>The processor time that this process has used.</summary>
    public static double CpuSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

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
