using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MentorMarket.Exchange.Csv;

/// <summary>
/// Gives each different name a number, from 0, and keeps its UTF-8 bytes once: about 20 bytes for an entry id
/// where a string and a dictionary slot take 100.
/// </summary>
public sealed class NameTable
{
    private const int ChunkBytes = 1 << 16;
    private const int LengthBytes = 2;

    /// <summary>The longest name, in bytes.</summary>
    public const int Longest = 1024;

    private readonly List<byte[]> chunks = [];
    private int[] places;
    private int[] slots;
    private int used = ChunkBytes;

    public NameTable(int expected = 0)
    {
        places = new int[Math.Max(expected, 4)];
        slots = new int[SlotsFor(expected)];
    }

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var chunk = chunks[places[number] / ChunkBytes];
            var start = places[number] % ChunkBytes;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(start));
            return chunk.AsSpan(start + LengthBytes, length);
        }
    }

    public string Text(int number) => Encoding.UTF8.GetString(this[number]);

    /// <summary>The ordinal order of two names: of their bytes, which is that of their code points.</summary>
    public int Compare(int left, int right) => this[left].SequenceCompareTo(this[right]);

    /// <summary>The number of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => slots[SlotOf(name)] - 1;

    /// <summary>The number of a name, new or known.</summary>
    public int Add(ReadOnlySpan<byte> name) => Add(name, out _);

    /// <summary>The number of a name, new or known.</summary>
    public int Add(ReadOnlySpan<byte> name, out bool isNew)
    {
        var slot = SlotOf(name);
        isNew = slots[slot] == 0;
        if (!isNew)
        {
            return slots[slot] - 1;
        }

        if (Count == places.Length)
        {
            Array.Resize(ref places, checked(Count * 2));
        }

        places[Count] = Store(name);
        slots[slot] = ++Count;
        if (Count > slots.Length / 4 * 3)
        {
            Rehash();
        }

        return Count - 1;
    }

    private int Store(ReadOnlySpan<byte> name)
    {
        if (used + LengthBytes + name.Length > ChunkBytes)
        {
            chunks.Add(new byte[ChunkBytes]);
            used = 0;
        }

        var place = checked(((chunks.Count - 1) * ChunkBytes) + used);
        BinaryPrimitives.WriteUInt16LittleEndian(chunks[^1].AsSpan(used), (ushort)name.Length);
        name.CopyTo(chunks[^1].AsSpan(used + LengthBytes));
        used += LengthBytes + name.Length;
        return place;
    }

    private int SlotOf(ReadOnlySpan<byte> name)
    {
        var mask = slots.Length - 1;
        var slot = (int)Hash(name) & mask;
        while (slots[slot] != 0 && !this[slots[slot] - 1].SequenceEqual(name))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Rehash()
    {
        slots = new int[slots.Length * 2];
        for (var number = 0; number < Count; number++)
        {
            slots[SlotOf(this[number])] = number + 1;
        }
    }

    private static int SlotsFor(int expected) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (long)expected * 4 / 3 + 1));

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        var hash = (ulong)name.Length * Mix;
        while (name.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name)) * Mix;
            hash ^= hash >> 32;
            name = name[8..];
        }

        foreach (var b in name)
        {
            hash = (hash ^ b) * Mix;
            hash ^= hash >> 29;
        }

        return (uint)(hash ^ (hash >> 32));
    }
}
