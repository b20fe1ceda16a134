using System.Runtime.InteropServices;

namespace MentorMarket.Cli;

/// <summary>A file that is written whole or not at all: beside its place first, and moved there when it is done.</summary>
internal static class OutputFile
{
    private static readonly Lock Gate = new();
    private static bool isStopping;

    /// <summary>Whether a file is open somewhere, here or in another program: the system keeps a lock on what is being read.</summary>
    public static bool IsOpen(string path)
    {
        if (IsDevice(path) || !File.Exists(path))
        {
            return false;
        }

        try
        {
            using var alone = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 0);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Nobody who may not read it has it open for reading.
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its place, links followed.</param>
    /// <param name="write">Writes the content.</param>
    public static void WriteWhole(string path, Action<Stream> write)
    {
        if (IsDevice(path))
        {
            using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            write(device);
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        RemoveLeftBehind(folder, Path.GetFileName(path));
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Stop(temporary));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Stop(temporary));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Stop(temporary));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => Stop(temporary));
        try
        {
            using var stream = Create(temporary, path);
            write(stream);
            stream.Flush(flushToDisk: true);
            lock (Gate)
            {
                if (!isStopping)
                {
                    File.Move(temporary, path, overwrite: true);
                }
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Open for as long as it has its name, so that nobody takes it for one that was left behind.
    private static FileStream Create(string temporary, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            // Who could not read the file that is replaced cannot read the new one either, from its first byte on.
            options.UnixCreateMode = File.GetUnixFileMode(path);
        }

        lock (Gate)
        {
            if (isStopping)
            {
                throw new IOException("the run was stopped");
            }

            var stream = new FileStream(temporary, options);
            if (!OperatingSystem.IsWindows() && options.UnixCreateMode is { } mode)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, mode);
            }

            return stream;
        }
    }

    // The process ends when this returns; until then nothing is made or moved any more.
    private static void Stop(string temporary)
    {
        lock (Gate)
        {
            isStopping = true;
            File.Delete(temporary);
        }
    }

    // A run that was killed could not do it; one that is still writing has its file open.
    private static void RemoveLeftBehind(string folder, string name)
    {
        foreach (var left in Directory.EnumerateFiles(folder, $".{name}.*.tmp"))
        {
            var number = Path.GetFileName(left)[(name.Length + 2)..^".tmp".Length];
            if (number.Length > 0 && number.All(char.IsAsciiDigit) && !IsOpen(left))
            {
                File.Delete(left);
            }
        }
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
}
