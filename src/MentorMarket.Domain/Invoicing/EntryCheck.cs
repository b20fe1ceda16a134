using MentorMarket.Domain.Delivery;
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
    private readonly ApprovedBefore approved;
    private readonly int[] slotOf;

    private EntryCheck(CheckInput input, ApprovedBefore approved)
    {
        this.input = input;
        this.approved = approved;
        GrantStarts = CountGrants(input);
        Slots = new Slot[GrantStarts[^1]];
        slotOf = new int[input.Entries.Length];
        var starts = new long[Slots.Length];
        FillSlots(starts);
        FindOverlaps(starts);
        Allow();
    }

    /// <summary>The entries that exist for the check: grant by grant, in order, and last those of unknown grants.</summary>
    public Slot[] Slots { get; }

    /// <summary>Where each grant's entries begin in <see cref="Slots"/>.</summary>
    public int[] GrantStarts { get; }

    public static EntryCheck Run(CheckInput input, ApprovedBefore approved) => new(input, approved);

    /// <summary>The place of an entry in <see cref="Slots"/>, or -1 when another supersedes it.</summary>
    public int SlotOf(int entry) => slotOf[entry];

    /// <summary>The codes that make an entry wait; those in shadow mode do not.</summary>
    public FindingSet HoldingCodes(in Slot slot) => (slot.Findings & Holding) - ShadowOf(slot.Entry);

    public FindingSet ShadowOf(int entry) => ShadowOf(input, entry);

    /// <summary>Direct contact that took any time; time of any kind where it is only noted that it was not direct.</summary>
    public static bool IsPaidAsDirect(CheckInput input, int entry)
    {
        ref readonly var about = ref input.Entries.Span[entry];
        return about.IsDirect || (about.End > about.Start && ShadowOf(input, entry).Contains(FindingCode.D03));
    }

    /// <summary>The last in the chain of corrections.</summary>
    public static int LastOf(ReadOnlySpan<CheckEntry> entries, int entry)
    {
        while (entries[entry].SupersededBy >= 0)
        {
            entry = entries[entry].SupersededBy;
        }

        return entry;
    }

    private static FindingSet ShadowOf(CheckInput input, int entry) =>
        input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[entry].Shadow;

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

    // Entries are read in the order they lie in memory; each grant's are then few enough to sort where they are.
    private void FillSlots(long[] starts)
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        var next = (int[])GrantStarts.Clone();
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.SupersededBy >= 0)
            {
                slotOf[i] = -1;
                continue;
            }

            var place = next[GroupOf(in entry)]++;
            starts[place] = entry.Start;
            ref var slot = ref Slots[place];
            slot.Entry = i;
            slot.Day = entry.Date.DayNumber;
            slot.Minutes = entry.Minutes;
            slot.IsDirect = IsPaidAsDirect(input, i);
            slot.Findings = input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[i].Given;
            if (entry.Grant >= 0)
            {
                slot.Findings |= FoundAlone(in entry, in grants[entry.Grant]);
            }
        }

        for (var grant = 0; grant + 1 < GrantStarts.Length; grant++)
        {
            PutInOrder(starts, GrantStarts[grant], GrantStarts[grant + 1]);
        }
    }

    private void PutInOrder(long[] starts, int first, int end)
    {
        starts.AsSpan(first..end).Sort(Slots.AsSpan(first..end));
        for (var i = first; i < end;)
        {
            var next = i + 1;
            while (next < end && starts[next] == starts[i])
            {
                next++;
            }

            if (next - i > 1)
            {
                Slots.AsSpan(i..next).Sort((a, b) => input.EntryIdOrder(a.Entry, b.Entry));
            }

            for (; i < next; i++)
            {
                slotOf[Slots[i].Entry] = i;
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

        if (entry.Receipt != Receipt.Confirmed)
        {
            found += entry.Receipt == Receipt.None ? FindingCode.E01 : FindingCode.E02;
        }

        if (grant.Mentors is { } named && Array.IndexOf(named, entry.Mentor) < 0)
        {
            found += FindingCode.G05;
        }

        return grant.IsInForce ? found : found + FindingCode.G06;
    }

    private void FindOverlaps(long[] starts)
    {
        var (mentors, citizens) = CountPeople();
        var ends = new EndOf[starts.Length];
        Scatter(starts, ends, mentors, FindingCode.D04);
        Sweep(starts, ends, mentors, FindingCode.D04);
        Scatter(starts, ends, citizens, FindingCode.D05);
        Sweep(starts, ends, citizens, FindingCode.D05);
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

    private void Scatter(long[] starts, EndOf[] ends, int[] people, FindingCode code)
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        var next = (int[])people.Clone();
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.IsDirect && entry.SupersededBy < 0 && (code == FindingCode.D04 || entry.Grant >= 0))
            {
                var place = next[code == FindingCode.D04 ? entry.Mentor : grants[entry.Grant].Citizen]++;
                starts[place] = entry.Start;
                ends[place] = new EndOf(entry.End, slotOf[i]);
            }
        }
    }

    // In order of start an entry overlaps an earlier one exactly when it starts before the latest end so far,
    // and a later one exactly when the very next starts before its end: looking one back misses nested entries.
    private void Sweep(long[] starts, EndOf[] ends, int[] people, FindingCode code)
    {
        for (var person = 0; person + 1 < people.Length; person++)
        {
            var (first, end) = (people[person], people[person + 1]);
            starts.AsSpan(first..end).Sort(ends.AsSpan(first..end));
            var latestEnd = long.MinValue;
            for (var i = first; i < end; i++)
            {
                if (starts[i] < latestEnd || (i + 1 < end && starts[i + 1] < ends[i].End))
                {
                    Slots[ends[i].Slot].Findings += code;
                }

                latestEnd = Math.Max(latestEnd, ends[i].End);
            }
        }
    }

    private void Allow()
    {
        var weekLeft = new int[16];
        for (var grant = 0; grant < input.Grants.Length; grant++)
        {
            var mine = Slots.AsSpan(GrantStarts[grant]..GrantStarts[grant + 1]);
            if (mine.Length > weekLeft.Length)
            {
                weekLeft = new int[Math.Max(mine.Length, weekLeft.Length * 2)];
            }

            AllowGrant(grant, mine, weekLeft);
        }
    }

    private void AllowGrant(int grant, Span<Slot> mine, int[] weekLeft)
    {
        // Weeks follow one another in the order of entries, so a running number is enough to find a week's minutes.
        ref readonly var terms = ref input.Grants.Span[grant];
        var totalLeft = terms.TotalMinutes < 0 ? long.MaxValue : Math.Max(0, terms.TotalMinutes - approved.MovedAwayInAll(grant));
        var (week, place, hasHeld) = (-1, -1, false);
        foreach (ref var slot in mine)
        {
            if (slot.Day / 7 != week)
            {
                week = slot.Day / 7;
                weekLeft[++place] = Math.Max(0, terms.WeeklyMinutes - approved.MovedAway(grant, week));
            }

            if (!approved.IsEmpty)
            {
                slot.Allowed = slot.Taken = approved.OfEntry(slot.Entry);
                UseUp(ref slot, slot.Allowed, ref weekLeft[place], ref totalLeft);
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

    private void AllowPass(Span<Slot> mine, int[] weekLeft, ref long totalLeft, bool held)
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

            var shadow = ShadowOf(slot.Entry);
            var asked = Math.Max(0, slot.Minutes - slot.Allowed);
            var inWeek = shadow.Contains(FindingCode.G02) ? asked : Math.Min(asked, weekLeft[place]);
            var allowed = shadow.Contains(FindingCode.G03) ? inWeek : (int)Math.Min(inWeek, totalLeft);
            UseUp(ref slot, allowed, ref weekLeft[place], ref totalLeft);
            slot.Allowed += allowed;
            slot.OverWeek = asked - inWeek;
            slot.OverTotal = inWeek - allowed;
        }
    }

    // A cap in shadow mode lets through more than is left. What it lets through is used up like any other minutes, and
    // the code is shown.
    private void UseUp(ref Slot slot, int minutes, ref int weekLeft, ref long totalLeft)
    {
        var shadow = ShadowOf(slot.Entry);
        slot.Findings = minutes > weekLeft && shadow.Contains(FindingCode.G02) ? slot.Findings + FindingCode.G02 : slot.Findings;
        slot.Findings = minutes > totalLeft && shadow.Contains(FindingCode.G03) ? slot.Findings + FindingCode.G03 : slot.Findings;
        weekLeft = Math.Max(0, weekLeft - minutes);
        totalLeft = totalLeft == long.MaxValue ? totalLeft : Math.Max(0, totalLeft - minutes);
    }

    /// <summary>Does the entry use up the grant's minutes?</summary>
    public bool CountsForGrant(in Slot slot) =>
        slot.IsDirect && !(slot.Findings - ShadowOf(slot.Entry)).Contains(FindingCode.G01);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct EndOf(long End, int Slot);
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
