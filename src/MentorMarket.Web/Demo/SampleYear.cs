using System.Globalization;
using System.Reflection;
using System.Text;
using MentorMarket.Exchange.Csv;

namespace MentorMarket.Web.Demo;

internal sealed record SampleGrant(
    string Id, string Municipality, string Provider, string Citizen, TargetGroup TargetGroup, DateOnly From, DateOnly To,
    decimal HoursPerWeek, decimal? TotalHours, decimal Rate, decimal? Ceiling, IReadOnlyList<string> Mentors);

internal sealed record SampleEntry(
    string Id, string Grant, string Mentor, DateTimeOffset Start, DateTimeOffset End, EntryKind Kind, string Confirmation,
    DateTimeOffset RegisteredAt, string Supersedes);

internal sealed record SampleLine(
    string Invoice, int LineNo, string Provider, string Municipality, DateOnly IssuedOn, string Grant, string Entry,
    DateOnly From, DateOnly To, int Minutes, decimal Rate, decimal Amount, string Text);

/// <summary>
/// The made-up year, moved to today: what lies after last midnight has not happened yet and is left out. The files are
/// in the format of the <c>check</c> command.
/// </summary>
internal sealed class SampleYear
{
    private SampleYear(IReadOnlyList<SampleGrant> grants, IReadOnlyList<SampleEntry> entries, IReadOnlyList<SampleLine> lines) =>
        (Grants, Entries, Lines) = (grants, entries, lines);

    public IReadOnlyList<SampleGrant> Grants { get; }
    public IReadOnlyList<SampleEntry> Entries { get; }
    public IReadOnlyList<SampleLine> Lines { get; }

    public static SampleYear Read(DemoClock clock)
    {
        var grants = Rows("grants").Select(r => new SampleGrant(
            r["grant_id"], r["municipality"], r["provider"], r["citizen"], Group(r["target_group"]), clock.Moved(Date(r["valid_from"])),
                clock.Moved(Date(r["valid_to"])),
            Number(r["hours_per_week"])!.Value, Number(r["total_hours"]), Number(r["rate"])!.Value, Number(r["price_ceiling"]),
            r["mentors"].Split('|', StringSplitOptions.RemoveEmptyEntries))).ToList();
        var entries = Rows("entries").Select(r => Moved(r, clock))
            .Where(e => e.RegisteredAt < clock.Now && e.Start < clock.Now && e.End < clock.Now).ToList();
        var there = entries.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        entries.RemoveAll(e => e.Supersedes.Length > 0 && !there.Contains(e.Supersedes));

        // The portal refuses an invoice with the same line number twice when it is received, so of the sample's repeated
        // lines (U02) only the first is here.
        var lines = Rows("lines").Select(r => new SampleLine(
                r["invoice_no"], int.Parse(r["line_no"], CultureInfo.InvariantCulture), r["provider"], r["municipality"],
                    clock.Moved(Date(r["issue_date"])),
                r["grant_id"], r["entry_id"], clock.Moved(Date(r["from"])), clock.Moved(Date(r["to"])),
                (int)(Number(r["minutes"]) ?? 0), Number(r["rate"]) ?? 0, Number(r["amount"]) ?? 0, r["text"]))
            .Where(l => l.IssuedOn < clock.Today.AddDays(-1)).DistinctBy(l => (l.Provider, l.Invoice, l.LineNo)).ToList();
        return new SampleYear(grants, entries, lines);
    }

    // The length of a contact and the time until it was registered are kept to the second; the start keeps its time of day.
    private static SampleEntry Moved(Dictionary<string, string> r, DemoClock clock)
    {
        var start = Instant(r["start"]);
        var moved = clock.Moved(start);
        return new SampleEntry(
            r["entry_id"], r["grant_id"], r["mentor"], moved, moved + (Instant(r["end"]) - start), Kind(r["kind"]), r["confirmation"],
            moved + (Instant(r["registered_at"]) - start), r["supersedes"]);
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"MentorMarket.Web.Demo.Year.{file}.csv")!;
        var rows = new CsvRows(stream);
        rows.Read();
        var columns = Fields(rows);
        while (rows.Read())
        {
            var fields = Fields(rows);
            yield return columns.Zip(fields).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal);
        }
    }

    private static List<string> Fields(CsvRows rows) =>
        [.. Enumerable.Range(0, rows.FieldCount).Select(i => Encoding.UTF8.GetString(rows[i]))];

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static decimal? Number(string text) =>
        text.Length == 0 ? null : decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static EntryKind Kind(string text) => text switch
    {
        "direct" => EntryKind.Direct,
        "no_show" => EntryKind.NoShow,
        "transport" => EntryKind.Transport,
        "preparation" => EntryKind.Preparation,
        "sick" => EntryKind.Sick,
        "training" => EntryKind.Training,
        "other" => EntryKind.Other,
        _ => throw new FormatException(text),
    };

    private static TargetGroup Group(string text) => text switch
    {
        "aktivitetsparat" => TargetGroup.ActivityReady,
        "fleksjob" => TargetGroup.FlexJob,
        "ressourceforloeb" => TargetGroup.ResourceCourse,
        "sygedagpenge" => TargetGroup.SicknessBenefit,
        "uddannelseshjaelp" => TargetGroup.EducationAssistance,
        _ => throw new FormatException(text),
    };
}
