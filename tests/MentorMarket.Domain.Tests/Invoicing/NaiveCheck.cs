using System.Globalization;
using MentorMarket.Domain.Invoicing;

namespace MentorMarket.Domain.Tests.Invoicing;

/// <summary>
/// The specification written down once more, slowly and plainly, in decimals and strings, sharing nothing with the
/// engine but its input: the oracle of the differential test.
/// </summary>
internal static class NaiveCheck
{
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private static readonly string[] HoldingCodes = ["D04", "D05", "D08", "E01", "E02", "G05"];

    public static List<string> Run(IReadOnlyList<GrantTerms> grants, IReadOnlyList<DeliveredEntry> entries, IReadOnlyList<BilledLine> lines)
    {
        var corrected = entries.Select(e => e.Supersedes).Where(id => id is not null).ToHashSet();
        var known = entries.Where(e => !corrected.Contains(e.Id))
            .Select(e => new Known(e, grants.SingleOrDefault(g => g.Id == e.GrantId)))
            .OrderBy(k => k.Entry.Start.UtcTicks).ThenBy(k => k.Entry.Id, StringComparer.Ordinal)
            .ToList();
        known.ForEach(k => FindAlone(k));
        FindOverlaps(known);
        foreach (var grant in grants)
        {
            Allow(grant, known.Where(k => k.Grant == grant && k.IsDirect && !k.Codes.Contains("G01")).ToList());
        }

        var billed = new HashSet<string>();
        return lines.OrderBy(l => l.IssuedOn).ThenBy(l => l.InvoiceNumber, StringComparer.Ordinal).ThenBy(l => l.LineNumber)
            .Select(line => Judge(line, grants, known, billed))
            .ToList();
    }

    private static void FindAlone(Known k)
    {
        if (k.Grant is null)
        {
            return;
        }

        var e = k.Entry;
        Say(k, "D03", e.Kind != EntryKind.Direct);
        Say(k, "G01", k.Date < k.Grant.Valid.From || k.Date > k.Grant.Valid.To);
        Say(k, "D08", e.End <= e.Start || e.End - e.Start > TimeSpan.FromHours(12) || e.End > e.RegisteredAt.AddMinutes(5));
        Say(k, "E01", e.Confirmation == Confirmation.None);
        Say(k, "E02", e.Confirmation == Confirmation.Disputed);
        Say(k, "G05", k.Grant.Mentors.Count > 0 && !k.Grant.Mentors.Contains(e.Mentor));
        Say(k, "D06", e.RegisteredAt > e.End.AddHours(14 * 24));
    }

    private static void FindOverlaps(List<Known> known)
    {
        foreach (var a in known.Where(k => k.IsDirect))
        {
            foreach (var b in known.Where(k => k.IsDirect && k != a))
            {
                var overlaps = a.Entry.Start < b.Entry.End && b.Entry.Start < a.Entry.End;
                Say(a, "D04", overlaps && a.Entry.Mentor == b.Entry.Mentor);
                Say(a, "D05", overlaps && a.Grant is not null && b.Grant is not null
                    && a.Grant.Citizen == b.Grant.Citizen && a.Grant.Municipality == b.Grant.Municipality);
            }
        }
    }

    private static void Allow(GrantTerms grant, List<Known> counted)
    {
        var left = grant.InAll?.Value ?? int.MaxValue;
        var usedInWeek = new Dictionary<(int Year, int Week), int>();
        foreach (var k in counted.Where(k => !k.IsHeld).Concat(counted.Where(k => k.IsHeld)))
        {
            var used = usedInWeek.GetValueOrDefault(k.Week);
            var inWeek = Math.Min(k.Minutes, grant.PerWeek.Value - used);
            k.Allowed = Math.Min(inWeek, left);
            k.OverWeek = k.Minutes - inWeek;
            k.OverTotal = inWeek - k.Allowed;
            usedInWeek[k.Week] = used + k.Allowed;
            left -= k.Allowed;
        }
    }

    private static string Judge(BilledLine line, IReadOnlyList<GrantTerms> grants, List<Known> known, HashSet<string> billed)
    {
        var grant = grants.SingleOrDefault(g => g.Id == line.GrantId);
        var isRepeated = !billed.Add($"{line.Provider}\n{line.InvoiceNumber}\n{line.LineNumber}");
        var amount = line.Amount.Kroner;
        if (isRepeated)
        {
            return Row(amount, 0, 0, ["U02"]);
        }

        if (grant is null || grant.Provider != line.Provider || grant.Municipality != line.Municipality)
        {
            return Row(amount, 0, 0, ["G04"]);
        }

        if (line.Minutes.Value == 0 && amount > 0)
        {
            return Row(amount, 0, 0, ["P04"]);
        }

        var candidates = line.EntryId is { } named
            ? known.Where(k => k.Entry.Id == named && k.Grant == grant).ToList()
            : known.Where(k => k.Grant == grant && k.IsDirect && line.Delivered.From <= k.Date && k.Date <= line.Delivered.To).ToList();
        var takenBefore = candidates.Sum(k => k.Taken);
        var (left, payable, held) = (line.Minutes.Value, 0, 0);
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var k in candidates)
        {
            for (; left > 0 && k.Taken < k.Allowed; left--, k.Taken++)
            {
                payable += k.IsHeld ? 0 : 1;
                held += k.IsHeld ? 1 : 0;
                codes.UnionWith(k.Codes.Where(c => HoldingCodes.Contains(c) || c == "D06"));
            }
        }

        var reasons = new List<(string Code, int Minutes)>();
        if (line.EntryId is not null && candidates is [var only])
        {
            reasons.Add(only.Codes.Contains("D03") ? ("D03", only.Minutes) : ("G01", only.Codes.Contains("G01") ? only.Minutes : 0));
        }

        reasons.Add(("U01", takenBefore));
        reasons.Add(("G02", candidates.Sum(k => k.OverWeek)));
        reasons.Add(("G03", candidates.Sum(k => k.OverTotal)));
        reasons.Add((candidates.Exists(k => k.IsDirect) ? "D02" : "D01", int.MaxValue));
        foreach (var (code, most) in reasons)
        {
            for (var n = 0; left > 0 && n < most; n++, left--)
            {
                codes.Add(code);
            }
        }

        return Price(line, grant, payable, held, codes);
    }

    private static string Price(BilledLine line, GrantTerms grant, int payableMinutes, int heldMinutes, SortedSet<string> codes)
    {
        var (amount, rate, agreed) = (line.Amount.Kroner, line.Rate.Kroner, grant.Rate.Kroner);
        var ceiling = grant.Ceiling?.Kroner;
        var payRate = Math.Min(Math.Min(rate, agreed), ceiling ?? decimal.MaxValue);
        if (rate > agreed)
        {
            codes.Add("P01");
        }

        if (payRate < Math.Min(rate, agreed))
        {
            codes.Add("P02");
        }

        if (amount != Due(line.Minutes.Value, rate))
        {
            codes.Add("P05");
        }

        var most = Math.Min(amount, Due(line.Minutes.Value, rate));
        var payable = Math.Min(most, Due(payableMinutes, payRate));
        var held = Math.Min(most - payable, Due(payableMinutes + heldMinutes, payRate) - Due(payableMinutes, payRate));
        return Row(amount, payable, held, codes);
    }

    private static decimal Due(int minutes, decimal rate) => Math.Round(minutes * rate / 60m, 2, MidpointRounding.AwayFromZero);

    private static string Row(decimal amount, decimal payable, decimal held, IEnumerable<string> codes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{amount:0.00},{payable:0.00},{held:0.00},{amount - payable - held:0.00},{string.Join('|', codes)}");

    private static void Say(Known k, string code, bool isSo)
    {
        if (isSo)
        {
            k.Codes.Add(code);
        }
    }

    private sealed class Known(DeliveredEntry entry, GrantTerms? grant)
    {
        private readonly DateTime local = TimeZoneInfo.ConvertTime(entry.Start, Denmark).DateTime;

        public DeliveredEntry Entry { get; } = entry;
        public GrantTerms? Grant { get; } = grant;
        public HashSet<string> Codes { get; } = [];
        public bool IsDirect { get; } = entry.Kind == EntryKind.Direct && entry.End > entry.Start;
        public bool IsHeld => Codes.Overlaps(HoldingCodes);
        public int Minutes { get; } = entry.End <= entry.Start ? 0 : (int)Math.Floor((entry.End - entry.Start).TotalSeconds / 60);
        public DateOnly Date => DateOnly.FromDateTime(local);
        public (int Year, int Week) Week => (ISOWeek.GetYear(local), ISOWeek.GetWeekOfYear(local));
        public int Allowed { get; set; }
        public int OverWeek { get; set; }
        public int OverTotal { get; set; }
        public int Taken { get; set; }
    }
}
