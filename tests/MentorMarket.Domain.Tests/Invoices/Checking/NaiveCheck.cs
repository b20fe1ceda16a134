using System.Globalization;
using System.Text;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Tests.Invoices.Checking;

/// <summary>
/// The specification written down once more, slowly and plainly, in decimals and strings, sharing nothing with the
/// engine but its input: the oracle of the differential tests. It knows no shadow mode: rules can be left out.
/// </summary>
internal sealed partial class NaiveCheck
{
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private static readonly string[] HoldingCodes = ["D04", "D05", "D07", "D08", "E01", "E02", "G05", "G06"];
    private static readonly string[] LineHoldingCodes = ["F01", "F02", "F03", "F04", "K01", "K02", "K03"];
    private static readonly string[] NoticeCodes = ["D06", "E03"];

    private readonly IReadOnlyList<GrantTerms> grants;
    private readonly IReadOnlyList<DeliveredEntry> entries;
    private readonly IReadOnlyList<BilledLine> lines;
    private readonly IReadOnlyCollection<string> without;
    private readonly List<Known> known;
    private readonly HashSet<string> billed = [];
    private readonly Dictionary<(int Line, string Entry), int> approved = [];
    private readonly Dictionary<int, Judged> judged = [];

    private NaiveCheck(
        IReadOnlyList<GrantTerms> grants, IReadOnlyList<DeliveredEntry> entries, IReadOnlyList<BilledLine> lines,
            IReadOnlyCollection<string> without)
    {
        (this.grants, this.entries, this.lines, this.without) = (grants, entries, lines, without);
        var corrected = entries.Select(e => e.Supersedes).Where(id => id is not null).ToHashSet();
        known = entries.Where(e => !corrected.Contains(e.Id))
            .Select(e => new Known(e, grants.SingleOrDefault(g => g.Id == e.GrantId), CountsAsDirect(e)))
            .OrderBy(k => k.Entry.Start.UtcTicks).ThenBy(k => Utf8(k.Entry.Id), StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>A row for each line, in the order they are judged.</summary>
    /// <param name="approvals">Minutes of an entry approved on a line before, by the line's place and the entry's id.</param>
    /// <param name="without">Rules that there are not.</param>
    public static List<string> Run(
        IReadOnlyList<GrantTerms> grants, IReadOnlyList<DeliveredEntry> entries, IReadOnlyList<BilledLine> lines,
        IReadOnlyList<(int Line, string Entry, int Minutes)>? approvals = null, IReadOnlyCollection<string>? without = null) =>
        RunAll(grants, entries, lines, approvals, without).Rows;

    /// <summary>The same, and kroner that each line was paid too much.</summary>
    public static (List<string> Rows, List<decimal> PaidTooMuch) RunAll(
        IReadOnlyList<GrantTerms> grants, IReadOnlyList<DeliveredEntry> entries, IReadOnlyList<BilledLine> lines,
        IReadOnlyList<(int Line, string Entry, int Minutes)>? approvals, IReadOnlyCollection<string>? without)
    {
        var check = new NaiveCheck(grants, entries, lines, without ?? []);
        check.known.ForEach(check.FindAlone);
        check.FindOverlaps();
        var order = Enumerable.Range(0, lines.Count)
            .OrderBy(i => lines[i].IssuedOn).ThenBy(i => Utf8(lines[i].InvoiceNumber), StringComparer.Ordinal)
                .ThenBy(i => lines[i].LineNumber).ToList();
        check.Approve(approvals ?? [], order);
        foreach (var grant in grants)
        {
            check.Allow(grant);
        }

        var rows = order.ConvertAll(check.Judge);
        return (rows, check.PaidTooMuch(order));
    }

    // Hexadecimal digits sort as the bytes do.
    private static string Utf8(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private bool CountsAsDirect(DeliveredEntry e) => e.End > e.Start && (e.Kind == EntryKind.Direct || without.Contains("D03"));

    private static int MinutesOf(DeliveredEntry e) => e.End <= e.Start ? 0
        : (int)Math.Min(int.MaxValue, Math.Floor((e.End - e.Start).TotalSeconds / 60));

    private void FindAlone(Known k)
    {
        foreach (var code in k.Entry.Marks.Given)
        {
            Say(k, code.ToString(), true);
        }

        if (k.Grant is null)
        {
            return;
        }

        var e = k.Entry;
        Say(k, "D03", e.Kind != EntryKind.Direct);
        Say(k, "G01", k.Date < k.Grant.Valid.From || k.Date > k.Grant.Valid.To);
        Say(k, "D08", e.End <= e.Start || e.End - e.Start > TimeSpan.FromHours(12) || e.End > e.RegisteredAt.AddMinutes(5));
        Say(k, "E01", e.Receipt == Receipt.None);
        Say(k, "E02", e.Receipt == Receipt.Disputed);
        Say(k, "G05", k.Grant.Mentors.Count > 0 && !k.Grant.Mentors.Contains(e.Mentor));
        Say(k, "G06", !k.Grant.IsInForce);
        Say(k, "D06", e.RegisteredAt > e.End.AddHours(e.LateDays * 24));
    }

    private void FindOverlaps()
    {
        var contacts = known.Where(k => k.Entry.Kind == EntryKind.Direct && k.Entry.End > k.Entry.Start).ToList();
        foreach (var a in contacts)
        {
            foreach (var b in contacts.Where(k => k != a))
            {
                var overlaps = a.Entry.Start < b.Entry.End && b.Entry.Start < a.Entry.End;
                Say(a, "D04", overlaps && a.Entry.Mentor == b.Entry.Mentor);
                Say(a, "D05", overlaps && a.Grant is not null && b.Grant is not null
                    && a.Grant.Citizen == b.Grant.Citizen && a.Grant.Municipality == b.Grant.Municipality);
            }
        }
    }

    // Minute by minute: a minute is approved for the delivery, whichever of its registrations is named, unless the delivery
    // never had so many, counted as direct contact or as what was approved all the same, or the line does not bill so many.
    private void Approve(IReadOnlyList<(int Line, string Entry, int Minutes)> approvals, List<int> order)
    {
        var perLine = approvals.Select(a => (a.Line, Chain: ChainOf(a.Entry), a.Minutes)).GroupBy(a => (a.Line, Last: a.Chain[^1].Id))
            .OrderBy(a => order.IndexOf(a.Key.Line)).ThenBy(a => Utf8(a.Key.Last), StringComparer.Ordinal);
        foreach (var all in perLine)
        {
            var most = all.First().Chain.Max(link => link.Kind == EntryKind.Direct
                || approvals.Any(a => a.Entry == link.Id) ? MinutesOf(link) : 0);
            for (var n = all.Sum(a => (long)a.Minutes); n > 0; n--)
            {
                if (approved.Where(a => a.Key.Entry == all.Key.Last).Sum(a => a.Value) < most
                    && approved.Where(a => a.Key.Line == all.Key.Line).Sum(a => a.Value) < lines[all.Key.Line].Minutes.Value)
                {
                    approved[all.Key] = approved.GetValueOrDefault(all.Key) + 1;
                }
            }
        }

        known.ForEach(k => k.Taken = k.Allowed = approved.Where(a => a.Key.Entry == k.Entry.Id).Sum(a => a.Value));
    }

    private List<DeliveredEntry> ChainOf(string id)
    {
        var chain = new List<DeliveredEntry> { entries.Single(e => e.Id == id) };
        while (entries.SingleOrDefault(e => e.Id == chain[0].Supersedes) is { } before)
        {
            chain.Insert(0, before);
        }

        while (entries.SingleOrDefault(e => e.Supersedes == chain[^1].Id) is { } after)
        {
            chain.Add(after);
        }

        return chain;
    }

    private void Allow(GrantTerms grant)
    {
        var left = (long)(grant.InAll?.Value ?? int.MaxValue);
        var usedInWeek = new Dictionary<(int Year, int Week), int>();
        foreach (var ((line, entry), minutes) in approved)
        {
            var k = known.Single(k => k.Entry.Id == entry);
            if (k.Grant == grant || lines[line].GrantId == grant.Id)
            {
                usedInWeek[k.Week] = usedInWeek.GetValueOrDefault(k.Week) + minutes;
                left -= minutes;
            }
        }

        var counted = known.Where(k => k.Grant == grant && k.IsDirect && !k.Codes.Contains("G01")).ToList();
        foreach (var k in counted.Where(k => !k.IsHeld).Concat(counted.Where(k => k.IsHeld)))
        {
            var used = usedInWeek.GetValueOrDefault(k.Week);
            var asked = Math.Max(0, k.Minutes - k.Allowed);
            var inWeek = without.Contains("G02") ? asked : Math.Min(asked, Math.Max(0, grant.PerWeek.Value - used));
            var allowed = without.Contains("G03") || grant.InAll is null ? inWeek : (int)Math.Min(inWeek, Math.Max(0, left));
            k.Allowed += allowed;
            k.OverWeek = asked - inWeek;
            k.OverTotal = inWeek - allowed;
            usedInWeek[k.Week] = used + allowed;
            left -= allowed;
        }
    }

    private string Judge(int index)
    {
        var line = lines[index];
        var grant = grants.SingleOrDefault(g => g.Id == line.GrantId);
        var given = line.Marks.Given.Select(c => c.ToString()).Except(without).ToList();
        var isHeldWhole = given.Exists(c => LineHoldingCodes.Contains(c));
        var isRepeated = !billed.Add($"{line.Provider}\n{line.InvoiceNumber}\n{line.LineNumber}");
        var amount = line.Amount.Kroner;
        var isForeign = grant is null || grant.Provider != line.Provider || grant.Municipality != line.Municipality;
        var whole = isRepeated && !without.Contains("U02") ? "U02"
            : isForeign && !without.Contains("G04") ? "G04"
            : line.Minutes.Value == 0 && amount > 0 && !without.Contains("P04") ? "P04" : null;
        if (whole is not null && !approved.Keys.Any(a => a.Line == index))
        {
            return Row(amount, 0, 0, [.. given, whole]);
        }

        var candidates = grant is null || whole is not null ? []
            : line.EntryId is { } named ? known.Where(k => k.Entry.Id == named && k.Grant == grant).ToList()
            : known.Where(k => k.Grant == grant && k.IsDirect && line.Delivered.From <= k.Date && k.Date <= line.Delivered.To).ToList();
        var (left, payable, held) = (line.Minutes.Value, 0, 0);
        var codes = new SortedSet<string>(given, StringComparer.Ordinal);
        foreach (var k in known)
        {
            for (var n = OwnApproved(index, k); n > 0; n--, left--)
            {
                payable++;
                codes.UnionWith(k.Codes.Where(c => HoldingCodes.Contains(c) || NoticeCodes.Contains(c)));
            }
        }

        var takenBefore = candidates.Sum(k => (long)k.Taken - OwnApproved(index, k));
        foreach (var k in candidates)
        {
            for (; left > 0 && k.Taken < k.Allowed; left--)
            {
                k.Taken++;
                payable += k.IsHeld || isHeldWhole ? 0 : 1;
                held += k.IsHeld || isHeldWhole ? 1 : 0;
                codes.UnionWith(k.Codes.Where(c => HoldingCodes.Contains(c) || NoticeCodes.Contains(c)));
            }
        }

        foreach (var (code, most) in Reasons(line, candidates, takenBefore))
        {
            for (var n = 0; left > 0 && n < most; n++, left--)
            {
                codes.Add(code);
            }
        }

        if (whole is not null)
        {
            codes.Add(whole);
        }
        else if (left > 0 && without.Contains(candidates.Exists(k => k.IsDirect) ? "D02" : "D01"))
        {
            payable += isHeldWhole ? 0 : left;
            held += isHeldWhole ? left : 0;
        }
        else if (left > 0)
        {
            codes.Add(candidates.Exists(k => k.IsDirect) ? "D02" : "D01");
        }

        judged[index] = new Judged(candidates, whole is not null);
        return Price(index, grant, payable, held, isHeldWhole, codes);
    }

    private int OwnApproved(int line, Known k) => approved.GetValueOrDefault((line, k.Entry.Id));

    private IEnumerable<(string Code, long Minutes)> Reasons(BilledLine line, List<Known> candidates, long takenBefore)
    {
        if (line.EntryId is not null && candidates is [var only])
        {
            yield return only.Codes.Contains("D03") ? ("D03", only.Minutes) : ("G01", only.Codes.Contains("G01") ? only.Minutes : 0);
        }

        yield return ("U01", without.Contains("U01") ? 0 : takenBefore);
        yield return ("G02", candidates.Sum(k => (long)k.OverWeek));
        yield return ("G03", candidates.Sum(k => (long)k.OverTotal));
    }

    private string Price(int index, GrantTerms? grant, int payableMinutes, int heldMinutes, bool isHeldWhole, SortedSet<string> codes)
    {
        var line = lines[index];
        var (amount, rate) = (line.Amount.Kroner, line.Rate.Kroner);
        var agreed = grant is null || without.Contains("P01") ? decimal.MaxValue : grant.Rate.Kroner;
        var ceiling = without.Contains("P02") ? decimal.MaxValue
            : Math.Min(grant?.Ceiling?.Kroner ?? decimal.MaxValue, line.Ceiling?.Kroner ?? decimal.MaxValue);
        var payRate = Math.Min(Math.Min(rate, agreed), ceiling);
        if (rate > agreed)
        {
            codes.Add("P01");
        }

        if (payRate < Math.Min(rate, agreed))
        {
            codes.Add("P02");
        }

        var full = Due(line.Minutes.Value, rate);
        if (amount != full && !without.Contains("P05"))
        {
            codes.Add("P05");
        }

        var most = Math.Min(amount, full);
        var payable = Math.Min(most, Due(payableMinutes, payRate));
        var held = Math.Min(most - payable, Due(payableMinutes + heldMinutes, payRate) - Due(payableMinutes, payRate));

        // Without the rule of the wrong sum, what is billed above minutes times rate goes where the minutes go.
        var above = without.Contains("P05") ? amount - most : 0;
        if (payableMinutes > 0 || (line.Minutes.Value == 0 && !isHeldWhole))
        {
            payable += above;
        }
        else if (heldMinutes > 0 || line.Minutes.Value == 0)
        {
            held += above;
        }

        (judged[index].PayRate, judged[index].Most, judged[index].Minutes, judged[index].Payable) =
            (payRate, most, payableMinutes, payable);
        return Row(amount, payable, held, codes);
    }

    private static decimal Due(int minutes, decimal rate) => Math.Round(minutes * rate / 60m, 2, MidpointRounding.AwayFromZero);

    private static string Row(decimal amount, decimal payable, decimal held, IEnumerable<string> codes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{amount:0.00},{payable:0.00},{held:0.00},{amount - payable - held:0.00},{string.Join('|', codes.Order(StringComparer.Ordinal))}");

    private void Say(Known k, string code, bool isSo)
    {
        if (isSo && !without.Contains(code))
        {
            k.Codes.Add(code);
        }
    }

    private sealed class Known(DeliveredEntry entry, GrantTerms? grant, bool isDirect)
    {
        private readonly DateTime local = TimeZoneInfo.ConvertTime(entry.Start, Denmark).DateTime;

        public DeliveredEntry Entry { get; } = entry;
        public GrantTerms? Grant { get; } = grant;
        public HashSet<string> Codes { get; } = [];
        public bool IsDirect { get; } = isDirect;
        public bool IsHeld => Codes.Overlaps(HoldingCodes);
        public int Minutes { get; } = MinutesOf(entry);
        public DateOnly Date => DateOnly.FromDateTime(local);
        public (int Year, int Week) Week => (ISOWeek.GetYear(local), ISOWeek.GetWeekOfYear(local));
        public int Allowed { get; set; }
        public int OverWeek { get; set; }
        public int OverTotal { get; set; }
        public int Taken { get; set; }
    }
}
