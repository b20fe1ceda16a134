using MentorMarket.Web.Granting;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>A new draft for a citizen.</summary>
[For(Role.Caseworker)]
public sealed class CreateModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public GrantForm Form { get; set; } = new();

    public Model Citizen { get; private set; } = null!;

    /// <summary>The programme that the citizen was told of and wants, when the form is opened from there.</summary>
    [FromQuery(Name = "programme")]
    public Programme? Wanted { get; set; }

    /// <summary>The duty to inform that it comes of: its day is not typed again.</summary>
    [FromQuery(Name = "duty")]
    public Guid? From { get; set; }

    public async Task OnGetAsync(Guid citizen, CancellationToken cancel)
    {
        Citizen = await sender.Send(new Query(citizen, From), cancel);
        Form.Programme = Wanted ?? Citizen.Told?.Programme ?? Programme.Ordinary;
        if (Citizen.Told is { } told && told.Programme == Form.Programme)
        {
            if (told.Programme == Programme.DischargeCoordinator) Form.DischargeOn = told.EventOn;
            if (told.Programme == Programme.EducationTransition) Form.AdmittedOn = told.EventOn;
        }
        Form.Rate = Citizen.Context.Settings.UsualRate;
    }

    public async Task<IActionResult> OnPostAsync(Guid citizen, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            Citizen = await sender.Send(new Query(citizen), cancel);
            return Page();
        }
        var id = await sender.Send(new Command(citizen, Form), cancel);
        TempData["Success"] = L["Kladden er gemt."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <summary>What would be missing if it were saved as it stands: the page asks while it is being written. Nothing is kept.</summary>
    public async Task<IActionResult> OnPostMissingAsync(Guid citizen, CancellationToken cancel) =>
        Partial("_Missing", Form.Missing(GrantKind.New, (await sender.Send(new Query(citizen), cancel)).Context));

    public sealed record Query(Guid Citizen, Guid? InformationDuty = null) : IQuery<Model>;

    public sealed record Model(Guid Id, string Number, GrantContext Context, decimal? PriceCeiling, IReadOnlyList<Other> Others, Informed? Told = null);

    /// <summary>What the citizen was told of: the programme, and the day of discharge or admission.</summary>
    public sealed record Informed(Programme Programme, DateOnly? EventOn);

    /// <summary>Another grant of the same citizen that has not ended.</summary>
    public sealed record Other(Guid Id, string Number, DateOnly? StartsOn, DateOnly? EndsOn);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var citizen = await db.Citizens.Where(c => c.Id == request.Citizen && c.MunicipalityId == tenant).Select(c => new { c.Id, c.Number }).SingleOrDefaultAsync(cancel).OrNotFound();
            var others = await db.Grants.Where(g => g.CitizenId == citizen.Id && g.Status != GrantStatus.Ended && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused && (g.EndsOn == null || g.EndsOn >= today))
                .OrderBy(g => g.StartsOn).Select(g => new Other(g.Id, g.Number, g.StartsOn, g.EndsOn)).ToListAsync(cancel);
            var told = await db.InformationDuties.Where(i => i.Id == request.InformationDuty && i.CitizenId == citizen.Id && i.MunicipalityId == tenant).Select(i => new { i.Cause, i.EventOn }).SingleOrDefaultAsync(cancel);
            return new(citizen.Id, citizen.Number, await GrantQueries.ContextAsync(db, tenant, citizen.Id, null, today, cancel), await Ceiling.OnAsync(db, tenant, today, cancel), others,
                told is null ? null : new(InformationDuty.ProgrammeOf(told.Cause, told.EventOn), told.EventOn));
        }
    }

    public sealed record Command(Guid Citizen, GrantForm Form) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var citizen = await db.Citizens.SingleOrDefaultAsync(c => c.Id == request.Citizen && c.MunicipalityId == actor.Tenant, cancel).OrNotFound();
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"BEV-{today.Year}-", db.Grants.Where(g => g.MunicipalityId == actor.Tenant).Select(g => g.Number), cancel);
            var grant = Grant.Draft(actor.Tenant, citizen.Id, number, request.Form.Terms(), actor.Person!.Value, now,
                (await GrantQueries.ContextAsync(db, actor.Tenant, citizen.Id, null, today, cancel)).Version);
            db.Grants.Add(grant);
            return grant.Id;
        }
    }
}
