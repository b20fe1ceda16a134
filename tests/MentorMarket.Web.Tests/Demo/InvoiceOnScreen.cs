using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace MentorMarket.Web.Tests.Demo;

/// <summary>
/// An invoice as somebody reads it off its page in Danish: the visible words of every line, of the agreement beside it and of every
/// registration that stands anywhere on the page. Neither sums nor codes of the check are used, but to compare with at the end.
/// </summary>
internal sealed partial class InvoiceOnScreen
{
    private static readonly TimeZoneInfo Copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>A registration. <see cref="Start"/> and <see cref="End"/> are instants.</summary>
    public sealed record Entry(
        string Assignment, DateOnly Date, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Registered, string Mentor,
            bool IsDirect, bool IsInPause, bool IsCorrected,
        bool? Answer, bool IsWeakAndNotAccepted, string Corrects)
    {
        public string Times { get; init; } = "";

        /// <summary>Of the same mentor (D04) or with the same citizen (D05).</summary>
        public List<(string Code, DateTimeOffset Start, DateTimeOffset End)> Others { get; } = [];

        /// <summary>Minutes that lines of other invoices before this one took.</summary>
        public int UsedBefore { get; set; }

        /// <summary>Minutes approved before: on which line of which invoice.</summary>
        public Dictionary<string, int> Approved { get; } = new(StringComparer.Ordinal);

        public string Name => $"{Date:dd.MM.yyyy} {Times}";
    }

    public sealed record Terms(int Weekly, int? Total, decimal Rate, decimal? Ceiling, DateOnly From, DateOnly To,
        IReadOnlyList<(string Name, DateOnly? From, DateOnly? Until)> Mentors);

    public sealed record Line(
        int Number, string Assignment, DateOnly From, DateOnly To, int Minutes, decimal Rate, decimal Amount, Terms? Agreed,
            bool HasNoGrant, bool NamesAny, string? Named, string Verdict);

    public List<Line> Lines { get; } = [];

    public Dictionary<string, List<Entry>> Entries { get; } = new(StringComparer.Ordinal);

    public string Number { get; }

    public InvoiceOnScreen(IHtmlDocument page)
    {
        Number = Words(page.QuerySelector("h1")!).Split(' ')[1];
        foreach (var line in page.QuerySelectorAll("details.mm-line")) Lines.Add(ReadLine(line));
        foreach (var line in page.QuerySelectorAll("details.mm-line"))
        {
            foreach (var row in line.QuerySelectorAll("table.mm-entries tbody tr"))
            {
                Read(row, Words(line.QuerySelector(".mm-line-what strong")!), Words(line.QuerySelector(".mm-line-number")!)[6..]);
            }
        }
        foreach (var hours in page.QuerySelectorAll("details.mm-hours"))
        {
            foreach (var row in hours.QuerySelectorAll("table.mm-entries tbody tr"))
            {
                Read(row, Words(hours.QuerySelector("summary strong")!), "");
            }
        }
        foreach (var entries in Entries.Values) entries.Sort((a, b) => a.Start.CompareTo(b.Start));
    }

    private static Line ReadLine(IElement line)
    {
        var what = Words(line.QuerySelector(".mm-line-what .mm-nowrap")!);
        var days = Day().Matches(what).Select(m => Date(m.Value)).ToList();
        var billed = Words(line.QuerySelector(".mm-line-billed")!);
        var minutes = Billed().Match(billed);
        var amount = Money().Matches(billed)[^1].Groups["kr"].Value;
        var body = line.QuerySelectorAll(".mm-line-body > p").Select(Words).ToList();
        var terms = body.Find(p => p.StartsWith("Aftalen:", StringComparison.Ordinal));
        var names = body.Find(p => p.StartsWith("Linjen nævner registreringen ", StringComparison.Ordinal)
            || p.StartsWith("Linjen nævner en registrering,", StringComparison.Ordinal));
        var verdict = line.QuerySelectorAll(".mm-line-verdict mm-tag, .mm-line-verdict .badge, .mm-line-verdict [class*=mm-tag]")
            .Select(Words).ToList();
        decimal Part(string word) => verdict.Where(v => v.StartsWith(word, StringComparison.Ordinal))
            .Select(v => Kroner(Money().Match(v).Groups["kr"].Value)).FirstOrDefault();
        var codes = line.QuerySelectorAll(".mm-line-verdict .mm-code").Select(Words).Where(c => c != "E03");
        return new(
            Whole(Words(line.QuerySelector(".mm-line-number")!)[6..]), Words(line.QuerySelector(".mm-line-what strong")!), days[0],
                days[^1],
            minutes.Success ? Whole(minutes.Groups["min"].Value) : 0, minutes.Success ? Kroner(minutes.Groups["kr"].Value) : 0,
                Kroner(amount), terms is null ? null : ReadTerms(terms),
            body.Exists(p => p.StartsWith("Linjens forløb er ", StringComparison.Ordinal)
                || p.Contains("efter en anden lov end bevillingens", StringComparison.Ordinal)),
            names is not null, names is null || names.Contains("som ikke er linjens", StringComparison.Ordinal)
                || names.Contains("Den er rettet", StringComparison.Ordinal) ? null : Span().Match(names) is { Success: true } named
                ? named.Value : null,
            string.Create(CultureInfo.InvariantCulture,
                $"{Part("Kan betales"):0.00} {Part("Tilbageholdt"):0.00} {Part("Afvist"):0.00} {string.Join('|', codes)}"));
    }

    private static Terms ReadTerms(string text)
    {
        decimal? Found(string pattern) => Regex.Match(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? Kroner(match.Groups[1].Value) : null;
        static int Minutes(decimal hours) => (int)Math.Round(hours * 60, MidpointRounding.AwayFromZero);
        var (agreed, own) = (Found("prisloft ([0-9.,]+) kr"), Found("Kommunens eget prisloft: ([0-9.,]+) kr"));
        var days = Day().Matches(text).Select(m => Date(m.Value)).ToList();
        var named = text.Split("Mentorer i aftalen: ") is [_, var list]
            ? Regex.Matches(list, @"([^,(]+?)(?: \(([^)]*)\))?(?:, |$)", RegexOptions.None, TimeSpan.FromSeconds(1)) : null;
        return new(
            Minutes(Found("([0-9.,]+) timer om ugen")!.Value), Found("([0-9.,]+) timer i alt") is { } total ? Minutes(total) : null,
                Found("([0-9.,]+) kr. i timen")!.Value,
            agreed is null ? own : own is null ? agreed : Math.Min(agreed.Value, own.Value), days[0], days[1],
            named is null ? [] : [.. named.Select(m =>
                (m.Groups[1].Value.Trim(), DayAfter(m.Groups[2].Value, "fra "), DayAfter(m.Groups[2].Value, "til ")))]);
    }

    private static DateOnly? DayAfter(string text, string word) =>
        Regex.Match(text, word + @"(\d\d\.\d\d\.\d{4})", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? Date(match.Groups[1].Value) : null;

    private void Read(IElement row, string assignment, string line)
    {
        var cells = row.QuerySelectorAll("td").ToList();
        var date = Date(Day().Match(Words(cells[0])).Value);
        var times = Times().Match(Words(cells[1]));
        var (start, end) = Instants(date, times);
        var registered = At(Regex.Match(Words(cells[1]), @"registreret (\d\d\.\d\d\.\d{4}) kl\. ([0-9.]+)( sommertid| normaltid)?",
            RegexOptions.None, TimeSpan.FromSeconds(1)));
        if (Words(cells[3]).Contains("hører til forløbet ", StringComparison.Ordinal)) return;
        var (who, receipt, all) = (Words(cells[3]), Words(cells[4]), Words(row));
        var mentor = cells[3].ChildNodes.First(n => Words(n).Length > 0);
        var known = Entries.TryGetValue(assignment, out var list) ? list : Entries[assignment] = [];
        var entry = known.Find(e => e.Start == start && e.End == end && e.Registered == registered);
        if (entry is null)
        {
            known.Add(entry = new(
                assignment, date, start, end, registered, Words(mentor), who.Contains("Direkte kontakt", StringComparison.Ordinal),
                    who.Contains("på pause", StringComparison.Ordinal),
                all.Contains("Rettet, tæller ikke", StringComparison.Ordinal),
                receipt.Contains("Bekræftet", StringComparison.Ordinal) ? true : receipt.Contains("Bestridt", StringComparison.Ordinal)
                    ? false : null,
                receipt.Contains("godtager ikke svage", StringComparison.Ordinal),
                Regex.Match(who, @"Retter (\d\d\.\d\d\.\d{4} .*?):", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value)
            { Times = times.Value });
        }
        // The same registration may stand on the page more than once.
        if (entry.Others.Count == 0)
        {
            foreach (var found in row.QuerySelectorAll(".mm-found"))
            {
                foreach (Match other in Span().Matches(Words(found)))
                {
                    if (Instants(Date(other.Groups["on"].Value), Times().Match(other.Value)) is var (from, to))
                    {
                        entry.Others.Add((Words(found)[..3], from, to));
                    }
                }
            }
        }
        entry.UsedBefore = Regex.Matches(Words(cells[5]), @"([0-9.]+) min\. brugt først af", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Sum(m => Whole(m.Groups[1].Value));
        foreach (Match approved in Regex.Matches(Words(cells[5]),
            @"([0-9.]+) min\. godkendt før på (denne linje|faktura (\S+), linje (\d+))", RegexOptions.None, TimeSpan.FromSeconds(1)))
            entry.Approved[approved.Groups[2].Value == "denne linje" ? $"{Number}/{line}"
                : $"{approved.Groups[3].Value}/{approved.Groups[4].Value}"] = Whole(approved.Groups[1].Value);
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Instants(DateOnly date, Match times)
    {
        var endsOn = times.Groups["day"] is { Success: true } day ? Date(day.Value) : date;
        return (At(date, times.Groups["from"].Value, times.Groups["one"].Value),
            At(endsOn, times.Groups["to"].Value, times.Groups["two"].Value));
    }

    private static DateTimeOffset At(Match m) => At(Date(m.Groups[1].Value), m.Groups[2].Value, m.Groups[3].Value);

    // Summer time is two hours before UTC, winter time one; without a word the calendar says which.
    private static DateTimeOffset At(DateOnly date, string clock, string season)
    {
        var parts = clock.Split('.').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToList();
        var local = date.ToDateTime(default).AddHours(parts[0]).AddMinutes(parts[1]).AddSeconds(parts.Count > 2 ? parts[2] : 0);
        return new(local, season.Trim() switch
        {
            "sommertid" => TimeSpan.FromHours(2),
            "normaltid" => TimeSpan.FromHours(1),
            _ => Copenhagen.GetUtcOffset(local)
        });
    }

    private static string Words(INode node) => Space().Replace(node.TextContent.Replace('\u00a0', ' '), " ").Trim();

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static decimal Kroner(string text) => decimal.Parse(text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
        NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static int Whole(string text) => (int)Kroner(text);

    [GeneratedRegex(@"\d\d\.\d\d\.\d{4}", RegexOptions.None, 1000)]
    private static partial Regex Day();

    [GeneratedRegex(
        @"(?<from>\d\d\.\d\d(?:\.\d\d)?)(?<one> sommertid| normaltid)?-(?<to>\d\d\.\d\d(?:\.\d\d)?)(?<two> sommertid| normaltid)?(?: \((?<day>\d\d\.\d\d\.\d{4})\))?",
        RegexOptions.None, 1000)]
    private static partial Regex Times();

    [GeneratedRegex(
        @"(?<on>\d\d\.\d\d\.\d{4}) (?<from>\d\d\.\d\d(?:\.\d\d)?)(?<one> sommertid| normaltid)?-(?<to>\d\d\.\d\d(?:\.\d\d)?)(?<two> sommertid| normaltid)?(?: \((?<day>\d\d\.\d\d\.\d{4})\))?",
        RegexOptions.None, 1000)]
    private static partial Regex Span();

    [GeneratedRegex(@"(?<min>[0-9.]+) min\. à (?<kr>[0-9.,]+) kr\./t\.", RegexOptions.None, 1000)]
    private static partial Regex Billed();

    [GeneratedRegex(@"(?<kr>[0-9.,]+) kr\.", RegexOptions.None, 1000)]
    private static partial Regex Money();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
