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
    private int[]? slotOf;

    private EntryCheck(CheckInput input, ApprovedBefore approved)
    {
        this.input = input;
        this.approved = approved;
        var (first, last) = CountGrants();
        Slots = GC.AllocateUninitializedArray<Slot>(GrantStarts[^1]);
        var order = GC.AllocateUninitializedArray<ulong>(Slots.Length);
        FillSlots(new Timeline(first, last));
        PutInOrder(order);
        FindOverlaps(order);
        Allow();
    }

    /// <summary>The entries that exist for the check: grant by grant, in order, and last those of unknown grants.</summary>
    public Slot[] Slots { get; }

    /// <summary>Where each grant's entries begin in <see cref="Slots"/>.</summary>
    public int[] GrantStarts { get; private set; } = [];

    public static EntryCheck Run(CheckInput input, ApprovedBefore approved) => new(input, approved);

    /// <summary>The place of an entry in <see cref="Slots"/>, or -1 when another supersedes it.</summary>
    /// <remarks>Few ask: it is worked out for the first who does.</remarks>
    public int SlotOf(int entry) => (slotOf ??= PlacesOfEntries())[entry];

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

    // The group after the last grant is that of entries whose grant is unknown. Returns the first and the last start.
    private (long First, long Last) CountGrants()
    {
        var unknown = input.Grants.Length;
        var starts = new int[unknown + 2];
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (ref readonly var entry in input.Entries.Span)
        {
            if (entry.SupersededBy < 0)
            {
                starts[(entry.Grant < 0 ? unknown : entry.Grant) + 1]++;
                first = Math.Min(first, entry.Start);
                last = Math.Max(last, entry.Start);
            }
        }

        Ordering.Accumulate(starts);
        GrantStarts = starts;
        return (first, last);
    }

    // Entries are read once, in the order they lie in memory, and each goes to its grant with what is found of it alone.
    private void FillSlots(Timeline timeline)
    {
        var unknown = input.Grants.Length;
        var entries = input.Entries.Span;
        var marks = input.EntryMarks.Span;
        var slots = Slots;
        var next = (int[])GrantStarts.Clone();
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.SupersededBy >= 0)
            {
                continue;
            }

            ref var slot = ref slots[next[entry.Grant < 0 ? unknown : entry.Grant]++];
            slot.Entry = i;
            slot.Day = entry.Date.DayNumber;
            slot.Minutes = entry.Minutes;
            slot.Findings = entry.Grant < 0 ? default : FoundAlone(in entry);
            slot.CanOverlap = entry.IsDirect;
            slot.IsDirect = entry.IsDirect;
            slot.StartsAt = timeline.Of(entry.Start);
            slot.EndsAt = entry.IsDirect ? timeline.Of(entry.End) : 0;
            slot.Mentor = entry.Mentor;
            if (marks.Length > 0)
            {
                slot.Findings |= marks[i].Given;
                slot.IsDirect = IsPaidAsDirect(input, i);
            }
        }
    }

    private static FindingSet FoundAlone(in CheckEntry entry)
    {
        // Each is worked out and none is jumped over: a year's entries are too various for the processor to guess.
        var length = entry.End - entry.Start;
        var isImplausible = length is <= 0 or > LongestTicks || entry.End - entry.RegisteredAt > ClockSlackTicks;
        var found = entry.Kind != EntryKind.Direct ? new FindingSet(FindingCode.D03) : default;
        found |= isImplausible ? new FindingSet(FindingCode.D08) : default;
        found |= entry.RegisteredAt - entry.End > LateTicks ? new FindingSet(FindingCode.D06) : default;
        found |= entry.Confirmation switch
        {
            Confirmation.Confirmed => default,
            Confirmation.None => new FindingSet(FindingCode.E01),
            Confirmation.Disputed => new FindingSet(FindingCode.E02),
        };
        return found;
    }

    // Each grant's entries in order of time, with what its terms say of them. A number of 64 bits sorts faster than a slot: the
    // start in the upper half, the place in the lower.
    private void PutInOrder(ulong[] order)
    {
        var grants = input.Grants.Span;
        var copy = new Slot[64];
        for (var group = 0; group + 1 < GrantStarts.Length; group++)
        {
            var mine = Slots.AsSpan(GrantStarts[group]..GrantStarts[group + 1]);
            var places = order.AsSpan(0, mine.Length);
            for (var i = 0; i < mine.Length; i++)
            {
                places[i] = ((ulong)mine[i].StartsAt << 32) | (uint)i;
            }

            places.Sort();
            if (mine.Length > copy.Length)
            {
                copy = new Slot[Math.Max(mine.Length, copy.Length * 2)];
            }

            mine.CopyTo(copy);
            for (var i = 0; i < mine.Length; i++)
            {
                mine[i] = copy[(int)(uint)places[i]];
            }

            PutTiesInOrder(mine);
            if (group < grants.Length)
            {
                FindAgainstTerms(mine, in grants[group]);
            }
        }
    }

    private void PutTiesInOrder(Span<Slot> mine)
    {
        for (var i = 0; i < mine.Length;)
        {
            var next = i + 1;
            while (next < mine.Length && mine[next].StartsAt == mine[i].StartsAt)
            {
                next++;
            }

            if (next - i > 1)
            {
                mine[i..next].Sort((a, b) => EntryOf(in a).Start.CompareTo(EntryOf(in b).Start) is var order && order != 0 ? order : input.EntryIdOrder(a.Entry, b.Entry));
            }

            i = next;
        }
    }

    private ref readonly CheckEntry EntryOf(in Slot slot) => ref input.Entries.Span[slot.Entry];

    private static void FindAgainstTerms(Span<Slot> mine, in CheckGrant grant)
    {
        var (from, to, mentors) = (grant.ValidFrom.DayNumber, grant.ValidTo.DayNumber, grant.Mentors);
        foreach (ref var slot in mine)
        {
            slot.Findings |= slot.Day < from || slot.Day > to ? new FindingSet(FindingCode.G01) : default;
            slot.Findings |= mentors is not null && !mentors.Contains(slot.Mentor) ? new FindingSet(FindingCode.G05) : default;
            slot.Findings |= grant.IsInForce ? default : new FindingSet(FindingCode.G06);
        }
    }

    private int[] PlacesOfEntries()
    {
        var places = new int[input.Entries.Length];
        Array.Fill(places, -1);
        for (var i = 0; i < Slots.Length; i++)
        {
            places[Slots[i].Entry] = i;
        }

        return places;
    }

    private void FindOverlaps(ulong[] order)
    {
        FindOverlapsOfMentors(order);
        FindOverlapsOfCitizens(order);
    }

    private void FindOverlapsOfMentors(ulong[] order)
    {
        var mentors = 0;
        foreach (ref readonly var slot in Slots.AsSpan())
        {
            mentors = Math.Max(mentors, slot.Mentor + 1);
        }

        var ends = new int[mentors + 1];
        foreach (ref readonly var slot in Slots.AsSpan())
        {
            ends[slot.Mentor + 1] += slot.CanOverlap ? 1 : 0;
        }

        Ordering.Accumulate(ends);
        for (var i = 0; i < Slots.Length; i++)
        {
            if (Slots[i].CanOverlap)
            {
                order[ends[Slots[i].Mentor]++] = Place(i);
            }
        }

        // Each beginning has moved to its end.
        var first = 0;
        foreach (var end in ends.AsSpan(0, mentors))
        {
            Sweep(order.AsSpan(first..end), FindingCode.D04);
            first = end;
        }
    }

    private void FindOverlapsOfCitizens(ulong[] order)
    {
        var grants = input.Grants.Span;
        var citizens = 0;
        foreach (ref readonly var grant in grants)
        {
            citizens = Math.Max(citizens, grant.Citizen + 1);
        }

        var ends = new int[citizens + 1];
        foreach (ref readonly var grant in grants)
        {
            ends[grant.Citizen + 1]++;
        }

        Ordering.Accumulate(ends);
        var grantsOf = new int[grants.Length];
        for (var g = 0; g < grants.Length; g++)
        {
            grantsOf[ends[grants[g].Citizen]++] = g;
        }

        var first = 0;
        foreach (var end in ends.AsSpan(0, citizens))
        {
            var count = 0;
            foreach (var grant in grantsOf.AsSpan(first..end))
            {
                for (var i = GrantStarts[grant]; i < GrantStarts[grant + 1]; i++)
                {
                    if (Slots[i].CanOverlap)
                    {
                        order[count++] = Place(i);
                    }
                }
            }

            Sweep(order.AsSpan(0, count), FindingCode.D05);
            first = end;
        }
    }

    private ulong Place(int slot) => ((ulong)Slots[slot].StartsAt << 32) | (uint)slot;

    // In order of start an entry overlaps an earlier one exactly when it starts before the latest end so far,
    // and a later one exactly when the very next starts before its end: looking one back misses nested entries.
    private void Sweep(Span<ulong> order, FindingCode code)
    {
        SortByStart(order);
        var latest = 0;
        for (var i = 0; i < order.Length; i++)
        {
            ref var slot = ref Slots[(int)(uint)order[i]];
            ref readonly var lastToEnd = ref Slots[(int)(uint)order[latest]];
            if ((i > 0 && StartsBeforeEnd(in slot, in lastToEnd)) || (i + 1 < order.Length && StartsBeforeEnd(in Slots[(int)(uint)order[i + 1]], in slot)))
            {
                slot.Findings += code;
            }

            latest = EndsBefore(in lastToEnd, in slot) ? i : latest;
        }
    }

    private void SortByStart(Span<ulong> order)
    {
        order.Sort();
        for (var i = 1; i < order.Length; i++)
        {
            for (var j = i; j > 0 && order[j] >> 32 == order[j - 1] >> 32 && StartOf(order[j]) < StartOf(order[j - 1]); j--)
            {
                (order[j], order[j - 1]) = (order[j - 1], order[j]);
            }
        }
    }

    private long StartOf(ulong place) => EntryOf(in Slots[(int)(uint)place]).Start;

    private bool StartsBeforeEnd(in Slot starting, in Slot ending) => starting.StartsAt != ending.EndsAt
        ? starting.StartsAt < ending.EndsAt
        : EntryOf(in starting).Start < EntryOf(in ending).End;

    private bool EndsBefore(in Slot one, in Slot other) => one.EndsAt != other.EndsAt
        ? one.EndsAt < other.EndsAt
        : EntryOf(in one).End < EntryOf(in other).End;

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

        foreach (ref var slot in Slots.AsSpan(GrantStarts[^2]..))
        {
            AllowNothing(ref slot);
        }
    }

    private static void AllowNothing(ref Slot slot) => (slot.Allowed, slot.OverWeek, slot.OverTotal, slot.Taken) = (0, 0, 0, 0);

    private void AllowGrant(int grant, Span<Slot> mine, int[] weekLeft)
    {
        // Weeks follow one another in the order of entries, so a running number is enough to find a week's minutes.
        ref readonly var terms = ref input.Grants.Span[grant];
        var totalLeft = terms.TotalMinutes < 0 ? long.MaxValue : Math.Max(0, terms.TotalMinutes - approved.MovedAwayInAll(grant));
        var (week, place, hasHeld) = (-1, -1, false);
        foreach (ref var slot in mine)
        {
            AllowNothing(ref slot);
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
}
