using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>What became of one invoice line; payable + held + rejected is the amount, to the øre.</summary>
/// <remarks>Danish: kontrolresultat. Source: the arithmetic of the invoice check. Øre throughout.</remarks>
/// <param name="PayableOre">To be paid.</param>
/// <param name="HeldOre">Waits.</param>
/// <param name="RejectedOre">Not paid.</param>
/// <param name="PayRateOre">The rate it is paid at, øre per hour; 0 when a rule decided the whole line.</param>
/// <param name="BaseOre">The amount, or minutes times rate where that is less; 0 when a rule decided the whole line.</param>
/// <param name="PayableMinutes">Minutes to be paid.</param>
/// <param name="HeldMinutes">Minutes that wait.</param>
/// <param name="Codes">Everything found.</param>
/// <param name="FirstMatch">Where its matches begin.</param>
/// <param name="MatchCount">How many they are.</param>
/// <param name="FirstCut">Where its rejected minutes begin.</param>
/// <param name="CutCount">How many parts they are in.</param>
public readonly record struct LineResult(
    long PayableOre,
    long HeldOre,
    long RejectedOre,
    long PayRateOre,
    long BaseOre,
    int PayableMinutes,
    int HeldMinutes,
    FindingSet Codes,
    int FirstMatch,
    int MatchCount,
    int FirstCut,
    int CutCount);

/// <summary>Minutes that a line took from an entry.</summary>
/// <remarks>Danish: match. Source: vejledning om mentorstøtte, afsnit 7.</remarks>
/// <param name="Entry">The entry's place in the input.</param>
/// <param name="Minutes">Minutes taken.</param>
/// <param name="IsHeld">They wait.</param>
/// <param name="IsApproved">They were approved for payment before.</param>
public readonly record struct Match(int Entry, int Minutes, bool IsHeld, bool IsApproved);

/// <summary>Minutes of a line that no entry could cover, and why.</summary>
/// <remarks>Danish: afviste minutter. Source: the code's own.</remarks>
/// <param name="Code">Why.</param>
/// <param name="Minutes">Minutes.</param>
/// <param name="IsShadow">The rule is in shadow mode: they are paid all the same.</param>
public readonly record struct Cut(FindingCode Code, int Minutes, bool IsShadow);

/// <summary>The answer of one check: a verdict for every line and every entry.</summary>
/// <remarks>Danish: kontrolresultat. Source: the invoice check. Steps are worked out when asked for.</remarks>
public sealed class CheckResult
{
    private readonly EntryCheck entries;
    private readonly LineResult[] lines;
    private readonly List<Match> matches;
    private readonly List<Cut> cuts;
    private readonly IReadOnlyDictionary<int, List<PaidTooMuch>> tooMuch;

    internal CheckResult(
        CheckInput input, EntryCheck entries, int[] order, LineResult[] lines, List<Match> matches, List<Cut> cuts,
        IReadOnlyDictionary<int, List<PaidTooMuch>> tooMuch)
    {
        this.tooMuch = tooMuch;
        Input = input;
        LineOrder = order;
        this.entries = entries;
        this.lines = lines;
        this.matches = matches;
        this.cuts = cuts;
    }

    /// <summary>What was checked.</summary>
    public CheckInput Input { get; }

    /// <summary>The lines' places in the input, in the order they were judged.</summary>
    public IReadOnlyList<int> LineOrder { get; }

    /// <summary>The verdict on a line.</summary>
    /// <param name="line">The line's place in the input.</param>
    public LineResult Line(int line) => lines[line];

    /// <summary>The entries a line took minutes from, in order.</summary>
    /// <param name="line">The line's place in the input.</param>
    /// <exception cref="InvalidOperationException">The check was told not to keep them.</exception>
    public IReadOnlyList<Match> MatchesOf(int line) => Input.KeepsMatches
        ? matches.GetRange(lines[line].FirstMatch, lines[line].MatchCount)
        : throw new InvalidOperationException("The check was told not to keep matches.");

    /// <summary>The minutes of a line that were not covered, by code, in the order they are attributed.</summary>
    /// <param name="line">The line's place in the input.</param>
    public IReadOnlyList<Cut> CutsOf(int line) => cuts.GetRange(lines[line].FirstCut, lines[line].CutCount);

    /// <summary>
    /// Minutes approved on a line that later facts no longer carry. They stay in what is payable: only a credit note takes them back.
    /// </summary>
    /// <param name="line">The line's place in the input.</param>
    public IReadOnlyList<PaidTooMuch> PaidTooMuchOn(int line) =>
        tooMuch.TryGetValue(line, out var found) ? found.FindAll(m => !m.IsShadow) : [];

    /// <summary>Minutes approved on a line that later facts no longer carry, and that are paid all the same: that is only noted.</summary>
    internal IEnumerable<Cut> OnlyNotedOn(int line) =>
        tooMuch.TryGetValue(line, out var found) ? found.Where(m => m.IsShadow).Select(m => new Cut(m.Code, m.Minutes, m.IsShadow)) : [];

    /// <summary>How much of a line's payable amount those minutes are, in øre.</summary>
    /// <param name="line">The line's place in the input.</param>
    public long PaidTooMuchOre(int line)
    {
        var verdict = lines[line];
        var tooMany = PaidTooMuchOn(line).Sum(m => m.Minutes);
        var carried = verdict.PayableMinutes - tooMany;

        // What is billed above minutes times rate (P05 in shadow mode) goes where the minutes go, and here none is left.
        return tooMany > 0 && carried == 0 ? verdict.PayableOre : Priced(verdict, verdict.PayableMinutes) - Priced(verdict, carried);
    }

    /// <summary>What so many of a line's minutes come to, in øre.</summary>
    internal static long Priced(in LineResult verdict, int minutes) => Math.Min(verdict.BaseOre, Money.DueOre(minutes, verdict.PayRateOre));

    /// <summary>What was found of an entry, by itself and against its neighbours; nothing if it is superseded.</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public FindingSet FindingsOf(int entry) => Slot(entry).Findings;

    /// <summary>The codes that make an entry wait, those in shadow mode left out.</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public FindingSet HoldingCodesOf(int entry) => entries.HoldingCodes(Slot(entry));

    /// <summary>The minutes that the grant allows of an entry.</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public int AllowedMinutesOf(int entry) => Slot(entry).Allowed;

    /// <summary>Whether an entry is payable as direct contact: it is that, or the rule (D03) is in shadow mode.</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public bool IsPaidAsDirect(int entry) => EntryCheck.IsPaidAsDirect(Input, entry);

    /// <summary>The minutes of an entry over the grant's week (G02).</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public int OverWeekOf(int entry) => Slot(entry).OverWeek;

    /// <summary>The minutes of an entry over the grant's total (G03).</summary>
    /// <param name="entry">The entry's place in the input.</param>
    public int OverTotalOf(int entry) => Slot(entry).OverTotal;

    /// <summary>The entries of a grant that exist for the check, in order.</summary>
    /// <param name="grant">The grant's place in the input.</param>
    public int[] EntriesOf(int grant) =>
        Array.ConvertAll(entries.Slots[entries.GrantStarts[grant]..entries.GrantStarts[grant + 1]], slot => slot.Entry);

    /// <summary>Every øre of a line with its reason, in words and figures.</summary>
    /// <param name="line">The line's place in the input.</param>
    public IReadOnlyList<Step> Explain(int line) => new LineAccount(this, line).Steps();

    private Slot Slot(int entry) => entries.SlotOf(entry) is >= 0 and var place ? entries.Slots[place] : default;
}
