namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>What came of the support: when it ended, and again three and six months after. Recorded again, the later counts.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class RecordOutcomeModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public OutcomeForm Form { get; set; } = new();

    [FromQuery(Name = "stage")]
    public OutcomeStage Stage { get; set; }

    public SupportView Case { get; private set; } = null!;

    public GrantProgress.OutcomeRecord? Before => Case.Progress.Outcomes.FirstOrDefault(o => o.Stage == Stage);

    public async Task OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        Form.MatchGoals(Case.Grant, Before?.Goals);
        (Form.Result, Form.WithCitizen, Form.Note) = (Before?.Result, Before?.WithCitizen ?? false, Before?.Note);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        if (!Form.Check(Case.Grant, ModelState, L)) return Page();
        await sender.Send(new Command(id, Stage, Form), cancel);
        TempData["Success"] = L["Udbyttet er noteret."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id, OutcomeStage Stage, OutcomeForm Form) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            if ((await GrantProgress.OfAsync(db, grant, cancel)).LastDay is not { } last) throw new RuleViolation(Rule.GrantIsNotRunning);
            if (!Outcome.IsDue(request.Stage, last, DanishTime.DateOf(now))) throw new RuleViolation(Rule.OutcomeIsTooEarly);
            db.Outcomes.Add(request.Form.Of(grant, request.Stage, actor.Person!.Value, now));
            return default;
        }
    }
}
