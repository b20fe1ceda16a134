using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.FollowUps;
using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Rules;
using MentorMarket.Domain.Values;
using MentorMarket.Web.Data;
using MentorMarket.Web.Granting;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Reminders;

/// <summary>A grant that runs or has ended, with its dates as they stand today.</summary>
public sealed record GrantClocks(Guid Grant, string Number, Guid Responsible, DateOnly StartsOn, DateOnly LastDay, IReadOnlyList<DueClock> Clocks);

/// <summary>
/// The dates of grants as they stand today. It reads the columns that the checker may read too, and no word of a case: the
/// work list, the morning's mail and the calendar ask the same question here.
/// </summary>
internal static class ClockBook
{
    // The last outcome is asked for six months after the end, and during a year.
    private const int MonthsAfterTheEnd = 19;

    /// <summary>Those of a municipality that something may still wait for, or that ended lately.</summary>
    public static Task<IReadOnlyList<GrantClocks>> AllAsync(PortalDb db, Guid municipality, DateOnly today, CancellationToken cancel)
    {
        var oldest = today.AddMonths(-MonthsAfterTheEnd);
        return OfAsync(db, municipality, db.Grants.Where(g => g.EndsOn >= oldest), today, cancel);
    }

    /// <summary>Those of one grant; null where it has not begun with any provider.</summary>
    public static async Task<GrantClocks?> OfAsync(PortalDb db, Guid municipality, Guid grant, DateOnly today, CancellationToken cancel) =>
        (await OfAsync(db, municipality, db.Grants.Where(g => g.Id == grant), today, cancel)).SingleOrDefault();

    public static async Task<ClockSettings> SettingsAsync(PortalDb db, Guid municipality, DateOnly today, CancellationToken cancel) =>
        ClockSettings.Of(await GrantBook.SettingsAsync(db, municipality, today, cancel));

    private static async Task<IReadOnlyList<GrantClocks>> OfAsync(PortalDb db, Guid municipality, IQueryable<Grant> grants, DateOnly today, CancellationToken cancel)
    {
        var settings = await SettingsAsync(db, municipality, today, cancel);
        var taken = grants.Where(g => g.MunicipalityId == municipality && g.StartsOn != null && g.EndsOn != null && g.HoursPerWeek != null
            && (g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted || g.Status == GrantStatus.Ended)
            && db.Assignments.Any(a => a.GrantId == g.Id && a.ProviderId != null));
        var running = await taken.Select(g => new
        {
            g.Id,
            g.Number,
            g.ResponsibleId,
            StartsOn = g.StartsOn!.Value,
            EndsOn = g.EndsOn!.Value,
            Hours = g.HoursPerWeek!.Value,
            g.Course,
            g.AdmittedOn,
            g.DecidedAt,
            EndedOn = db.Assignments.Where(a => a.GrantId == g.Id).Max(a => a.EndedOn),
            // Not before its own provider has accepted: until then nobody else asks about the end of this one.
            IsFollowed = db.Grants.Any(next => next.FollowsId == g.Id && (next.Status == GrantStatus.Accepted || next.Status == GrantStatus.Ended)),
        }).ToListAsync(cancel);
        // Only grants that follow another and those that are followed.
        var line = await GrantBook.LineAsync(db, db.Grants.Where(g => g.MunicipalityId == municipality && (g.FollowsId != null || db.Grants.Any(next => next.FollowsId == g.Id))), cancel);
        var handlings = (await (from followUp in db.FollowUps
                                join grant in taken on followUp.GrantId equals grant.Id
                                select new { followUp.GrantId, followUp.Kind, followUp.Sequence, followUp.Result, followUp.DoneOn, followUp.PostponedUntil, followUp.RecordedAt }).ToListAsync(cancel))
            .Select(f => (f.GrantId, Handling: new Handling(f.Kind, f.Sequence, f.Result, f.DoneOn, f.PostponedUntil, f.RecordedAt)))
            // An outcome has a page of its own: recorded there, it is done here.
            .Concat((await (from outcome in db.Outcomes
                            join grant in taken on outcome.GrantId equals grant.Id
                            select new { outcome.GrantId, outcome.Stage, outcome.RecordedAt }).ToListAsync(cancel))
                .Select(o => (o.GrantId, Handling: new Handling(KindOf(o.Stage), 1, HandlingResult.Done, LocalDay.Of(o.RecordedAt), null, o.RecordedAt))))
            .ToLookup(f => f.GrantId, f => f.Handling);
        var pauses = (await (from pause in db.GrantPauses
                             join grant in taken on pause.GrantId equals grant.Id
                             select new { pause.GrantId, pause.Id, pause.FromOn, pause.ToOn, pause.ResumesId }).ToListAsync(cancel))
            .ToLookup(p => p.GrantId, p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId));
        return running.ConvertAll(g =>
        {
            var facts = new RunningGrant(g.StartsOn, g.EndsOn, g.Hours)
            {
                SupportStartedOn = line.SupportBegan(g.Id) ?? g.StartsOn,
                EndedOn = g.EndedOn,
                IsFollowed = g.IsFollowed,
                Course = g.Course,
                CourseStartedOn = line.CourseBegan(g.Id) ?? g.StartsOn,
                AdmittedOn = g.AdmittedOn,
                // A pause without an end lasts as long as the grant.
                Pauses = [.. new Pauses(pauses[g.Id]).Spans.Where(p => p.Days.From <= g.EndsOn).Select(p => new Period(p.Days.From, p.Days.To < g.EndsOn ? p.Days.To : g.EndsOn))],
                Rules = GrantRules.On(g.DecidedAt is { } decided ? LocalDay.Of(decided) : g.StartsOn),
            };
            return new GrantClocks(g.Id, g.Number, g.ResponsibleId, g.StartsOn, facts.LastDay, Clocks.Judge(facts, settings, handlings[g.Id], today));
        });
    }

    private static ClockKind KindOf(OutcomeStage stage) => stage switch
    {
        OutcomeStage.AtEnd => ClockKind.Outcome,
        OutcomeStage.After3Months => ClockKind.OutcomeAfter3Months,
        OutcomeStage.After6Months => ClockKind.OutcomeAfter6Months,
    };
}
