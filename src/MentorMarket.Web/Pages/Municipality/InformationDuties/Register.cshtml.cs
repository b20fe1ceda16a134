namespace MentorMarket.Web.Pages.Municipality.InformationDuties;

/// <summary>Registers that a citizen must be told of the right to support.</summary>
[For(Role.Caseworker)]
public sealed class RegisterModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public InformationCause? Cause { get; set; }

        [Required, HasBeen]
        public DateOnly? ReceivedOn { get; set; }

        public DateOnly? EventOn { get; set; }

        [StringLength(500)]
        public string? Note { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Citizen { get; private set; } = null!;

    public async Task OnGetAsync(Guid citizen, CancellationToken cancel)
    {
        Citizen = await sender.Send(new Query(citizen), cancel);
        Form.ReceivedOn = DanishTime.DateOf(time.GetUtcNow());
    }

    public async Task<IActionResult> OnPostAsync(Guid citizen, CancellationToken cancel)
    {
        Citizen = await sender.Send(new Query(citizen), cancel);
        if (Form.ReceivedOn > DanishTime.DateOf(time.GetUtcNow()))
        {
            ModelState.AddModelError("Form.ReceivedOn", L["Datoen kan ikke ligge ude i fremtiden."]);
        }
        if (Form is { Cause: InformationCause.DischargeNotice, EventOn: null })
        {
            ModelState.AddModelError("Form.EventOn", L["Skriv dagen, hvor borgeren ventes udskrevet."]);
        }
        if (Form is { Cause: InformationCause.Admission or InformationCause.DiscoveredLater, EventOn: null })
        {
            ModelState.AddModelError("Form.EventOn", L["Skriv dagen, hvor borgeren blev optaget på uddannelsen."]);
        }
        if (!ModelState.IsValid) return Page();
        var id = await sender.Send(new Command(citizen, Form.Cause!.Value, Form.ReceivedOn!.Value, Form.EventOn, Form.Note?.Trim() ?? ""),
            cancel);
        TempData["Success"] = L["Orienteringspligten er registreret."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Citizen) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Name);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var model = await (from c in db.Citizens
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               where c.Id == request.Citizen && c.MunicipalityId == tenant
                               select new Model(c.Id, c.Number, i.Name)).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, model.Id, ("page", "inform"));
            return model;
        }
    }

    public sealed record Command(Guid Citizen, InformationCause Cause, DateOnly ReceivedOn, DateOnly? EventOn,
        string Note) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            var days = (await GrantQueries.SettingsAsync(db, actor.Tenant, DanishTime.DateOf(time.GetUtcNow()), cancel)).InformationDays;
            var duty = InformationDuty.Register(actor.Tenant, citizen.Id, request.Cause, request.ReceivedOn, request.EventOn, request.Note,
                days, actor.Person!.Value, time.GetUtcNow());
            db.InformationDuties.Add(duty);
            return duty.Id;
        }
    }
}
