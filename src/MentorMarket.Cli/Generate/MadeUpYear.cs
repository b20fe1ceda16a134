using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Values;

namespace MentorMarket.Cli.Generate;

/// <summary>
/// A made-up year of any size, always the same for the same numbers: grants of half a year with about 50 entries each,
/// invoice lines that bill them by the month or by the week, and every kind of error now and then. Nobody in it exists.
/// </summary>
public sealed class MadeUpYear
{
    /// <summary>More is no year any more, and no array.</summary>
    public const int MostEntries = 50_000_000;

    private const int EntriesPerGrant = 50;
    private const int LinesPerInvoice = 5;
    private const int GrantsPerMentor = 8;
    private const int Municipalities = 50;
    private const int Providers = 200;
    private static readonly DateTimeOffset Begin = new(2025, 1, 6, 7, 0, 0, TimeSpan.Zero);

    private readonly Random random;

    /// <summary>Makes a year.</summary>
    /// <param name="entries">How many time entries.</param>
    /// <param name="invoices">About how many invoices, at most one for each week of a grant; by default one for five months of one.</param>
    /// <param name="seed">Another number, another year.</param>
    public MadeUpYear(int entries, int? invoices = null, int seed = 2025)
    {
        random = new Random(seed);
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

        Lines = MakeLines(invoices);
        random.Shuffle(Entries.AsSpan());
    }

    public CheckGrant[] Grants { get; }

    public CheckEntry[] Entries { get; }

    /// <summary>In the order of their invoices.</summary>
    public CheckLine[] Lines { get; }

    public CheckInput Input => new()
    {
        Grants = Grants,
        Entries = Entries,
        Lines = Lines,
        EntryIdOrder = (a, b) => a.CompareTo(b),
        InvoiceOrder = (a, b) => a.CompareTo(b),
    };

    /// <summary>The one provider that a mentor works for.</summary>
    public static int ProviderOf(int mentor) => mentor % Providers;

    public static int MentorOf(int grant) => grant / GrantsPerMentor;

    private CheckGrant Grant(int g)
    {
        var from = DanishTime.DateOf(Begin).AddDays(random.Next(0, 180));
        return new CheckGrant(
            g / 2 % Municipalities, ProviderOf(MentorOf(g)), g / 2, from, from.AddDays(182), random.Next(1, 5) * 60, -1,
            random.Next(250, 420) * 100, random.Next(2) == 0 ? 38_000 : -1, random.Next(4) == 0 ? [MentorOf(g)] : null);
    }

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

    private CheckLine[] MakeLines(int? invoices)
    {
        var lines = Billed(FirstOfMonth, from => from.AddMonths(1));
        if (invoices > lines.Count)
        {
            lines = Billed(Monday, from => from.AddDays(7));
        }

        PutOnInvoices(lines, invoices ?? lines.Count / LinesPerInvoice);
        return [.. lines];
    }

    private static DateOnly FirstOfMonth(DateOnly date) => new(date.Year, date.Month, 1);

    private static DateOnly Monday(DateOnly date) => DateOnly.FromDayNumber(date.DayNumber / 7 * 7);

    // A line for each month or week of a grant, billing what was delivered, and sometimes more.
    private List<CheckLine> Billed(Func<DateOnly, DateOnly> first, Func<DateOnly, DateOnly> next)
    {
        var lines = new List<CheckLine>();
        for (var g = 0; g < Grants.Length; g++)
        {
            var end = g == Grants.Length - 1 ? Entries.Length : (g + 1) * EntriesPerGrant;
            var mine = Entries.AsSpan(Math.Min(g * EntriesPerGrant, end)..end).ToArray();
            foreach (var span in mine.GroupBy(entry => first(entry.Date)).OrderBy(span => span.Key))
            {
                var to = next(span.Key).AddDays(-1);
                var minutes = span.Sum(entry => entry.Minutes) + (random.Next(10) == 0 ? 30 : 0);
                var rate = Grants[g].RateOre + (random.Next(20) == 0 ? 1000 : 0);
                lines.Add(new CheckLine(
                    Grants[g].Provider, Grants[g].Municipality, 0, 0, to, g,
                    CheckLine.NoEntry, span.Key, to, minutes, rate, Money.DueOre(minutes, rate)));
            }
        }

        return lines;
    }

    // An invoice is from one provider to one municipality, some days after the last day that it bills for.
    private void PutOnInvoices(List<CheckLine> lines, int wanted)
    {
        var invoice = 0;
        for (var (first, end) = (0, 0); first < lines.Count; first = end, invoice++)
        {
            for (end = first + 1; end < lines.Count && ShareOf(end) == ShareOf(first) && IsBetweenTheSame(lines[first], lines[end]);)
            {
                end++;
            }

            var issued = lines[first..end].Max(line => line.To).AddDays(random.Next(1, 9));
            for (var i = first; i < end; i++)
            {
                lines[i] = lines[i] with { Invoice = invoice, LineNumber = i - first + 1, IssueDate = issued };
            }
        }

        long ShareOf(int line) => (long)line * wanted / lines.Count;
    }

    private static bool IsBetweenTheSame(in CheckLine one, in CheckLine other) =>
        one.Provider == other.Provider && one.Municipality == other.Municipality;
}
