using System.Globalization;
using System.Text;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Cli.Generate;

/// <summary>A made-up year as the three files that <c>check</c> reads.</summary>
/// <remarks>Ids of 8, 16 and 24 bytes, as real ones often are: a hash that reads eight at a time must take in the last eight too.</remarks>
public static class MadeUpFiles
{
    public static readonly string[] Names = ["grants.csv", "entries.csv", "lines.csv"];

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Writes the files into a folder.</summary>
    /// <param name="year">The year.</param>
    /// <param name="folder">A folder that is there.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    public static void Write(MadeUpYear year, string folder, Action<double>? progress = null)
    {
        var (done, all) = (0, year.Grants.Length + year.Entries.Length + year.Lines.Length);
        foreach (var (name, rows) in Names.Zip([Grants(year), Entries(year), Lines(year)]))
        {
            OutputFile.WriteWhole(Path.Combine(folder, name), stream =>
            {
                using var file = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true);
                foreach (var row in rows)
                {
                    file.Write(row);
                    file.Write('\n');
                    if (progress is not null && ++done % 4096 == 0)
                    {
                        progress((double)done / all);
                    }
                }
            });
        }
    }

    private static IEnumerable<string> Grants(MadeUpYear year) => year.Grants
        .Select((grant, g) => string.Create(Plain,
            $"B{g:0000000},k{grant.Municipality},p{grant.Provider},c{grant.Citizen:000000},sygedagpenge,{Day(grant.ValidFrom)},{Day(grant.ValidTo)}," +
            $"{grant.WeeklyMinutes / 60m:0.##},,{Kroner(grant.RateOre)},{(grant.CeilingOre < 0 ? "" : Kroner(grant.CeilingOre))}," +
            $"{string.Join('|', (grant.Mentors ?? []).Select(Mentor))}"))
        .Prepend(
            "grant_id,municipality,provider,citizen,target_group,valid_from,valid_to,hours_per_week,total_hours,rate,price_ceiling,mentors");

    private static IEnumerable<string> Entries(MadeUpYear year) => year.Entries
        .Select((entry, e) => string.Create(Plain,
            $"T{e:0000000},B{entry.Grant:0000000},{Mentor(entry.Mentor)},{Instant(entry.Start)},{Instant(entry.End)}," +
            $"{(entry.Kind == EntryKind.Direct ? "direct" : "no_show")},{(entry.Receipt == Receipt.Confirmed ? "confirmed" : "none")},{Instant(entry.RegisteredAt)},"))
        .Prepend("entry_id,grant_id,mentor,start,end,kind,confirmation,registered_at,supersedes");

    private static IEnumerable<string> Lines(MadeUpYear year) => year.Lines
        .Select(line => string.Create(Plain,
            $"F{line.Invoice:00000000000000000000000},{line.LineNumber},p{line.Provider},k{line.Municipality},{Day(line.IssueDate)},B{line.Grant:0000000},," +
            $"{Day(line.From)},{Day(line.To)},{line.Minutes},{Kroner(line.RateOre)},{Kroner(line.AmountOre)},mentor"))
        .Prepend("invoice_no,line_no,provider,municipality,issue_date,grant_id,entry_id,from,to,minutes,rate,amount,text");

    private static string Mentor(int mentor) => string.Create(Plain, $"m{mentor:000000000000000}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", Plain);

    private static string Kroner(long ore) => (ore / 100m).ToString("0.00", Plain);

    private static string Instant(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", Plain);
}
