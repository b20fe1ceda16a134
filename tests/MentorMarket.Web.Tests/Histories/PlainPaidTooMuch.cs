namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// What was paid too much, by the rules and minute by minute: what is approved and the facts no longer carry, where the line would not pay
/// it anyway.
/// </summary>
internal sealed partial class PlainCheck
{
    private sealed record Judged(Books.Line Line, Books.Invoice Invoice, Books.Agreement? Agreement, List<Known> Candidates);

    private sealed record Minute(Judged On, Known Delivery, bool IsDelivered, bool IsLost);

    private void FindPaidTooMuch()
    {
        var minutes = known.GroupBy(k => k.Agreement).SelectMany(course => ApprovedMinutes(course.Key, [.. course])).ToList();
        foreach (var here in minutes.GroupBy(m => m.On))
        {
            var tooMany = here.GroupBy(m => m.Delivery).Sum(d => TooMany(here.Key, d.Key, [.. d], minutes));
            if (tooMany == 0) continue;
            var (line, verdict) = (here.Key.Line, verdicts[here.Key.Line.Id]);
            decimal Worth(int n) => Math.Min(Math.Min(line.Amount, Due(line.Minutes, line.Rate)),
                Due(n, PayRate(here.Key.Invoice, line, here.Key.Agreement)));
            // What is billed above minutes times rate went with the minutes: with the last of them it was paid too much as well.
            var ore = verdict.PayableMinutes == tooMany ? verdict.Payable
                : Worth(verdict.PayableMinutes) - Worth(verdict.PayableMinutes - tooMany);
            verdicts[line.Id] = verdict with { PaidTooMuch = ore };
        }
    }

    // What was approved of each delivery, the earliest line first, counted once more against the delivery, the week and the total.
    private IEnumerable<Minute> ApprovedMinutes(Books.Agreement agreement, List<Known> course)
    {
        var left = agreement.TotalHours is { } total ? InMinutes(total) : int.MaxValue;
        var usedInWeek = new Dictionary<(int, int), int>();
        foreach (var k in course.OrderBy(k => k.IsHeld).ThenBy(k => k.Entry.Start)
            .ThenBy(k => k.Entry.Id.ToString(), StringComparer.Ordinal))
        {
            var n = 0;
            foreach (var on in judged)
            {
                for (var i = ApprovedOn(on.Line, k); i > 0; i--)
                {
                    var isDelivered = ++n <= k.Minutes && k.IsPaid && !k.Counts("G01");
                    var fits = (k.Shadow.Contains("G02") || usedInWeek.GetValueOrDefault(k.Week) < InMinutes(agreement.HoursPerWeek))
                        && (k.Shadow.Contains("G03") || left > 0);
                    if (isDelivered && fits) (usedInWeek[k.Week], left) = (usedInWeek.GetValueOrDefault(k.Week) + 1, left - 1);
                    yield return new(on, k, isDelivered, !isDelivered || !fits);
                }
            }
        }
    }

    private int ApprovedOn(Books.Line line, Known k) => books.Approved.Where(a => a.Line == line.Id && books.Last(a.Entry).Id == k.Entry.Id)
        .Sum(a => a.Value);

    // If it is only noted that nothing covers a minute, the line would pay it, unless another rule takes it before: what is wrong with
    // the registration that it names, another line that is paid for the same minutes, the week or the total.
    private int TooMany(Judged on, Known k, List<Minute> here, List<Minute> everywhere)
    {
        bool IsShadow(string code) => books.IsShadow(code, on.Invoice.Municipality, on.Line);
        var lost = here.Count(m => m.IsLost);
        if (!IsShadow(on.Candidates.Exists(c => c.IsPaid) ? "D02" : "D01")) return lost;
        if (!on.Candidates.Contains(k)) return 0;
        var notDelivered = here.Count(m => m.IsLost && !m.IsDelivered);
        var isNamedAndWrong = on.Line.EntryRef.Length > 0 && (k.Counts("D03") || k.Counts("G01"));
        var ofItself = isNamedAndWrong ? Math.Min(notDelivered, k.Minutes) : 0;
        var twice = IsShadow("U01") ? 0 : everywhere.Count(m => m.Delivery == k && m.On != on && !m.IsLost);
        return lost - notDelivered + ofItself + Math.Min(notDelivered - ofItself, twice);
    }
}
