namespace MentorMarket.Web.Tests.Histories;

/// <summary>
/// The invoice check once more, from the text of the rules alone and out of the tables, slowly and plainly, in kroner and words:
/// it shares nothing with the engine. A rule in shadow mode is not there.
/// </summary>
internal sealed partial class PlainCheck
{
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private static readonly string[] Holding = ["D04", "D05", "D07", "D08", "E01", "E02", "G05"];

    private readonly Books books;
    private readonly List<Known> known = [];
    private readonly Dictionary<Guid, Verdict> verdicts = [];
    private readonly List<Judged> judged = [];

    private PlainCheck(Books books) => this.books = books;

    internal sealed record Verdict(decimal Payable, decimal Held, decimal Rejected, int PayableMinutes, int HeldMinutes, string Codes,
        decimal PaidTooMuch = 0);

    /// <summary>The verdict on every line of an invoice that is not returned.</summary>
    public static IReadOnlyDictionary<Guid, Verdict> Run(Books books)
    {
        var check = new PlainCheck(books);
        foreach (var agreement in books.Agreements.GroupBy(a => a.Assignment).Select(versions => versions.MaxBy(a => a.Version)!))
        {
            check.Know(agreement);
        }
        check.FindOverlaps();
        foreach (var course in check.known.GroupBy(k => k.Agreement))
        {
            check.Allow(course.Key, [.. course.OrderBy(k => k.Entry.Start).ThenBy(k => k.Entry.Id.ToString(), StringComparer.Ordinal)]);
        }
        var lines = from line in books.Lines
                    join invoice in books.Invoices on line.Invoice equals invoice.Id
                    where invoice.Status != "Returned"
                    orderby invoice.IssuedOn
                    select (line, invoice);
        foreach (var (line, invoice) in lines.OrderBy(l => l.invoice.IssuedOn).ThenBy(l => l.invoice.Number, StringComparer.Ordinal)
            .ThenBy(l => l.line.Number))
        {
            check.Judge(line, invoice);
        }
        check.FindPaidTooMuch();
        return check.verdicts;
    }

    private void Know(Books.Agreement agreement)
    {
        var corrected = books.Entries.Where(e => e.Supersedes is not null).Select(e => e.Supersedes!.Value).ToHashSet();
        foreach (var entry in books.Entries.Where(e => e.Assignment == agreement.Assignment && !corrected.Contains(e.Id)))
        {
            var k = new Known(entry, agreement, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(entry.Start, Denmark)));
            k.Shadow = books.SettingsOn(agreement.Municipality, k.Date)?.Shadow ?? [];
            k.Approved = books.Approved.Where(a => books.Last(a.Entry).Id == entry.Id).Sum(a => a.Value);
            var receipt = ReceiptOf(entry.Id);
            k.Say("D03", entry.Kind != "Direct");
            k.Say("G01", k.Date < agreement.From || k.Date > agreement.To || IsPaused(agreement.Assignment, k.Date));
            k.Say("D08", entry.End <= entry.Start || entry.End - entry.Start > TimeSpan.FromHours(12)
                || entry.End > entry.RegisteredAt.AddMinutes(5));
            k.Say("D06", entry.RegisteredAt > entry.End.AddHours(24 * (books.SettingsOn(agreement.Municipality, k.Date)?.LateDays ?? 14)));
            k.Say("G05", agreement.Mentors.Length > 0 && !agreement.Mentors.Contains(entry.Mentor));
            var isTooWeak = receipt is { Answer: "Confirmed", Strength: "Weak" }
                && books.SettingsOn(agreement.Municipality, k.Date)?.AcceptsWeak != true;
            k.Say("E01", receipt is null || isTooWeak);
            k.Say("E02", receipt?.Answer == "Disputed");
            k.Say("E03", entry is { Kind: "Direct", HasStep: false });
            // Held until it is confirmed anew: a dispute is no confirmation, and neither is a receipt that does not count.
            var isConfirmedAnew = receipt?.Answer == "Confirmed" && !isTooWeak;
            for (var earlier = Before(entry); earlier is not null && !isConfirmedAnew; earlier = Before(earlier))
            {
                k.Say("D07", ReceiptOf(earlier.Id)?.Answer == "Confirmed");
            }
            known.Add(k);
        }
    }

    private Books.Entry? Before(Books.Entry entry) => books.Entries.FirstOrDefault(e => e.Id == entry.Supersedes);

    private Books.Receipt? ReceiptOf(Guid entry) => books.Receipts.Where(r => r.Entry == entry).MaxBy(r => r.At);

    private bool IsPaused(Guid assignment, DateOnly day) => books.Pauses.Where(p => p.Assignment == assignment && p.Resumes is null)
        .Any(p => p.From <= day && day <= (books.Pauses.FirstOrDefault(r => r.Resumes == p.Id)?.To ?? p.To ?? DateOnly.MaxValue));

    private void FindOverlaps()
    {
        foreach (var a in known.Where(k => k.IsDirect))
        {
            foreach (var b in known.Where(k => k.IsDirect && k != a && a.Entry.Start < k.Entry.End && k.Entry.Start < a.Entry.End))
            {
                a.Say("D04", a.Entry.Mentor == b.Entry.Mentor);
                a.Say("D05", a.Entry.Citizen == b.Entry.Citizen && a.Entry.Municipality == b.Entry.Municipality);
            }
        }
    }

    // Approved minutes are used up first, whatever has become of the entry; then the clean ones in order, then the held ones.
    private void Allow(Books.Agreement agreement, List<Known> inOrder)
    {
        var left = agreement.TotalHours is { } total ? InMinutes(total) : int.MaxValue;
        var usedInWeek = new Dictionary<(int, int), int>();
        foreach (var k in inOrder)
        {
            left = Math.Max(0, left - k.Approved);
            usedInWeek[k.Week] = usedInWeek.GetValueOrDefault(k.Week) + k.Approved;
            k.Allowed = k.Taken = k.Approved;
        }
        var counted = inOrder.Where(k => k.IsPaid && !k.Counts("G01")).ToList();
        foreach (var k in counted.Where(k => !k.IsHeld).Concat(counted.Where(k => k.IsHeld)))
        {
            var asked = Math.Max(0, k.Minutes - k.Approved);
            var inWeek = k.Shadow.Contains("G02") ? asked
                : Math.Min(asked, Math.Max(0, InMinutes(agreement.HoursPerWeek) - usedInWeek[k.Week]));
            var allowed = k.Shadow.Contains("G03") ? inWeek : Math.Min(inWeek, left);
            (k.OverWeek, k.OverTotal) = (asked - inWeek, inWeek - allowed);
            k.Allowed += allowed;
            usedInWeek[k.Week] += allowed;
            left = Math.Max(0, left - allowed);
        }
    }

    private void Judge(Books.Line line, Books.Invoice invoice)
    {
        var agreement = line.Assignment is null ? null : books.Agreements.Where(a => a.Assignment == line.Assignment).MaxBy(a => a.Version);
        bool IsShadow(string code) => books.IsShadow(code, invoice.Municipality, line);
        var missing = books.Missing(invoice, line).ToList();
        // An invoice that lacks something goes back: all that is not approved waits.
        var waits = missing.Exists(code => !IsShadow(code));
        var hasNoGrant = agreement is null && !IsShadow("G04");
        if (hasNoGrant || (line.Minutes == 0 && line.Amount > 0 && !IsShadow("P04")))
        {
            verdicts[line.Id] = new(0, 0, line.Amount, 0, 0, string.Join('|', missing.Append(hasNoGrant ? "G04" : "P04")));
            return;
        }
        var codes = new SortedSet<string>(missing, StringComparer.Ordinal);
        var (left, payable, held) = (line.Minutes, 0, 0);
        foreach (var approved in books.Approved.Where(a => a.Line == line.Id))
        {
            var minutes = Math.Min(left, approved.Value);
            (left, payable) = (left - minutes, payable + minutes);
            if (minutes > 0) codes.UnionWith(known.Single(k => k.Entry.Id == books.Last(approved.Entry).Id).Shown);
        }
        var candidates = known.Where(k => k.Agreement == agreement && (line.EntryRef.Length > 0
                ? k.Entry.Id == line.Entry
                : k.IsPaid && line.From <= k.Date && k.Date <= line.To))
            .OrderBy(k => k.Entry.Start).ThenBy(k => k.Entry.Id.ToString(), StringComparer.Ordinal).ToList();
        var takenBefore = candidates.Sum(k => k.Taken - books.Approved.Where(a => a.Line == line.Id && books.Last(a.Entry).Id == k.Entry.Id)
            .Sum(a => a.Value));
        foreach (var k in candidates)
        {
            var minutes = Math.Min(left, k.Allowed - k.Taken);
            if (minutes <= 0) continue;
            k.Taken += minutes;
            left -= minutes;
            if (k.IsHeld || waits) held += minutes;
            else payable += minutes;
            codes.UnionWith(k.Shown);
        }
        void Cut(string code, int most)
        {
            if (left > 0 && most > 0) codes.Add(code);
            left -= Math.Min(left, most);
        }
        if (line.EntryRef.Length > 0 && candidates is [var named])
        {
            Cut(named.Counts("D03") ? "D03" : "G01", named.Counts("D03") || named.Counts("G01") ? named.Minutes : 0);
        }
        // Minutes are used up once. That is no rule, and stays where the rule that names them is only noted.
        if (!IsShadow("U01")) Cut("U01", takenBefore);
        Cut("G02", candidates.Sum(k => k.OverWeek));
        Cut("G03", candidates.Sum(k => k.OverTotal));
        var uncovered = candidates.Exists(k => k.IsPaid) ? "D02" : "D01";
        if (IsShadow(uncovered) && waits) held += left;
        else if (IsShadow(uncovered)) payable += left;
        else Cut(uncovered, int.MaxValue);
        judged.Add(new(line, invoice, agreement, candidates));
        Price(line, invoice, agreement, payable, held, waits, codes);
    }

    private void Price(Books.Line line, Books.Invoice invoice, Books.Agreement? agreement, int payableMinutes, int heldMinutes,
        bool waits, SortedSet<string> codes)
    {
        var agreed = Agreed(invoice, line, agreement);
        if (line.Rate > agreement?.Rate) codes.Add("P01");
        if (Ceiling(invoice, line, agreement) < agreed) codes.Add("P02");
        var payRate = PayRate(invoice, line, agreement);
        if (line.Amount != Due(line.Minutes, line.Rate)) codes.Add("P05");
        var most = Math.Min(line.Amount, Due(line.Minutes, line.Rate));
        var payable = Math.Min(most, Due(payableMinutes, payRate));
        var held = Math.Min(most - payable, Due(payableMinutes + heldMinutes, payRate) - Due(payableMinutes, payRate));
        // A wrong sum that is only noted: what is billed above goes where the minutes go.
        var above = books.IsShadow("P05", invoice.Municipality, line) ? line.Amount - most : 0;
        if (payableMinutes > 0 || (line.Minutes == 0 && !waits)) payable += above;
        else if (heldMinutes > 0 || line.Minutes == 0) held += above;
        verdicts[line.Id] = new(payable, held, line.Amount - payable - held, payableMinutes, heldMinutes, string.Join('|', codes));
    }

    private decimal Ceiling(Books.Invoice invoice, Books.Line line, Books.Agreement? agreement) =>
        Math.Min(agreement?.Ceiling ?? decimal.MaxValue, books.CeilingOf(invoice.Municipality, line));

    private decimal PayRate(Books.Invoice invoice, Books.Line line, Books.Agreement? agreement)
    {
        var agreed = Agreed(invoice, line, agreement);
        return books.IsShadow("P02", invoice.Municipality, line) ? agreed : Math.Min(agreed, Ceiling(invoice, line, agreement));
    }

    private decimal Agreed(Books.Invoice invoice, Books.Line line, Books.Agreement? agreement) =>
        books.IsShadow("P01", invoice.Municipality, line) ? line.Rate : Math.Min(line.Rate, agreement?.Rate ?? decimal.MaxValue);

    public static decimal Due(int minutes, decimal rate) => Math.Round(minutes * rate / 60m, 2, MidpointRounding.AwayFromZero);

    public static int InMinutes(decimal hours) => (int)Math.Round(hours * 60, MidpointRounding.AwayFromZero);

    public static (int Year, int Week) WeekOf(DateOnly day) =>
        (System.Globalization.ISOWeek.GetYear(day.ToDateTime(default)),
            System.Globalization.ISOWeek.GetWeekOfYear(day.ToDateTime(default)));

    public static DateOnly DateOf(Books.Entry entry) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(entry.Start, Denmark));

    public static int MinutesOf(Books.Entry entry) => entry.End <= entry.Start ? 0
        : (int)Math.Floor((entry.End - entry.Start).TotalSeconds / 60);

    private sealed class Known(Books.Entry entry, Books.Agreement agreement, DateOnly date)
    {
        private readonly HashSet<string> found = [];

        public Books.Entry Entry { get; } = entry;
        public Books.Agreement Agreement { get; } = agreement;
        public DateOnly Date { get; } = date;
        public string[] Shadow { get; set; } = [];
        public int Approved { get; set; }
        public int Allowed { get; set; }
        public int OverWeek { get; set; }
        public int OverTotal { get; set; }
        public int Taken { get; set; }
        public (int Year, int Week) Week => WeekOf(Date);
        public int Minutes { get; } = MinutesOf(entry);
        public bool IsDirect { get; } = entry.Kind == "Direct" && entry.End > entry.Start;

        /// <summary>Direct contact, and any other time where it is only noted that it was not (D03).</summary>
        public bool IsPaid => Entry.End > Entry.Start && !Counts("D03");
        public bool IsHeld => Holding.Any(Counts);
        public IEnumerable<string> Shown => found.Where(c => Holding.Contains(c) || c is "D06" or "E03");

        public void Say(string code, bool isSo)
        {
            if (isSo) found.Add(code);
        }

        public bool Counts(string code) => found.Contains(code) && !Shadow.Contains(code);
    }
}
