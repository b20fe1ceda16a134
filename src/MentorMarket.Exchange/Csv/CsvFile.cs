using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// A file on disk, looked through once before it is read: about how many lines it has (so that tables get their
/// size at once), and how its bytes are letters.
/// </summary>
public sealed class CsvFile : IDisposable
{
    private const int BufferBytes = 1 << 17;

    private readonly FileStream file;
    private readonly Encoding? other;

    private CsvFile(string path, string name)
    {
        Name = name;
        file = Open(path);
        (Lines, other) = LookThrough(file);
    }

    /// <summary>The name without folders: what messages say.</summary>
    public string Name { get; }

    /// <summary>The number of line ends, and one: about as many rows as there are.</summary>
    public int Lines { get; }

    /// <summary>The length in bytes.</summary>
    public long Length => file.Length;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What messages call it, when a link has another name than what it leads to.</param>
    public static CsvFile OpenRead(string path, string? name = null) => new(path, name ?? Path.GetFileName(path));

    /// <summary>The file from its start as UTF-8.</summary>
    public Stream Utf8()
    {
        file.Position = 0;
        return other is null ? file : Encoding.CreateTranscodingStream(file, other, Encoding.UTF8, leaveOpen: true);
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(string path)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        if (opened.CanSeek)
        {
            return opened;
        }

        // A pipe can be read only once: keep a copy on disk for as long as it is open.
        using (opened)
        {
            var place = Path.GetTempFileName();
            var copy = new FileStream(place, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, 0, FileOptions.DeleteOnClose);
            // A name that is gone at once leaves nothing behind, however the run ends; Windows does this by itself.
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(place);
            }

            opened.CopyTo(copy);
            return copy;
        }
    }

    private static (int Lines, Encoding? Other) LookThrough(FileStream file)
    {
        file.Position = 0;
        var (feeds, returns) = (0L, 0L);
        var isUtf8 = true;
        Encoding? marked = null;
        var buffer = new byte[BufferBytes];
        var kept = 0;
        while (true)
        {
            var isFirst = file.Position == 0;
            var read = file.ReadAtLeast(buffer.AsSpan(kept), 2, throwOnEndOfStream: false);
            marked = isFirst ? CsvEncoding.Marked(buffer.AsSpan(0, read)) : marked;
            feeds += buffer.AsSpan(kept, read).Count((byte)'\n');
            returns += buffer.AsSpan(kept, read).Count((byte)'\r');
            if (read == 0)
            {
                var lines = (int)Math.Min(Math.Max(feeds, returns) + 1, int.MaxValue);
                return (lines, marked ?? (isUtf8 && kept == 0 ? null : CsvEncoding.Windows1252));
            }

            // A letter may be cut by the end of the buffer: its first bytes are judged with the next piece.
            var length = kept + read;
            kept = 0;
            isUtf8 = isUtf8 && CsvEncoding.IsUtf8(buffer.AsSpan(0, length), out kept);
            kept = isUtf8 ? kept : 0;
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }
    }
}
