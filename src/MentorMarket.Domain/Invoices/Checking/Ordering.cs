namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>Puts indices in order without comparing more than it must: a year has millions of entries.</summary>
internal static class Ordering
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts keys, and with each its item (a radix sort); items with the same key stay in the order they came.</summary>
    /// <param name="keys">The key of each item, by position; afterwards those that are sorted.</param>
    /// <param name="items">Indices; afterwards those that are sorted.</param>
    public static void Sort(ref uint[] keys, ref int[] items)
    {
        var most = 0u;
        foreach (var key in keys)
        {
            most = Math.Max(most, key);
        }

        var (toKeys, toItems) = (GC.AllocateUninitializedArray<uint>(keys.Length), GC.AllocateUninitializedArray<int>(keys.Length));
        Span<int> counts = stackalloc int[Digits];
        for (var shift = 0; shift < 32 && most >> shift != 0; shift += DigitBits)
        {
            ScatterByDigit(keys, items, toKeys, toItems, shift, counts);
            (keys, items, toKeys, toItems) = (toKeys, toItems, keys, items);
        }
    }

    /// <summary>Turns counts into beginnings: place g + 1 holds the count of group g, and then where group g ends.</summary>
    /// <param name="starts">Counts; replaced. Place 0 is 0.</param>
    public static void Accumulate(Span<int> starts)
    {
        for (var g = 1; g < starts.Length; g++)
        {
            starts[g] += starts[g - 1];
        }
    }

    private static void ScatterByDigit(uint[] fromKeys, int[] fromItems, uint[] toKeys, int[] toItems, int shift, Span<int> counts)
    {
        counts.Clear();
        foreach (var key in fromKeys)
        {
            counts[(int)(key >> shift) & (Digits - 1)]++;
        }

        var next = 0;
        for (var digit = 0; digit < Digits; digit++)
        {
            (counts[digit], next) = (next, next + counts[digit]);
        }

        for (var i = 0; i < fromKeys.Length; i++)
        {
            var place = counts[(int)(fromKeys[i] >> shift) & (Digits - 1)]++;
            toKeys[place] = fromKeys[i];
            toItems[place] = fromItems[i];
        }
    }

    /// <summary>Sorts items that share a key by comparing; what compares equal stays in the order of the input.</summary>
    /// <param name="items">Indices in the order of the input; sorted in place.</param>
    /// <param name="ties">The order of two indices.</param>
    public static void SortTies(Span<int> items, Comparison<int> ties)
    {
        if (AreInOrder(items, ties))
        {
            return;
        }

        // An insertion sort keeps equals in place.
        if (items.Length <= 16)
        {
            for (var i = 1; i < items.Length; i++)
            {
                var item = items[i];
                var place = i;
                while (place > 0 && ties(items[place - 1], item) > 0)
                {
                    items[place] = items[place - 1];
                    place--;
                }

                items[place] = item;
            }

            return;
        }

        // Spans sort unstably: the place in the input decides last. Indices came in the order of the input.
        items.Sort((a, b) => ties(a, b) is var order && order != 0 ? order : a.CompareTo(b));
    }

    private static bool AreInOrder(ReadOnlySpan<int> items, Comparison<int> ties)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (ties(items[i - 1], items[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
