using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>The documents of a grant: which there are, what has changed since, and what has been sent.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Case { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    /// <summary>Where a caseworker goes on to, once the citizen has been told.</summary>
    public enum NextStep
    {
        Publish,
        Grant,
    }

    /// <summary>None before the decision, or the refusal, is noted sent.</summary>
    public NextStep? Following()
    {
        var isTold = Case.States.Any(s => s.Kind is DocumentKind.DecisionLetter or DocumentKind.Refusal
            && s.Versions.Any(v => v.Sent.Count > 0));
        if (!IsCaseworker || !isTold) return null;
        return Case.About.Grant.Status == GrantStatus.Approved && Case.About.Grant.Terms.EndsOn >= Case.Today ? NextStep.Publish
            : NextStep.Grant;
    }

    public async Task OnGetAsync(Guid grant, CancellationToken cancel) => Case = await sender.Send(new Query(grant), cancel);

    public sealed record Query(Guid Grant) : IDisclosingQuery<Model>;

    public sealed record Model(GrantCase About, IReadOnlyList<DocumentState> States, DateOnly Today);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var about = await DocumentQueries.CaseAsync(db, tenant, request.Grant, cancel);
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, about.Grant.CitizenId, ("page", "documents"),
                ("grant", about.Grant.Number));
            var today = DanishTime.DateOf(time.GetUtcNow());
            return new(about, await DocumentQueries.StatesAsync(db, tenant, request.Grant, about.Facts, today, cancel), today);
        }
    }
}
