using MentorMarket.Web.Pages.Municipality.Citizens;

namespace MentorMarket.Web.Pages.Municipality.InformationDuties;

/// <summary>A duty to inform as lists show it: the citizen by number, nobody by name.</summary>
public sealed record InformationDutyRow(Guid Id, string Citizen, InformationCause Cause, DateOnly ReceivedOn, DateOnly? EventOn,
    DateOnly DueOn, InformationState State, InformationStepKind? Answer, Guid ResponsibleId, string Responsible);

internal static class InformationDutyList
{
    /// <summary>All of the municipality's, as they stand.</summary>
    public static async Task<IReadOnlyList<InformationDutyRow>> OfAsync(PortalDb db, Guid tenant, DateOnly today, CancellationToken cancel)
    {
        var duties = await (from duty in db.InformationDuties
                            join citizen in db.Citizens on duty.CitizenId equals citizen.Id
                            where duty.MunicipalityId == tenant
                            select new
                            {
                                duty.Id,
                                citizen.Number,
                                duty.Cause,
                                duty.ReceivedOn,
                                duty.EventOn,
                                duty.DueOn,
                                duty.RegisteredBy
                            }).ToListAsync(cancel);
        var steps = (await db.InformationSteps.Where(s => s.MunicipalityId == tenant).OrderBy(s => s.RecordedAt).ThenBy(s => s.Id)
            .Select(s => new { s.InformationDutyId, s.Kind, s.RecordedBy }).ToListAsync(cancel))
            .ToLookup(s => s.InformationDutyId);
        var names = await db.Memberships.Where(m => m.OrganisationId == tenant).ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        return duties.ConvertAll(i =>
        {
            var done = steps[i.Id].ToList();
            // Whoever noted the last step has it.
            var responsible = done.Count > 0 ? done[^1].RecordedBy : i.RegisteredBy;
            return new InformationDutyRow(i.Id, i.Number, i.Cause, i.ReceivedOn, i.EventOn, i.DueOn,
                InformationDuty.StateOf(i.DueOn, done.Select(s => s.Kind), today),
                done.Count > 0 ? done[^1].Kind : null, responsible, names.GetValueOrDefault(responsible, ""));
        });
    }
}

/// <summary>The duties to inform on a citizen's timeline.</summary>
internal static class InformationTimeline
{
    public static async Task<IReadOnlyList<TimelineEvent>> OfAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var duties = await ask.Db.InformationDuties.Where(i => i.CitizenId == ask.Citizen && i.MunicipalityId == ask.Tenant)
            .ToListAsync(cancel);
        var ids = duties.ConvertAll(i => i.Id);
        var steps = await ask.Db.InformationSteps.Where(s => ids.Contains(s.InformationDutyId)).ToListAsync(cancel);
        var people = duties.Select(i => i.RegisteredBy).Concat(steps.Select(s => s.RecordedBy)).Distinct().ToList();
        var names = await ask.Db.Memberships.Where(m => m.OrganisationId == ask.Tenant && people.Contains(m.PersonId))
            .ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        return
        [
            .. duties.Select(i => new TimelineEvent(i.RegisteredAt, TimelineKind.InformationDuty, Labels.Of(i.Cause, ask.S),
                ask.L["Modtaget {0}, orienteres senest {1}. {2}", Show.Date(i.ReceivedOn), Show.Date(i.DueOn), i.Note].Value.Trim(),
                    names.GetValueOrDefault(i.RegisteredBy, ""), $"~/municipality/information-duties/details/{i.Id}")),
            .. steps.Select(s => new TimelineEvent(s.RecordedAt, TimelineKind.InformationDuty, Labels.Of(s.Kind, ask.S),
                string.Join(". ", new[] { Show.Date(s.HappenedOn), s.Way is { } way ? Labels.Of(way, ask.S) : "", s.Words }.Where(t =>
                    t.Length > 0)), names.GetValueOrDefault(s.RecordedBy, ""),
                    $"~/municipality/information-duties/details/{s.InformationDutyId}")),
        ];
    }
}
