namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>Refuses a grant, or proposes it.</summary>
/// <param name="IsProposal">The caseworker proposes it; the team leader decides.</param>
public sealed record RefuseGrant(Guid Id, IReadOnlyList<RefusalGround> Grounds, string Reason, uint Version,
    bool IsProposal = false) : ICommand<Unit>
{
    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<RefuseGrant, Unit>
    {
        public async Task<Unit> Handle(RefuseGrant request, CancellationToken cancel)
        {
            var actor = current.Required;
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            // What was decided or taken back meanwhile is told as that, not as some change.
            if (request.IsProposal || grant.Status == GrantStatus.Submitted) db.MustBeAsRead(grant, request.Version);
            var now = time.GetUtcNow();
            var rules = (await GrantQueries.ContextAsync(db, grant, DanishTime.DateOf(now), cancel)).Version;
            if (request.IsProposal) grant.ProposeRefusal(request.Grounds, request.Reason, actor.Person!.Value, now, rules);
            else grant.Refuse(actor.Person!.Value, request.Grounds, request.Reason, now, rules, actor.DeputyFor);
            return default;
        }
    }
}
