using MentorMarket.Web.Granting;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Writes on in a draft. Whoever saves on top of somebody else's change is shown it first.</summary>
[For(Role.Caseworker)]
public sealed class EditModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public Model Stored { get; private set; } = null!;

    /// <summary>Set when somebody else saved meanwhile.</summary>
    public HistoryEvent? Meanwhile { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Stored = await sender.Send(new Query(id), cancel);
        if (Stored.Grant.Status != GrantStatus.Draft) return RedirectToPage("Details", new { id });
        Form = GrantForm.Of(Stored.Grant, Stored.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            Stored = await sender.Send(new Query(id), cancel);
            return Page();
        }
        try
        {
            await sender.Send(new Command(id, Form), cancel);
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.ConcurrentChange)
        {
            Stored = await sender.Send(new Query(id), cancel);
            if (Stored.Grant.Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
            Meanwhile = Stored.LastChange;
            Form.Version = Stored.Version;
            ModelState.Remove("Form.Version");
            ModelState.AddModelError("", L["Bevillingen er ikke gemt, for en anden har ændret den imens. Det, du har skrevet, står her endnu."]);
            return Page();
        }
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid id, CancellationToken cancel)
    {
        var stored = await sender.Send(new Query(id), cancel);
        return Partial("_Missing", Form.Missing(stored.Grant.Kind, stored.Context));
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(Grant Grant, uint Version, GrantContext Context, decimal? PriceCeiling, HistoryEvent? LastChange, IReadOnlyList<Overlap> Overlaps);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var grant = await db.Grants.OneAsync(tenant, request.Id, cancel);
            var history = await History.OfAsync(db, tenant, [grant.Id], cancel);
            var today = DanishTime.DateOf(time.GetUtcNow());
            return new(grant, db.VersionOf(grant), await GrantQueries.ContextAsync(db, grant, today, cancel), await Ceiling.OnAsync(db, tenant, today, cancel), history.Count > 0 ? history[0] : null, await Overlap.OfAsync(db, grant, cancel));
        }
    }

    public sealed record Command(Guid Id, GrantForm Form) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var grant = await db.Grants.OneAsync(tenant, request.Id, cancel);
            db.MustBeAsRead(grant, request.Form.Version);
            grant.Change(request.Form.Terms(), current.Required.Person!.Value);
            // A change of the goals alone writes no column of the grant; the row is written anyway, so that its version moves.
            db.Entry(grant).Property(g => g.RulesVersion).IsModified = true;
            return default;
        }
    }
}
