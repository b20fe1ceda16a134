using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>An entry is kept with its note and its steps, each in a table of its own since fewer may read them.</summary>
public static class EntryParts
{
    public static void Add(PortalDb db, TimeEntry entry, string note, IReadOnlyList<StepOn> steps)
    {
        // The database has it wait for a check that is reading (trigger lock_facts_on_insert), also where no handler took the turn,
        // and refuses a step on another grant's goal (require_goal_of_assignment).
        db.TimeEntries.Add(entry);
        if (note.Trim() is { Length: > 0 } words) db.EntryNotes.Add(new EntryNote(entry, words));
        foreach (var step in steps) db.GoalSteps.Add(new GoalStep(entry, step.Goal, step.Value));
    }

    /// <summary>One step on each of the grant's own goals, whatever the form sent.</summary>
    public static async Task<IReadOnlyList<StepOn>> OnGoalsAsync(PortalDb db, Assignment assignment, IReadOnlyList<StepOn> steps,
        CancellationToken cancel)
    {
        if (steps.Count == 0) return [];
        var goals = await db.GrantGoals.Where(g => g.GrantId == assignment.GrantId).Select(g => g.Id).ToListAsync(cancel);
        return [.. steps.Where(s => goals.Contains(s.Goal)).DistinctBy(s => s.Goal)];
    }
}

/// <summary>
/// What came of registering: the entry, and what the mentor should look at. It is a warning, not a refusal: the truth is welcome.
/// </summary>
/// <param name="WeekMinutes">Direct contact in the week with this entry, if it is more than was granted.</param>
public sealed record Registered(Guid Entry, DateTimeOffset? Overlaps, int? WeekMinutes, int GrantedMinutes)
{
    /// <summary>The support rests that day.</summary>
    public bool IsInPause { get; init; }

    /// <summary>The period of the assignment, if the day lies outside it.</summary>
    public Period? OutsideOf { get; init; }

    /// <summary>It was given under another act than the grant's.</summary>
    public bool IsUnderAnotherAct { get; init; }
}

/// <summary>
/// A mentor who takes the assignment over registers nothing before that day, and one who has handed it over nothing after it, nor long
/// after.
/// </summary>
internal static class MentorDays
{
    /// <summary>So long after the last day time that was forgotten may be registered.</summary>
    public const int LateDays = 31;

    public static async Task CheckAsync(PortalDb db, TimeEntry entry, CancellationToken cancel)
    {
        var days = await (from m in db.AgreementMentors
                          join g in db.Agreements on m.AgreementId equals g.Id
                          where g.AssignmentId == entry.AssignmentId && m.MentorId == entry.MentorId
                          orderby g.Version descending
                          select new { m.FromOn, m.UntilOn }).FirstOrDefaultAsync(cancel);
        if (entry.LocalDate < days?.FromOn) throw new RuleViolation(Rule.MentorHasNotBegun);
        // What is registered is corrected whenever it is found to be wrong.
        var isTooLate = entry.SupersedesId is null && DanishTime.DateOf(entry.RegisteredAt).AddDays(-LateDays) > days?.UntilOn;
        if (entry.LocalDate > days?.UntilOn || isTooLate) throw new RuleViolation(Rule.MentorHasHandedOver);
    }
}

public static class EntryWarnings
{
    public static async Task<Registered> AboutAsync(PortalDb db, Assignment assignment, TimeEntry entry, Guid? replaces,
        CancellationToken cancel)
    {
        var granted = Minutes.FromHours(assignment.HoursPerWeek).Value;
        if (entry.Kind != EntryKind.Direct || entry.Minutes == 0) return new(entry.Id, null, null, granted);
        var period = new Period(assignment.StartsOn, assignment.LastDay);
        var current = db.TimeEntries.Where(e => e.Id != replaces && e.Kind == EntryKind.Direct
            && !db.TimeEntries.Any(s => s.SupersedesId == e.Id));
        var together = new Together(db);
        // A provider reads the grant while its assignment runs; registered later it is only the check that knows.
        var acting = together.Ask(() => db.Grants.Where(g => g.Id == assignment.GrantId).Select(g => (LegalBasis?)g.Terms.Basis)
            .SingleOrDefaultAsync(cancel));
        var resting = together.Ask(() =>
            db.GrantPauses.Where(p => p.GrantId == assignment.GrantId)
                .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel));
        var overlapping = together.Ask(() => current.Where(e => e.ProviderId == entry.ProviderId && e.MentorId == entry.MentorId
            && e.StartsAt < entry.EndsAt && entry.StartsAt < e.EndsAt)
            .OrderBy(e => e.StartsAt).Select(e => (DateTimeOffset?)e.StartsAt).FirstOrDefaultAsync(cancel));
        var inTheWeek = together.Ask(() => current.Where(e => e.AssignmentId == assignment.Id && e.IsoWeek == entry.IsoWeek)
            .SumAsync(e => e.Minutes, cancel));
        await together.SendAsync(cancel);
        var (basis, pauses, overlaps, week) = (await acting, new Pauses(await resting), await overlapping, entry.Minutes + await inTheWeek);
        return new(entry.Id, overlaps, week > granted ? week : null, granted)
        {
            IsInPause = pauses.Contains(entry.LocalDate),
            OutsideOf = period.Contains(entry.LocalDate) ? null : period,
            IsUnderAnotherAct = basis is { } act && !entry.IsUnder(act),
        };
    }

    public static void Say(ITempDataDictionary tempData, Registered outcome, string done, IStringLocalizer<ProviderTexts> L)
    {
        tempData["Success"] = done;
        var warnings = new List<string>();
        if (outcome.Overlaps is { } at)
        {
            warnings.Add(L["Den overlapper med din registrering fra {0}. Ret den ene, hvis tiderne ikke er rigtige.", Show.DateTime(at)]);
        }
        if (outcome.WeekMinutes is { } minutes)
        {
            warnings.Add(L["Ugen har nu {0} direkte kontakt, og der er bevilget {1}. Det, der er for meget, bliver ikke betalt.",
                Show.Minutes(minutes), Show.Minutes(outcome.GrantedMinutes)]);
        }
        if (outcome.OutsideOf is { } period)
        {
            warnings.Add(L["Dagen ligger uden for forløbets periode, {0}. Tiden bliver ikke betalt.", Show.Period(period.From, period.To)]);
        }
        if (outcome.IsInPause) warnings.Add(L["Støtten er på pause den dag, så tiden bliver ikke betalt."]);
        if (outcome.IsUnderAnotherAct) warnings.Add(L["Tiden er efter en anden lov end bevillingens, så den bliver ikke betalt af den."]);
        if (warnings.Count > 0) tempData["Warning"] = string.Join(" ", warnings);
    }
}
