using System.Globalization;
using System.Text;
using System.Text.Json;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;

namespace MentorMarket.Cli;

/// <summary>The totals of a check.</summary>
public sealed record CheckSummary(
    int Lines,
    int Entries,
    int Grants,
    Money Amount,
    Money Payable,
    Money Held,
    Money Rejected,
    IReadOnlyList<KeyValuePair<FindingCode, int>> Codes,
    string Rules,
    int Hints,
    int Formulas,
    double Seconds)
{
    /// <summary>Adds up.</summary>
    /// <param name="result">What the check found.</param>
    /// <param name="hints">How many ids are nearly others.</param>
    /// <param name="formulas">How many cells of the findings a spreadsheet would run.</param>
    /// <param name="elapsed">From the start.</param>
    public static CheckSummary Of(CheckResult result, int hints, int formulas, TimeSpan elapsed)
    {
        var (amount, payable, held, rejected) = (0L, 0L, 0L, 0L);
        var counts = new int[Enum.GetValues<FindingCode>().Length];
        var rules = new SortedSet<string>(StringComparer.Ordinal);
        var ruleSet = RuleSet.On(DateOnly.MinValue);
        var lines = result.Input.Lines.Span;
        for (var i = 0; i < lines.Length; i++)
        {
            var verdict = result.Line(i);
            amount += lines[i].AmountOre;
            payable += verdict.PayableOre;
            held += verdict.HeldOre;
            rejected += verdict.RejectedOre;
            for (var rest = verdict.Codes.Bits; rest != 0; rest &= rest - 1)
            {
                counts[System.Numerics.BitOperations.TrailingZeroCount(rest)]++;
            }

            if (i == 0 || !ruleSet.InForce.Contains(lines[i].From))
            {
                ruleSet = RuleSet.On(lines[i].From);
                rules.Add(ruleSet.Version);
            }
        }

        var codes = Enum.GetValues<FindingCode>()
            .Where(code => counts[(int)code] > 0)
            .Select(code => KeyValuePair.Create(code, counts[(int)code]));
        return new CheckSummary(
            lines.Length, result.Input.Entries.Length, result.Input.Grants.Length,
            Money.FromOre(amount), Money.FromOre(payable), Money.FromOre(held), Money.FromOre(rejected),
            [.. codes],
            rules.Count > 0 ? string.Join(", ", rules) : RuleSet.All[^1].Version,
            hints,
            formulas,
            elapsed.TotalSeconds);
    }

    /// <summary>For programs, on one line.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("lines", Lines);
            json.WriteNumber("entries", Entries);
            json.WriteNumber("grants", Grants);
            json.WriteString("amount", Amount.ToString());
            json.WriteString("payable", Payable.ToString());
            json.WriteString("held", Held.ToString());
            json.WriteString("rejected", Rejected.ToString());
            json.WriteStartObject("codes");
            foreach (var (code, lines) in Codes)
            {
                json.WriteNumber(code.ToString(), lines);
            }

            json.WriteEndObject();
            json.WriteString("rules", Rules);
            json.WriteNumber("hints", Hints);
            json.WriteNumber("formulas", Formulas);
            json.WriteNumber("seconds", Math.Round(Seconds, 3));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>For people.</summary>
    /// <param name="inDanish">Danish, or English.</param>
    public string ToTable(bool inDanish)
    {
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"{(inDanish ? "Fakturalinjer" : "Invoice lines"),-22}{Count(Lines, inDanish),18}\n");
        text.Append(culture, $"{(inDanish ? "Tidsregistreringer" : "Time entries"),-22}{Count(Entries, inDanish),18}\n");
        text.Append(culture, $"{(inDanish ? "Bevillinger" : "Grants"),-22}{Count(Grants, inDanish),18}\n\n");
        AppendMoney(inDanish ? "Faktureret" : "Billed", Amount);
        AppendMoney(inDanish ? "Kan betales" : "Payable", Payable);
        AppendMoney(inDanish ? "Tilbageholdt" : "Held", Held);
        AppendMoney(inDanish ? "Afvist" : "Rejected", Rejected);
        text.Append(culture, $"\n{(inDanish ? "Anmærkninger på linjer" : "Findings on lines")}\n");
        foreach (var (code, lines) in Codes)
        {
            text.Append(culture, $"  {code}  {Count(lines, inDanish),8}  {RuleSet.All[^1][code].Title.In(inDanish)}\n");
        }

        text.Append(culture, $"\n{(inDanish ? "Regler" : "Rules")}: {Rules}\n");
        if (Formulas > 0)
        {
            text.Append(culture, $"{Count(Formulas, inDanish)} {(inDanish
                ? "celler i resultatet begynder som en formel, et regneark ville udføre. Til Excel: --for-excel"
                : "cells of the findings begin like a formula that a spreadsheet would run. For Excel: --for-excel")}\n");
        }

        return text.ToString();

        void AppendMoney(string name, Money money) =>
            text.Append(culture, $"{name,-22}{Shown(money, inDanish),18} kr.\n");
    }

    private static string Shown(Money money, bool inDanish) =>
        inDanish ? money.ToDanish() : money.Kroner.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Count(int number, bool inDanish) =>
        number.ToString("#,##0", CultureInfo.InvariantCulture).Replace(',', inDanish ? '.' : ',');
}
