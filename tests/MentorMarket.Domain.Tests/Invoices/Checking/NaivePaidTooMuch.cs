namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>
/// What was paid too much, minute by minute: an approved minute that the facts no longer carry, on a line that would not pay it
/// if it were not approved.
/// </summary>
internal sealed partial class NaiveCheck
{
    private List<decimal> PaidTooMuch(List<int> order)
    {
        var minutes = grants.Cast<GrantTerms?>().Append(null).SelectMany(grant => ApprovedMinutesOf(grant, order)).ToList();
        var tooMany = order.ToDictionary(line => line, _ => 0);
        foreach (var ofLine in minutes.GroupBy(m => m.Line))
        {
            tooMany[ofLine.Key] = ofLine.GroupBy(m => m.Delivery).Sum(d => TooMany(ofLine.Key, d.Key, [.. d], minutes));
        }

        return order.ConvertAll(line => Kroner(line, tooMany[line]));
    }

    // The first minutes of a delivery are those of the first line. They use up the week and the total again, the clean ones first.
    private IEnumerable<(int Line, Known Delivery, string? Lost)> ApprovedMinutesOf(GrantTerms? grant, List<int> order)
    {
        var (left, usedInWeek) = (grant?.InAll?.Value ?? long.MaxValue, new Dictionary<(int Year, int Week), int>());
        foreach (var k in known.Where(k => k.Grant == grant).OrderBy(k => k.IsHeld))
        {
            var n = 0;
            foreach (var line in order.SelectMany(line => Enumerable.Repeat(line, OwnApproved(line, k))))
            {
                n++;
                var used = usedInWeek.GetValueOrDefault(k.Week);
                var lost = grant is null ? "elsewhere"
                    : n > k.Minutes || !k.IsDirect || k.Codes.Contains("G01") ? "not delivered"
                    : used >= grant.PerWeek.Value && !without.Contains("G02") ? "over"
                    : left <= 0 && !without.Contains("G03") ? "over" : null;
                if (lost is null)
                {
                    (usedInWeek[k.Week], left) = (used + 1, left - 1);
                }

                yield return (line, k, lost);
            }
        }
    }

    // Where there is no rule against what nothing covers, the line would pay a lost minute, unless another rule takes it first: that
    // the entry it names is no direct contact or out of the period, that another line has it, or the week and the total.
    private int TooMany(
        int index, Known k, List<(int Line, Known Delivery, string? Lost)> here, List<(int Line, Known Delivery, string? Lost)> everywhere)
    {
        var lost = here.Count(m => m.Lost is not null);
        if (judged[index].IsDecidedWhole)
        {
            return here.Count;
        }

        if (!without.Contains(judged[index].Candidates.Exists(c => c.IsDirect) ? "D02" : "D01"))
        {
            return lost;
        }

        if (!judged[index].Candidates.Contains(k))
        {
            return 0;
        }

        var over = here.Count(m => m.Lost == "over");
        var ofItself = lines[index].EntryId == k.Entry.Id && (k.Codes.Contains("D03") || k.Codes.Contains("G01"))
            ? Math.Min(lost - over, k.Minutes) : 0;
        var onOthers = everywhere.Count(m => m.Delivery == k && m.Line != index && m.Lost is null);
        return over + ofItself + Math.Min(lost - over - ofItself, without.Contains("U01") ? 0 : onOthers);
    }

    private decimal Kroner(int line, int tooMany)
    {
        if (tooMany == 0)
        {
            return 0;
        }

        var j = judged[line];
        decimal Worth(int minutes) => Math.Min(j.Most, Due(minutes, j.PayRate));

        // What was billed above minutes times rate went with the minutes, and with the last of them it has gone wrong too.
        return j.Minutes == tooMany ? j.Payable : Worth(j.Minutes) - Worth(j.Minutes - tooMany);
    }

    private sealed class Judged(List<Known> candidates, bool isDecidedWhole)
    {
        public List<Known> Candidates { get; } = candidates;
        public bool IsDecidedWhole { get; } = isDecidedWhole;
        public decimal PayRate { get; set; }
        public decimal Most { get; set; }
        public int Minutes { get; set; }
        public decimal Payable { get; set; }
    }
}
