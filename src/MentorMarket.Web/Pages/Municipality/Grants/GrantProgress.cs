namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>How a grant goes on: what it follows and what follows it, who has it, when it rests, and how it ended.</summary>
/// <param name="LastDay">The last day of its support, planned or not; null while no provider has it.</param>
public sealed record GrantProgress(
    GrantProgress.Link? Follows, IReadOnlyList<GrantProgress.Link> FollowedBy, DateOnly? LastDay,
        IReadOnlyList<GrantProgress.NamedMentor> Mentors, IReadOnlyList<GrantProgress.PauseSpan> Rests,
    GrantProgress.EndRecord? End, IReadOnlyList<GrantProgress.OutcomeRecord> Outcomes, GrantProgress.DeclinedOffer? Decline)
{
    /// <summary>Another grant in the chain.</summary>
    public sealed record Link(Guid Id, string Number, GrantKind Kind, GrantStatus Status, DateOnly? StartsOn, DateOnly? EndsOn);

    /// <summary>A mentor of the newest version of the agreement.</summary>
    public sealed record NamedMentor(string Name, DateOnly? UntilOn, int Version);

    /// <summary>A pause; its last day is null while it is open. Why it was resumed is empty where it was not.</summary>
    public sealed record PauseSpan(Guid Id, DateOnly FromOn, DateOnly? ToOn, string Reason, string Assessment, string ResumeReason);

    /// <summary>A record of the end, with what it corrects in the one before it.</summary>
    public sealed record EndRecord(Guid Id, DateOnly On, EndReason Reason, string Text, string Assessment, EndCorrection? Correction,
        string CorrectionText, DateTimeOffset At, string By);

    public sealed record OutcomeRecord(OutcomeStage Stage, OutcomeResult Result, bool WithCitizen, string Note, DateTimeOffset At,
        IReadOnlyDictionary<Guid, GoalResult> Goals);

    public sealed record DeclinedOffer(string Provider, string Reason, DateTimeOffset At);

    public IReadOnlyList<PauseRow> PauseRows { get; init; } = [];

    /// <summary>What was recorded of the end before what counts now, newest first: corrected, or taken back.</summary>
    public IReadOnlyList<EndRecord> EarlierEnds { get; init; } = [];

    /// <summary>A change has taken over: the day it ended this one on is not moved beyond that.</summary>
    public DateOnly? TakenOverOn { get; init; }

    /// <summary>The assignment's planned last day; null while no provider has it.</summary>
    public DateOnly? PlannedDay { get; init; }

    /// <summary>The latest day that the recorded end can be corrected to.</summary>
    public DateOnly? LatestEnd => TakenOverOn is { } over && LastDay is { } last ? (over.AddDays(-1) > last ? over.AddDays(-1) : last)
        : PlannedDay;

    /// <summary>The support may go on after all.</summary>
    public bool CanGoOn(DateOnly today) => End is not null && TakenOverOn is null && PlannedDay >= today;

    /// <summary>
    /// The citizen's other grants on the days between the recorded end and the planned one: what it meets, if it goes on.
    /// </summary>
    public IReadOnlyList<Overlap> AfterEnd { get; init; } = [];

    /// <summary>A assignment with a provider that it would meet, if it ends on a later day than was recorded.</summary>
    public Overlap? Meets(DateOnly to) => to > End?.On ? AfterEnd.FirstOrDefault(other => other.IsTaken && other.StartsOn <= to) : null;

    /// <summary>Something was written about a pause, an end or what came of it.</summary>
    public bool HasWords => Rests.Count > 0 || End is not null || EarlierEnds.Count > 0 || Outcomes.Any(o => o.Note.Length > 0);

    /// <summary>A provider has it and its last day is not past.</summary>
    public bool IsRunning(DateOnly today) => LastDay >= today;

    public static async Task<GrantProgress> OfAsync(PortalDb db, Grant grant, CancellationToken cancel)
    {
        var links = await db.Grants.Where(g => g.MunicipalityId == grant.MunicipalityId
            && (g.Id == grant.FollowsId || g.FollowsId == grant.Id)).OrderBy(g => g.CreatedAt)
            .Select(g => new { g.FollowsId, Link = new Link(g.Id, g.Number, g.Kind, g.Status, g.Terms.StartsOn, g.Terms.EndsOn) })
                .ToListAsync(cancel);
        var taken = await db.Assignments.AsNoTracking().Where(a => a.GrantId == grant.Id && a.ProviderId != null)
            .OrderByDescending(a => a.AcceptedAt).FirstOrDefaultAsync(cancel);
        var mentors = taken is null ? [] : await (
            from m in db.AgreementMentors
            join g in db.Agreements on m.AgreementId equals g.Id
            where g.AssignmentId == taken.Id && g.Version == db.Agreements.Where(x => x.AssignmentId == taken.Id).Max(x => x.Version)
            orderby m.UntilOn != null, m.Name
            select new NamedMentor(m.Name, m.UntilOn, g.Version)).ToListAsync(cancel);
        var pauses = await db.GrantPauses.AsNoTracking().Where(p => p.GrantId == grant.Id).ToListAsync(cancel);
        var rows = pauses.ConvertAll(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId));
        var ends = await EndsAsync(db, grant, cancel);
        var takenBack = ends.Where(e => e.Correction == EndCorrection.TakenBack).Max(e => (DateTimeOffset?)e.At);
        var end = ends.Count > 0 && ends[0].Correction != EndCorrection.TakenBack ? ends[0] : null;
        var outcomes = (await db.Outcomes.AsNoTracking().Include(o => o.Goals).Where(o => o.GrantId == grant.Id).ToListAsync(cancel))
            .Where(o => taken is not null && Outcome.Counts(o.Stage, o.RecordedAt, taken.LastDay, takenBack))
            .GroupBy(o => o.Stage).Select(o => o.MaxBy(x => x.RecordedAt)!).OrderBy(o => o.Stage);
        var declined = await (
            from d in db.OfferDeclines
            join a in db.Assignments on d.AssignmentId equals a.Id
            join o in db.Organisations on d.OfferedTo equals o.Id
            where a.GrantId == grant.Id && a.Status == AssignmentStatus.Published
            select new DeclinedOffer(o.Name, d.Reason, d.DeclinedAt)).FirstOrDefaultAsync(cancel);
        return new(
            links.Find(l => l.Link.Id == grant.FollowsId)?.Link, [.. links.Where(l => l.FollowsId == grant.Id).Select(l => l.Link)],
                taken?.LastDay, mentors,
            [.. new Pauses(rows).Spans.Select(s => RestOf(pauses, s.Id, s.Days))],
            end, [.. outcomes.Select(o => new OutcomeRecord(o.Stage, o.Result, o.WithCitizen, o.Note, o.RecordedAt,
                o.Goals.ToDictionary(g => g.GoalId, g => g.Result)))], declined)
        {
            PauseRows = rows,
            EarlierEnds = [.. ends.Skip(end is null ? 0 : 1)],
            TakenOverOn = links.Find(l => l.FollowsId == grant.Id
                && l.Link is { Kind: GrantKind.Change, Status: GrantStatus.Accepted or GrantStatus.Ended })?.Link.StartsOn,
            PlannedDay = taken?.EndsOn,
            AfterEnd = end is not null && taken is not null ? await Overlap.OfAsync(db, grant, end.On.AddDays(1), taken.EndsOn, cancel)
                : [],
        };
    }

    private static PauseSpan RestOf(List<GrantPause> pauses, Guid id, Period days)
    {
        var pause = pauses.Find(p => p.Id == id)!;
        return new(id, days.From, days.To == DateOnly.MaxValue ? null : days.To, pause.Reason, pause.Assessment,
            pauses.Find(p => p.ResumesId == id)?.Reason ?? "");
    }

    // Newest first: each row replaces the one after it.
    private static async Task<IReadOnlyList<EndRecord>> EndsAsync(PortalDb db, Grant grant, CancellationToken cancel)
    {
        var rows = await db.GrantEnds.Where(e => e.GrantId == grant.Id).Select(e => new
        {
            e.SupersedesId,
            EndRecord = new EndRecord(e.Id, e.EndedOn, e.Reason, e.Text, e.Assessment, e.Correction, e.CorrectionText, e.RecordedAt,
                db.Memberships.Where(m => m.OrganisationId == grant.MunicipalityId && m.PersonId == e.RecordedBy).Select(m => m.Name)
                    .FirstOrDefault() ?? ""),
        }).ToListAsync(cancel);
        var ordered = new List<EndRecord>();
        for (var next = rows.Find(r => rows.TrueForAll(x => x.SupersedesId != r.EndRecord.Id)); next is not null; next =
            rows.Find(r => r.EndRecord.Id == next.SupersedesId))
        {
            ordered.Add(next.EndRecord);
        }
        return ordered;
    }
}
