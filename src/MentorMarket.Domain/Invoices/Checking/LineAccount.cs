using System.Globalization;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices.Checking;

/// <summary>
/// Redoes one line from its verdict as an auditor would with pen and paper: first what is payable, then what
/// waits, then what is rejected, each with its arithmetic, until the amount is used up.
/// </summary>
internal sealed class LineAccount
{
    private readonly CheckResult result;
    private readonly int index;
    private readonly CheckLine line;
    private readonly LineResult verdict;
    private readonly IReadOnlyList<Match> matches;
    private readonly IReadOnlyList<Cut> cuts;
    private readonly IReadOnlyList<PaidTooMuch> tooMuch;
    private readonly Marks marks;
    private readonly List<Step> steps = [];

    public LineAccount(CheckResult result, int index)
    {
        this.result = result;
        this.index = index;
        line = result.Input.Lines.Span[index];
        verdict = result.Line(index);
        matches = result.MatchesOf(index);
        cuts = result.CutsOf(index);
        tooMuch = result.PaidTooMuchOn(index);
        marks = result.Input.LineMarks.IsEmpty ? default : result.Input.LineMarks.Span[index];
    }

    public IReadOnlyList<Step> Steps()
    {
        if (IsDecidedWhole)
        {
            var code = (verdict.Codes - marks.Shadow - marks.Given).First();
            Add(Share.Rejected, code, line.Minutes, line.AmountOre, WholeText(code), []);
            return steps;
        }

        ExplainPayable();
        ExplainHeld();
        ExplainRejected();
        return steps;
    }

    private bool IsDecidedWhole =>
        (verdict.Codes - marks.Shadow).Intersects(new FindingSet(FindingCode.U02, FindingCode.G04, FindingCode.P04))
        && verdict is { PayableOre: 0, HeldOre: 0, PayRateOre: 0, BaseOre: 0 };

    private void ExplainPayable()
    {
        var noted = OnlyNoted();
        var minutes = verdict.PayableMinutes - noted.Sum(c => c.Minutes) - tooMuch.Sum(m => m.Minutes);
        var due = Money.DueOre(minutes, verdict.PayRateOre);
        var priced = CheckResult.Priced(verdict, minutes);
        if (minutes > 0)
        {
            Add(
                Share.Payable,
                null,
                minutes,
                priced,
                Product(minutes, verdict.PayRateOre).Then(AtMost(priced, due)),
                [.. matches.Where(m => !m.IsHeld).Select(m => m.Entry).Distinct()]);
        }

        foreach (var cut in noted)
        {
            priced += ExplainNoted(cut, minutes, priced);
            minutes += cut.Minutes;
        }

        var carried = minutes;
        foreach (var paid in tooMuch)
        {
            priced += ExplainPaidTooMuch(paid, minutes, priced);
            minutes += paid.Minutes;
        }

        if (verdict.PayableOre > priced)
        {
            ExplainExcess(verdict.PayableOre - priced, isTooMuch: tooMuch.Count > 0 && carried == 0);
        }
    }

    // Minutes that nothing covers and that are paid, since that is only noted (D01, D02): those that never had a delivery, and
    // approved ones that have none any more. They have one code on a line.
    private List<Cut> OnlyNoted() =>
        [.. cuts.Where(c => c.IsShadow && LineHolds.IsEmpty).Concat(result.OnlyNotedOn(index)).GroupBy(c => c.Code)
            .Select(c => new Cut(c.Key, c.Sum(x => x.Minutes), IsShadow: true))];

    private long ExplainNoted(Cut cut, int before, long priced)
    {
        var after = before + cut.Minutes;
        var amount = CheckResult.Priced(verdict, after) - priced;
        var text = CutText(cut).Then(DifferenceText(after, before, verdict.PayRateOre, amount)).Then(ShadowText);
        Add(Share.Payable, new FindingSet(cut.Code), cut.Minutes, amount, text, CutEntries(cut.Code), isNoted: true);
        return amount;
    }

    private long ExplainPaidTooMuch(PaidTooMuch paid, int before, long priced)
    {
        var after = before + paid.Minutes;
        var amount = CheckResult.Priced(verdict, after) - priced;
        var title = RuleSet.On(line.From)[paid.Code].Title;
        var about = new Wording(
            $"Betalt for meget: {paid.Minutes} min. var godkendt, før det blev kendt ({title.Danish}). De rettes med en kreditnota.",
            $"Paid too much: {paid.Minutes} min were approved before this was known ({title.English}). A credit note mends it.");
        Add(Share.Payable, paid.Code, paid.Minutes, amount, about.Then(DifferenceText(after, before, verdict.PayRateOre, amount)),
            [paid.Entry]);
        return amount;
    }

    // What is billed above minutes times rate, where that is only noted (P05): it goes where the minutes go. So does an amount
    // without minutes where that is only noted too (P04).
    private void ExplainExcess(long amount, bool isTooMuch)
    {
        var codes = verdict.Codes & new FindingSet(FindingCode.P04, FindingCode.P05);
        var why = isTooMuch
            ? new Wording(
                $"Betalt for meget: {Kroner(amount)} kr. over minutter gange sats var godkendt sammen med minutterne. De rettes med en kreditnota.",
                $"Paid too much: {Kroner(amount)} kr. above minutes times rate were approved with the minutes. A credit note mends it.")
            : ShadowText;
        Add(Share.Payable, codes, 0, amount, AmountText(Money.DueOre(line.Minutes, line.RateOre)).Then(why), [], isNoted: !isTooMuch);
    }

    private void ExplainHeld()
    {
        var left = verdict.HeldOre;
        var before = verdict.PayableMinutes;
        foreach (var match in matches.Where(m => m.IsHeld))
        {
            left -= AddHeld(match.Minutes, before, left, HoldingCodes(match.Entry), [match.Entry], EntryText(match.Entry));
            before += match.Minutes;
        }

        foreach (var cut in cuts.Where(c => c.IsShadow && !LineHolds.IsEmpty))
        {
            left -= AddHeld(cut.Minutes, before, left, LineHolds, [], CutText(cut).Then(ShadowText));
            before += cut.Minutes;
        }

        if (left > 0)
        {
            var codes = matches.Where(m => m.IsHeld).Aggregate(LineHolds, (all, m) => all | HoldingCodes(m.Entry));
            var text = AmountText(Money.DueOre(line.Minutes, line.RateOre)).Then(ShadowText).Then(Reasons(codes));
            Add(Share.Held, codes, 0, left, text, []);
        }
    }

    private FindingSet LineHolds =>
        (marks.Given - marks.Shadow) & (RuleSet.With(FindingEffect.Hold) | RuleSet.With(FindingEffect.Return));

    private FindingSet HoldingCodes(int entry) => result.HoldingCodesOf(entry) | LineHolds;

    private long AddHeld(int minutes, int before, long left, FindingSet codes, int[] entries, Wording about)
    {
        var amount = Math.Min(left, Difference(before + minutes, before, verdict.PayRateOre));
        var text = DifferenceText(before + minutes, before, verdict.PayRateOre, amount);
        Add(Share.Held, codes, minutes, amount, about.Then(text).Then(Reasons(codes)), entries);
        return amount;
    }

    // From the amount down: what is billed over minutes x rate, then the minutes that were not covered at the
    // line's own rate, then the difference between the line's rate and the pay rate. A line that bills less than
    // minutes x rate has that much less to reject: each step takes what is left.
    private void ExplainRejected()
    {
        var left = verdict.RejectedOre;
        var due = Money.DueOre(line.Minutes, line.RateOre);
        if (line.AmountOre != due && !(line.AmountOre > due && marks.Shadow.Contains(FindingCode.P05)))
        {
            var over = Math.Min(left, Math.Max(0, line.AmountOre - due));
            left -= over;
            Add(Share.Rejected, FindingCode.P05, 0, over, AmountText(due), []);
        }

        var minutes = line.Minutes;
        foreach (var cut in cuts.Where(c => !c.IsShadow))
        {
            var amount = Math.Min(left, Difference(minutes, minutes - cut.Minutes, line.RateOre));
            left -= amount;
            var text = CutText(cut).Then(DifferenceText(minutes, minutes - cut.Minutes, line.RateOre, amount));
            Add(Share.Rejected, cut.Code, cut.Minutes, amount, text, CutEntries(cut.Code));
            minutes -= cut.Minutes;
        }

        // A wrong sum in shadow mode goes with the minutes, and there are none.
        if (minutes == 0 && left > 0 && cuts.Count > 0)
        {
            Add(Share.Rejected, cuts[^1].Code, 0, left, AmountText(due), []);
            return;
        }

        ExplainPrice(minutes, left);
    }

    private void ExplainPrice(int minutes, long left)
    {
        var price = verdict.Codes - marks.Shadow;
        var grantRate = line.Grant < 0 ? line.RateOre : result.Input.Grants.Span[line.Grant].RateOre;
        if (price.Contains(FindingCode.P01))
        {
            var amount = Math.Min(left, Money.DueOre(minutes, line.RateOre) - Money.DueOre(minutes, grantRate));
            amount = price.Contains(FindingCode.P02) ? amount : left;
            left -= amount;
            Add(Share.Rejected, FindingCode.P01, 0, amount, RateText(minutes, line.RateOre, grantRate, amount), []);
        }

        if (price.Contains(FindingCode.P02))
        {
            var from = price.Contains(FindingCode.P01) ? grantRate : line.RateOre;
            Add(Share.Rejected, FindingCode.P02, 0, left, RateText(minutes, from, verdict.PayRateOre, left), []);
        }
    }

    private int[] CutEntries(FindingCode code) =>
        line.Entry >= 0 ? [line.Entry]
        : line.Grant < 0 || code is FindingCode.U02 or FindingCode.G04 ? []
        : [.. result.EntriesOf(line.Grant).Where(e => IsCandidate(e) && IsAbout(e, code))];

    private bool IsCandidate(int entry)
    {
        ref readonly var candidate = ref result.Input.Entries.Span[entry];
        return line.Entry == entry
            || (line.Entry == CheckLine.NoEntry && result.IsPaidAsDirect(entry) && line.From <= candidate.Date
                && candidate.Date <= line.To);
    }

    private bool IsAbout(int entry, FindingCode code) => code switch
    {
        FindingCode.G02 => result.OverWeekOf(entry) > 0,
        FindingCode.G03 => result.OverTotalOf(entry) > 0,
        _ => true,
    };

    private Wording CutText(Cut cut)
    {
        var text = RuleSet.On(line.From)[cut.Code].Title;
        var about = new Wording(
            $"{text.Danish}: {cut.Minutes} min.",
            $"{text.English}: {cut.Minutes} min.");
        return cut.Code switch
        {
            FindingCode.G02 => CutEntries(cut.Code)
                .Select(e => DanishTime.WeekIndex(result.Input.Entries.Span[e].Date))
                .Distinct()
                .Aggregate(about, (sofar, week) => sofar.Then(WeekText(week))),
            FindingCode.G03 => about.Then(TotalText()),
            _ => about,
        };
    }

    private Wording WeekText(int week)
    {
        var entries = result.Input.Entries.Span;
        var (delivered, allowed, name) = (0L, 0L, "");
        foreach (var e in result.EntriesOf(line.Grant))
        {
            if (DanishTime.WeekIndex(entries[e].Date) == week && result.AllowedMinutesOf(e) + result.OverWeekOf(e) > 0)
            {
                name = DanishTime.IsoWeek(entries[e].Date);
                delivered += entries[e].Minutes;
                allowed += result.AllowedMinutesOf(e);
            }
        }

        var granted = result.Input.Grants.Span[line.Grant].WeeklyMinutes;
        return new Wording(
            $"Ugen {name}: bevilget {granted} min, leveret {delivered} min, heraf inden for bevillingen {allowed} min.",
            $"Week {name}: granted {granted} min, delivered {delivered} min, of which within the grant {allowed} min.");
    }

    private Wording TotalText()
    {
        var (granted, allowed) = (result.Input.Grants.Span[line.Grant].TotalMinutes, 0L);
        foreach (var e in result.EntriesOf(line.Grant))
        {
            allowed += result.AllowedMinutesOf(e);
        }

        return new Wording(
            $"Bevilget i alt {granted} min, brugt {allowed} min.",
            $"Granted in all {granted} min, used {allowed} min.");
    }

    private Wording WholeText(FindingCode code)
    {
        var rule = RuleSet.On(line.From)[code];
        return rule.Explanation.Then(new Wording(
            $"Hele beløbet {Kroner(line.AmountOre)} kr. afvises.",
            $"The whole amount of {Kroner(line.AmountOre)} kr. is rejected."));
    }

    private Wording EntryText(int entry)
    {
        var about = result.Input.Entries.Span[entry];
        var (start, end) = (new DateTimeOffset(about.Start, TimeSpan.Zero), new DateTimeOffset(about.End, TimeSpan.Zero));
        string Text(bool inEnglish) => string.Create(
            CultureInfo.InvariantCulture,
            $"{about.Date:dd.MM.yyyy} {DanishTime.ClockFrom(start, end, inEnglish)}-{DanishTime.ClockTo(start, end, inEnglish)}:");
        return new Wording(Text(inEnglish: false), Text(inEnglish: true));
    }

    private static Wording Reasons(FindingSet codes) => new($"({codes})", $"({codes})");

    private static Wording ShadowText => new(
        "Reglen prøves i skyggetilstand og ændrer ikke betalingen.",
        "The rule runs in shadow mode and does not change the payment.");

    private Wording AmountText(long due) => Product(line.Minutes, line.RateOre).Then(new Wording(
        $"Linjen fakturerer {Kroner(line.AmountOre)} kr., altså {Kroner(Math.Abs(line.AmountOre - due))} kr. {(line.AmountOre > due ? "for meget" : "mindre")}.",
        $"The line bills {Kroner(line.AmountOre)} kr.: {Kroner(Math.Abs(line.AmountOre - due))} kr. too {(line.AmountOre > due ? "much" : "little")}."));

    private static Wording RateText(int minutes, long from, long to, long amount)
    {
        var difference = Money.DueOre(minutes, from) - Money.DueOre(minutes, to);
        return new Wording(
            $"{minutes} min × {Kroner(from)} kr./t mod {Kroner(to)} kr./t: {Kroner(difference)} kr.",
            $"{minutes} min × {Kroner(from)} kr./h against {Kroner(to)} kr./h: {Kroner(difference)} kr.").Then(OfThis(amount, difference));
    }

    // A part of what a product or a difference comes to, since the line bills no more than that.
    private static Wording OfThis(long amount, long of) => amount == of
        ? new Wording("", "")
        : new Wording(
            $"Heraf {Kroner(amount)} kr.: mere fakturerer linjen ikke.",
            $"Of this {Kroner(amount)} kr.: the line bills no more.");

    private static Wording Product(int minutes, long rate) => new(
        $"{minutes} min × {Kroner(rate)} kr./t = {Kroner(Money.DueOre(minutes, rate))} kr.",
        $"{minutes} min × {Kroner(rate)} kr./h = {Kroner(Money.DueOre(minutes, rate))} kr.");

    private static Wording AtMost(long amount, long due) => amount == due
        ? new Wording("", "")
        : new Wording($"Linjen fakturerer kun {Kroner(amount)} kr.", $"The line bills only {Kroner(amount)} kr.");

    private static long Difference(int minutes, int before, long rate) =>
        Money.DueOre(minutes, rate) - Money.DueOre(before, rate);

    private static Wording DifferenceText(int minutes, int before, long rate, long amount)
    {
        var difference = Difference(minutes, before, rate);
        var text = before == 0 || difference == Money.DueOre(minutes - before, rate)
            ? Product(minutes - before, rate)
            : Product(minutes, rate).Then(new Wording("minus", "less")).Then(Product(before, rate));
        return text.Then(OfThis(amount, difference));
    }

    private static string Kroner(long ore) => Money.FromOre(ore).ToDanish();

    private void Add(Share outcome, FindingSet codes, int minutes, long amount, Wording text, int[] entries, bool isNoted = false) =>
        steps.Add(new Step(
            outcome, codes.IsEmpty ? null : codes.First(), codes, new Minutes(minutes), Money.FromOre(amount), text, entries, isNoted));

    private void Add(Share outcome, FindingCode? code, int minutes, long amount, Wording text, int[] entries) =>
        Add(outcome, code is { } only ? new FindingSet(only) : default, minutes, amount, text, entries);
}
