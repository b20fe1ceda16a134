using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;

namespace MentorMarket.Domain.Invoicing;

/// <summary>
/// Step 1: every entry by itself and against its neighbours, and how many of its minutes the grant allows.
/// Knows nothing of invoice lines, but minutes approved for payment come before all others.
/// </summary>
internal sealed class EntryCheck
{
    private const long LongestTicks = 12 * TimeSpan.TicksPerHour;
    private const long ClockSlackTicks = 5 * TimeSpan.TicksPerMinute;
    private const long LateTicks = 14 * 24 * TimeSpan.TicksPerHour;

    private static readonly FindingSet Holding = RuleSet.With(FindingEffect.Hold);

    private readonly CheckInput input;
    private readonly int[] approved;

    private EntryCheck(CheckInput input)
    {
        this.input = input;
        Findings = new FindingSet[input.Entries.Length];
        Allowed = new int[input.Entries.Length];
        OverWeek = new int[input.Entries.Length];
        approved = input.Approvals.Count == 0 ? [] : new int[input.Entries.Length];
        ByGrant = [];
        GrantStarts = [];
    }

    /// <summary>Everything found of each entry, codes in shadow mode too.</summary>
    public FindingSet[] Findings { get; }

    /// <summary>The minutes that the grant allows each entry, approved ones included.</summary>
    public int[] Allowed { get; }

    /// <summary>The minutes of each entry over the week (G02). What is neither allowed nor over the week is over the total (G03).</summary>
    public int[] OverWeek { get; }

    /// <summary>The entries of each grant, in order.</summary>
    public int[] ByGrant { get; private set; }

    /// <summary>Where each grant's entries begin in <see cref="ByGrant"/>.</summary>
    public int[] GrantStarts { get; private set; }

    public static EntryCheck Run(CheckInput input)
    {
        var check = new EntryCheck(input);
        check.ResolveApprovals();
        var ordered = check.OrderByStart();
        var groups = new int[ordered.Length];
        check.FindAlone();
        check.FindOverlaps(ordered, groups);
        check.Allow(ordered, groups);
        return check;
    }

    /// <summary>Does the entry wait? Codes in shadow mode do not hold.</summary>
    public bool IsHeld(int entry) => HoldingCodes(entry).IsEmpty is false;

    /// <summary>The codes that make the entry wait.</summary>
    public FindingSet HoldingCodes(int entry) => (Findings[entry] & Holding) - ShadowOf(entry);

    /// <summary>The minutes over the grant's total: neither allowed nor over the week.</summary>
    public int OverTotal(int entry) =>
        CountsForGrant(entry) ? Math.Max(0, input.Entries.Span[entry].Minutes - Allowed[entry] - OverWeek[entry]) : 0;

    /// <summary>The minutes approved for payment before, on any line.</summary>
    public int Approved(int entry) => approved.Length > 0 ? approved[entry] : 0;

    /// <summary>Does the entry use up the grant's minutes?</summary>
    private bool CountsForGrant(int entry) =>
        input.Entries.Span[entry].IsDirect && !(Findings[entry] - ShadowOf(entry)).Contains(FindingCode.G01);

    /// <summary>The last in the chain of corrections.</summary>
    public static int LastOf(ReadOnlySpan<CheckEntry> entries, int entry)
    {
        while (entries[entry].SupersededBy >= 0)
        {
            entry = entries[entry].SupersededBy;
        }

        return entry;
    }

    public FindingSet ShadowOf(int entry) => input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[entry].Shadow;

    private void ResolveApprovals()
    {
        foreach (var approval in input.Approvals)
        {
            approved[LastOf(input.Entries.Span, approval.Entry)] += approval.Minutes;
        }
    }

    private int[] OrderByStart()
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

        // Seconds fit the key for 136 years; what is finer, and the ids, are compared where it matters: in a grant.
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

    private void FindAlone()
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.SupersededBy >= 0)
            {
                continue;
            }

            var found = input.EntryMarks.IsEmpty ? default : input.EntryMarks.Span[i].Given;
            if (entry.Grant >= 0)
            {
                found |= FoundAlone(in entry, in grants[entry.Grant]);
            }

            Findings[i] = found;
        }
    }

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

    private void FindOverlaps(int[] ordered, int[] groups)
    {
        var entries = input.Entries.Span;
        var grants = input.Grants.Span;
        var grouped = new int[ordered.Length];
        var people = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            ref readonly var entry = ref entries[ordered[i]];
            groups[i] = entry.IsDirect ? entry.Mentor : -1;
            people = Math.Max(people, groups[i] + 1);
        }

        Sweep(grouped, Ordering.Group(ordered, groups, people, grouped), FindingCode.D04);

        people = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            ref readonly var entry = ref entries[ordered[i]];
            groups[i] = entry.IsDirect && entry.Grant >= 0 ? grants[entry.Grant].Citizen : -1;
            people = Math.Max(people, groups[i] + 1);
        }

        Sweep(grouped, Ordering.Group(ordered, groups, people, grouped), FindingCode.D05);
    }

    // In order of start an entry overlaps an earlier one exactly when it starts before the latest end so far,
    // and a later one exactly when the very next starts before its end: looking one back misses nested entries.
    private void Sweep(int[] grouped, int[] starts, FindingCode code)
    {
        var entries = input.Entries.Span;
        for (var group = 0; group + 1 < starts.Length; group++)
        {
            Settle(grouped.AsSpan(starts[group]..starts[group + 1]), byId: false);
            var latestEnd = long.MinValue;
            for (var i = starts[group]; i < starts[group + 1]; i++)
            {
                ref readonly var entry = ref entries[grouped[i]];
                if (entry.Start < latestEnd || (i + 1 < starts[group + 1] && entries[grouped[i + 1]].Start < entry.End))
                {
                    Findings[grouped[i]] += code;
                }

                latestEnd = Math.Max(latestEnd, entry.End);
            }
        }
    }

    // The entries of a group come in order of the second they start in. Those of one second are put in order here,
    // each moved back past the few it is out of order with.
    private void Settle(Span<int> group, bool byId)
    {
        var entries = input.Entries.Span;
        var moves = 0;
        for (var i = 1; i < group.Length; i++)
        {
            var item = group[i];
            var place = i;
            while (place > 0 && IsAfter(entries, group[place - 1], item, byId))
            {
                group[place] = group[place - 1];
                place--;
                moves++;
            }

            group[place] = item;
            if (moves > 16 * group.Length)
            {
                // Thousands at one instant are no real delivery, but must not take forever.
                group.Sort((a, b) => input.Entries.Span[a].Start.CompareTo(input.Entries.Span[b].Start) is var order && order != 0
                    ? order
                    : input.EntryIdOrder(a, b));
                return;
            }
        }
    }

    private bool IsAfter(ReadOnlySpan<CheckEntry> entries, int left, int right, bool byId)
    {
        var (leftStart, rightStart) = (entries[left].Start, entries[right].Start);
        return leftStart != rightStart ? leftStart > rightStart : byId && input.EntryIdOrder(left, right) > 0;
    }

    private void Allow(int[] ordered, int[] groups)
    {
        var entries = input.Entries.Span;
        for (var i = 0; i < ordered.Length; i++)
        {
            groups[i] = entries[ordered[i]].Grant;
        }

        ByGrant = new int[ordered.Length];
        GrantStarts = Ordering.Group(ordered, groups, input.Grants.Length, ByGrant);
        var weekLeft = new int[16];
        for (var grant = 0; grant < input.Grants.Length; grant++)
        {
            var mine = ByGrant.AsSpan(GrantStarts[grant]..GrantStarts[grant + 1]);
            Settle(mine, byId: true);
            if (mine.Length > weekLeft.Length)
            {
                weekLeft = new int[Math.Max(mine.Length, weekLeft.Length * 2)];
            }

            AllowGrant(in input.Grants.Span[grant], mine, weekLeft);
        }
    }

    private void AllowGrant(in CheckGrant grant, ReadOnlySpan<int> mine, int[] weekLeft)
    {
        var entries = input.Entries.Span;
        var totalLeft = grant.TotalMinutes < 0 ? int.MaxValue : grant.TotalMinutes;

        // Weeks follow one another in the order of entries, so a running number is enough to find a week's minutes.
        var (week, place) = (-1, -1);
        foreach (var i in mine)
        {
            StepTo(entries[i].Date, ref week, ref place, weekLeft, grant.WeeklyMinutes);
            if (approved.Length > 0)
            {
                weekLeft[place] = Math.Max(0, weekLeft[place] - approved[i]);
                totalLeft = Math.Max(0, totalLeft - approved[i]);
            }
        }

        // First the clean ones, then the held: a contested hour never displaces a clean one.
        for (var pass = 0; pass < 2; pass++)
        {
            (week, place) = (-1, -1);
            foreach (var i in mine)
            {
                StepTo(entries[i].Date, ref week, ref place, null, 0);
                if (IsHeld(i) == (pass == 1))
                {
                    AllowEntry(i, in entries[i], ref weekLeft[place], ref totalLeft);
                }
            }
        }
    }

    private void AllowEntry(int i, in CheckEntry entry, ref int weekLeft, ref int totalLeft)
    {
        var before = Approved(i);
        var asked = Math.Max(0, entry.Minutes - before);
        if (!CountsForGrant(i))
        {
            Allowed[i] = before;
            return;
        }

        var inWeek = Math.Min(asked, weekLeft);
        var allowed = Math.Min(inWeek, totalLeft);
        weekLeft -= allowed;
        totalLeft -= allowed;
        Allowed[i] = before + allowed;
        OverWeek[i] = asked - inWeek;
    }

    private static void StepTo(DateOnly date, ref int week, ref int place, int[]? weekLeft, int weeklyMinutes)
    {
        if (DanishTime.WeekIndex(date) != week)
        {
            week = DanishTime.WeekIndex(date);
            place++;
            if (weekLeft is not null)
            {
                weekLeft[place] = weeklyMinutes;
            }
        }
    }
}
