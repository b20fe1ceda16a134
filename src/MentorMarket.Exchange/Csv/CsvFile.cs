using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// A file on disk, looked through once before it is read: how many lines at most (so that tables get their
/// size at once), and whether it is UTF-8; what is not is Windows-1252, as an old Excel writes it.
/// </summary>
public sealed class CsvFile : IDisposable
{
    private const int BufferBytes = 1 << 17;

    private readonly FileStream file;
    private readonly bool isUtf8;

    private CsvFile(string path)
    {
        Name = Path.GetFileName(path);
        file = Open(path);
        (Lines, isUtf8) = LookThrough(file);
    }

    /// <summary>The name without folders: what messages say.</summary>
    public string Name { get; }

    /// <summary>The number of line ends, and one.</summary>
    public int Lines { get; }

    /// <summary>The length in bytes.</summary>
    public long Length => file.Length;

    public static CsvFile OpenRead(string path) => new(path);

    /// <summary>The file from its start as UTF-8.</summary>
    public Stream Utf8()
    {
        file.Position = 0;
        return isUtf8
            ? file
            : Encoding.CreateTranscodingStream(file, CodePagesEncodingProvider.Instance.GetEncoding(1252)!, Encoding.UTF8, leaveOpen: true);
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
            var copy = new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose);
            opened.CopyTo(copy);
            return copy;
        }
    }

    private static (int Lines, bool IsUtf8) LookThrough(FileStream file)
    {
        file.Position = 0;
        var (lines, isUtf8) = (1L, true);
        var buffer = new byte[BufferBytes];
        var kept = 0;
        while (true)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            lines += buffer.AsSpan(kept, read).Count((byte)'\n');
            var length = kept + read;
            if (read == 0)
            {
                return ((int)Math.Min(lines, int.MaxValue), isUtf8 && kept == 0);
            }

            // A character may be cut by the end of the buffer: its first bytes are judged with the next piece.
            kept = isUtf8 ? CutCharacter(buffer.AsSpan(0, length)) : 0;
            isUtf8 = isUtf8 && System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(0, length - kept));
            kept = isUtf8 ? kept : 0;
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }
    }

    private static int CutCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead < 0x80)
            {
                return 0;
            }

            if (lead >= 0xC0)
            {
                var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }
        }

        return 0;
    }
}
