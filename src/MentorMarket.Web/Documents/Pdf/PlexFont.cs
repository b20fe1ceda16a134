using System.Buffers.Binary;
using System.Text;

namespace MentorMarket.Web.Documents.Pdf;

/// <summary>
/// A TrueType face that ships with the program (IBM Plex Sans, SIL Open Font License): how wide its letters are, and the
/// part of the file that a PDF needs.
/// </summary>
internal sealed class PlexFont
{
    public static readonly PlexFont Regular = Load("IBMPlexSans-Regular");
    public static readonly PlexFont SemiBold = Load("IBMPlexSans-SemiBold");

    private readonly byte[] file;
    private readonly Dictionary<string, (int Offset, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int unitsPerEm;
    private readonly int widths;
    private readonly int glyphCount;

    private PlexFont(string name, byte[] file)
    {
        Name = name;
        this.file = file;
        var count = U16(4);
        for (var i = 0; i < count; i++)
        {
            var at = 12 + (16 * i);
            tables[Encoding.ASCII.GetString(file, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        }
        unitsPerEm = U16(tables["head"].Offset + 18);
        widths = U16(tables["hhea"].Offset + 34);
        glyphCount = U16(tables["maxp"].Offset + 4);
        ReadCharacters();
    }

    public string Name { get; }

    public int Ascent => Em(S16(tables["hhea"].Offset + 4));

    public int Descent => Em(S16(tables["hhea"].Offset + 6));

    public int CapHeight => Em(S16(tables["OS/2"].Offset + 88));

    /// <summary>Left, bottom, right and top of the largest letter, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box => [.. Enumerable.Range(0, 4).Select(i => Em(S16(tables["head"].Offset + 36 + (2 * i))))];

    /// <summary>The glyph of a character; 0, an empty box, for one that the face does not have.</summary>
    public int Glyph(Rune character) => glyphs.GetValueOrDefault(character.Value);

    /// <summary>A glyph's width in thousandths of the size.</summary>
    public int Width(int glyph) => Em(U16(tables["hmtx"].Offset + (4 * Math.Min(glyph, widths - 1))));

    public double Width(string text, double size) => text.EnumerateRunes().Sum(r => Width(Glyph(r))) * size / 1000;

    /// <summary>A font file with the outlines of these glyphs and no others. The numbers of the glyphs stay as they are.</summary>
    public byte[] Subset(IEnumerable<int> wanted)
    {
        var kept = WithParts(wanted);
        var outlines = new MemoryStream();
        var places = new byte[4 * (glyphCount + 1)];
        for (var glyph = 0; glyph <= glyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            if (glyph == glyphCount || !kept.Contains(glyph)) continue;
            var (from, to) = Outline(glyph);
            outlines.Write(file, from, to - from);
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        var head = Table("head").ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // loca counts in bytes
        var parts = new List<(string Tag, byte[] Bytes)>();
        foreach (var tag in (string[])["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"])
        {
            if (tag == "glyf") parts.Add((tag, outlines.ToArray()));
            else if (tag == "loca") parts.Add((tag, places));
            else if (tag == "head") parts.Add((tag, head));
            else if (tables.ContainsKey(tag)) parts.Add((tag, Table(tag).ToArray()));
        }
        return Assemble(parts);
    }

    private static byte[] Assemble(List<(string Tag, byte[] Bytes)> parts)
    {
        var result = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        void Write(Span<byte> n, uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(n, value);
            result.Write(n);
        }
        void Write16(Span<byte> n, int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(n, (ushort)value);
            result.Write(n[..2]);
        }
        var power = (int)Math.Log2(parts.Count);
        Write(number, 0x00010000);
        Write16(number, parts.Count);
        Write16(number, 16 << power);
        Write16(number, power);
        Write16(number, (parts.Count * 16) - (16 << power));
        var offset = 12 + (16 * parts.Count);
        foreach (var (tag, bytes) in parts)
        {
            result.Write(Encoding.ASCII.GetBytes(tag));
            Write(number, Checksum(bytes));
            Write(number, (uint)offset);
            Write(number, (uint)bytes.Length);
            offset += (bytes.Length + 3) / 4 * 4;
        }
        foreach (var (_, bytes) in parts)
        {
            result.Write(bytes);
            while (result.Length % 4 != 0) result.WriteByte(0);
        }
        return result.ToArray();
    }

    private static uint Checksum(byte[] bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i++) unchecked { sum += (uint)bytes[i] << (24 - (8 * (i % 4))); }
        return sum;
    }

    // A letter with a mark may be drawn from other glyphs: å from a and the ring.
    private HashSet<int> WithParts(IEnumerable<int> wanted)
    {
        var kept = new HashSet<int>();
        var left = new Stack<int>(wanted.Append(0));
        while (left.TryPop(out var glyph))
        {
            var (from, to) = Outline(glyph);
            if (!kept.Add(glyph) || to == from || S16(from) >= 0) continue;
            for (var at = from + 10; ;)
            {
                var flags = U16(at);
                left.Push(U16(at + 2));
                if ((flags & 0x20) == 0) break;
                at += 4 + ((flags & 0x1) != 0 ? 4 : 2) + ((flags & 0x8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            }
        }
        return kept;
    }

    private (int From, int To) Outline(int glyph)
    {
        var (loca, glyf) = (tables["loca"].Offset, tables["glyf"].Offset);
        return S16(tables["head"].Offset + 50) == 0
            ? (glyf + (2 * U16(loca + (2 * glyph))), glyf + (2 * U16(loca + (2 * glyph) + 2)))
            : (glyf + (int)U32(loca + (4 * glyph)), glyf + (int)U32(loca + (4 * glyph) + 4));
    }

    // The table of the basic plane (format 4): all that Danish and English, and the names that stand in letters, need.
    private void ReadCharacters()
    {
        var cmap = tables["cmap"].Offset;
        var at = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + (int)U32(cmap + 4 + (8 * i) + 4)).First(t => U16(t) == 4);
        var segments = U16(at + 6) / 2;
        var (ends, starts) = (at + 14, at + 16 + (2 * segments));
        var (deltas, offsets) = (starts + (2 * segments), starts + (4 * segments));
        for (var i = 0; i < segments; i++)
        {
            var offset = U16(offsets + (2 * i));
            for (var c = U16(starts + (2 * i)); c <= U16(ends + (2 * i)) && c != 0xFFFF; c++)
            {
                var glyph = offset == 0 ? c : U16(offsets + (2 * i) + offset + (2 * (c - U16(starts + (2 * i)))));
                if (glyph != 0) glyphs[c] = (glyph + S16(deltas + (2 * i))) & 0xFFFF;
            }
        }
    }

    private ReadOnlySpan<byte> Table(string tag) => file.AsSpan(tables[tag].Offset, tables[tag].Length);

    private int Em(int units) => (int)Math.Round(units * 1000.0 / unitsPerEm);

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));

    private static PlexFont Load(string name)
    {
        using var stream = typeof(PlexFont).Assembly.GetManifestResourceStream($"MentorMarket.Web.Documents.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new PlexFont(name, bytes.ToArray());
    }
}
