namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>A grant and how its support goes, as the pages show it that let it rest, end it and say what came of it.</summary>
public sealed record SupportView(Grant Grant, GrantProgress Progress, DateOnly Today)
{
    /// <summary>The pauses that are not over.</summary>
    public IReadOnlyList<GrantProgress.PauseSpan> Resting => [.. Progress.Rests.Where(r => r.ToOn is null || r.ToOn >= Today)];

    /// <summary>Whether a stage can be judged yet.</summary>
    public bool IsDue(OutcomeStage stage) => Progress.LastDay is { } last && Outcome.IsDue(stage, last, Today);

    /// <param name="Page">What is noted as the page that was read, where something was written about the support.</param>
    public sealed record Query(Guid Id, string Page = "outcome") : IDisclosingQuery<SupportView>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, SupportView>
    {
        public async Task<SupportView> Handle(Query request, CancellationToken cancel)
        {
            var grant = await db.Grants.AsNoTracking().OneAsync(current.Required.Tenant, request.Id, cancel);
            var progress = await GrantProgress.OfAsync(db, grant, cancel);
            if (progress.HasWords) evidence.RecordReading(request.Page, grant.MunicipalityId, grant.Id);
            return new(grant, progress, DanishTime.DateOf(time.GetUtcNow()));
        }
    }
}
