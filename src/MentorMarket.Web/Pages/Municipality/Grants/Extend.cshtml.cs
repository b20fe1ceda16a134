using MentorMarket.Web.Granting;
using Npgsql;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A draft that goes on after a grant, beginning with its terms. <see cref="ChangeModel"/> sends the same for a change.</summary>
[For(Role.Caseworker)]
public sealed class ExtendModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public Model Earlier { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new Query(id, GrantKind.Extension), cancel) is not { } earlier) return RedirectToPage("Details", new { id });
        (Earlier, Form) = (earlier, earlier.Begins);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            if (await sender.Send(new Query(id, GrantKind.Extension), cancel) is not { } earlier) return RedirectToPage("Details", new { id });
            Earlier = earlier;
            return Page();
        }
        var draft = await sender.Send(new Command(id, GrantKind.Extension, Form), cancel);
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id = draft });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid id, CancellationToken cancel) =>
        await sender.Send(new Query(id, GrantKind.Extension), cancel) is { } earlier ? Partial("_Missing", Form.Missing(earlier.Kind, earlier.Context)) : NotFound();

    /// <summary>Answers null for a grant that was not decided: there is nothing to go on after.</summary>
    public sealed record Query(Guid Id, GrantKind Kind) : IQuery<Model?>;

    /// <param name="Begins">The form as it is first shown.</param>
    /// <param name="Follower">The extension or change that is there already, or null.</param>
    public sealed record Model(Guid Id, string Number, GrantKind Kind, DateOnly? StartsOn, DateOnly? EndsOn, GrantForm Begins, GrantContext Context, decimal? PriceCeiling, Follower? Follower);

    public sealed record Follower(Guid Id, string Number, GrantKind Kind, GrantStatus Status);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model?>
    {
        public async Task<Model?> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var grant = await db.Grants.AsNoTracking().OneAsync(tenant, request.Id, cancel);
            if (!grant.IsDecided) return null;
            var context = await GrantQueries.ContextAsync(db, tenant, grant.CitizenId, grant.Id, today, cancel);
            var begins = GrantForm.Of(Grant.Sketch(GrantTerms.After(grant, request.Kind, today, context.Settings, context.Follows?.ExtensionsBeganOn), request.Kind), 0);
            return new Model(grant.Id, grant.Number, request.Kind, grant.StartsOn, grant.EndsOn, begins, context, await Ceiling.OnAsync(db, tenant, today, cancel), await FollowerAsync(db, grant.Id, request.Kind, cancel));
        }
    }

    /// <summary>Another follower that is under way, or one of the same kind that was decided.</summary>
    public static Task<Follower?> FollowerAsync(PortalDb db, Guid grant, GrantKind kind, CancellationToken cancel) =>
        db.Grants.Where(g => g.FollowsId == grant && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused
                // What a change has taken over goes on from the change.
                && (g.Kind == kind || g.Kind == GrantKind.Change || (g.Status != GrantStatus.Accepted && g.Status != GrantStatus.Ended)))
            .OrderByDescending(g => g.CreatedAt).Select(g => new Follower(g.Id, g.Number, g.Kind, g.Status)).FirstOrDefaultAsync(cancel);

    public sealed record Command(Guid Id, GrantKind Kind, GrantForm Form) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var earlier = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            if (await FollowerAsync(db, earlier.Id, request.Kind, cancel) is not null) throw new RuleViolation(Rule.GrantIsFollowed);
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"BEV-{today.Year}-", db.Grants.Where(g => g.MunicipalityId == actor.Tenant).Select(g => g.Number), cancel);
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
