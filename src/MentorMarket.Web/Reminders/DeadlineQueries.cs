using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Reminders;

/// <summary>A grant that runs or has ended, with its dates as they stand today.</summary>
public sealed record RunningDeadlines(Guid Grant, string Number, Guid Responsible, DateOnly StartsOn, DateOnly LastDay,
    IReadOnlyList<DeadlineStatus> Deadlines);

/// <summary>A duty to inform that nobody has met yet: who has it, and by when.</summary>
public sealed record OpenInformationDuty(Guid InformationDuty, Guid Responsible, DeadlineStatus Due);

/// <summary>
/// The dates of grants as they stand today. It reads the columns that the checker may read too, and no word of a case: the
/// work list, the morning's mail and the calendar ask the same question here.
/// </summary>
internal static class DeadlineQueries
{
    // The last outcome is asked for six months after the end, and during a year.
    private const int MonthsAfterTheEnd = 19;

    /// <summary>Those of a municipality, or of one caseworker, that something may still wait for, or that ended lately.</summary>
    public static Task<IReadOnlyList<RunningDeadlines>> AllAsync(PortalDb db, Guid municipality, DateOnly today, CancellationToken cancel,
        Guid? responsible = null)
    {
        var oldest = Months.Before(today, MonthsAfterTheEnd);
        return OfAsync(db, municipality,
            db.Grants.Where(g => g.Terms.EndsOn >= oldest && (responsible == null || g.ResponsibleId == responsible)), db.Grants, today,
            cancel);
    }

    /// <summary>The duties to inform that nobody has met. Whoever noted the last try has it; until then, who registered it.</summary>
    public static async Task<IReadOnlyList<OpenInformationDuty>> InformationDutiesAsync(PortalDb db, Guid municipality, DateOnly today,
        CancellationToken cancel) =>
        (await db.InformationDuties.Where(i => i.MunicipalityId == municipality
            && !db.InformationSteps.Any(s => s.InformationDutyId == i.Id && s.Kind != InformationStepKind.NotReached))
            .Select(i => new
            {
                i.Id,
                i.DueOn,
                i.RegisteredBy,
                Tried = db.InformationSteps.Where(s => s.InformationDutyId == i.Id).OrderByDescending(s => s.RecordedAt)
                    .ThenByDescending(s => s.Id).Select(s => (Guid?)s.RecordedBy).FirstOrDefault(),
            }).ToListAsync(cancel)).ConvertAll(i =>
                new OpenInformationDuty(i.Id, i.Tried ?? i.RegisteredBy, DeadlineRules.OfInformationDuty(i.DueOn, today)));

    /// <summary>Those of one grant; null where it has not begun with any provider.</summary>
    public static async Task<RunningDeadlines?> OfAsync(PortalDb db, Guid municipality, Guid grant, DateOnly today,
        CancellationToken cancel) =>
        (await OfAsync(db, municipality, db.Grants.Where(g => g.Id == grant),
            db.Grants.Where(g => db.Grants.Any(one => one.Id == grant && one.CitizenId == g.CitizenId)), today, cancel)).SingleOrDefault();

    public static async Task<DeadlineSettings> SettingsAsync(PortalDb db, Guid municipality, DateOnly today, CancellationToken cancel) =>
        DeadlineSettings.Of(await GrantQueries.SettingsAsync(db, municipality, today, cancel));

    private static async Task<IReadOnlyList<RunningDeadlines>> OfAsync(PortalDb db, Guid municipality, IQueryable<Grant> grants,
        IQueryable<Grant> around, DateOnly today, CancellationToken cancel)
    {
        var settings = await SettingsAsync(db, municipality, today, cancel);
        var taken = grants.Where(g => g.MunicipalityId == municipality && g.Terms.StartsOn != null && g.Terms.EndsOn != null
            && g.Terms.HoursPerWeek != null
            && (g.Status == GrantStatus.Published || g.Status == GrantStatus.Accepted || g.Status == GrantStatus.Ended)
            && db.Assignments.Any(a => a.GrantId == g.Id && a.ProviderId != null));
        var running = await taken.Select(g => new
        {
            g.Id,
            g.Number,
            g.ResponsibleId,
            StartsOn = g.Terms.StartsOn!.Value,
            EndsOn = g.Terms.EndsOn!.Value,
            Hours = g.Terms.HoursPerWeek!.Value,
            g.Terms.Programme,
            g.Terms.AdmittedOn,
            g.DecidedAt,
            EndedOn = db.Assignments.Where(a => a.GrantId == g.Id).Max(a => a.EndedOn),
            // Not before its own provider has accepted: until then nobody else asks about the end of this one.
            IsFollowed = db.Grants.Any(next => next.FollowsId == g.Id
                && (next.Status == GrantStatus.Accepted || next.Status == GrantStatus.Ended)),
        }).ToListAsync(cancel);
        // Only grants that follow another and those that are followed.
        var line = await GrantQueries.ChainAsync(db,
            around.Where(g => g.MunicipalityId == municipality && (g.FollowsId != null || db.Grants.Any(next => next.FollowsId == g.Id))),
            cancel);
        var handlings = (await (from followUp in db.FollowUps
                                join grant in taken on followUp.GrantId equals grant.Id
                                select new
                                {
                                    followUp.GrantId,
                                    followUp.Kind,
                                    followUp.Sequence,
                                    followUp.Result,
                                    followUp.DoneOn,
                                    followUp.PostponedUntil,
                                    followUp.RecordedAt
                                }).ToListAsync(cancel))
            .ToLookup(f => f.GrantId, f => new FollowUpFact(f.Kind, f.Sequence, f.Result, f.DoneOn, f.PostponedUntil, f.RecordedAt));
        var outcomes = (await (from outcome in db.Outcomes
                               join grant in taken on outcome.GrantId equals grant.Id
                               select new { outcome.GrantId, outcome.Stage, outcome.RecordedAt }).ToListAsync(cancel))
            .ToLookup(o => o.GrantId);
        var takenBack = await GrantQueries.TakenBackAsync(
            from end in db.GrantEnds join grant in taken on end.GrantId equals grant.Id select end, cancel);
        var pauses = (await (from pause in db.GrantPauses
                             join grant in taken on pause.GrantId equals grant.Id
                             select new { pause.GrantId, pause.Id, pause.FromOn, pause.ToOn, pause.ResumesId, pause.RecordedAt })
                                 .ToListAsync(cancel))
            .ToLookup(p => p.GrantId, p => (Row: new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId), p.RecordedAt));
        return running.ConvertAll(g =>
        {
            var rests = new Pauses(pauses[g.Id].Select(p => p.Row)).Spans.ToList();
            var facts = new RunningGrant(g.StartsOn, g.EndsOn, g.Hours)
            {
                SupportStartedOn = line.SupportBegan(g.Id) ?? g.StartsOn,
                EndedOn = g.EndedOn,
                IsFollowed = g.IsFollowed,
                Programme = g.Programme,
                ProgrammeStartedOn = line.ProgrammeBegan(g.Id) ?? g.StartsOn,
                AdmittedOn = g.AdmittedOn,
                // A pause without an end lasts as long as the grant.
                Pauses = [.. rests.Where(p => p.Days.From <= g.EndsOn)
                    .Select(p => new Period(p.Days.From, p.Days.To < g.EndsOn ? p.Days.To : g.EndsOn))],
                OpenPause = rests.Where(p => p.Days.To == DateOnly.MaxValue)
                    .Select(p => (OpenPause?)new OpenPause(p.Days.From, pauses[g.Id].Single(x => x.Row.Id == p.Id).RecordedAt))
                    .FirstOrDefault(),
                Rules = GrantRules.On(g.DecidedAt is { } decided ? DanishTime.DateOf(decided) : g.StartsOn),
            };
            // An outcome has a page of its own: recorded there, it is done here.
            var judged = outcomes[g.Id]
                .Where(o => Outcome.Counts(o.Stage, o.RecordedAt, facts.LastDay, takenBack.TryGetValue(g.Id, out var at) ? at : null))
                .Select(o => new FollowUpFact(DeadlineRules.KindOf(o.Stage), 1, FollowUpResult.Done, DanishTime.DateOf(o.RecordedAt), null,
                    o.RecordedAt));
            return new RunningDeadlines(g.Id, g.Number, g.ResponsibleId, g.StartsOn, facts.LastDay,
                DeadlineRules.Judge(facts, settings, handlings[g.Id].Concat(judged), today));
        });
    }
}
