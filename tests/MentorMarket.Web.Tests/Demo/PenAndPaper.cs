using System.Globalization;
using static MentorMarket.Web.Tests.Demo.InvoiceOnScreen;

namespace MentorMarket.Web.Tests.Demo;

/// <summary>
/// Redoes every line of an invoice from what its page says, as an auditor would, in kroner and minutes: written from the text of the check
/// and sharing nothing with the engine. Codes are compared too, but for the notice of steps (E03): those are not money's business.
/// </summary>
internal sealed class PenAndPaper
{
    private static readonly string[] Holding = ["D04", "D05", "D07", "D08", "E01", "E02", "G05"];

    private readonly InvoiceOnScreen page;
    private readonly Dictionary<Entry, HashSet<string>> found = [];
    private readonly Dictionary<Entry, (int Allowed, int OverWeek, int OverTotal)> shares = [];
    private readonly Dictionary<Entry, int> taken = [];

    private PenAndPaper(InvoiceOnScreen page) => this.page = page;

    /// <summary>Payable, held, rejected and codes of each line, by its number.</summary>
    public static IReadOnlyDictionary<int, string> Redo(InvoiceOnScreen page)
    {
        var pen = new PenAndPaper(page);
        foreach (var line in page.Lines.Where(l => l.Agreed is not null).DistinctBy(l => l.Assignment))
        {
            pen.Allow(line.Assignment, line.Agreed!);
        }
        return page.Lines.OrderBy(l => l.Number).ToDictionary(l => l.Number, pen.Redo);
    }

    private IEnumerable<Entry> Counted(string assignment) => page.Entries.GetValueOrDefault(assignment, []).Where(e => !e.IsCorrected);

    private static int Minutes(Entry e) => e.End <= e.Start ? 0 : (int)((e.End - e.Start).TotalSeconds / 60);

    private static bool IsDirect(Entry e) => e.IsDirect && e.End > e.Start;

    private HashSet<string> Find(Entry e, Terms agreed)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        if (!IsDirect(e)) codes.Add("D03");
        if (e.Date < agreed.From || e.Date > agreed.To || (e.IsInPause && e.IsDirect)) codes.Add("G01");
        if (e.End <= e.Start || e.End - e.Start > TimeSpan.FromHours(12) || e.End - e.Registered > TimeSpan.FromMinutes(5))
        {
            codes.Add("D08");
        }
        if (e.Registered - e.End > TimeSpan.FromDays(14)) codes.Add("D06");
        if (e.Answer == false) codes.Add("E02");
        else if (e.Answer is null || e.IsWeakAndNotAccepted) codes.Add("E01");
        if (agreed.Mentors.Count > 0 && !agreed.Mentors.Any(m => m.Name == e.Mentor && !(e.Date < m.From) && !(e.Date > m.Until)))
        {
            codes.Add("G05");
        }
        foreach (var (code, start, end) in e.Others.Where(o => IsDirect(e) && o.Start < e.End && e.Start < o.End)) codes.Add(code);
        for (var at = e; at.Corrects.Length > 0 && page.Entries[e.Assignment]
            .Find(b => b.IsCorrected && b.Name == at.Corrects) is { } before; at = before)
            if (before.Answer == true && (e.Answer != true || e.IsWeakAndNotAccepted)) codes.Add("D07");
        return codes;
    }

    private bool Waits(Entry e) => found[e].Overlaps(Holding);

    // Approved minutes first, then the clean in order of time, then the held.
    private void Allow(string assignment, Terms agreed)
    {
        var mine = Counted(assignment).ToList();
        foreach (var e in mine) found[e] = Find(e, agreed);
        var week = mine.GroupBy(Week).ToDictionary(w => w.Key, w => Math.Max(0, agreed.Weekly - w.Sum(e => e.Approved.Values.Sum())));
        var total = Math.Max(0, (agreed.Total ?? int.MaxValue) - mine.Sum(e => e.Approved.Values.Sum()));
        foreach (var e in mine) (shares[e], taken[e]) = ((e.Approved.Values.Sum(), 0, 0), e.Approved.Values.Sum() + e.UsedBefore);
        foreach (var e in mine.Where(e => !Waits(e)).Concat(mine.Where(Waits)).Where(e => IsDirect(e) && !found[e].Contains("G01")))
        {
            var asked = Math.Max(0, Minutes(e) - shares[e].Allowed);
            var inWeek = Math.Min(asked, week[Week(e)]);
            var allowed = Math.Min(inWeek, total);
            week[Week(e)] -= allowed;
            total -= allowed;
            shares[e] = (shares[e].Allowed + allowed, asked - inWeek, inWeek - allowed);
        }
    }

    private static int Week(Entry e) => e.Date.DayNumber / 7;

    private string Redo(Line line)
    {
        if (line.HasNoGrant) return Say(0, 0, line.Amount, ["G04"]);
        if (line.Minutes == 0 && line.Amount > 0) return Say(0, 0, line.Amount, ["P04"]);
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        var (left, payable, held) = (line.Minutes, 0, 0);
        var own = $"{page.Number}/{line.Number}";
        foreach (var e in Counted(line.Assignment).Where(e => e.Approved.ContainsKey(own)))
        {
            var minutes = Math.Min(left, e.Approved[own]);
            (left, payable) = (left - minutes, payable + minutes);
            if (minutes > 0) codes.UnionWith(found[e].Where(c => c == "D06" || Holding.Contains(c)));
        }
        var candidates = Counted(line.Assignment)
            .Where(e => line.NamesAny ? e.Name == line.Named : IsDirect(e) && line.From <= e.Date && e.Date <= line.To).ToList();
        var cuts = new Dictionary<string, int>(StringComparer.Ordinal) { ["D03"] = 0, ["G01"] = 0, ["U01"] = 0, ["G02"] = 0, ["G03"] = 0 };
        foreach (var e in candidates)
        {
            if (left == 0 && !line.NamesAny) break;
            cuts["U01"] += taken[e] - e.Approved.GetValueOrDefault(own);
            cuts["G02"] += shares[e].OverWeek;
            cuts["G03"] += shares[e].OverTotal;
            var minutes = Math.Clamp(shares[e].Allowed - taken[e], 0, left);
            (left, taken[e]) = (left - minutes, taken[e] + minutes);
            if (Waits(e)) held += minutes;
            else payable += minutes;
            if (minutes > 0) codes.UnionWith(found[e].Where(c => c == "D06" || Holding.Contains(c)));
            if (line.NamesAny && (found[e].Contains("D03") || found[e].Contains("G01")))
            {
                cuts[found[e].Contains("D03") ? "D03" : "G01"] = Minutes(e);
            }
        }
        foreach (var (code, most) in cuts.Append(new(candidates.Exists(IsDirect) ? "D02" : "D01", int.MaxValue)))
        {
            if (Math.Min(left, most) is not (> 0 and var minutes)) continue;
            left -= minutes;
            codes.Add(code);
        }
        return Price(line, line.Agreed!, payable, held, codes);
    }

    private static string Price(Line line, Terms agreed, int payableMinutes, int heldMinutes, SortedSet<string> codes)
    {
        static decimal Due(int minutes, decimal rate) => Math.Round(minutes * rate / 60, 2, MidpointRounding.AwayFromZero);
        var rate = Math.Min(line.Rate, agreed.Rate);
        if (line.Rate > agreed.Rate) codes.Add("P01");
        if (agreed.Ceiling < rate) (rate, _) = (agreed.Ceiling.Value, codes.Add("P02"));
        if (line.Amount != Due(line.Minutes, line.Rate)) codes.Add("P05");
        var most = Math.Min(line.Amount, Due(line.Minutes, line.Rate));
        var payable = Math.Min(most, Due(payableMinutes, rate));
        var held = Math.Min(most - payable, Due(payableMinutes + heldMinutes, rate) - Due(payableMinutes, rate));
        return Say(payable, held, line.Amount - payable - held, codes);
    }

    private static string Say(decimal payable, decimal held, decimal rejected, IEnumerable<string> codes) =>
        string.Create(CultureInfo.InvariantCulture, $"{payable:0.00} {held:0.00} {rejected:0.00} {string.Join('|', codes)}");
}
