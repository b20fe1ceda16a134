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

    // One byte says how long a name is; a name of 255 bytes or more has its length in four bytes after that.
    private const byte LongMark = 255;
    private const int LongPrefix = 1 + sizeof(int);

    // Whoever makes the ids cannot know it, so nobody can make ids that all fall into one slot.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

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
            var stored = chunks[places[number] / ChunkBytes].AsSpan(places[number] % ChunkBytes);
            return stored[0] < LongMark ? stored.Slice(1, stored[0])
                : stored.Slice(LongPrefix, BinaryPrimitives.ReadInt32LittleEndian(stored[1..]));
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

    /// <summary>All names are there: what finds a name goes, and only their bytes and their order stay.</summary>
    public void Close() => slots = [];

    private int Store(ReadOnlySpan<byte> name)
    {
        var prefix = name.Length < LongMark ? 1 : LongPrefix;
        var needed = prefix + name.Length;
        if (used + needed > ChunkBytes)
        {
            // A name that is longer than a chunk has one of its own.
            chunks.Add(new byte[Math.Max(ChunkBytes, needed)]);
            used = 0;
        }

        var place = checked(((chunks.Count - 1) * ChunkBytes) + used);
        var stored = chunks[^1].AsSpan(used, needed);
        stored[0] = (byte)Math.Min(name.Length, LongMark);
        if (prefix > 1)
        {
            BinaryPrimitives.WriteInt32LittleEndian(stored[1..], name.Length);
        }

        name.CopyTo(stored[prefix..]);
        used += needed;
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

    // Both halves of a product of 128 bits are folded into one: every bit of every eight bytes, the last eight too, reaches the slot.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        var hash = Seed ^ ((ulong)name.Length * Mix);
        while (name.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name), Mix);
            name = name[8..];
        }

        var rest = 0UL;
        foreach (var b in name)
        {
            rest = (rest << 8) | b;
        }

        return (uint)Fold(hash ^ rest, Mix);
    }

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
