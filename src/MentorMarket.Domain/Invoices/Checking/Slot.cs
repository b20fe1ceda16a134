using System.Numerics;
using System.Runtime.InteropServices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>What step 1 found of one entry, in 36 bytes: a year has millions, and each is visited many times.</summary>
/// <remarks>
/// Until the minutes are allowed, the bytes of the minutes hold what the search for overlaps needs: when it was, and whose.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 36)]
internal struct Slot : IShelved
{
    /// <summary>The entry's place in the input.</summary>
    [FieldOffset(0)]
    public int Entry;

    /// <summary>The date in Denmark as a day number; day 0 is a Monday, so seven of them are an ISO week.</summary>
    [FieldOffset(4)]
    public int Day;

    [FieldOffset(8)]
    public int Minutes;

    /// <summary>Codes in shadow mode too.</summary>
    [FieldOffset(12)]
    public FindingSet Findings;

    /// <summary>Direct contact that took any time; time of any kind where it is only noted that it was not direct.</summary>
    [FieldOffset(16)]
    public bool IsDirect;

    /// <summary>Direct contact that took any time, whatever is only noted.</summary>
    [FieldOffset(17)]
    public bool CanOverlap;

    /// <summary>The start as <see cref="Timeline"/> has it; overwritten by <see cref="Allowed"/>.</summary>
    [FieldOffset(20)]
    public uint StartsAt;

    /// <summary>The end as <see cref="Timeline"/> has it; overwritten by <see cref="OverWeek"/>.</summary>
    [FieldOffset(24)]
    public uint EndsAt;

    /// <summary>The person; overwritten by <see cref="OverTotal"/>.</summary>
    [FieldOffset(28)]
    public int Mentor;

    /// <summary>The grant's place in the input, one more than the last where it is unknown; overwritten by <see cref="Taken"/>.</summary>
    [FieldOffset(32)]
    public int Grant;

    /// <summary>Minutes that the grant allows, approved ones included.</summary>
    [FieldOffset(20)]
    public int Allowed;

    /// <summary>Minutes over the week (G02).</summary>
    [FieldOffset(24)]
    public int OverWeek;

    /// <summary>Minutes over the total (G03).</summary>
    [FieldOffset(28)]
    public int OverTotal;

    /// <summary>Minutes that lines have taken.</summary>
    [FieldOffset(32)]
    public int Taken;

    readonly int IShelved.Group => Grant;

    readonly uint IShelved.StartsAt => StartsAt;
}

/// <summary>
/// Instants as few bits in the same order: of two that differ here the smaller is earlier. Whole seconds of some years fit, so
/// that two that are the same here are the same; others are known by a second or more, and then have to be looked up.
/// </summary>
internal readonly struct Timeline
{
    public const int Bits = 27;

    private const uint Latest = (1u << Bits) - 1;

    private readonly long first;
    private readonly int shift;
    private readonly bool isInSeconds;

    /// <param name="first">The first instant there is.</param>
    /// <param name="last">The last that has to be told from the others.</param>
    public Timeline(long first, long last)
    {
        this.first = first;
        isInSeconds = (last - first) / TimeSpan.TicksPerSecond <= Latest;
        shift = Math.Max(0, 64 - Bits - BitOperations.LeadingZeroCount((ulong)Math.Max(0, last - first)));
    }

    /// <param name="instant">UTC ticks, not before the first.</param>
    /// <param name="isExact">No longer so, when this instant is told only nearly.</param>
    public uint Of(long instant, ref bool isExact)
    {
        var passed = (ulong)(instant - first);
        var units = isInSeconds ? passed / TimeSpan.TicksPerSecond : passed >> shift;
        isExact &= isInSeconds & units * TimeSpan.TicksPerSecond == passed & units <= Latest;
        return (uint)Math.Min(Latest, units);
    }
}
