using MentorMarket.Web.Jobs;

namespace MentorMarket.Web.Pages.Operator;

/// <summary>What waits for an operator, who is let in, and how much work the portal has.</summary>
[For(Role.Operator)]
public sealed class IndexModel(IMediator sender) : PageModel
{
    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<Model>;

    public sealed record Model(int Applications, IReadOnlyList<Kind> Organisations, IReadOnlyList<Work> Jobs);

    public sealed record Kind(OrganisationKind Of, int All, int Suspended);

    /// <param name="Waiting">To be done, those given up among them.</param>
    /// <param name="GivenUp">Tried so often that nobody tries again unasked.</param>
    public sealed record Work(string Of, int Waiting, int GivenUp);

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel) => new(
            await db.Applications.CountAsync(a => a.Status == ApplicationStatus.Waiting, cancel),
            await db.Organisations.Where(o => o.Kind != OrganisationKind.Platform).GroupBy(o => o.Kind)
                .Select(g => new Kind(g.Key, g.Count(), g.Count(o => o.SuspendedAt != null))).ToListAsync(cancel),
            await db.Jobs.Where(j => j.DoneAt == null).GroupBy(j => j.Kind)
                .Select(g => new Work(g.Key, g.Count(), g.Count(j => j.Tries >= JobQueue.GivenUpAfter))).ToListAsync(cancel));
    }
}
