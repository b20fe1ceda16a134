using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// Reads rows of RFC 4180 from UTF-8 bytes, field by field, without making strings. Comma or semicolon is told
/// by the header; the semicolon dialect has decimal commas. Empty lines are passed over.
/// </summary>
public sealed class CsvRows
{
    private readonly Stream stream;
    private readonly Action<long>? progress;
    private readonly List<(int Start, int Length, bool HasDoubledQuotes)> fields = [];
    private byte[] buffer = new byte[1 << 17];
    private int next;
    private int end;
    private int nextLine = 1;
    private bool isAtEnd;

    public CsvRows(Stream utf8, Action<long>? progress = null)
    {
        stream = utf8;
        this.progress = progress;
        do
        {
            Fill();
        }
        while (!isAtEnd && !buffer.AsSpan(0, end).Contains((byte)'\n'));

        next = buffer.AsSpan(0, end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var header = buffer.AsSpan(next, end - next);
        var lineEnd = header.IndexOf((byte)'\n');
        Delimiter = header[..(lineEnd < 0 ? header.Length : lineEnd)].Contains((byte)';') ? (byte)';' : (byte)',';
    }

    /// <summary>Between fields.</summary>
    public byte Delimiter { get; }

    /// <summary>Between kroner and øre.</summary>
    public byte DecimalMark => Delimiter == ';' ? (byte)',' : (byte)'.';

    /// <summary>The line of the file on which the row begins; the header is on line 1.</summary>
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

            if (fields.Count > 1 || fields[0].Length > 0 || IsBroken)
            {
                Line = line;
                return true;
            }
        }
    }

    private bool More()
    {
        Fill();
        return next < end;
    }

    // False when the buffer ends before the row does and there may be more to read.
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

            if (next == end || buffer[next] == '\n')
            {
                next = Math.Min(end, next + 1);
                nextLine++;
                return true;
            }

            next++;
        }
    }

    private bool TryReadPlain()
    {
        var rest = buffer.AsSpan(next, end - next);
        var length = rest.IndexOfAny(Delimiter, (byte)'\n');
        if (length < 0 && !isAtEnd)
        {
            return false;
        }

        length = length < 0 ? rest.Length : length;
        var isLast = length == rest.Length || rest[length] == '\n';
        var isCarriageReturn = isLast && length > 0 && rest[length - 1] == '\r';
        fields.Add((next, isCarriageReturn ? length - 1 : length, false));
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

            nextLine += buffer.AsSpan(start, close - start).Count((byte)'\n');
            fields.Add((start, close - start, hasDoubledQuotes));
            next = close + 1;
            return TrySkipToDelimiter();
        }
    }

    private bool TrySkipToDelimiter()
    {
        if (next + 1 < end && buffer[next] == '\r' && buffer[next + 1] == '\n')
        {
            next++;
        }

        if (next == end || buffer[next] == Delimiter || buffer[next] == '\n')
        {
            return next < end || isAtEnd;
        }

        // Something stands after the closing quote (or a carriage return cut by the end of the buffer).
        var rest = buffer.AsSpan(next, end - next);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0 && !isAtEnd)
        {
            return false;
        }

        length = length < 0 ? rest.Length : length;
        IsBroken = rest[..length] is not [(byte)'\r'];
        next += length;
        return true;
    }

    // Moves what is not read yet to the front, makes room if there is none, and reads once.
    private void Fill()
    {
        buffer.AsSpan(next, end - next).CopyTo(buffer);
        (next, end) = (0, end - next);
        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, checked(buffer.Length * 2));
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        isAtEnd = read == 0;
        end += read;
        progress?.Invoke(read);
    }
}
