namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// Draws a history: the same random numbers give the same steps, whatever comes of them. It knows what the steps so far should have
/// made and lets most of them happen about few things, so that they meet.
/// </summary>
internal sealed class Drawing(Random random, Terms terms)
{
    private static readonly (Kind Kind, int Weight)[] Weights =
    [
        (Kind.Register, 9), (Kind.CorrectSameTimes, 5), (Kind.CorrectTimes, 4), (Kind.CorrectDay, 4), (Kind.CorrectToNothing, 2),
            (Kind.CorrectKind, 2),
        (Kind.Confirm, 10), (Kind.Dispute, 2), (Kind.ChangeAnswer, 2), (Kind.Invoice, 6), (Kind.InvoiceSameHours, 3),
            (Kind.InvoiceAnew, 2), (Kind.Return, 2),
        (Kind.Check, 6), (Kind.DoTheWork, 3), (Kind.Approve, 12), (Kind.ApproveWhatWasShown, 2), (Kind.ChangeSettings, 2),
            (Kind.ShadowRules, 4), (Kind.Pause, 1), (Kind.Resume, 1),
        (Kind.End, 1), (Kind.MoveClock, 2), (Kind.ApproveTwiceAtOnce, 2), (Kind.ApproveBothAtOnce, 2), (Kind.ApproveAndCorrectAtOnce, 2),
            (Kind.ApproveAndConfirmAtOnce, 2), (Kind.ApproveAndInvoiceAtOnce, 2),
    ];

    // A municipality may try out any rule.
    private static readonly string[] Rules =
    [
        "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "E01", "E02", "E03", "F02", "F03", "G01", "G02", "G03", "G04", "G05", "G06",
            "P01", "P02", "P04", "P05", "U01", "U02",
    ];

    private readonly List<Step> steps = [];
    private readonly List<(int Number, int Course, int Day, int At, int Minutes)> entries = [];
    private readonly List<(int Number, Step Made)> invoices = [];
    private readonly HashSet<int> returned = [];
    private readonly HashSet<int> answered = [];
    private readonly HashSet<int> paused = [];
    private int course;
    private bool isDirected;

    /// <summary>Anything, about one course more than others.</summary>
    public static List<Step> Any(Random random, Terms terms)
    {
        var drawing = new Drawing(random, terms) { course = random.Next(Terms.Courses) };
        for (var count = random.Next(14, 40); drawing.steps.Count < count;) drawing.Add(drawing.Likely());
        return drawing.steps;
    }

    /// <summary>A history about one invoice whose kinds of step somebody else chooses, from those that came before.</summary>
    public static List<Step> Chosen(Random random, Terms terms, Func<IReadOnlyList<Kind>, Kind> next)
    {
        var drawing = new Drawing(random, terms) { course = random.Next(Terms.Courses), isDirected = true };
        List<Kind> kinds = [Kind.Register, Kind.Confirm, Kind.Register, Kind.Invoice];
        foreach (var kind in kinds) drawing.Add(kind);
        for (var more = 10; more > 0; more--)
        {
            kinds.Add(next(kinds));
            drawing.Add(kinds[^1]);
        }
        foreach (var kind in (Kind[])[Kind.Check, Kind.Approve, Kind.Check]) drawing.Add(kind);
        return drawing.steps;
    }

    /// <summary>
    /// A history in which something is paid, while some rule is in shadow mode, and billed again, corrected, and checked without it.
    /// Other things happen in between.
    /// </summary>
    public static List<Step> Paid(Random random, Terms terms)
    {
        var drawing = new Drawing(random, terms) { course = random.Next(Terms.Courses), isDirected = true };
        Kind[] corrections = [Kind.CorrectSameTimes, Kind.CorrectTimes, Kind.CorrectDay, Kind.CorrectKind, Kind.Register];
        foreach (var kind in (Kind[])
        [
            Kind.Register, Kind.Confirm, Kind.ShadowRules, Kind.Invoice, Kind.Approve, Kind.InvoiceSameHours, Kind.Check, Kind.Approve,
            drawing.Pick(corrections), Kind.Confirm, Kind.Check, Kind.Approve, Kind.ShadowRules, Kind.DoTheWork, Kind.Check, Kind.Approve,
                Kind.Check,
        ])
        {
            if (drawing.Chance(20)) drawing.Add(drawing.Weighted());
            drawing.Add(kind);
        }
        return drawing.steps;
    }

    // Half of the time what tends to come next, so that what belongs together is not lost among the rest.
    private Kind Likely() => (steps.Count == 0 ? Kind.Register : steps[^1].Kind) switch
    {
        Kind.Register when Chance(60) => Kind.Confirm,
        Kind.CorrectSameTimes or Kind.CorrectTimes or Kind.CorrectDay or Kind.CorrectKind when Chance(50) =>
            Pick(Kind.Confirm, Kind.Check, Kind.Approve),
        Kind.Confirm or Kind.ChangeAnswer when invoices.Count > 0 && Chance(50) => Pick(Kind.Check, Kind.Approve, Kind.DoTheWork),
        Kind.Invoice or Kind.InvoiceSameHours or Kind.InvoiceAnew when Chance(50) =>
            Pick(Kind.Approve, Kind.ApproveTwiceAtOnce, Kind.Return),
        Kind.Check or Kind.DoTheWork or Kind.MoveClock when invoices.Count > 0 && Chance(50) => Kind.Approve,
        Kind.Approve when Chance(60) => Pick(Kind.CorrectSameTimes, Kind.CorrectSameTimes, Kind.CorrectTimes, Kind.CorrectDay,
            Kind.Register, Kind.Check, Kind.Approve, Kind.ShadowRules),
        Kind.ChangeSettings or Kind.ShadowRules or Kind.Pause or Kind.Resume or Kind.End when invoices.Count > 0 && Chance(70) =>
            Kind.Check,
        _ => Weighted(),
    };

    private Kind Weighted()
    {
        var at = random.Next(Weights.Sum(w => w.Weight));
        foreach (var (kind, weight) in Weights)
        {
            if ((at -= weight) < 0) return kind;
        }
        throw new InvalidOperationException("Weights are not empty.");
    }

    private void Add(Kind kind)
    {
        switch (kind)
        {
            case Kind.Register:
                var (day, at) = (random.Next(1, 13), 15 * random.Next(28, 72));
                entries.Add((entries.Count + 1, isDirected || Chance(70) ? course : random.Next(Terms.Courses), day, at,
                    Chance(3) ? 735 : Pick(15, 30, 45, 60, 60, 60, 90, 120, 37)));
                steps.Add(new(kind, entries[^1].Course, entries[^1].Number, Mentor: random.Next(2), Day: day, At: at,
                    Minutes: entries[^1].Minutes, NoShow: Chance(8)));
                break;
            case Kind.CorrectSameTimes or Kind.CorrectToNothing or Kind.CorrectKind:
                steps.Add(new(kind, Entry: AnEntry().Number));
                break;
            case Kind.CorrectTimes:
                steps.Add(Corrected(kind, AnEntry(), moves: false));
                break;
            case Kind.CorrectDay:
                steps.Add(Corrected(kind, AnEntry(), moves: true));
                break;
            case Kind.Confirm or Kind.Dispute:
                Answer(kind, steps.Count > 0 && steps[^1].Kind == Kind.Register ? steps[^1].Entry : AnEntry().Number);
                break;
            case Kind.ChangeAnswer:
                var entry = AnEntry().Number;
                if (!answered.Contains(entry)) Answer(Kind.Confirm, entry);
                steps.Add(new(kind, Entry: entry));
                break;
            case Kind.Invoice or Kind.InvoiceSameHours or Kind.InvoiceAnew or Kind.ApproveAndInvoiceAtOnce:
                Bill(kind);
                break;
            case Kind.Return:
                steps.Add(new(kind, Invoice: AnInvoice().Number));
                returned.Add(steps[^1].Invoice);
                break;
            case Kind.Check or Kind.Approve or Kind.ApproveWhatWasShown or Kind.ApproveTwiceAtOnce:
                var judged = AnInvoice().Number;
                if (kind == Kind.Approve && !isDirected && Chance(60)) steps.Add(new(Kind.Check, Invoice: judged));
                steps.Add(new(kind, Invoice: judged));
                break;
            case Kind.ApproveBothAtOnce:
                var one = AnInvoice().Number;
                if (invoices.Count < 2) Bill(Kind.InvoiceSameHours);
                var others = invoices.Where(i => i.Number != one).ToList();
                steps.Add(new(kind, Invoice: one, Other: isDirected ? others[^1].Number : others[random.Next(others.Count)].Number));
                break;
            case Kind.ApproveAndCorrectAtOnce:
                steps.Add(Corrected(kind, AnEntry(), Chance(30)) with { Invoice = AnInvoice().Number });
                break;
            case Kind.ApproveAndConfirmAtOnce:
                steps.Add(new(kind, Invoice: AnInvoice().Number, Entry: AnEntry().Number));
                answered.Add(steps[^1].Entry);
                break;
            case Kind.DoTheWork:
                steps.Add(new(kind));
                break;
            case Kind.MoveClock:
                steps.Add(new(kind, Minutes: Pick(60, 1440, 3 * 1440, 9 * 1440)));
                break;
            case Kind.ChangeSettings:
                steps.Add(new(kind, ACourse(), Day: Pick(-7, 0, 3, 7, 9), Weakly: Chance(50),
                    Ceiling: Pick<decimal?>(null, 300m, 360m, 395.55m))
                { References = Some("F02", "F03"), LateDays = Pick(14, 14, 1, 5) });
                break;
            case Kind.ShadowRules:
                // What is tried out is often given up again.
                var isTried = steps.Exists(s => s.Kind == kind && s.Rules.Count > 0);
                steps.Add(new(kind, ACourse(),
                    Day: isDirected ? -7 : Pick(-7, 0, 0, 7))
                { Rules = Chance(isTried ? 50 : 5) ? [] : TriedOut() });
                break;
            case Kind.Pause:
                steps.Add(new(kind, ACourse(), Day: random.Next(0, 14), Minutes: Pick(0, 1, 3, 8)));
                paused.Add(steps[^1].Course);
                break;
            case Kind.Resume:
                var rests = isDirected || paused.Count == 0 ? course : paused.ElementAt(random.Next(paused.Count));
                if (paused.Add(rests)) steps.Add(new(Kind.Pause, rests, Day: random.Next(0, 10)));
                steps.Add(new(kind, rests, Day: random.Next(1, 14)));
                break;
            case Kind.End:
                steps.Add(new(kind, ACourse(), Day: random.Next(2, 10)));
                break;
        }
    }

    private Step Corrected(Kind kind, (int Number, int Course, int Day, int At, int Minutes) entry, bool moves) =>
        new(kind, Entry: entry.Number,
        Day: moves ? random.Next(0, 14) : entry.Day, At: Chance(50) ? entry.At : 15 * random.Next(28, 72), Minutes: Chance(30)
            ? entry.Minutes : Pick(15, 30, 45, 60, 75, 90, 150, 0));

    private void Answer(Kind kind, int entry)
    {
        answered.Add(entry);
        steps.Add(new(kind, Entry: entry, Weakly: Chance(15)));
    }

    private void Bill(Kind kind)
    {
        if (kind != Kind.Invoice && invoices.Count == 0) Bill(Kind.Invoice);
        var other = kind == Kind.Invoice ? 0 : AnInvoice().Number;
        if (kind == Kind.InvoiceAnew)
        {
            if (!isDirected && returned.Count > 0) other = returned.ElementAt(random.Next(returned.Count));
            if (!returned.Contains(other) && (isDirected || Chance(70)))
            {
                returned.Add(other);
                steps.Add(new(Kind.Return, Invoice: other));
            }
        }
        var made = kind == Kind.Invoice ? null : invoices.Single(i => i.Number == other).Made;
        var lines = made is not null && (kind != Kind.ApproveAndInvoiceAtOnce || Chance(60))
            ? [.. made.Lines.Where((_, i) => i == 0 || Chance(80)).Select(l => Chance(70) ? l : Line(l.Course))]
            : Lines();
        invoices.Add((invoices.Count + 1,
            new(kind, Invoice: invoices.Count + 1, Other: other, Day: 21 + random.Next(4))
            { Lines = lines, References = Some("F02", "F03") }));
        steps.Add(invoices[^1].Made);
    }

    // An invoice goes from one provider to one municipality.
    private List<Billed> Lines()
    {
        if (entries.Count == 0) Add(Kind.Register);
        var main = isDirected ? course : entries[random.Next(entries.Count)].Course;
        var (municipality, provider, _, _) = Terms.Parties(main);
        var alike = Enumerable.Range(0, Terms.Courses)
            .Where(c => Terms.Parties(c) is var (m, p, _, _) && (m, p) == (municipality, provider)).ToList();
        // Most invoices bill for something that was delivered and receipted, whatever else they ask for.
        if (entries.Where(e => e.Course == main && answered.Contains(e.Number)).ToList() is { Count: > 0 } receipted && Chance(60))
        {
            var named = receipted[random.Next(receipted.Count)];
            return [new(main, named.Number, false, named.Day, named.Day, named.Minutes, terms.Agreed[main].Rate),
                .. Enumerable.Range(0, random.Next(3)).Select(_ => Line(isDirected ? main : alike[random.Next(alike.Count)]))];
        }
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => Line(i == 0 || isDirected ? main : alike[random.Next(alike.Count)]))];
    }

    private Billed Line(int on)
    {
        var mine = entries.Where(e => e.Course == on).ToList();
        var rate = Chance(75) ? terms.Agreed[on].Rate : Pick(300m, 412.5m, 387.35m);
        var more = Chance(90) ? 0m : Pick(-100m, 0.01m, 50m);
        // Transport, without minutes; and a number that is no course.
        if (Chance(4)) return new(on, null, false, 0, 13, 0, 0, 350);
        var isMisspelt = Chance(4);
        if (mine.Count > 0 && Chance(60))
        {
            var named = mine[random.Next(mine.Count)];
            // What day stands on such a line is for the provider to write.
            var day = Chance(20) ? random.Next(0, 14) : named.Day;
            return new(on, named.Number, Chance(15), day, day, Chance(60) ? named.Minutes : Pick(30, 60, 120, 200), rate, more,
                isMisspelt);
        }
        var from = random.Next(0, 10);
        return new(on, null, false, Chance(40) ? 0 : from, from + Pick(0, 2, 6, 13), Chance(3) ? 0 : Pick(30, 60, 90, 150, 300), rate,
            more, isMisspelt);
    }

    private (int Number, int Course, int Day, int At, int Minutes) AnEntry()
    {
        if (entries.Count == 0) Add(Kind.Register);
        if (isDirected) return entries[0];
        // What was just approved is corrected sooner than anything else.
        if (steps.Count > 0 && steps[^1].Kind == Kind.Approve && Chance(70) && Billed(steps[^1].Invoice) is { Count: > 0 } billed)
        {
            return billed[random.Next(billed.Count)];
        }
        if (Chance(30)) return entries[^1];
        var near = entries.Where(e => e.Course == course).ToList();
        return near.Count > 0 && Chance(60) ? near[random.Next(near.Count)] : entries[random.Next(entries.Count)];
    }

    private List<(int Number, int Course, int Day, int At, int Minutes)> Billed(int invoice)
    {
        var lines = invoices.Single(i => i.Number == invoice).Made.Lines;
        return [.. entries.Where(e =>
            lines.Any(l => l.Course == e.Course && (l.Entry == e.Number || (l.Entry is null && l.FromDay <= e.Day && e.Day <= l.ToDay))))];
    }

    private (int Number, Step Made) AnInvoice()
    {
        if (invoices.Count == 0) Bill(Kind.Invoice);
        return isDirected || Chance(40) ? invoices[^1] : invoices[random.Next(invoices.Count)];
    }

    private int ACourse() => isDirected || Chance(60) ? course : random.Next(Terms.Courses);

    private bool Chance(int percent) => random.Next(100) < percent;

    // Nobody confirms time that was no direct contact: it is paid only where that is only noted too.
    private string[] TriedOut() => Chance(50) ? Pick(Rules) is var rule && rule == "D03" ? [rule, "E01"] : [rule]
        : [.. Rules.Where(_ => Chance(25))];

    private string[] Some(params string[] codes) => [.. codes.Where(_ => Chance(50))];

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
