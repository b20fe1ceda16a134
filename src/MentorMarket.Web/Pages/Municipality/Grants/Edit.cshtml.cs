namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>Writes on in a draft. Whoever saves on top of somebody else's change is shown it first.</summary>
[For(Role.Caseworker)]
public sealed class EditModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public GrantFormView View { get; private set; } = null!;

    /// <summary>Set when somebody else saved meanwhile.</summary>
    public HistoryEvent? Meanwhile { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantFormView.Query(null, id), cancel);
        return View.Grant!.Status == GrantStatus.Draft ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            View = await sender.Send(new GrantFormView.Query(null, id), cancel) with { Form = Form };
            return Page();
        }
        try
        {
            await sender.Send(new Command(id, Form), cancel);
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.ConcurrentChange)
        {
            var stored = await sender.Send(new GrantFormView.Query(null, id), cancel);
            if (stored.Grant!.Status != GrantStatus.Draft) throw new RuleViolation(Rule.GrantIsNotADraft);
            Meanwhile = stored.LastChange;
            Form.Version = stored.Form.Version;
            View = stored with { Form = Form };
            ModelState.Remove("Form.Version");
            ModelState.AddModelError("",
                L["Bevillingen er ikke gemt, for en anden har ændret den imens. Det, du har skrevet, står her endnu."]);
            return Page();
        }
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantFormView.Query(null, id), cancel) with { Form = Form };
        return Partial("_Missing", View.Missing);
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
