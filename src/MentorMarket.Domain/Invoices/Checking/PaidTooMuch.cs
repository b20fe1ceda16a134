using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>Minutes that were approved for payment and that the facts, as they are known now, no longer carry.</summary>
/// <remarks>Danish: betalt for meget. Source: bogføringsloven § 9; it is mended by a credit note, never by a check.</remarks>
/// <param name="Entry">The last of the chain of corrections, by its place in the input.</param>
/// <param name="Code">What they would be rejected for if they were not approved.</param>
/// <param name="Minutes">Minutes.</param>
/// <param name="IsShadow">The rule is in shadow mode on the line: they are paid all the same, and are not too much.</param>
public readonly record struct PaidTooMuch(int Entry, FindingCode Code, int Minutes, bool IsShadow = false)
{
    private static readonly IReadOnlyDictionary<int, List<PaidTooMuch>> Nothing = new Dictionary<int, List<PaidTooMuch>>();

    /// <summary>
    /// Line by line. Only what is approved is counted: that something else was delivered since, or that the citizen now says
    /// otherwise, takes nothing from it.
    /// </summary>
    /// <param name="decidedWhole">Lines of which something was approved and that a rule now decides as a whole.</param>
    /// <param name="paidUncovered">Lines on which it is only noted that nothing covers what is billed: by D01 or by D02.</param>
    internal static IReadOnlyDictionary<int, List<PaidTooMuch>> Find(
        CheckInput input, EntryCheck entries, ApprovedBefore approved,
        IReadOnlyDictionary<int, FindingCode> decidedWhole, IReadOnlyDictionary<int, FindingCode> paidUncovered, int[] order)
    {
        if (approved.IsEmpty)
        {
            return Nothing;
        }

        var found = new List<PaidTooMuch>();
        for (var group = 0; group + 1 < entries.GrantStarts.Length; group++)
        {
            var mine = entries.Slots.AsSpan(entries.GrantStarts[group]..entries.GrantStarts[group + 1]);
            if (group < input.Grants.Length)
            {
                FindIn(in input.Grants.Span[group], mine, input, entries, approved, found);
                continue;
            }

            // No longer delivered on the grant that paid it.
            foreach (ref readonly var slot in mine)
            {
                Add(found, slot.Entry, FindingCode.G04, approved.OfEntry(slot.Entry));
            }
        }

        var onLines = OnLines(found, approved, order);
        foreach (var line in onLines.Keys.ToList())
        {
            onLines[line] = AsTheLineSays(line, onLines[line], found, input, entries, approved, decidedWhole, paidUncovered);
        }

        AddOfWholeLines(onLines, approved, decidedWhole);
        return onLines;
    }

    private static void FindIn(
        in CheckGrant grant, ReadOnlySpan<Slot> mine, CheckInput input, EntryCheck entries, ApprovedBefore approved,
            List<PaidTooMuch> found)
    {
        var weeks = new Dictionary<int, int>();
        var totalLeft = grant.TotalMinutes < 0 ? int.MaxValue : grant.TotalMinutes;
        foreach (var held in new[] { false, true })
        {
            foreach (ref readonly var slot in mine)
            {
                var paid = approved.OfEntry(slot.Entry);
                if (paid == 0 || entries.HoldingCodes(in slot).IsEmpty == held)
                {
                    continue;
                }

                var shadow = entries.ShadowOf(slot.Entry);
                var carried = entries.CountsForGrant(in slot) ? Math.Min(paid, slot.Minutes) : 0;
                Add(found, slot.Entry, ReasonAlone(in slot, input, shadow), paid - carried);
                var weekLeft = weeks.GetValueOrDefault(slot.Day / 7, grant.WeeklyMinutes);
                var inWeek = shadow.Contains(FindingCode.G02) ? carried : Math.Min(carried, weekLeft);
                Add(found, slot.Entry, FindingCode.G02, carried - inWeek);
                var inAll = shadow.Contains(FindingCode.G03) ? inWeek : Math.Min(inWeek, totalLeft);
                Add(found, slot.Entry, FindingCode.G03, inWeek - inAll);
                weeks[slot.Day / 7] = Math.Max(0, weekLeft - inAll);
                totalLeft = grant.TotalMinutes < 0 ? totalLeft : Math.Max(0, totalLeft - inAll);
            }
        }
    }

    private static FindingCode ReasonAlone(in Slot slot, CheckInput input, FindingSet shadow) =>
        slot.Minutes == 0 ? FindingCode.D01
        : !slot.IsDirect && input.Entries.Span[slot.Entry].Kind != EntryKind.Direct ? FindingCode.D03
        : (slot.Findings - shadow).Contains(FindingCode.G01) ? FindingCode.G01
        : FindingCode.D02;

    private static void Add(List<PaidTooMuch> found, int entry, FindingCode code, int minutes, bool isShadow = false)
    {
        if (minutes > 0)
        {
            found.Add(new PaidTooMuch(entry, code, minutes, isShadow));
        }
    }

    // The line that is judged last gives back first: the ones before it came to the minutes earlier.
    private static Dictionary<int, List<PaidTooMuch>> OnLines(List<PaidTooMuch> found, ApprovedBefore approved, int[] order)
    {
        var onLines = new Dictionary<int, List<PaidTooMuch>>();
        foreach (var entry in found.GroupBy(f => f.Entry))
        {
            var paidOn = order.Reverse().Select(line => (Line: line, Minutes: approved.On(line, entry.Key))).Where(l => l.Minutes > 0)
                .ToList();
            foreach (var reason in entry)
            {
                var left = reason.Minutes;
                for (var i = 0; i < paidOn.Count && left > 0; i++)
                {
                    var minutes = Math.Min(left, paidOn[i].Minutes);
                    if (minutes > 0)
                    {
                        onLines.TryAdd(paidOn[i].Line, []);
                        onLines[paidOn[i].Line].Add(reason with { Minutes = minutes });
                        paidOn[i] = (paidOn[i].Line, paidOn[i].Minutes - minutes);
                        left -= minutes;
                    }
                }
            }
        }

        return onLines;
    }

    // Why the line would reject them if they were not approved. Without a rule against what nothing covers it pays them.
    private static List<PaidTooMuch> AsTheLineSays(
        int index, List<PaidTooMuch> listed, List<PaidTooMuch> found, CheckInput input, EntryCheck entries, ApprovedBefore approved,
        IReadOnlyDictionary<int, FindingCode> decidedWhole, IReadOnlyDictionary<int, FindingCode> paidUncovered)
    {
        var shadow = input.LineMarks.IsEmpty ? FindingSet.None : input.LineMarks.Span[index].Shadow;
        List<PaidTooMuch> said = [];
        foreach (var reason in listed)
        {
            if (paidUncovered.TryGetValue(index, out var uncovered))
            {
                var carriedElsewhere = approved.OfEntry(reason.Entry) - approved.On(index, reason.Entry)
                    - MinutesOf(found, reason.Entry) + MinutesOf(listed, reason.Entry);
                var slot = entries.Slots[entries.SlotOf(reason.Entry)];
                AddWithoutRule(said, reason, uncovered, input.Lines.Span[index], input, slot,
                    shadow.Contains(FindingCode.U01) ? 0 : carriedElsewhere);
            }
            else if (reason.Code is not (FindingCode.D01 or FindingCode.D02) || !shadow.Contains(reason.Code))
            {
                said.Add(reason);
            }
            else if (!decidedWhole.ContainsKey(index))
            {
                said.Add(reason with { Code = reason.Code == FindingCode.D01 ? FindingCode.D02 : FindingCode.D01 });
            }
        }

        return said;
    }

    // The same order as when a line is judged: what is wrong with the delivery itself, then that another line is paid for it,
    // and only what is left is covered by nothing.
    private static void AddWithoutRule(
        List<PaidTooMuch> said, PaidTooMuch reason, FindingCode uncovered, in CheckLine line, CheckInput input, in Slot slot,
            int carriedElsewhere)
    {
        ref readonly var entry = ref input.Entries.Span[reason.Entry];
        var isNamed = line.Entry == reason.Entry;
        var isCandidate = entry.Grant >= 0 && entry.Grant == line.Grant
            && (isNamed || (line.Entry == CheckLine.NoEntry && slot.IsDirect && line.From <= entry.Date && entry.Date <= line.To));
        var own = !isCandidate ? 0 : reason.Code switch
        {
            FindingCode.G02 or FindingCode.G03 => reason.Minutes,
            FindingCode.D03 or FindingCode.G01 when isNamed => Math.Min(reason.Minutes, slot.Minutes),
            _ => 0,
        };
        var twice = isCandidate ? Math.Min(reason.Minutes - own, carriedElsewhere) : 0;
        Add(said, reason.Entry, reason.Code, own);
        Add(said, reason.Entry, FindingCode.U01, twice);
        Add(said, reason.Entry, uncovered, reason.Minutes - own - twice, isShadow: true);
    }

    private static int MinutesOf(List<PaidTooMuch> some, int entry) => some.Where(m => m.Entry == entry).Sum(m => m.Minutes);

    // What the delivery still carries, and the line does not: a rule decides it as a whole.
    private static void AddOfWholeLines(
        Dictionary<int, List<PaidTooMuch>> onLines, ApprovedBefore approved, IReadOnlyDictionary<int, FindingCode> decidedWhole)
    {
        foreach (var (line, code) in decidedWhole)
        {
            var listed = onLines.GetValueOrDefault(line, []);
            List<PaidTooMuch> more = [];
            foreach (var (entry, minutes) in approved.On(line))
            {
                Add(more, entry, code, minutes - MinutesOf(listed, entry));
            }

            onLines[line] = [.. listed, .. more];
        }
    }
}
