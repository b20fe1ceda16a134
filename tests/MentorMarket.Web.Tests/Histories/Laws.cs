using System.Globalization;

namespace MentorMarket.Web.Tests.Histories;

internal sealed class LawBrokenException(string law, string what) : Exception($"{law}: {what}")
{
    public string Law { get; } = law;
}

/// <summary>
/// The laws of the ledger, asked of the tables after a step. Each compares what stands there now with what stood there before.
/// </summary>
internal sealed class Laws(SortedDictionary<string, long> asked)
{
    // What a check of an invoice found last, with the facts it found it from.
    private readonly Dictionary<Guid, (string Facts, string Verdicts)> found = [];

    // The facts when an invoice was approved last.
    private readonly Dictionary<Guid, string> approvedAt = [];

    private static readonly string[] Uncovered = ["D01", "D02"];

    private Books before = null!;
    private Books now = null!;

    /// <param name="isParallel">Two commands at once: what was in force before or after the step may have been so when the approval
    /// came.</param>
    /// <param name="fresh">Invoices that were checked last of all in the step.</param>
    /// <param name="isWorkDone">Every job that waited is done.</param>
    public void AskAll(Books earlier, Books later, bool isParallel, bool isWorkDone, IReadOnlySet<Guid> fresh)
    {
        (before, now) = (earlier, later);
        EveryOreIsExplained();
        NothingApprovedIsLost();
        ApprovedMinutesStayWithinTheChain();
        ApprovedStaysWithinTheLine();
        ApprovalsStayWithinWhatIsPayable();
        ApprovalsStayWithinWeekAndTotal(isParallel);
        if (!isParallel) ApprovingTwiceIsApprovingOnce();
        var plain = PlainCheck.Run(now);
        foreach (var invoice in now.Invoices.Where(i => fresh.Contains(i.Id) && i.Status != "Returned")) AskOfFreshCheck(invoice, plain);
        if (isWorkDone) foreach (var invoice in now.Invoices) AskOfWhatWaits(invoice, plain);
    }

    private void AskOfWhatWaits(Books.Invoice invoice, IReadOnlyDictionary<Guid, PlainCheck.Verdict> plain)
    {
        if (invoice.Status is "Returned") return;
        foreach (var v in now.Verdicts.Where(v => v.Check == invoice.Check))
        {
            Ask("what is billed has been checked with the newest facts, closed or not", plain[v.Line] is var expected
                && (v.Payable, v.Held, v.Rejected) == (expected.Payable, expected.Held, expected.Rejected),
                () => $"{invoice}{Environment.NewLine}    {v}{Environment.NewLine}    by the rules {plain[v.Line]}");
        }
    }

    private void EveryOreIsExplained()
    {
        var known = before.Checks.Select(c => c.Id).ToHashSet();
        foreach (var check in now.Checks.Where(c => !known.Contains(c.Id)))
        {
            var invoice = now.Invoices.Single(i => i.Id == check.Invoice);
            var verdicts = now.Verdicts.Where(v => v.Check == check.Id).ToList();
            var lines = now.Lines.Where(l => l.Invoice == invoice.Id).ToDictionary(l => l.Id);
            Ask("4 payable + held + rejected = amount, of the check", check.Payable + check.Held + check.Rejected == check.Amount
                && check.Amount == invoice.Amount && invoice.Amount == lines.Values.Sum(l => l.Amount), () => $"{check} {invoice}");
            Ask("4 the check is the sum of its lines", verdicts.Count == lines.Count
                && (verdicts.Sum(v => v.Payable), verdicts.Sum(v => v.Held), verdicts.Sum(v => v.Rejected)) == (check.Payable, check.Held,
                check.Rejected), () => $"{check}: {string.Join("; ", verdicts)}");
            foreach (var v in verdicts)
            {
                Ask("4 payable + held + rejected = amount, of the line", v.Payable + v.Held + v.Rejected == v.Amount
                    && v.Amount == lines[v.Line].Amount && v is { Payable: >= 0, Held: >= 0, Rejected: >= 0 }, () => v.ToString());
                Ask("4 the steps explain every øre",
                    v.Explained == string.Create(CultureInfo.InvariantCulture, $"{v.Payable:0.00} {v.Held:0.00} {v.Rejected:0.00}"),
                    () => v.ToString());
                // Minutes that nothing covers are paid where that is only noted.
                var isCovered = !Uncovered.Any(code => now.IsShadow(code, invoice.Municipality, lines[v.Line]));
                // And wait where the line lacks a reference.
                var waits = !isCovered && now.Missing(invoice, lines[v.Line]).Any();
                Ask("4 the minutes are those of the entries", (waits ? v.MatchedHeld <= v.HeldMinutes : v.MatchedHeld == v.HeldMinutes)
                    && (isCovered ? v.MatchedPayable == v.PayableMinutes : v.MatchedPayable <= v.PayableMinutes), () => v.ToString());
            }
        }
    }

    private void NothingApprovedIsLost()
    {
        Ask("3 no approval and no approved minute goes away", before.Approvals.All(now.Approvals.Contains)
            && before.Approved.All(now.Approved.Contains), () => "rows are gone or changed");
        Ask("4 no verdict changes", before.Checks.All(now.Checks.Contains) && before.Verdicts.All(now.Verdicts.Contains),
            () => "rows are gone or changed");
        foreach (var invoice in now.Invoices.Where(i => now.Approvals.Any(a => a.Invoice == i.Id)))
        {
            Ask("3 what is approved is not returned", invoice.Status is "Approved" or "PartlyApproved", invoice.ToString);
        }
    }

    private void ApprovedMinutesStayWithinTheChain()
    {
        foreach (var chain in now.Approved.GroupBy(a => now.Last(a.Entry)))
        {
            var named = now.Approved.Select(a => a.Entry).ToHashSet();
            var most = LinksOf(chain.Key).Max(e => e.Kind == "Direct" || named.Contains(e.Id) ? PlainCheck.MinutesOf(e) : 0);
            var minutes = chain.Sum(a => a.Value);
            Ask("1 approved minutes of a chain stay within the most that any link had", minutes <= most,
                () => $"{minutes} min approved of {most} on {chain.Key}");
            var earlier = before.Approved.Where(a => now.Last(a.Entry) == chain.Key).Sum(a => a.Value);
            if (minutes == earlier) continue;
            // The link in force when the approval came: the last before this step, or the one that the step itself made.
            var inForce = LinksOf(chain.Key).Where(e => before.Entries.Contains(e)).Take(1).Append(chain.Key).Max(DirectMinutes);
            Ask("1 no approval lifts a chain above its link in force", minutes <= inForce,
                () => $"{earlier} min and then {minutes} min approved of {inForce} on {chain.Key}");
        }
    }

    private IEnumerable<Books.Entry> LinksOf(Books.Entry? last)
    {
        for (; last is not null; last = now.Entries.FirstOrDefault(e => e.Id == last.Supersedes)) yield return last;
    }

    // What is no direct contact can be approved while the municipality only notes that (D03 in shadow mode).
    private int DirectMinutes(Books.Entry entry) => entry.Kind == "Direct"
        || now.IsShadow("D03", entry.Municipality, PlainCheck.DateOf(entry)) ? PlainCheck.MinutesOf(entry) : 0;

    private void ApprovedStaysWithinTheLine()
    {
        foreach (var invoice in now.Approvals.Select(a => a.Invoice).Distinct())
        {
            var stands = 0m;
            var municipality = now.Invoices.Single(i => i.Id == invoice).Municipality;
            foreach (var line in now.Lines.Where(l => l.Invoice == invoice))
            {
                // Money without minutes of a delivery: only where it was noted, then or since, that nothing covers it or that the sum is
                // wrong.
                var standsAlone = now.Set.Any(s => s.Municipality == municipality && s.From <= now.DaysOf(line)[^1]
                    && s.Shadow.Any(c => c == "P05" || Uncovered.Contains(c)));
                var minutes = now.Approved.Where(a => a.Line == line.Id).Sum(a => a.Value);
                Ask("1 approved minutes of a line stay within the billed", minutes <= line.Minutes,
                    () => $"{minutes} min approved on {line}");
                stands += standsAlone ? line.Amount : Math.Min(line.Amount, PlainCheck.Due(minutes, line.Rate));
            }
            Ask("1 every approved øre stands on approved minutes", now.PaidOn(invoice) <= stands,
                () => $"{now.PaidOn(invoice)} paid on {invoice}, and its approved minutes are worth {stands}");
        }
    }

    private void ApprovalsStayWithinWhatIsPayable()
    {
        foreach (var invoice in now.Invoices.Where(i => now.PaidOn(i.Id) > 0))
        {
            var (paid, earlier) = (now.PaidOn(invoice.Id), before.PaidOn(invoice.Id));
            var shown = now.Approvals.Where(a => a.Invoice == invoice.Id && !before.Approvals.Contains(a))
                .Select(a => now.Checks.Single(c => c.Id == a.Check)).ToList();
            Ask("4 approvals stay within the payable of the check they rest on", paid == earlier
                || shown.TrueForAll(c => paid <= Math.Max(earlier, c.Payable)),
                () => $"{earlier} and then {paid} paid on {invoice}; {string.Join("; ", shown)}");
            Ask("4 the check that an approval rests on is the newest",
                shown.TrueForAll(c => c.Id == invoice.Check || c.Id == before.Invoices.SingleOrDefault(i => i.Id == invoice.Id)?.Check),
                () => invoice.ToString());
        }
    }

    private void ApprovalsStayWithinWeekAndTotal(bool isParallel)
    {
        foreach (var agreement in now.Agreements.GroupBy(a => a.Assignment).Select(versions => versions.MaxBy(a => a.Version)!))
        {
            var chains = now.Approved.Select(a => (a.Value, IsNew: !before.Approved.Contains(a), Last: now.Last(a.Entry)))
                .Where(a => a.Last.Assignment == agreement.Assignment).ToList();
            if (!chains.Exists(a => a.IsNew)) continue;
            bool IsShadow(string code, DateOnly day) => now.IsShadow(code, agreement.Municipality, day);
            foreach (var week in chains.GroupBy(a => PlainCheck.WeekOf(PlainCheck.DateOf(a.Last))).Where(w => w.Any(a => a.IsNew)))
            {
                // A correction in the same moment may have moved what was approved into this week.
                if (isParallel || week.Any(a => IsShadow("G02", PlainCheck.DateOf(a.Last)))) continue;
                var most = Math.Max(PlainCheck.InMinutes(agreement.HoursPerWeek), week.Where(a => !a.IsNew).Sum(a => a.Value));
                Ask("1 no approval lifts a week above what was granted", week.Sum(a => a.Value) <= most,
                    () => $"{week.Sum(a => a.Value)} min approved of {most} in {week.Key} on {agreement}");
            }
            if (agreement.TotalHours is not { } hours || chains.Exists(a => IsShadow("G03", PlainCheck.DateOf(a.Last)))) continue;
            var total = Math.Max(PlainCheck.InMinutes(hours), chains.Where(a => !a.IsNew).Sum(a => a.Value));
            Ask("1 no approval lifts a total above what was granted", chains.Sum(a => a.Value) <= total,
                () => $"{chains.Sum(a => a.Value)} min approved of {total} in all on {agreement}");
        }
    }

    private void ApprovingTwiceIsApprovingOnce()
    {
        foreach (var invoice in now.Invoices.Where(i =>
            now.Approvals.Count(a => a.Invoice == i.Id) > before.Approvals.Count(a => a.Invoice == i.Id)))
        {
            var more = now.PaidOn(invoice.Id) - before.PaidOn(invoice.Id);
            if (approvedAt.TryGetValue(invoice.Id, out var facts))
            {
                Ask("2 approving twice is approving once", more == 0 || facts != now.Facts,
                    () => $"{more} more on {invoice} without a new fact");
            }
            approvedAt[invoice.Id] = now.Facts;
        }
    }

    private void AskOfFreshCheck(Books.Invoice invoice, IReadOnlyDictionary<Guid, PlainCheck.Verdict> plain)
    {
        var verdicts = now.Verdicts.Where(v => v.Check == invoice.Check).OrderBy(v => v.Line).ToList();
        foreach (var v in verdicts)
        {
            var line = now.Lines.Single(l => l.Id == v.Line);
            var approved = now.Approved.Where(a => a.Line == line.Id).Sum(a => a.Value);
            Ask("3 a check takes no approved minute back", v.PayableMinutes >= Math.Min(approved, line.Minutes),
                () => $"{approved} min approved, and now {v}");
            var isCovered = !Uncovered.Any(code => now.IsShadow(code, invoice.Municipality, line));
            if (isCovered && v.PayableMinutes > 0 && approved == v.PayableMinutes && now.Approved.Where(a => a.Line == line.Id)
                .All(a => DirectMinutes(now.Last(a.Entry)) == 0))
                Ask("3 what is approved and no longer a delivery is shown as paid too much", v.PaidTooMuch > 0 || v.Payable == 0,
                    () => $"{v}");
            var expected = plain[line.Id];
            Ask("the verdict is that of the rules, those in shadow mode left out",
                (v.Payable, v.Held, v.Rejected, v.PayableMinutes, v.HeldMinutes) == (expected.Payable, expected.Held, expected.Rejected,
                expected.PayableMinutes, expected.HeldMinutes),
                () => $"{v}{Environment.NewLine}    by the rules {expected}{Environment.NewLine}    {line}");
            Ask("3 what was paid too much is what the line would not pay without an approval", v.PaidTooMuch == expected.PaidTooMuch,
                () => $"{v}{Environment.NewLine}    by the rules {expected}{Environment.NewLine}    {line}");
            var shadow = now.Set.Where(s => s.Municipality == invoice.Municipality).SelectMany(s => s.Shadow).ToHashSet();
            Ask("the codes are those of the rules", Without(v.Codes, shadow) == Without(expected.Codes, shadow),
                () => $"{v}{Environment.NewLine}    by the rules {expected}{Environment.NewLine}    {line}");
        }
        var money = string.Join("; ", verdicts.Select(v => $"{v.Line} {v.Payable} {v.Held} {v.Rejected}"));
        if (found.TryGetValue(invoice.Id, out var last) && last.Facts == now.Facts)
        {
            Ask("2 without a new fact, an approval or another check changes no line", last.Verdicts == money,
                () => $"{invoice}: {last.Verdicts} and then {money}");
        }
        found[invoice.Id] = (now.Facts, money);
    }

    private static string Without(string codes, HashSet<string> shadow) =>
        string.Join('|', codes.Split('|').Where(c => !shadow.Contains(c)));

    public void Ask(string law, bool holds, Func<string> what)
    {
        asked[law] = asked.GetValueOrDefault(law) + 1;
        if (!holds) throw new LawBrokenException(law, what());
    }
}
