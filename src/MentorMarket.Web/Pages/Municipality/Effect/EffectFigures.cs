namespace MentorMarket.Web.Pages.Municipality.Effect;

/// <summary>Outcomes of the support that ended in a calendar year, at a stage, divided by one thing.</summary>
/// <remarks>
/// Whole years that never overlap: two periods of which one holds the other would give single persons away by their difference.
/// </remarks>
public sealed record EffectQuery(EffectBy By, OutcomeStage Stage, int Year) : IQuery<EffectFigures>
{
    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<EffectQuery, EffectFigures>
    {
        public async Task<EffectFigures> Handle(EffectQuery request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var (first, before) = (new DateOnly(request.Year, 1, 1), new DateOnly(request.Year + 1, 1, 1));
            var settings = await GrantQueries.SettingsAsync(db, tenant, today, cancel);
            // Support that goes on in an extension or a change has not ended.
            var ended = await (
                from a in db.Assignments
                join g in db.Grants on a.GrantId equals g.Id
                join c in db.Citizens on g.CitizenId equals c.Id
                let last = a.LastDay
                where a.MunicipalityId == tenant && (a.Status == AssignmentStatus.Accepted || a.Status == AssignmentStatus.Ended)
                    && today > last && last >= first && before > last
                    && !db.Grants.Any(next => next.FollowsId == g.Id
                        && (next.Status == GrantStatus.Accepted || next.Status == GrantStatus.Ended))
                orderby last, g.Id
                select new { g.Id, g.CitizenId, g.Terms.TargetGroup, g.Terms.MentorKind, c.BirthYear, Last = last }).ToListAsync(cancel);
            var due = ended.Where(e => Outcome.IsDue(request.Stage, e.Last, today)).ToList();
            var ids = due.ConvertAll(e => e.Id);
            var days = due.ToDictionary(e => e.Id, e => e.Last);
            var takenBack = await GrantQueries.TakenBackAsync(db.GrantEnds.Where(e => ids.Contains(e.GrantId)), cancel);
            var results = (await db.Outcomes.Where(o => o.Stage == request.Stage && ids.Contains(o.GrantId))
                .Select(o => new { o.GrantId, o.Result, o.RecordedAt }).ToListAsync(cancel))
                .Where(o => Outcome.Counts(request.Stage, o.RecordedAt, days[o.GrantId],
                    takenBack.TryGetValue(o.GrantId, out var at) ? at : null))
                .GroupBy(o => o.GrantId).ToDictionary(o => o.Key, o => o.MaxBy(x => x.RecordedAt)!.Result);
            var table = EffectTable.Of(due.Select(e => new EffectCase(e.CitizenId, request.By switch
            {
                EffectBy.Age => AgeBand.Of(e.BirthYear, e.Last.Year),
                EffectBy.TargetGroup => e.TargetGroup?.ToString() ?? "",
                EffectBy.MentorKind => e.MentorKind?.ToString() ?? "",
            }, results.TryGetValue(e.Id, out var result) ? result : null)), settings.SmallestGroupShown);
            return new(request, table, settings.SmallestGroupShown);
        }
    }
}

/// <summary>The table with what it was asked.</summary>
public sealed record EffectFigures(EffectQuery Asked, EffectTable Table, int Smallest)
{
    /// <summary>Enough citizens to say more than how many they were.</summary>
    public bool HasResults => Table.All.IsShown && Table.Columns.Count > 1;

    /// <summary>Enough of them in a job or an education to say how large a share that is.</summary>
    public bool HasShares => HasResults && Table.Reached(Table.All) is not null;

    public string NameOf(EffectRow row, IStringLocalizer<SharedTexts> S, IStringLocalizer<MunicipalityTexts> L) => row.Group.Length == 0
        ? (row == Table.All ? L["Alle"] : L["Ikke oplyst"])
        : Asked.By switch
        {
            EffectBy.Age => Labels.OfAge(row.Group, S),
            EffectBy.TargetGroup => Labels.Of(Enum.Parse<TargetGroup>(row.Group), S),
            EffectBy.MentorKind => Labels.Of(Enum.Parse<MentorKind>(row.Group), S),
        };

    public string NameOf(EffectColumn column, IStringLocalizer<SharedTexts> S, IStringLocalizer<MunicipalityTexts> L) =>
        column.Results switch
        {
            [{ } one] => Labels.Of(one, S),
            [null] => L["Ikke noteret"],
            _ when column.IsReached => L["I job eller uddannelse"],
            _ => L["Øvrige"],
        };

    /// <summary>What is counted together as the rest, if anything is.</summary>
    public string? Rest(IStringLocalizer<SharedTexts> S, IStringLocalizer<MunicipalityTexts> L) =>
        Table.Columns.FirstOrDefault(c => c.Results.Count > 1 && !c.IsReached) is { } rest
            ? Labels.InSentence(rest.Results.Select(r => NameOf(new EffectColumn([r]), S, L))) : null;

    /// <summary>What stands instead of numbers.</summary>
    public string Hidden(EffectRow row, IStringLocalizer<MunicipalityTexts> L) =>
        row.IsHiddenForAnother ? L["vises ikke"] : L["færre end {0}", Smallest];
}
