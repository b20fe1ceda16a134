using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Domain.Invoices;

/// <summary>
/// What a check keeps of the registrations behind it, so that every line can be redone from its page: those of the weeks that a line
/// reaches into, or of the whole assignment where the agreement has a total, and how much of them any line had.
/// </summary>
internal static class CheckedEntries
{
    public static (IReadOnlyList<CheckedEntry> Entries, IReadOnlyList<CheckedUse> Uses) Of(Check check, InvoiceFacts facts,
        CheckResult result)
    {
        var own = facts.Target.Lines.Select(l => facts.PlaceOf(l.Id)).ToHashSet();
        var kept = own.SelectMany(line => Behind(result, line)).ToHashSet();
        var taken = result.LineOrder.SelectMany(line => result.MatchesOf(line).GroupBy(m => m.Entry).Where(m => kept.Contains(m.Key))
            .Select(m => (Line: line, Entry: m.Key, Minutes: m.Sum(x => x.Minutes), Approved: m.Where(x => x.IsApproved)
                .Sum(x => x.Minutes)))).ToList();
        var entries = kept.Order().Select(entry => new CheckedEntry
        {
            CheckId = check.Id,
            EntryId = facts.Entries[entry].Id,
            MunicipalityId = check.MunicipalityId,
            ProviderId = check.ProviderId,
            Codes = StoredCheck.Names(result.FindingsOf(entry)),
            Holds = StoredCheck.Names(result.HoldingCodesOf(entry)),
            Approved = taken.Where(u => u.Entry == entry).Sum(u => u.Approved),
            Allowed = result.AllowedMinutesOf(entry),
            OverWeek = result.OverWeekOf(entry),
            OverTotal = result.OverTotalOf(entry),
        });
        var ownBegins = result.LineOrder.ToList().FindIndex(own.Contains);
        var before = result.LineOrder.Take(ownBegins).ToHashSet();
        var uses = taken.Select(use => new CheckedUse
        {
            CheckId = check.Id,
            EntryId = facts.Entries[use.Entry].Id,
            LineId = facts.Lines[use.Line].Line.Id,
            MunicipalityId = check.MunicipalityId,
            ProviderId = check.ProviderId,
            Minutes = use.Minutes,
            Approved = use.Approved,
            IsBefore = before.Contains(use.Line),
        });
        return ([.. entries], [.. uses]);
    }

    private static IEnumerable<int> Behind(CheckResult result, int index)
    {
        var line = result.Input.Lines.Span[index];
        if (line.Grant < 0) return [];
        // Approved minutes may belong to a registration that is no longer the grant's.
        var taken = result.MatchesOf(index).Select(m => m.Entry).ToList();
        var all = result.EntriesOf(line.Grant);
        if (result.Input.Grants.Span[line.Grant].TotalMinutes >= 0) return all.Concat(taken);
        var (from, to) = line.Entry == CheckLine.NoEntry ? (DanishTime.WeekIndex(line.From), DanishTime.WeekIndex(line.To)) : (1, 0);
        var weeks = taken.Concat(line.Entry >= 0 ? [line.Entry] : []).Select(e => WeekOf(result, e)).ToHashSet();
        return all.Where(e => WeekOf(result, e) is var week && (weeks.Contains(week) || (from <= week && week <= to))).Concat(taken);
    }

    private static int WeekOf(CheckResult result, int entry) => DanishTime.WeekIndex(result.Input.Entries.Span[entry].Date);
}
