using System.Numerics;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>Something that happened at a time and belongs to a group: an entry to its grant, a presence to its person.</summary>
internal interface IShelved
{
    int Group { get; }

    /// <summary>As <see cref="Timeline"/> has it.</summary>
    uint StartsAt { get; }
}

/// <summary>
/// Puts items that come in any order group by group, each group's in order of time; what starts at the same time stays in the
/// order it came. A year's items lie in more memory than the processor has near, and there are more groups than it can write to at
/// once: so an item first goes to a block of neighbouring groups, and then each block, which is small, is put in order.
/// </summary>
internal sealed class Shelves<T>
    where T : struct, IShelved
{
    private const int ItemsPerBlock = 8192;
    private const int DigitBits = Timeline.Bits / 3;
    private const int Digits = 1 << DigitBits;

    private readonly T[] items;
    private readonly int[] starts;
    private readonly int[] next;
    private readonly int shift;

    /// <param name="items">Where they go.</param>
    /// <param name="starts">Where each group begins in them, and last where the last one ends.</param>
    public Shelves(T[] items, int[] starts)
    {
        this.items = items;
        this.starts = starts;
        var groups = starts.Length - 1;
        var blocks = Math.Max(1, starts[^1] / ItemsPerBlock);
        shift = BitOperations.Log2((uint)Math.Max(1, (groups + blocks - 1) / blocks));
        next = new int[((groups - 1) >> shift) + 1];
        for (var block = 0; block < next.Length; block++)
        {
            next[block] = starts[block << shift];
        }
    }

    /// <summary>The place for the next item of a group, to be filled in.</summary>
    public ref T Next(int group) => ref items[next[group >> shift]++];

    /// <summary>When all are there. A group that got fewer than its room has the rest of it empty at the end.</summary>
    /// <returns>Where each group ends.</returns>
    public int[] PutInOrder()
    {
        var ends = starts[..^1];
        var (order, spare, copy) = (new ulong[ItemsPerBlock], new ulong[ItemsPerBlock], new T[ItemsPerBlock]);
        for (var block = 0; block < next.Length; block++)
        {
            var first = starts[block << shift];
            var mine = items.AsSpan(first..next[block]);
            if (mine.Length > copy.Length)
            {
                (order, spare, copy) = (new ulong[mine.Length], new ulong[mine.Length], new T[mine.Length]);
            }

            // A number of 64 bits sorts faster than an item: the start in the upper half, the place in the lower.
            for (var i = 0; i < mine.Length; i++)
            {
                order[i] = ((ulong)mine[i].StartsAt << 32) | (uint)i;
            }

            SortByStart(ref order, ref spare, mine.Length);
            mine.CopyTo(copy);
            foreach (var place in order.AsSpan(0, mine.Length))
            {
                ref readonly var item = ref copy[(int)(uint)place];
                items[ends[item.Group]++] = item;
            }
        }

        return ends;
    }

    private static void SortByStart(ref ulong[] order, ref ulong[] spare, int length)
    {
        if (length < Digits)
        {
            order.AsSpan(0, length).Sort();
            return;
        }

        Span<int> counts = stackalloc int[Digits];
        for (var digit = 32; digit < 32 + Timeline.Bits; digit += DigitBits)
        {
            counts.Clear();
            foreach (var item in order.AsSpan(0, length))
            {
                counts[(int)(item >> digit) & (Digits - 1)]++;
            }

            var sum = 0;
            foreach (ref var count in counts)
            {
                (count, sum) = (sum, sum + count);
            }

            foreach (var item in order.AsSpan(0, length))
            {
                spare[counts[(int)(item >> digit) & (Digits - 1)]++] = item;
            }

            (order, spare) = (spare, order);
        }
    }
}
