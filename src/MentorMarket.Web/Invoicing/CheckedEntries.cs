using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Data;

namespace MentorMarket.Web.Invoicing;

/// <summary>
/// What a check keeps of the registrations behind it, so that every line can be redone from its page: those of the weeks that a line
/// reaches into, or of the whole course where the agreement has a total, and how much of them any line had.
/// </summary>
internal static class CheckedEntries
{
    public static void Keep(PortalDb db, Check check, Invoice invoice, InvoiceFacts facts, CheckResult result)
    {
        var own = invoice.Lines.Select(l => facts.PlaceOf(l.Id)).ToHashSet();
        var kept = own.SelectMany(line => Behind(result, line)).ToHashSet();
        var approved = result.Input.Approvals.GroupBy(a => (Entry: LastOf(result.Input, a.Entry), a.Line)).ToDictionary(a => a.Key, a => a.Sum(m => m.Minutes));
        foreach (var entry in kept.Order())
            db.CheckedEntries.Add(new CheckedEntry
            {
                CheckId = check.Id,
                EntryId = facts.Entries[entry].Id,
                MunicipalityId = check.MunicipalityId,
                ProviderId = check.ProviderId,
                Codes = [.. result.FindingsOf(entry).Select(c => c.ToString())],
                Holds = [.. result.HoldingCodesOf(entry).Select(c => c.ToString())],
                Approved = approved.Where(a => a.Key.Entry == entry).Sum(a => a.Value),
                Allowed = result.AllowedMinutesOf(entry),
                OverWeek = result.OverWeekOf(entry),
                OverTotal = result.OverTotalOf(entry),
            });
        var isBefore = true;
        foreach (var line in result.LineOrder)
        {
            isBefore &= !own.Contains(line);
            var taken = result.MatchesOf(line).GroupBy(m => m.Entry).ToDictionary(m => m.Key, m => m.Sum(x => x.Minutes));
            foreach (var entry in taken.Keys.Concat(approved.Keys.Where(a => a.Line == line).Select(a => a.Entry)).Where(kept.Contains).Distinct().Order())
                db.CheckedUses.Add(new CheckedUse
                {
                    CheckId = check.Id,
                    EntryId = facts.Entries[entry].Id,
                    LineId = facts.LineIds[line],
                    MunicipalityId = check.MunicipalityId,
                    ProviderId = check.ProviderId,
                    Minutes = taken.GetValueOrDefault(entry),
                    Approved = approved.GetValueOrDefault((entry, line)),
                    IsBefore = isBefore,
                });
        }
    }

    private static IEnumerable<int> Behind(CheckResult result, int index)
    {
        var line = result.Input.Lines.Span[index];
        if (line.Grant < 0) return [];
        var all = result.EntriesOf(line.Grant);
        if (result.Input.Grants.Span[line.Grant].TotalMinutes >= 0) return all;
        var (from, to) = line.Entry == CheckLine.NoEntry ? (DanishTime.WeekIndex(line.From), DanishTime.WeekIndex(line.To)) : (1, 0);
        var weeks = result.MatchesOf(index).Select(m => m.Entry).Concat(line.Entry >= 0 ? [line.Entry] : []).Select(e => WeekOf(result, e)).ToHashSet();
        return all.Where(e => WeekOf(result, e) is var week && (weeks.Contains(week) || (from <= week && week <= to)));
    }

    private static int WeekOf(CheckResult result, int entry) => DanishTime.WeekIndex(result.Input.Entries.Span[entry].Date);

    private static int LastOf(CheckInput input, int entry)
    {
        while (input.Entries.Span[entry].SupersededBy is >= 0 and var later) entry = later;
        return entry;
    }
}
