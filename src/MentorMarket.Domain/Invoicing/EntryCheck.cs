using System.Runtime.InteropServices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoicing;

/// <summary>
/// Step 1: every entry by itself and against its neighbours, and how many of its minutes the grant allows.
/// Knows nothing of invoice lines, but minutes approved for payment come before all others. What is found is kept
/// grant by grant in order of time, since that is how it is used: the entries themselves lie anywhere in memory.
/// </summary>
internal sealed class EntryCheck
{
    private const long LongestTicks = 12 * TimeSpan.TicksPerHour;
    private const long ClockSlackTicks = 5 * TimeSpan.TicksPerMinute;
    private const long LateTicks = 14 * 24 * TimeSpan.TicksPerHour;

    private static readonly FindingSet Holding = RuleSet.With(FindingEffect.Hold);

    private readonly CheckInput input;
    private readonly int[] approved;
    private readonly int[] slotOf;

    private EntryCheck(CheckInput input)
    {
        this.input = input;
        approved = ResolveApprovals(input);
        GrantStarts = CountGrants(input);
        var ordered = OrderByStart(input);
        Slots = new Slot[ordered.Length];
        FillSlots(ordered);
        FindOverlaps(ordered);
        slotOf = new int[input.Entries.Length];
        Allow();
    }

    /// <summary>The entries that exist for the check: grant by grant, in order, and last those of unknown grants.</summary>
    public Slot[] Slots { get; }

    /// <summary>Where each grant's entries begin in <see cref="Slots"/>.</summary>
    public int[] GrantStarts { get; }

    public static EntryCheck Run(CheckInput input) => new(input);

    /// <summary>The place of an entry in <see cref="Slots"/>, or -1 when another supersedes it.</summary>
    public int SlotOf(int entry) => slotOf[entry];

    /// <summary>The codes that make an entry wait; those in shadow mode do not.</summary>
    public FindingSet HoldingCodes(in Slot slot) => (slot.Findings & Holding) - ShadowOf(slot.Entry);

    public FindingSet ShadowOf(int entry) => input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[entry].Shadow;

    /// <summary>The last in the chain of corrections.</summary>
    public static int LastOf(ReadOnlySpan<CheckEntry> entries, int entry)
    {
        while (entries[entry].SupersededBy >= 0)
        {
            entry = entries[entry].SupersededBy;
        }

        return entry;
    }

    private static int[] ResolveApprovals(CheckInput input)
    {
        var minutes = input.Approvals.Count == 0 ? [] : new int[input.Entries.Length];
        foreach (var approval in input.Approvals)
        {
            minutes[LastOf(input.Entries.Span, approval.Entry)] += approval.Minutes;
        }

        return minutes;
    }

    // The group after the last grant is that of entries whose grant is unknown.
    private static int[] CountGrants(CheckInput input)
    {
        var starts = new int[input.Grants.Length + 2];
        foreach (ref readonly var entry in input.Entries.Span)
        {
            if (entry.SupersededBy < 0)
            {
                starts[(entry.Grant < 0 ? input.Grants.Length : entry.Grant) + 1]++;
            }
        }

        Ordering.Accumulate(starts);
        return starts;
    }

    private static int[] OrderByStart(CheckInput input)
    {
        var entries = input.Entries.Span;
        var (count, least, most) = (0, long.MaxValue, long.MinValue);
        foreach (ref readonly var entry in entries)
        {
            if (entry.SupersededBy < 0)
            {
                count++;
                least = Math.Min(least, entry.Start);
                most = Math.Max(most, entry.Start);
            }
        }

        // Seconds fit the key for 136 years; what is finer, and the ids, are compared where it matters.
        var unit = count == 0 ? 1 : Math.Max(TimeSpan.TicksPerSecond, ((most - least) / uint.MaxValue) + 1);
        var (keys, items) = (new uint[count], new int[count]);
        var next = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].SupersededBy < 0)
            {
                keys[next] = (uint)((entries[i].Start - least) / unit);
                items[next++] = i;
            }
        }

        Ordering.Sort(keys, items);
        return items;
    }

    private void FillSlots(int[] ordered)
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        var next = (int[])GrantStarts.Clone();
        foreach (var i in ordered)
        {
            ref readonly var entry = ref entries[i];
            ref var slot = ref Slots[next[GroupOf(in entry)]++];
            slot.Entry = i;
            slot.Day = entry.Date.DayNumber;
            slot.Minutes = entry.Minutes;
            slot.IsDirect = entry.IsDirect;
            slot.Findings = input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[i].Given;
            if (entry.Grant >= 0)
            {
                slot.Findings |= FoundAlone(in entry, in grants[entry.Grant]);
            }
        }
    }

    private int GroupOf(in CheckEntry entry) => entry.Grant < 0 ? input.Grants.Length : entry.Grant;

    private static FindingSet FoundAlone(in CheckEntry entry, in CheckGrant grant)
    {
        var found = FindingSet.None;
        if (entry.Kind != EntryKind.Direct)
        {
            found += FindingCode.D03;
        }

        if (entry.Date < grant.ValidFrom || entry.Date > grant.ValidTo)
        {
            found += FindingCode.G01;
        }

        var length = entry.End - entry.Start;
        if (length is <= 0 or > LongestTicks || entry.End - entry.RegisteredAt > ClockSlackTicks)
        {
            found += FindingCode.D08;
        }

        if (entry.RegisteredAt - entry.End > LateTicks)
        {
            found += FindingCode.D06;
        }

        if (entry.Confirmation != Confirmation.Confirmed)
        {
            found += entry.Confirmation == Confirmation.None ? FindingCode.E01 : FindingCode.E02;
        }

        if (grant.Mentors is { } named && Array.IndexOf(named, entry.Mentor) < 0)
        {
            found += FindingCode.G05;
        }

        return grant.IsInForce ? found : found + FindingCode.G06;
    }

    private void FindOverlaps(int[] ordered)
    {
        var (mentors, citizens) = CountPeople();
        var intervals = new Interval[Math.Max(mentors[^1], citizens[^1])];
        Scatter(ordered, intervals, mentors, FindingCode.D04);
        Sweep(intervals, mentors, FindingCode.D04);
        Scatter(ordered, intervals, citizens, FindingCode.D05);
        Sweep(intervals, citizens, FindingCode.D05);
    }

    private (int[] Mentors, int[] Citizens) CountPeople()
    {
        var (mentors, citizens) = (0, 0);
        foreach (ref readonly var entry in input.Entries.Span)
        {
            mentors = Math.Max(mentors, entry.Mentor + 1);
        }

        foreach (ref readonly var grant in input.Grants.Span)
        {
            citizens = Math.Max(citizens, grant.Citizen + 1);
        }

        var (byMentor, byCitizen) = (new int[mentors + 1], new int[citizens + 1]);
        foreach (ref readonly var entry in input.Entries.Span)
        {
            if (entry.IsDirect && entry.SupersededBy < 0)
            {
                byMentor[entry.Mentor + 1]++;
                if (entry.Grant >= 0)
                {
                    byCitizen[input.Grants.Span[entry.Grant].Citizen + 1]++;
                }
            }
        }

        Ordering.Accumulate(byMentor);
        Ordering.Accumulate(byCitizen);
        return (byMentor, byCitizen);
    }

    private void Scatter(int[] ordered, Interval[] intervals, int[] starts, FindingCode code)
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        var (nextSlot, next) = ((int[])GrantStarts.Clone(), (int[])starts.Clone());
        foreach (var i in ordered)
        {
            ref readonly var entry = ref entries[i];
            var slot = nextSlot[GroupOf(in entry)]++;
            if (entry.IsDirect && (code == FindingCode.D04 || entry.Grant >= 0))
            {
                var person = code == FindingCode.D04 ? entry.Mentor : grants[entry.Grant].Citizen;
                intervals[next[person]++] = new Interval(entry.Start, entry.End, slot);
            }
        }
    }

    // In order of start an entry overlaps an earlier one exactly when it starts before the latest end so far,
    // and a later one exactly when the very next starts before its end: looking one back misses nested entries.
    private void Sweep(Interval[] intervals, int[] starts, FindingCode code)
    {
        for (var person = 0; person + 1 < starts.Length; person++)
        {
            var mine = intervals.AsSpan(starts[person]..starts[person + 1]);
            if (!IsInOrder(mine))
            {
                mine.Sort((a, b) => a.Start.CompareTo(b.Start));
            }

            var latestEnd = long.MinValue;
            for (var i = 0; i < mine.Length; i++)
            {
                ref readonly var interval = ref mine[i];
                if (interval.Start < latestEnd || (i + 1 < mine.Length && mine[i + 1].Start < interval.End))
                {
                    Slots[interval.Slot].Findings += code;
                }

                latestEnd = Math.Max(latestEnd, interval.End);
            }
        }
    }

    // Sorted by whole seconds so far: two that start within one second may be the wrong way round.
    private static bool IsInOrder(ReadOnlySpan<Interval> intervals)
    {
        for (var i = 1; i < intervals.Length; i++)
        {
            if (intervals[i].Start < intervals[i - 1].Start)
            {
                return false;
            }
        }

        return true;
    }

    private void Allow()
    {
        Array.Fill(slotOf, -1);
        var weekLeft = new int[16];
        for (var grant = 0; grant + 1 < GrantStarts.Length; grant++)
        {
            var mine = Slots.AsSpan(GrantStarts[grant]..GrantStarts[grant + 1]);
            if (mine.Length > weekLeft.Length)
            {
                weekLeft = new int[Math.Max(mine.Length, weekLeft.Length * 2)];
            }

            SettleTies(mine);
            for (var i = 0; i < mine.Length; i++)
            {
                slotOf[mine[i].Entry] = GrantStarts[grant] + i;
            }

            if (grant < input.Grants.Length)
            {
                AllowGrant(in input.Grants.Span[grant], mine, weekLeft);
            }
        }
    }

    // Sorted by whole seconds so far. Those of one second are put in order here, by instant and then by id.
    private void SettleTies(Span<Slot> mine)
    {
        for (var i = 1; i < mine.Length; i++)
        {
            if (mine[i].Day == mine[i - 1].Day && InOrder(in mine[i - 1], in mine[i]) > 0)
            {
                mine.Sort((a, b) => InOrder(in a, in b));
                return;
            }
        }
    }

    private int InOrder(in Slot left, in Slot right)
    {
        var entries = input.Entries.Span;
        var order = entries[left.Entry].Start.CompareTo(entries[right.Entry].Start);
        return order != 0 ? order : input.EntryIdOrder(left.Entry, right.Entry);
    }

    private void AllowGrant(in CheckGrant grant, Span<Slot> mine, int[] weekLeft)
    {
        // Weeks follow one another in the order of entries, so a running number is enough to find a week's minutes.
        var totalLeft = grant.TotalMinutes < 0 ? int.MaxValue : grant.TotalMinutes;
        var (week, place, hasHeld) = (-1, -1, false);
        foreach (ref var slot in mine)
        {
            if (slot.Day / 7 != week)
            {
                week = slot.Day / 7;
                weekLeft[++place] = grant.WeeklyMinutes;
            }

            if (approved.Length > 0)
            {
                slot.Allowed = slot.Taken = approved[slot.Entry];
                weekLeft[place] = Math.Max(0, weekLeft[place] - slot.Allowed);
                totalLeft = Math.Max(0, totalLeft - slot.Allowed);
            }

            hasHeld |= !HoldingCodes(in slot).IsEmpty;
        }

        // First the clean ones, then the held: a contested hour never displaces a clean one.
        AllowPass(mine, weekLeft, ref totalLeft, held: false);
        if (hasHeld)
        {
            AllowPass(mine, weekLeft, ref totalLeft, held: true);
        }
    }

    private void AllowPass(Span<Slot> mine, int[] weekLeft, ref int totalLeft, bool held)
    {
        var (week, place) = (-1, -1);
        foreach (ref var slot in mine)
        {
            place += slot.Day / 7 != week ? 1 : 0;
            week = slot.Day / 7;
            if (HoldingCodes(in slot).IsEmpty == held || !CountsForGrant(in slot))
            {
                continue;
            }

            var asked = Math.Max(0, slot.Minutes - slot.Allowed);
            var inWeek = Math.Min(asked, weekLeft[place]);
            var allowed = Math.Min(inWeek, totalLeft);
            weekLeft[place] -= allowed;
            totalLeft -= allowed;
            slot.Allowed += allowed;
            slot.OverWeek = asked - inWeek;
            slot.OverTotal = inWeek - allowed;
        }
    }

    // Does the entry use up the grant's minutes?
    private bool CountsForGrant(in Slot slot) =>
        slot.IsDirect && !(slot.Findings - ShadowOf(slot.Entry)).Contains(FindingCode.G01);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Interval(long Start, long End, int Slot);
}

/// <summary>What step 1 found of one entry.</summary>
internal struct Slot
{
    /// <summary>The entry's place in the input.</summary>
    public int Entry;

    /// <summary>The date in Denmark as a day number; day 0 is a Monday, so seven of them are an ISO week.</summary>
    public int Day;

    public int Minutes;

    /// <summary>Codes in shadow mode too.</summary>
    public FindingSet Findings;

    /// <summary>Minutes that the grant allows, approved ones included.</summary>
    public int Allowed;

    /// <summary>Minutes over the week (G02).</summary>
    public int OverWeek;

    /// <summary>Minutes over the total (G03).</summary>
    public int OverTotal;

    /// <summary>Minutes that lines have taken.</summary>
    public int Taken;

    public bool IsDirect;
}
