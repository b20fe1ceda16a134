namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A grant as the pages show it that ask before something is done with it.</summary>
/// <param name="Version">The version of its row: what is decided about is what was read.</param>
/// <param name="Context">What it is judged by today: the rules may have changed since it was written.</param>
public sealed record GrantView(Grant Grant, uint Version, GrantContext Context, IReadOnlyList<Overlap> Overlaps)
{
    public sealed record Query(Guid Id) : IQuery<GrantView>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, GrantView>
    {
        public async Task<GrantView> Handle(Query request, CancellationToken cancel)
        {
            var grant = await db.Grants.OneAsync(current.Required.Tenant, request.Id, cancel);
            var today = DanishTime.DateOf(time.GetUtcNow());
            return new(grant, db.VersionOf(grant), await GrantQueries.ContextAsync(db, grant, today, cancel),
                await Overlap.OfAsync(db, grant, cancel));
        }
    }
}
