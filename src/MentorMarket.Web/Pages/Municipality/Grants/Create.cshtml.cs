namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A new draft for a citizen.</summary>
[For(Role.Caseworker)]
public sealed class CreateModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public GrantFormView View { get; private set; } = null!;

    /// <summary>The programme that the citizen was told of and wants, when the form is opened from there.</summary>
    [FromQuery(Name = "programme")]
    public Programme? Wanted { get; set; }

    /// <summary>The duty to inform that it comes of: its day is not typed again.</summary>
    [FromQuery(Name = "duty")]
    public Guid? From { get; set; }

    public async Task OnGetAsync(Guid citizen, CancellationToken cancel) =>
        View = await sender.Send(new GrantFormView.Query(GrantKind.New, citizen) { Programme = Wanted, InformationDuty = From }, cancel);

    public async Task<IActionResult> OnPostAsync(Guid citizen, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            View = await sender.Send(new GrantFormView.Query(GrantKind.New, citizen), cancel) with { Form = Form };
            return Page();
        }
        var id = await sender.Send(new Command(citizen, Form), cancel);
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid citizen, CancellationToken cancel)
    {
        View = await sender.Send(new GrantFormView.Query(GrantKind.New, citizen), cancel) with { Form = Form };
        return Partial("_Missing", View.Missing);
    }

    public sealed record Command(Guid Citizen, GrantForm Form) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"BEV-{today.Year}-",
                db.Grants.Where(g => g.MunicipalityId == actor.Tenant).Select(g => g.Number), cancel);
            var grant = Grant.Draft(actor.Tenant, citizen.Id, number, request.Form.Terms(), actor.Person!.Value, now,
                (await GrantQueries.ContextAsync(db, actor.Tenant, citizen.Id, null, today, cancel)).Version);
            db.Grants.Add(grant);
            return grant.Id;
        }
    }
}
