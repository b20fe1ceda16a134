namespace MentorMarket.Web.Pages.Municipality.InformationDuties;

/// <summary>A duty to inform: what is known, what was done, and the next step, which a caseworker notes.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class DetailsModel(IMediator sender, CurrentActor current, TimeProvider time, IStringLocalizer<MunicipalityTexts> L)
    : PageModel
{
    public sealed class Input
    {
        [Required]
        public InformationStepKind? Kind { get; set; }

        public InformationWay? Way { get; set; }

        [Required, HasBeen]
        public DateOnly? On { get; set; }

        [StringLength(500)]
        public string? Words { get; set; }

        /// <summary>How many steps the page showed.</summary>
        public int Seen { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model InformationDuty { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    public async Task OnGetAsync(Guid id, CancellationToken cancel)
    {
        InformationDuty = await sender.Send(new Query(id), cancel);
        Form = new() { On = DanishTime.DateOf(time.GetUtcNow()), Seen = InformationDuty.Steps.Count };
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!IsCaseworker) return Forbid();
        InformationDuty = await sender.Send(new Query(id), cancel);
        if (Form.On > DanishTime.DateOf(time.GetUtcNow())) ModelState.AddModelError("Form.On", L["Datoen kan ikke ligge ude i fremtiden."]);
        if (Form.On < InformationDuty.ReceivedOn)
        {
            ModelState.AddModelError("Form.On", L["Datoen ligger før den dag, kommunen fik det at vide."]);
        }
        if (Form is { Kind: InformationStepKind.Told, Way: null })
        {
            ModelState.AddModelError("Form.Way", L["Vælg, hvordan borgeren blev orienteret."]);
        }
        if (Form.Kind is InformationStepKind.NotReached or InformationStepKind.GivenUp && string.IsNullOrWhiteSpace(Form.Words))
        {
            ModelState.AddModelError("Form.Words", L["Skriv, hvad der er forsøgt."]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Form.Kind!.Value, Form.Kind == InformationStepKind.Told ? Form.Way : null, Form.On!.Value,
            Form.Words?.Trim() ?? "", Form.Seen), cancel);
        TempData["Success"] = L["Det er noteret."].Value;
        return RedirectToPage(new { id });
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, Guid Citizen, string Number, string Name, InformationCause Cause, DateOnly ReceivedOn,
        DateOnly? EventOn, DateOnly DueOn, string Note)
    {
        public IReadOnlyList<StepRow> Steps { get; init; } = [];
        public InformationState State { get; init; }

        /// <summary>Who has it: whoever noted the last step, until then who registered it.</summary>
        public string Responsible { get; init; } = "";

        /// <summary>Told in the end, but after the day it was due.</summary>
        public bool IsLate => Steps.FirstOrDefault(s => s.Kind == InformationStepKind.Told) is { } told && told.On > DueOn;

        public InformationStepKind? Answer => State == InformationState.Answered ? Steps[^1].Kind : null;

        /// <summary>Those of today: its limits are told to the citizen now.</summary>
        public required GrantRules Rules { get; init; }

        /// <summary>When the citizen can have the support.</summary>
        public RightWindow? Window => Domain.Grants.InformationDuty.Window(Cause, EventOn, Rules);
    }

    public sealed record StepRow(InformationStepKind Kind, InformationWay? Way, DateOnly On, string Words, DateTimeOffset At, string Who);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var rules = GrantRules.On(today);
            var model = await (from duty in db.InformationDuties
                               join c in db.Citizens on duty.CitizenId equals c.Id
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               where duty.Id == request.Id && duty.MunicipalityId == tenant
                               select new Model(duty.Id, c.Id, c.Number, i.Name, duty.Cause, duty.ReceivedOn, duty.EventOn, duty.DueOn,
                                   duty.Note)
                               {
                                   Rules = rules,
                                   Responsible = db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == duty.RegisteredBy)
                                       .Select(m => m.Name).FirstOrDefault() ?? "",
                               }).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, model.Citizen, ("page", "inform"));
            var steps = await db.InformationSteps.Where(s => s.InformationDutyId == model.Id).OrderBy(s => s.RecordedAt).ThenBy(s => s.Id)
                .Select(s => new StepRow(s.Kind, s.Way, s.HappenedOn, s.Words, s.RecordedAt,
                    db.Memberships.Where(m => m.OrganisationId == tenant && m.PersonId == s.RecordedBy).Select(m => m.Name)
                        .FirstOrDefault() ?? "")).ToListAsync(cancel);
            return model with
            {
                Steps = steps,
                Responsible = steps.Count > 0 ? steps[
                ^1].Who : model.Responsible,
                State = Domain.Grants.InformationDuty.StateOf(model.DueOn, steps.Select(s => s.Kind), today)
            };
        }
    }

    public sealed record Command(Guid Id, InformationStepKind Kind, InformationWay? Way, DateOnly On, string Words,
        int Seen) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var duty = await db.InformationDuties.SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            var before = await db.InformationSteps.Where(s => s.InformationDutyId == duty.Id).OrderBy(s => s.RecordedAt).ThenBy(s => s.Id)
                .Select(s => s.Kind).ToListAsync(cancel);
            if (before.Count != request.Seen) throw new RuleViolation(Rule.ConcurrentChange);
            db.InformationSteps.Add(InformationStep.Note(duty, before, request.Kind, request.Way, request.On, request.Words,
                actor.Person!.Value, time.GetUtcNow()));
            return default;
        }
    }
}
