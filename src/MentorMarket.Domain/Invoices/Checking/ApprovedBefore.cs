namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>
/// What was approved for payment before, by chains of corrections: an entry that was approved and then corrected is the
/// same delivery, and its minutes are used up under whichever id. Everything here names the last of the chain.
/// </summary>
internal sealed class ApprovedBefore
{
    private static readonly IReadOnlyList<(int Entry, int Minutes)> Nothing = [];

    private readonly CheckInput input;
    private readonly Dictionary<int, List<(int Entry, int Minutes)>> byLine = [];
    private readonly Dictionary<int, int> byEntry = [];
    private readonly Dictionary<(int Grant, int Week), int> movedAway = [];
    private readonly Dictionary<int, int> movedAwayInAll = [];

    private ApprovedBefore(CheckInput input) => this.input = input;

    public bool IsEmpty => byEntry.Count == 0;

    /// <param name="order">The lines in the order they are judged.</param>
    public static ApprovedBefore Of(CheckInput input, int[] order)
    {
        var before = new ApprovedBefore(input);
        if (input.Approvals.Count > 0)
        {
            before.Read(order);
        }

        return before;
    }

    /// <summary>The minutes of each chain that were approved on a line.</summary>
    public IReadOnlyList<(int Entry, int Minutes)> On(int line) => byLine.TryGetValue(line, out var minutes) ? minutes : Nothing;

    public int On(int line, int entry)
    {
        foreach (var approved in On(line))
        {
            if (approved.Entry == entry)
            {
                return approved.Minutes;
            }
        }

        return 0;
    }

    /// <summary>The minutes of a chain that were approved on all lines.</summary>
    public int OfEntry(int entry) => byEntry.GetValueOrDefault(entry);

    /// <summary>Minutes that a grant has paid in a week for chains whose last is no longer delivered on it.</summary>
    public int MovedAway(int grant, int week) => movedAway.GetValueOrDefault((grant, week));

    public int MovedAwayInAll(int grant) => movedAwayInAll.GetValueOrDefault(grant);

    private void Read(int[] order)
    {
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        var mostOf = MostMinutes();
        foreach (var approval in Chained()
            .OrderBy(a => place[a.Line]).ThenBy(a => a.Entry, Comparer<int>.Create(input.EntryIdOrder)))
        {
            // No chain is paid for more than the most of any link that could be paid, and no line for more than it bills.
            var minutes = Math.Min(approval.Minutes, mostOf[approval.Entry] - OfEntry(approval.Entry));
            minutes = Math.Min(minutes, input.Lines.Span[approval.Line].Minutes - On(approval.Line).Sum(m => m.Minutes));
            if (minutes > 0)
            {
                Keep(approval.Line, approval.Entry, minutes);
            }
        }
    }

    private IEnumerable<EarlierApproval> Chained() => input.Approvals
        .Select(approval => approval with { Entry = EntryCheck.LastOf(input.Entries.Span, approval.Entry) })
        .GroupBy(approval => (approval.Line, approval.Entry))
        .Select(same => new EarlierApproval(same.Key.Line, same.Key.Entry, (int)Math.Min(int.MaxValue, same.Sum(a => (long)a.Minutes))));

    // A link that is no direct contact could be paid if an approval names it: the rule against that (D03) was in shadow mode
    // that day. Whether it is so today takes nothing back.
    private Dictionary<int, int> MostMinutes()
    {
        var named = input.Approvals.Select(approval => approval.Entry).ToHashSet();
        var most = new Dictionary<int, int>();
        var entries = input.Entries.Span;
        for (var i = 0; i < entries.Length; i++)
        {
            var last = EntryCheck.LastOf(entries, i);
            most[last] = Math.Max(most.GetValueOrDefault(last), entries[i].IsDirect || named.Contains(i) ? entries[i].Minutes : 0);
        }

        return most;
    }

    private void Keep(int line, int entry, int minutes)
    {
        if (!byLine.TryGetValue(line, out var onLine))
        {
            byLine[line] = onLine = [];
        }

        onLine.Add((entry, minutes));
        byEntry[entry] = OfEntry(entry) + minutes;
        ref readonly var last = ref input.Entries.Span[entry];
        var paidBy = input.Lines.Span[line].Grant;
        if (paidBy >= 0 && paidBy != last.Grant)
        {
            var week = last.Date.DayNumber / 7;
            movedAway[(paidBy, week)] = MovedAway(paidBy, week) + minutes;
            movedAwayInAll[paidBy] = MovedAwayInAll(paidBy) + minutes;
        }
    }
}
