using System.Runtime.CompilerServices;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>
/// Step 1: every entry by itself and against its neighbours, and how many of its minutes the grant allows.
/// Knows nothing of invoice lines, but minutes approved for payment come before all others. What is found is kept
/// grant by grant in order of time, since that is how it is used: the entries themselves lie anywhere in memory.
/// </summary>
internal sealed class EntryCheck
{
    private const long LongestTicks = 12 * TimeSpan.TicksPerHour;
    private const long ClockSlackTicks = 5 * TimeSpan.TicksPerMinute;
    private const long UsualLateTicks = CheckInput.UsualLateDays * TimeSpan.TicksPerDay;

    private static readonly FindingSet Holding = RuleSet.With(FindingEffect.Hold);

    private readonly CheckInput input;
    private readonly ApprovedBefore approved;
    private readonly bool hasMarks;
    private int[]? slotOf;

    private EntryCheck(CheckInput input, ApprovedBefore approved)
    {
        this.input = input;
        this.approved = approved;
        hasMarks = !input.EntryMarks.IsEmpty;
        var (timeline, mentors) = CountEntries();
        Slots = GC.AllocateUninitializedArray<Slot>(GrantStarts[^1]);
        var isExact = FillSlots(timeline);
        var overlaps = new Overlaps(Slots, input, isExact);
        overlaps.OfMentors(mentors);
        overlaps.OfCitizens(CountCitizens(), GrantStarts);
        AllowMinutes();
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

    public FindingSet ShadowOf(int entry) => hasMarks ? input.EntryMarks.Span[entry].Shadow : default;

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
    private (Timeline Timeline, int[] Mentors) CountEntries()
    {
        var unknown = input.Grants.Length;
        var (starts, mentors) = (new int[unknown + 2], new int[64]);
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (ref readonly var entry in input.Entries.Span)
        {
            if (entry.SupersededBy >= 0)
            {
                continue;
            }

            if (entry.Mentor + 1 >= mentors.Length)
            {
                Array.Resize(ref mentors, (entry.Mentor + 2) * 2);
            }

            starts[(entry.Grant < 0 ? unknown : entry.Grant) + 1]++;
            mentors[entry.Mentor + 1]++;
            first = Math.Min(first, entry.Start);
            last = Math.Max(last, entry.Start);
        }

        Ordering.Accumulate(starts);
        GrantStarts = starts;
        return (new Timeline(first, last), mentors);
    }

    private int[] CountCitizens()
    {
        var grants = input.Grants.Span;
        var citizens = new int[64];
        for (var g = 0; g < grants.Length; g++)
        {
            if (grants[g].Citizen + 1 >= citizens.Length)
            {
                Array.Resize(ref citizens, (grants[g].Citizen + 2) * 2);
            }

            citizens[grants[g].Citizen + 1] += GrantStarts[g + 1] - GrantStarts[g];
        }

        return citizens;
    }

    private bool FillSlots(Timeline timeline)
    {
        var isExact = true;
        var unknown = input.Grants.Length;
        var entries = input.Entries.Span;
        var marks = input.EntryMarks.Span;
        var lateDays = input.LateDays.Span;
        var shelves = new Shelves<Slot>(Slots, GrantStarts);
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.SupersededBy >= 0)
            {
                continue;
            }

            var grant = entry.Grant < 0 ? unknown : entry.Grant;
            ref var slot = ref shelves.Next(grant);
            slot.Entry = i;
            slot.Day = entry.Date.DayNumber;
            slot.Minutes = entry.Minutes;
            var late = lateDays.IsEmpty ? UsualLateTicks : lateDays[i] * TimeSpan.TicksPerDay;
            slot.Findings = entry.Grant < 0 ? default : FoundAlone(in entry, late);
            slot.IsDirect = slot.CanOverlap = entry.IsDirect;
            slot.StartsAt = timeline.Of(entry.Start, ref isExact);
            slot.EndsAt = entry.IsDirect ? timeline.Of(entry.End, ref isExact) : 0;
            slot.Mentor = entry.Mentor;
            slot.Grant = grant;
            if (marks.Length > 0)
            {
                slot.Findings |= marks[i].Given;
                slot.IsDirect = IsPaidAsDirect(input, i);
            }
        }

        shelves.PutInOrder();
        return isExact;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FindingSet FoundAlone(in CheckEntry entry, long lateTicks)
    {
        // Each is worked out and none is jumped over: a year's entries are too various for the processor to guess.
        var length = entry.End - entry.Start;
        var isImplausible = length is <= 0 or > LongestTicks || entry.End - entry.RegisteredAt > ClockSlackTicks;
        var found = entry.Kind != EntryKind.Direct ? new FindingSet(FindingCode.D03) : default;
        found |= isImplausible ? new FindingSet(FindingCode.D08) : default;
        found |= entry.RegisteredAt - entry.End > lateTicks ? new FindingSet(FindingCode.D06) : default;
        found |= entry.Receipt == Receipt.None ? new FindingSet(FindingCode.E01) : default;
        found |= entry.Receipt == Receipt.Disputed ? new FindingSet(FindingCode.E02) : default;
        return found;
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

    // All of a grant at once, as long as it lies near.
    private void AllowMinutes()
    {
        var grants = input.Grants.Span;
        var queue = new Queue(64);
        for (var group = 0; group + 1 < GrantStarts.Length; group++)
        {
            var mine = Slots.AsSpan(GrantStarts[group]..GrantStarts[group + 1]);
            PutTiesInOrder(mine);
            if (group == grants.Length)
            {
                foreach (ref var slot in mine)
                {
                    AllowNothing(ref slot);
                }

                continue;
            }

            FindAgainstTerms(mine, in grants[group]);
            queue = mine.Length > queue.Room ? new Queue(mine.Length * 2) : queue;
            AllowGrant(group, mine, queue);
        }
    }

    private void PutTiesInOrder(Span<Slot> mine)
    {
        for (var i = 1; i < mine.Length; i++)
        {
            if (mine[i].StartsAt != mine[i - 1].StartsAt)
            {
                continue;
            }

            var first = i - 1;
            while (i < mine.Length && mine[i].StartsAt == mine[first].StartsAt)
            {
                i++;
            }

            mine[first..i].Sort((a, b) => EntryOf(in a).Start.CompareTo(EntryOf(in b).Start) is var order
                && order != 0 ? order : input.EntryIdOrder(a.Entry, b.Entry));
        }
    }

    private ref readonly CheckEntry EntryOf(in Slot slot) => ref input.Entries.Span[slot.Entry];

    // The last that needs to know whose it was: from here on the slot's bytes hold minutes.
    private static void FindAgainstTerms(Span<Slot> mine, in CheckGrant grant)
    {
        var (from, to, mentors) = (grant.ValidFrom.DayNumber, grant.ValidTo.DayNumber, grant.Mentors);
        var ofAll = grant.IsInForce ? default : new FindingSet(FindingCode.G06);
        foreach (ref var slot in mine)
        {
            var found = slot.Findings | ofAll;
            found |= slot.Day < from | slot.Day > to ? new FindingSet(FindingCode.G01) : default;
            found |= mentors is not null && !mentors.Contains(slot.Mentor) ? new FindingSet(FindingCode.G05) : default;
            slot.Findings = found;
            AllowNothing(ref slot);
        }
    }

    private static void AllowNothing(ref Slot slot) => (slot.Allowed, slot.OverWeek, slot.OverTotal, slot.Taken) = (0, 0, 0, 0);

    private void AllowGrant(int grant, Span<Slot> mine, Queue queue)
    {
        ref readonly var terms = ref input.Grants.Span[grant];
        LineUp(mine, terms.WeeklyMinutes, queue);
        var totalLeft = terms.TotalMinutes < 0 ? long.MaxValue : Math.Max(0, terms.TotalMinutes - approved.MovedAwayInAll(grant));
        if (!approved.IsEmpty)
        {
            UseUpApproved(grant, mine, queue, ref totalLeft);
        }

        // First the clean ones, then the held: a contested hour never displaces a clean one.
        Allow(mine, queue.Clean.AsSpan(0, queue.CleanCount), queue, ref totalLeft);
        Allow(mine, queue.Held.AsSpan(0, queue.HeldCount), queue, ref totalLeft);
    }

    // Whether an entry is clean, and whether a new week begins with it, nobody can guess: so both are counted, and nothing is
    // jumped over. Weeks follow one another in the order of entries, so a running number is enough for a week.
    private void LineUp(Span<Slot> mine, int weeklyMinutes, Queue queue)
    {
        var (clean, held, week, number) = (0, 0, -1, -1);
        for (var i = 0; i < mine.Length; i++)
        {
            ref readonly var slot = ref mine[i];
            var weekOfSlot = slot.Day / 7;
            number += weekOfSlot != week ? 1 : 0;
            week = weekOfSlot;
            queue.WeekOf[i] = number;
            queue.WeekLeft[number] = weeklyMinutes;
            var isHeld = !HoldingCodes(in slot).IsEmpty;
            var counts = CountsForGrant(in slot);
            queue.Clean[clean] = i;
            clean += counts & !isHeld ? 1 : 0;
            queue.Held[held] = i;
            held += counts & isHeld ? 1 : 0;
        }

        (queue.CleanCount, queue.HeldCount) = (clean, held);
    }

    private void UseUpApproved(int grant, Span<Slot> mine, Queue queue, ref long totalLeft)
    {
        for (var i = 0; i < mine.Length; i++)
        {
            ref var slot = ref mine[i];
            ref var weekLeft = ref queue.WeekLeft[queue.WeekOf[i]];
            if (i == 0 || queue.WeekOf[i] != queue.WeekOf[i - 1])
            {
                weekLeft = Math.Max(0, weekLeft - approved.MovedAway(grant, slot.Day / 7));
            }

            slot.Allowed = slot.Taken = approved.OfEntry(slot.Entry);
            UseUp(ref slot, slot.Allowed, ref weekLeft, ref totalLeft);
        }
    }

    private void Allow(Span<Slot> mine, ReadOnlySpan<int> some, Queue queue, ref long totalLeft)
    {
        foreach (var i in some)
        {
            ref var slot = ref mine[i];
            ref var weekLeft = ref queue.WeekLeft[queue.WeekOf[i]];
            var shadow = ShadowOf(slot.Entry);
            var asked = Math.Max(0, slot.Minutes - slot.Allowed);
            var inWeek = shadow.Contains(FindingCode.G02) ? asked : Math.Min(asked, weekLeft);
            var allowed = shadow.Contains(FindingCode.G03) ? inWeek : (int)Math.Min(inWeek, totalLeft);
            UseUp(ref slot, allowed, ref weekLeft, ref totalLeft);
            slot.Allowed += allowed;
            slot.OverWeek = asked - inWeek;
            slot.OverTotal = inWeek - allowed;
        }
    }

    // A cap in shadow mode lets through more than is left. What it lets through is used up like any other minutes, and
    // the code is shown.
    private void UseUp(ref Slot slot, int minutes, ref int weekLeft, ref long totalLeft)
    {
        if (hasMarks)
        {
            var shadow = ShadowOf(slot.Entry);
            slot.Findings = minutes > weekLeft && shadow.Contains(FindingCode.G02) ? slot.Findings + FindingCode.G02 : slot.Findings;
            slot.Findings = minutes > totalLeft && shadow.Contains(FindingCode.G03) ? slot.Findings + FindingCode.G03 : slot.Findings;
        }

        weekLeft = Math.Max(0, weekLeft - minutes);
        totalLeft = totalLeft == long.MaxValue ? totalLeft : Math.Max(0, totalLeft - minutes);
    }

    /// <summary>Does the entry use up the grant's minutes?</summary>
    public bool CountsForGrant(in Slot slot) =>
        slot.IsDirect && !(slot.Findings - ShadowOf(slot.Entry)).Contains(FindingCode.G01);

    /// <summary>The entries of one grant in line for its minutes, and what each of their weeks has left.</summary>
    private sealed class Queue(int room)
    {
        public int Room { get; } = room;

        public int[] WeekOf { get; } = new int[room];

        public int[] WeekLeft { get; } = new int[room];

        public int[] Clean { get; } = new int[room];

        public int[] Held { get; } = new int[room];

        public int CleanCount { get; set; }

        public int HeldCount { get; set; }
    }
}
