using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// Reads rows of RFC 4180 from UTF-8 bytes, field by field, without making strings. Comma or semicolon is told
/// by the header, or by a line <c>sep=;</c> above it; the semicolon dialect has decimal commas. Lines end in LF, CRLF
/// or CR. Empty lines, and rows of nothing but separators, are passed over.
/// </summary>
public sealed class CsvRows
{
    // A quote that is never closed would else make one row of the whole file.
    private const int MostRowBytes = 1 << 28;

    // As wide as a sheet can be. What is wider is no row that a spreadsheet left empty.
    private const int MostEmptyFields = 16_384;

    private readonly Stream stream;
    private readonly Action<long>? progress;
    private readonly List<(int Start, int Length, bool HasDoubledQuotes)> fields = [];
    private byte[] buffer = new byte[1 << 17];
    private int next;
    private int end;
    private int nextLine = 1;
    private bool isAtEnd;
    private bool isCut;

    public CsvRows(Stream utf8, Action<long>? progress = null)
    {
        stream = utf8;
        this.progress = progress;
        do
        {
            Fill();
        }
        while (!isAtEnd && buffer.AsSpan(0, end).IndexOfAny((byte)'\n', (byte)'\r') < 0);

        next = buffer.AsSpan(0, end).StartsWith(CsvEncoding.Mark) ? 3 : 0;
        Delimiter = TakeSeparatorLine() ?? ToldByHeader();
    }

    /// <summary>Between fields: comma, semicolon or, in a file that only an import can use, a tab.</summary>
    public byte Delimiter { get; }

    /// <summary>Between kroner and øre.</summary>
    public byte DecimalMark => Delimiter == ',' ? (byte)'.' : (byte)',';

    /// <summary>The line of the file on which the row begins; the header is on line 1 as a rule.</summary>
    public int Line { get; private set; }

    /// <summary>How many fields the row has.</summary>
    public int FieldCount => fields.Count;

    /// <summary>The quotes of the row do not pair: its fields mean nothing.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>A field of the row, its quotes taken off. Holds until the next row is read.</summary>
    public ReadOnlySpan<byte> this[int field]
    {
        get
        {
            var (start, length, hasDoubledQuotes) = fields[field];
            var bytes = buffer.AsSpan(start, length);
            return hasDoubledQuotes
                ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"\"", "\"", StringComparison.Ordinal))
                : bytes;
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False when there is none.</returns>
    public bool Read()
    {
        while (true)
        {
            if (next == end && !More())
            {
                return false;
            }

            var (first, line) = (next, nextLine);
            while (!TryReadRow())
            {
                // The row goes on past what is in the buffer: get more and read it from its start.
                (next, nextLine) = (first, line);
                Fill();
                first = 0;
            }

            if (IsBroken || fields.Count > MostEmptyFields || !IsEmptyFrom(0))
            {
                Line = line;
                return true;
            }
        }
    }

    /// <summary>Whether nothing stands in this field and those after it.</summary>
    public bool IsEmptyFrom(int field)
    {
        for (var i = field; i < fields.Count; i++)
        {
            if (fields[i].Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    // "sep=;" is what Excel is told by; a spreadsheet that saved it again may have put quotes or separators around it.
    private byte? TakeSeparatorLine()
    {
        var rest = buffer.AsSpan(next, end - next);
        var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
        length = length < 0 ? rest.Length : length;
        var line = rest[..length].TrimStart((byte)'"');
        if (line.Length < 5 || !Ascii.EqualsIgnoreCase(line[..4], "sep="u8) || line[4] is not ((byte)',' or (byte)';' or (byte)'\t'))
        {
            return null;
        }

        var told = line[4];
        if (line[5..].ContainsAnyExcept("\",;\t"u8))
        {
            return null;
        }

        next += length;
        TryTakeLineEnd();
        return told;
    }

    private byte ToldByHeader()
    {
        var (commas, semicolons, tabs) = (0, 0, 0);
        var (isQuoted, hasName) = (false, false);
        foreach (var b in buffer.AsSpan(next, end - next))
        {
            if (b == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted)
            {
                hasName = true;
            }
            else if (b is (byte)'\n' or (byte)'\r')
            {
                if (hasName)
                {
                    break;
                }

                (commas, semicolons, tabs) = (0, 0, 0);
            }
            else
            {
                commas += b == ',' ? 1 : 0;
                semicolons += b == ';' ? 1 : 0;
                tabs += b == '\t' ? 1 : 0;
                hasName |= b is not ((byte)',' or (byte)';' or (byte)'\t');
            }
        }

        return semicolons > 0 && semicolons >= commas ? (byte)';' : commas == 0 && tabs > 0 ? (byte)'\t' : (byte)',';
    }

    private bool More()
    {
        Fill();
        return next < end;
    }

    private bool TryReadRow()
    {
        fields.Clear();
        IsBroken = false;
        while (true)
        {
            var isQuoted = next < end && buffer[next] == '"';
            if (!(isQuoted ? TryReadQuoted() : TryReadPlain()))
            {
                return false;
            }

            if (next == end || buffer[next] is (byte)'\n' or (byte)'\r')
            {
                IsBroken |= isCut && next == end;
                return TryTakeLineEnd();
            }

            next++;
        }
    }

    private bool TryTakeLineEnd()
    {
        if (next < end && buffer[next] == '\r')
        {
            if (next + 1 == end && !isAtEnd)
            {
                return false;
            }

            next += next + 1 < end && buffer[next + 1] == '\n' ? 1 : 0;
        }

        next = Math.Min(end, next + 1);
        nextLine++;
        return true;
    }

    private bool TryReadPlain()
    {
        var rest = buffer.AsSpan(next, end - next);
        var length = rest.IndexOfAny(Delimiter, (byte)'\n', (byte)'\r');
        if (length < 0 && !isAtEnd)
        {
            return false;
        }

        length = length < 0 ? rest.Length : length;
        fields.Add((next, length, false));
        next += length;
        return true;
    }

    private bool TryReadQuoted()
    {
        var (start, hasDoubledQuotes) = (next + 1, false);
        var at = start;
        while (true)
        {
            var length = buffer.AsSpan(at, end - at).IndexOf((byte)'"');
            var close = at + length;
            if (length < 0 || (close + 1 == end && !isAtEnd))
            {
                if (!isAtEnd)
                {
                    return false;
                }

                // The quote never closes: everything to the end of the file is this one broken row.
                IsBroken = true;
                fields.Add((start, end - start, false));
                next = end;
                return true;
            }

            if (close + 1 < end && buffer[close + 1] == '"')
            {
                hasDoubledQuotes = true;
                at = close + 2;
                continue;
            }

            nextLine += LineEnds(buffer.AsSpan(start, close - start));
            fields.Add((start, close - start, hasDoubledQuotes));
            next = close + 1;
            return TrySkipToDelimiter();
        }
    }

    private static int LineEnds(ReadOnlySpan<byte> text)
    {
        var ends = text.Count((byte)'\n');
        for (int at; (at = text.IndexOf((byte)'\r')) >= 0; text = text[(at + 1)..])
        {
            ends += at + 1 < text.Length && text[at + 1] == '\n' ? 0 : 1;
        }

        return ends;
    }

    private bool TrySkipToDelimiter()
    {
        if (next == end || buffer[next] == Delimiter || buffer[next] is (byte)'\n' or (byte)'\r')
        {
            return next < end || isAtEnd;
        }

        // Something stands after the closing quote.
        var rest = buffer.AsSpan(next, end - next);
        var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0 && !isAtEnd)
        {
            return false;
        }

        IsBroken = true;
        next += length < 0 ? rest.Length : length;
        return true;
    }

    // Moves what is not read yet to the front, makes room if there is none, and fills it.
    private void Fill()
    {
        buffer.AsSpan(next, end - next).CopyTo(buffer);
        (next, end) = (0, end - next);
        if (end == buffer.Length && end >= MostRowBytes)
        {
            (isCut, isAtEnd) = (true, true);
            return;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        // As much as there is room for: a row that is longer than the buffer is else begun again for each small piece.
        do
        {
            var read = stream.Read(buffer, end, buffer.Length - end);
            isAtEnd = read == 0;
            end += read;
            progress?.Invoke(read);
        }
        while (!isAtEnd && end < buffer.Length);
    }
}
