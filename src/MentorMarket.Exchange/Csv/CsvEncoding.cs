using System.Text;
using System.Text.Unicode;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// How the bytes of a text file are letters: by its mark, else UTF-8 if it is that, else Windows-1252, as an old Excel writes it.
/// </summary>
internal static class CsvEncoding
{
    /// <summary>The mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding that a mark tells; none where there is no mark, or that of UTF-8.</summary>
    public static Encoding? Marked(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>Whether bytes that may end within a letter are UTF-8, and how many bytes of that last letter there are.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes, out int cut)
    {
        cut = CutLetter(bytes);
        return Utf8.IsValid(bytes[..^cut]);
    }

    private static int CutLetter(ReadOnlySpan<byte> bytes)
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
