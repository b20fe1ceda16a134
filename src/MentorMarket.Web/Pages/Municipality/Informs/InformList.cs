using MentorMarket.Domain.Grants;
using MentorMarket.Web.Data;
using MentorMarket.Web.Look;
using MentorMarket.Web.Pages.Municipality.Citizens;
using Microsoft.EntityFrameworkCore;

namespace MentorMarket.Web.Pages.Municipality.Informs;

/// <summary>A duty to inform as lists show it: the citizen by number, nobody by name.</summary>
public sealed record InformRow(Guid Id, string Citizen, InformCause Cause, DateOnly ReceivedOn, DateOnly? EventOn, DateOnly DueOn, InformState State, InformStepKind? Answer, Guid ResponsibleId, string Responsible);

internal static class InformList
{
    /// <summary>All of the municipality's, as they stand.</summary>
    public static async Task<IReadOnlyList<InformRow>> OfAsync(PortalDb db, Guid tenant, DateOnly today, CancellationToken cancel)
    {
        var informs = await (from inform in db.Informs
                             join citizen in db.Citizens on inform.CitizenId equals citizen.Id
                             where inform.MunicipalityId == tenant
                             select new { inform.Id, citizen.Number, inform.Cause, inform.ReceivedOn, inform.EventOn, inform.DueOn, inform.RegisteredBy }).ToListAsync(cancel);
        var steps = (await db.InformSteps.Where(s => s.MunicipalityId == tenant).OrderBy(s => s.RecordedAt).ThenBy(s => s.Id).Select(s => new { s.InformId, s.Kind, s.RecordedBy }).ToListAsync(cancel))
            .ToLookup(s => s.InformId);
        var names = await db.Memberships.Where(m => m.OrganisationId == tenant).ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        return informs.ConvertAll(i =>
        {
            var done = steps[i.Id].ToList();
            // Whoever noted the last step has it.
            var responsible = done.Count > 0 ? done[^1].RecordedBy : i.RegisteredBy;
            return new InformRow(i.Id, i.Number, i.Cause, i.ReceivedOn, i.EventOn, i.DueOn, Inform.StateOf(i.DueOn, done.Select(s => s.Kind), today),
                done.Count > 0 ? done[^1].Kind : null, responsible, names.GetValueOrDefault(responsible, ""));
        });
    }
}

/// <summary>The duties to inform on a citizen's timeline.</summary>
internal static class InformMoments
{
    public static async Task<IReadOnlyList<TimelineEvent>> OfAsync(TimelineAsk ask, CancellationToken cancel)
    {
        var informs = await ask.Db.Informs.Where(i => i.CitizenId == ask.Citizen && i.MunicipalityId == ask.Tenant).ToListAsync(cancel);
        var ids = informs.ConvertAll(i => i.Id);
        var steps = await ask.Db.InformSteps.Where(s => ids.Contains(s.InformId)).ToListAsync(cancel);
        var people = informs.Select(i => i.RegisteredBy).Concat(steps.Select(s => s.RecordedBy)).Distinct().ToList();
        var names = await ask.Db.Memberships.Where(m => m.OrganisationId == ask.Tenant && people.Contains(m.PersonId)).ToDictionaryAsync(m => m.PersonId, m => m.Name, cancel);
        return
        [
            .. informs.Select(i => new TimelineEvent(i.RegisteredAt, TimelineKind.Inform, Labels.Of(i.Cause, ask.S),
                ask.L["Modtaget {0}, orienteres senest {1}. {2}", Show.Date(i.ReceivedOn), Show.Date(i.DueOn), i.Note].Value.Trim(), names.GetValueOrDefault(i.RegisteredBy, ""), $"~/municipality/informs/details/{i.Id}")),
            .. steps.Select(s => new TimelineEvent(s.RecordedAt, TimelineKind.Inform, Labels.Of(s.Kind, ask.S),
                string.Join(". ", new[] { Show.Date(s.HappenedOn), s.Way is { } way ? Labels.Of(way, ask.S) : "", s.Words }.Where(t => t.Length > 0)), names.GetValueOrDefault(s.RecordedBy, ""), $"~/municipality/informs/details/{s.InformId}")),
        ];
    }
}
