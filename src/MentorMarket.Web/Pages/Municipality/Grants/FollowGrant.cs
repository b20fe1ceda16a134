using Npgsql;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Saves a draft that extends or changes a grant; answers its id.</summary>
public sealed record FollowGrant(Guid Id, GrantKind Kind, GrantForm Form) : ICommand<Guid>
{
    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<FollowGrant, Guid>
    {
        public async Task<Guid> Handle(FollowGrant request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var earlier = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            if (await Follower.OfAsync(db, earlier.Id, request.Kind, cancel) is not null) throw new RuleViolation(Rule.GrantIsFollowed);
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"BEV-{today.Year}-",
                db.Grants.Where(g => g.MunicipalityId == actor.Tenant).Select(g => g.Number), cancel);
            var context = await GrantQueries.ContextAsync(db, actor.Tenant, earlier.CitizenId, earlier.Id, today, cancel);
            var draft = Grant.DraftAfter(earlier, request.Kind, number, request.Form.Terms(), actor.Person!.Value, now, context.Version);
            db.Grants.Add(draft);
            try
            {
                // Two at the same moment: the unique index lets one in.
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "grants_one_open_follower" })
            {
                throw new RuleViolation(Rule.GrantIsFollowed);
            }
            return draft.Id;
        }
    }
}
