using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Domain.Invoices;

/// <summary>The rows in which the result of a check is kept.</summary>
/// <remarks>
/// Danish: gemt fakturakontrol. Source: revisionssporet. The database refuses one that does not account for every øre of the invoice
/// and of its lines (require_check_total, require_line_total, require_consistent_invoice) and copies the invoice's day (copy_issued_on).
/// </remarks>
public sealed record StoredCheck(
    Check Check, IReadOnlyList<LineVerdict> Lines, IReadOnlyList<LineFinding> Findings, IReadOnlyList<LineMatch> Matches,
    IReadOnlyList<CheckedEntry> Entries, IReadOnlyList<CheckedUse> Uses)
{
    /// <summary>The rows of a result.</summary>
    /// <param name="facts">What was checked.</param>
    /// <param name="result">What the check found of it.</param>
    /// <param name="runAt">When it was run.</param>
    /// <param name="id">Its id, if that is not for chance to give.</param>
    public static StoredCheck Of(InvoiceFacts facts, CheckResult result, DateTimeOffset runAt, Guid? id = null)
    {
        var verdicts = facts.Target.Lines.Select(l => result.Line(facts.PlaceOf(l.Id))).ToList();
        var check = new Check(
            facts.Target, facts.AsKnownAt, runAt, facts.RulesVersion, facts.SettingsVersion, facts.Hash(),
            Kroner(verdicts.Sum(v => v.PayableOre)), Kroner(verdicts.Sum(v => v.HeldOre)), Kroner(verdicts.Sum(v => v.RejectedOre)), id);
        var (entries, uses) = CheckedEntries.Of(check, facts, result);
        return new(
            check,
            [.. facts.Target.Lines.Select(l => VerdictOn(l, check.Id, facts, result))],
            [.. facts.Target.Lines.SelectMany(l => FindingsOn(l, check.Id, facts, result))],
            [.. facts.Target.Lines.SelectMany(l => MatchesOf(l, check.Id, facts, result))],
            entries,
            uses);
    }

    /// <summary>
    /// Whether a result is what an earlier check found: on every line the same is paid, held, rejected and paid too much, for the same
    /// reasons and out of the same minutes.
    /// </summary>
    /// <param name="facts">What is checked now.</param>
    /// <param name="result">What is found now.</param>
    /// <param name="lines">The verdicts of the earlier check.</param>
    /// <param name="matches">Its matches.</param>
    public static bool IsTheSame(InvoiceFacts facts, CheckResult result, IEnumerable<LineVerdict> lines, IEnumerable<LineMatch> matches)
    {
        var before = lines.ToDictionary(v => v.LineId);
        var taken = matches.Select(m => (m.LineId, m.EntryId, m.IsHeld, m.Minutes)).ToHashSet();
        return taken.SetEquals(facts.Target.Lines.SelectMany(l => MatchesOf(l, default, facts, result))
            .Select(m => (m.LineId, m.EntryId, m.IsHeld, m.Minutes)))
            && facts.Target.Lines.All(l => before.TryGetValue(l.Id, out var earlier)
                && IsTheSame(earlier, VerdictOn(l, default, facts, result)));
    }

    private static bool IsTheSame(LineVerdict one, LineVerdict other) =>
        (one.Payable, one.Held, one.Rejected, one.PayRate, one.PaidTooMuch) == (other.Payable, other.Held, other.Rejected, other.PayRate,
            other.PaidTooMuch)
        && one.Codes.SequenceEqual(other.Codes);

    private static LineVerdict VerdictOn(InvoiceLine line, Guid check, InvoiceFacts facts, CheckResult result)
    {
        var verdict = result.Line(facts.PlaceOf(line.Id));
        return new()
        {
            CheckId = check,
            LineId = line.Id,
            MunicipalityId = line.MunicipalityId,
            ProviderId = line.ProviderId,
            Amount = line.Amount,
            Payable = Kroner(verdict.PayableOre),
            Held = Kroner(verdict.HeldOre),
            Rejected = Kroner(verdict.RejectedOre),
            PayableMinutes = verdict.PayableMinutes,
            HeldMinutes = verdict.HeldMinutes,
            PaidTooMuch = Kroner(result.PaidTooMuchOre(facts.PlaceOf(line.Id))),
            PayRate = Kroner(verdict.PayRateOre),
            Codes = Names(verdict.Codes),
        };
    }

    private static IEnumerable<LineFinding> FindingsOn(InvoiceLine line, Guid check, InvoiceFacts facts, CheckResult result) =>
        result.Explain(facts.PlaceOf(line.Id)).Select((step, position) => new LineFinding
        {
            CheckId = check,
            LineId = line.Id,
            Position = position,
            MunicipalityId = line.MunicipalityId,
            ProviderId = line.ProviderId,
            Share = step.Share,
            Codes = Names(step.Codes),
            Minutes = step.Minutes.Value,
            Amount = step.Amount.Kroner,
            IsNoted = step.IsNoted,
            ArithmeticDa = step.Text.Danish,
            ArithmeticEn = step.Text.English,
            EntryIds = [.. step.Entries.Select(e => facts.Entries[e].Id)],
        });

    private static IEnumerable<LineMatch> MatchesOf(InvoiceLine line, Guid check, InvoiceFacts facts, CheckResult result) =>
        result.MatchesOf(facts.PlaceOf(line.Id)).GroupBy(m => (m.Entry, m.IsHeld)).Select(m => new LineMatch
        {
            CheckId = check,
            LineId = line.Id,
            EntryId = facts.Entries[m.Key.Entry].Id,
            MunicipalityId = line.MunicipalityId,
            ProviderId = line.ProviderId,
            Minutes = m.Sum(x => x.Minutes),
            IsHeld = m.Key.IsHeld,
        });

    internal static List<string> Names(FindingSet codes) => [.. codes.Select(c => c.ToString())];

    private static decimal Kroner(long ore) => Money.FromOre(ore).Kroner;
}
