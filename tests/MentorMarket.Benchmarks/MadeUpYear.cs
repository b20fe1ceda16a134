using MentorMarket.Domain.Delivery;
using System.Globalization;
using System.Text;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Values;

namespace MentorMarket.Benchmarks;

/// <summary>
/// A made-up year of any size, always the same: grants of half a year with about 50 entries each, one invoice line
/// for about eight entries, and every kind of error now and then.
/// </summary>
internal sealed class MadeUpYear
{
    private const int EntriesPerGrant = 50;
    private static readonly DateTimeOffset Begin = new(2025, 1, 6, 7, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(2025);

    public MadeUpYear(int entries)
    {
        Grants = new CheckGrant[Math.Max(1, entries / EntriesPerGrant)];
        Entries = new CheckEntry[entries];
        for (var g = 0; g < Grants.Length; g++)
        {
            Grants[g] = Grant(g);
        }

        for (var e = 0; e < entries; e++)
        {
            Entries[e] = Entry(e);
        }

        Lines = MakeLines();
        random.Shuffle(Entries.AsSpan());
    }

    public CheckGrant[] Grants { get; }

    public CheckEntry[] Entries { get; }

    public CheckLine[] Lines { get; }

    public CheckInput Input => new()
    {
        Grants = Grants,
        Entries = Entries,
        Lines = Lines,
        EntryIdOrder = (a, b) => a.CompareTo(b),
        InvoiceOrder = (a, b) => a.CompareTo(b),
    };

    // Ids of 8, 16 and 24 bytes, as real ones often are: a hash that reads eight at a time must take in the last eight too.
    public void Write(string folder)
    {
        var culture = CultureInfo.InvariantCulture;
        using (var file = Create(folder, "grants.csv"))
        {
            file.Write("grant_id,municipality,provider,citizen,target_group,valid_from,valid_to,hours_per_week,total_hours,rate,price_ceiling,mentors\n");
            for (var g = 0; g < Grants.Length; g++)
            {
                var grant = Grants[g];
                var mentors = grant.Mentors is null ? "" : string.Join('|', grant.Mentors.Select(m => $"m{m:000000000000000}"));
                file.Write(string.Create(culture, $"B{g:0000000},k{grant.Municipality},p{grant.Provider},c{grant.Citizen:000000},sygedagpenge,{grant.ValidFrom:yyyy-MM-dd},{grant.ValidTo:yyyy-MM-dd},{grant.WeeklyMinutes / 60m:0.##},,{grant.RateOre / 100m:0.00},{(grant.CeilingOre < 0 ? "" : (grant.CeilingOre / 100m).ToString("0.00", culture))},{mentors}\n"));
            }
        }

        using (var file = Create(folder, "entries.csv"))
        {
            file.Write("entry_id,grant_id,mentor,start,end,kind,confirmation,registered_at,supersedes\n");
            for (var e = 0; e < Entries.Length; e++)
            {
                var entry = Entries[e];
                file.Write(string.Create(culture, $"T{e:0000000},B{entry.Grant:0000000},m{entry.Mentor:000000000000000},{Instant(entry.Start)},{Instant(entry.End)},{(entry.Kind == EntryKind.Direct ? "direct" : "no_show")},{(entry.Receipt == Receipt.Confirmed ? "confirmed" : "none")},{Instant(entry.RegisteredAt)},\n"));
            }
        }

        using (var file = Create(folder, "lines.csv"))
        {
            file.Write("invoice_no,line_no,provider,municipality,issue_date,grant_id,entry_id,from,to,minutes,rate,amount,text\n");
            foreach (var line in Lines)
            {
                file.Write(string.Create(culture, $"F{line.Invoice:00000000000000000000000},{line.LineNumber},p{line.Provider},k{line.Municipality},{line.IssueDate:yyyy-MM-dd},B{line.Grant:0000000},,{line.From:yyyy-MM-dd},{line.To:yyyy-MM-dd},{line.Minutes},{line.RateOre / 100m:0.00},{line.AmountOre / 100m:0.00},mentor\n"));
            }
        }
    }

    private static StreamWriter Create(string folder, string name) =>
        new(Path.Combine(folder, name), append: false, new UTF8Encoding(false), bufferSize: 1 << 16);

    private static string Instant(long ticks)
    {
        Span<char> text = stackalloc char[25];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
        return new string(text[..length]);
    }

    private CheckGrant Grant(int g)
    {
        var from = DanishTime.DateOf(Begin).AddDays(random.Next(0, 180));
        return new CheckGrant(
            g % 50, g % 200, g / 2 * 2 / 2, from, from.AddDays(182), random.Next(1, 5) * 60, -1,
            random.Next(250, 420) * 100, random.Next(2) == 0 ? 38_000 : -1, random.Next(4) == 0 ? [MentorOf(g)] : null);
    }

    private static int MentorOf(int grant) => grant / 8;

    private CheckEntry Entry(int e)
    {
        var g = Math.Min(e / EntriesPerGrant, Grants.Length - 1);
        var at = new DateTimeOffset(Grants[g].ValidFrom.AddDays(random.Next(-2, 184)).ToDateTime(new TimeOnly(7, 0)), TimeSpan.Zero);
        var start = at.AddMinutes(15 * random.Next(0, 40)).UtcTicks;
        var end = start + (15 * random.Next(1, 9) * TimeSpan.TicksPerMinute);
        return new CheckEntry(
            start, end, end + (random.Next(0, 400) * TimeSpan.TicksPerHour), g, MentorOf(g) + (random.Next(50) == 0 ? 1 : 0), -1,
            DanishTime.DateOf(start), random.Next(20) == 0 ? EntryKind.NoShow : EntryKind.Direct,
            random.Next(10) == 0 ? Receipt.None : Receipt.Confirmed);
    }

    // A line a month for each grant, billing what was delivered, and sometimes more.
    private CheckLine[] MakeLines()
    {
        var lines = new List<CheckLine>();
        for (var g = 0; g < Grants.Length; g++)
        {
            var end = g == Grants.Length - 1 ? Entries.Length : (g + 1) * EntriesPerGrant;
            var mine = Entries.AsSpan(Math.Min(g * EntriesPerGrant, end)..end).ToArray();
            var number = 0;
            foreach (var month in mine.GroupBy(entry => (entry.Date.Year, entry.Date.Month)).OrderBy(month => month.Key))
            {
                var from = new DateOnly(month.Key.Year, month.Key.Month, 1);
                var to = from.AddMonths(1).AddDays(-1);
                var minutes = month.Sum(entry => entry.Minutes) + (random.Next(10) == 0 ? 30 : 0);
                var rate = Grants[g].RateOre + (random.Next(20) == 0 ? 1000 : 0);
                lines.Add(new CheckLine(
                    Grants[g].Provider, Grants[g].Municipality, lines.Count / 5, ++number, to.AddDays(random.Next(1, 9)), g,
                    CheckLine.NoEntry, from, to, minutes, rate, Money.DueOre(minutes, rate)));
            }
        }

        return [.. lines];
    }
}
