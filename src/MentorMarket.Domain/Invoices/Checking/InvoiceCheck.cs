using MentorMarket.Domain.Rules;
using static MentorMarket.Domain.Rules.FindingCode;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>
/// Takes grants, time entries and invoice lines and answers, for every line, what is payable, held and
/// rejected, and why. The page that receives an invoice, the re-run of a year and the command line all run this.
/// </summary>
/// <remarks>
/// Danish: fakturakontrol. Source: vejledning om mentorstøtte, afsnit 7; Fokusrevision 2019. Pure: the same
/// input gives the same answer, at any time, on any machine.
/// </remarks>
public sealed class InvoiceCheck
{
    private static readonly FindingSet Stopping = RuleSet.With(FindingEffect.Hold) | RuleSet.With(FindingEffect.Return);
    private static readonly FindingSet Inherited = RuleSet.With(FindingEffect.Hold) | RuleSet.With(FindingEffect.Notice);

    private readonly CheckInput input;
    private readonly EntryCheck entries;
    private readonly bool[] isRepeated;
    private readonly ApprovedBefore approved;
    private readonly bool hasApproved;
    private readonly bool keepsMatches;
    private readonly LineResult[] verdicts;
    private readonly List<Match> matches;
    private readonly List<Cut> cuts = [];

    // Lines of which something was approved and that a rule now decides as a whole.
    private readonly Dictionary<int, FindingCode> decidedWhole = [];

    // Lines of which something was approved and that are paid what nothing covers: the rule about that is in shadow mode.
    private readonly Dictionary<int, FindingCode> paidUncovered = [];

    private InvoiceCheck(CheckInput input, int[] order)
    {
        this.input = input;
        approved = ApprovedBefore.Of(input, order);
        hasApproved = !approved.IsEmpty;
        keepsMatches = input.KeepsMatches;
        entries = EntryCheck.Run(input, approved);
        isRepeated = FindRepeated(input.Lines.Span, order);
        verdicts = new LineResult[input.Lines.Length];
        matches = new List<Match>(keepsMatches ? input.Entries.Length : 0);
    }

    /// <summary>Checks every line.</summary>
    /// <param name="input">Grants, entries and lines.</param>
    public static CheckResult Run(CheckInput input)
    {
        var order = OrderLines(input);
        var check = new InvoiceCheck(input, order);
        foreach (var line in ByGrant(input.Lines.Span, order))
        {
            check.Judge(line);
        }

        return new CheckResult(
            input, check.entries, order, check.verdicts, check.matches, check.cuts,
            PaidTooMuch.Find(input, check.entries, check.approved, check.decidedWhole, check.paidUncovered, order));
    }

    private static int[] OrderLines(CheckInput input)
    {
        var lines = input.Lines;
        var (keys, items) = (new uint[lines.Length], new int[lines.Length]);
        for (var i = 0; i < items.Length; i++)
        {
            keys[i] = (uint)lines.Span[i].IssueDate.DayNumber;
            items[i] = i;
        }

        Ordering.Sort(ref keys, ref items);
        for (var (first, end) = (0, 0); first < items.Length; first = end)
        {
            for (end = first + 1; end < items.Length && keys[end] == keys[first];)
            {
                end++;
            }

            Ordering.SortTies(items.AsSpan(first..end), ByNumber);
        }

        return items;

        int ByNumber(int a, int b)
        {
            ref readonly var left = ref lines.Span[a];
            ref readonly var right = ref lines.Span[b];
            var order = left.Invoice == right.Invoice ? 0 : input.InvoiceOrder(left.Invoice, right.Invoice);
            return order != 0 ? order : left.LineNumber.CompareTo(right.LineNumber);
        }
    }

    // A line takes minutes from its own grant alone, so what lies together is judged together, each grant's lines in order.
    private static int[] ByGrant(ReadOnlySpan<CheckLine> lines, int[] order)
    {
        var (keys, items) = (new uint[order.Length], (int[])order.Clone());
        for (var i = 0; i < items.Length; i++)
        {
            keys[i] = (uint)Math.Max(0, lines[items[i]].Grant + 1);
        }

        Ordering.Sort(ref keys, ref items);
        return items;
    }

    // The first in order is billed, and every later one of the same provider, invoice and line number is repeated (U02).
    private static bool[] FindRepeated(ReadOnlySpan<CheckLine> lines, int[] order)
    {
        var (keys, items) = (new uint[order.Length], (int[])order.Clone());
        for (var i = 0; i < items.Length; i++)
        {
            keys[i] = (uint)lines[items[i]].Invoice;
        }

        Ordering.Sort(ref keys, ref items);
        var repeated = new bool[lines.Length];
        for (var (first, end) = (0, 0); first < items.Length; first = end)
        {
            for (end = first + 1; end < items.Length && keys[end] == keys[first];)
            {
                end++;
            }

            if (end - first > 1)
            {
                var billed = new HashSet<(int Provider, int LineNumber)>(end - first);
                foreach (var i in items.AsSpan(first..end))
                {
                    repeated[i] = !billed.Add((lines[i].Provider, lines[i].LineNumber));
                }
            }
        }

        return repeated;
    }

    private void Judge(int index)
    {
        ref readonly var line = ref input.Lines.Span[index];
        var (given, shadow) = input.LineMarks.IsEmpty ? default : input.LineMarks.Span[index];
        var isForeign = line.Grant < 0 || IsOfAnother(in line, in input.Grants.Span[line.Grant]);
        var isOnlyAnAmount = line.Minutes == 0 && line.AmountOre > 0;
        var whole = new FindingSet();
        whole = isRepeated[index] ? whole + U02 : whole;
        whole = isForeign ? whole + G04 : whole;
        whole = isOnlyAnAmount ? whole + P04 : whole;
        var deciding = whole - shadow;
        var walk = new Walk { Codes = given | whole, Left = line.Minutes, Shadow = shadow, Holds = (given - shadow).Intersects(Stopping) };
        var (firstMatch, firstCut) = (matches.Count, cuts.Count);
        if (hasApproved)
        {
            TakeApproved(index, ref walk);
        }

        if (deciding.IsEmpty)
        {
            TakeMinutes(index, in line, ref walk);
        }
        else
        {
            var code = deciding.Contains(U02) ? U02 : deciding.Contains(G04) ? G04 : P04;
            walk.Codes = (walk.Codes - deciding) + code;
            if (!hasApproved || approved.On(index).Count == 0)
            {
                verdicts[index] = new LineResult(0, 0, line.AmountOre, 0, 0, 0, 0, walk.Codes, firstMatch, 0, firstCut, 0);
                return;
            }

            // It was approved while the rule was in shadow mode, and that stays; nothing more of the line is paid.
            decidedWhole[index] = code;
            Cut(ref walk, code, int.MaxValue, isShadow: false);
        }

        verdicts[index] = Price(in line, ref walk) with
        {
            FirstMatch = firstMatch,
            MatchCount = matches.Count - firstMatch,
            FirstCut = firstCut,
            CutCount = cuts.Count - firstCut,
        };
    }

    private static bool IsOfAnother(in CheckLine line, in CheckGrant grant) =>
        line.Provider != grant.Provider || line.Municipality != grant.Municipality;

    private void TakeApproved(int index, ref Walk walk)
    {
        foreach (var (entry, minutes) in approved.On(index))
        {
            walk.Left -= minutes;
            walk.Payable += minutes;
            walk.Codes |= FindingsOf(entry) & (Inherited | entries.ShadowOf(entry));
            if (keepsMatches)
            {
                matches.Add(new Match(entry, minutes, IsHeld: false, IsApproved: true));
            }
        }
    }

    private void TakeMinutes(int index, in CheckLine line, ref Walk walk)
    {
        if (line.Entry != CheckLine.NoEntry)
        {
            TakeNamed(index, in line, ref walk);
        }
        else if (line.Grant >= 0)
        {
            TakeBetween(index, in line, ref walk);
        }

        // Minutes are used up once, whatever is in shadow mode: U01 only names them. Without it they go on to the next reason.
        if (!walk.Shadow.Contains(U01))
        {
            Cut(ref walk, U01, walk.TakenBefore, isShadow: false);
        }
        else if (walk.Left > 0 && walk.TakenBefore > 0)
        {
            walk.Codes += U01;
        }

        Cut(ref walk, G02, walk.OverWeek, isShadow: false);
        Cut(ref walk, G03, walk.OverTotal, isShadow: false);
        var rest = walk.HasDirect ? D02 : D01;
        Cut(ref walk, rest, int.MaxValue, walk.Shadow.Contains(rest));
        if (walk.Shadow.Contains(rest) && approved.On(index).Count > 0)
        {
            paidUncovered[index] = rest;
        }
    }

    private void TakeNamed(int index, in CheckLine line, ref Walk walk)
    {
        if (line.Entry < 0)
        {
            return;
        }

        var place = entries.SlotOf(line.Entry);
        if (place < 0 || line.Grant < 0 || input.Entries.Span[line.Entry].Grant != line.Grant)
        {
            return;
        }

        ref var slot = ref entries.Slots[place];
        Take(index, ref slot, ref walk);
        var found = slot.Findings - entries.ShadowOf(slot.Entry);
        if (found.Contains(D03))
        {
            Cut(ref walk, D03, slot.Minutes, isShadow: false);
        }
        else if (found.Contains(G01))
        {
            Cut(ref walk, G01, slot.Minutes, isShadow: false);
        }
    }

    private void TakeBetween(int index, in CheckLine line, ref Walk walk)
    {
        var mine = entries.Slots.AsSpan(entries.GrantStarts[line.Grant]..entries.GrantStarts[line.Grant + 1]);
        for (var i = FirstFrom(mine, line.From.DayNumber); i < mine.Length && mine[i].Day <= line.To.DayNumber; i++)
        {
            if (mine[i].IsDirect)
            {
                Take(index, ref mine[i], ref walk);
                if (walk.Left == 0)
                {
                    return;
                }
            }
        }
    }

    private static int FirstFrom(ReadOnlySpan<Slot> mine, int day)
    {
        var (low, high) = (0, mine.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = mine[middle].Day < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Take(int line, ref Slot slot, ref Walk walk)
    {
        walk.HasDirect |= slot.IsDirect;
        walk.TakenBefore += slot.Taken - (hasApproved ? approved.On(line, slot.Entry) : 0);
        walk.OverWeek += slot.OverWeek;
        walk.OverTotal += slot.OverTotal;
        var minutes = Math.Min(walk.Left, slot.Allowed - slot.Taken);
        if (minutes <= 0)
        {
            return;
        }

        slot.Taken += minutes;
        var isHeld = walk.Holds || !entries.HoldingCodes(in slot).IsEmpty;
        walk.Left -= minutes;
        walk.Payable += isHeld ? 0 : minutes;
        walk.Held += isHeld ? minutes : 0;
        walk.Codes |= slot.Findings & (Inherited | entries.ShadowOf(slot.Entry));
        if (keepsMatches)
        {
            matches.Add(new Match(slot.Entry, minutes, isHeld, IsApproved: false));
        }
    }

    private FindingSet FindingsOf(int entry) => entries.SlotOf(entry) is >= 0 and var place ? entries.Slots[place].Findings : default;

    // What is left is attributed to one reason after another, each up to its own minutes. That nothing covers them (D01,
    // D02) can be in shadow mode: then it is shown, and they are paid, or wait when the whole line does.
    private void Cut(ref Walk walk, FindingCode code, long most, bool isShadow)
    {
        var minutes = (int)Math.Min(walk.Left, most);
        if (minutes <= 0)
        {
            return;
        }

        walk.Left -= minutes;
        walk.Codes += code;
        walk.Payable += isShadow && !walk.Holds ? minutes : 0;
        walk.Held += isShadow && walk.Holds ? minutes : 0;
        cuts.Add(new Cut(code, minutes, isShadow));
    }

    private LineResult Price(in CheckLine line, ref Walk walk)
    {
        var payRate = PayRate(in line, ref walk);
        var due = Money.DueOre(line.Minutes, line.RateOre);
        if (line.AmountOre != due)
        {
            walk.Codes += P05;
        }

        var most = Math.Min(line.AmountOre, due);
        var payable = Math.Min(most, Money.DueOre(walk.Payable, payRate));

        // The difference of two products, not a third product: no øre is lost to rounding twice.
        var held = Math.Min(
            most - payable,
            Money.DueOre(walk.Payable + walk.Held, payRate) - Money.DueOre(walk.Payable, payRate));
        var excused = walk.Shadow.Contains(P05) ? line.AmountOre - most : 0;
        // On a line that waits only approved minutes are payable, and what was billed above them was approved with them.
        var isFree = walk.Payable > 0 || (line.Minutes == 0 && !walk.Holds);
        payable += isFree ? excused : 0;
        held += !isFree && (walk.Held > 0 || line.Minutes == 0) ? excused : 0;
        return new LineResult(
            payable, held, line.AmountOre - payable - held, payRate, most, walk.Payable, walk.Held, walk.Codes, 0, 0, 0, 0);
    }

    private long PayRate(in CheckLine line, ref Walk walk)
    {
        // Without a grant (G04 in shadow mode) nothing is agreed; what the municipality pays at most holds all the same.
        var rate = line.RateOre;
        var ceiling = NoneAsMost(line.CeilingOre);
        if (line.Grant >= 0)
        {
            ref readonly var grant = ref input.Grants.Span[line.Grant];
            if (rate > grant.RateOre)
            {
                walk.Codes += P01;
                rate = walk.Shadow.Contains(P01) ? rate : grant.RateOre;
            }

            ceiling = Math.Min(ceiling, NoneAsMost(grant.CeilingOre));
        }

        if (ceiling < rate)
        {
            walk.Codes += P02;
            rate = walk.Shadow.Contains(P02) ? rate : ceiling;
        }

        return rate;
    }

    private static long NoneAsMost(long ceilingOre) => ceilingOre < 0 ? long.MaxValue : ceilingOre;

    private struct Walk
    {
        public FindingSet Codes;
        public FindingSet Shadow;
        public bool Holds;
        public bool HasDirect;
        public int Left;
        public int Payable;
        public int Held;
        public long TakenBefore;
        public long OverWeek;
        public long OverTotal;
    }
}
