using MentorMarket.Domain.Auditing;

namespace MentorMarket.Web.Pages.Municipality.Engagements;

/// <summary>Opens the municipality's invoices of a period to an audit firm until a date.</summary>
[For(Role.Administrator)]
public sealed class OpenModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public Fields Form { get; set; } = new();

    public IReadOnlyList<(Guid Id, string Name)> Firms { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Firms = await sender.Send(new Query(), cancel);
        var today = time.Today;
        Form = new()
        {
            From = new(today.Year, 1, 1),
            To = new(today.Year, 12, 31),
            OpensOn = today,
            ExpiresOn = today.AddMonths(3),
            Auditor = Firms.Count == 1 ? Firms[0].Id : null
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Firms = await sender.Send(new Query(), cancel);
        if (Form.Auditor is { } chosen && Firms.All(f => f.Id != chosen))
        {
            ModelState.AddModelError("Form.Auditor", L["Vælg et revisionsfirma fra listen."]);
        }
        if (Form.To < Form.From) ModelState.AddModelError("Form.To", L["Perioden skal slutte, efter at den begynder."]);
        if (Form.ExpiresOn < Form.OpensOn) ModelState.AddModelError("Form.ExpiresOn", L["Adgangen skal udløbe, efter at den åbner."]);
        if (Form.ExpiresOn < time.Today)
        {
            ModelState.AddModelError("Form.ExpiresOn", L["Datoen er allerede passeret."]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(Form.Auditor!.Value, Form.From!.Value, Form.To!.Value, Form.OpensOn!.Value, Form.ExpiresOn!.Value,
            Form.SeesNotes), cancel);
        TempData["Success"] = L["Der er åbnet for {0} til og med {1}.", Firms.Single(f => f.Id == Form.Auditor).Name,
            Show.Date(Form.ExpiresOn)].Value;
        return RedirectToPage("Index");
    }

    public sealed class Fields
    {
        [Required]
        public Guid? Auditor { get; set; }

        [Required, HasBeen]
        public DateOnly? From { get; set; }

        [Required, LastDay(nameof(From))]
        public DateOnly? To { get; set; }

        [Required]
        public DateOnly? OpensOn { get; set; }

        [Required, LastDay(nameof(OpensOn))]
        public DateOnly? ExpiresOn { get; set; }

        public bool SeesNotes { get; set; }
    }

    public sealed record Query : IQuery<IReadOnlyList<(Guid Id, string Name)>>;

    public sealed class QueryHandler(PortalDb db) : IRequestHandler<Query, IReadOnlyList<(Guid Id, string Name)>>
    {
        public async Task<IReadOnlyList<(Guid Id, string Name)>> Handle(Query request, CancellationToken cancel) =>
            [.. (await db.Organisations.Where(o => o.Kind == OrganisationKind.AuditFirm && o.SuspendedAt == null).OrderBy(o => o.Name)
                .Select(o => new { o.Id, o.Name }).ToListAsync(cancel))
                .Select(o => (o.Id, o.Name))];
    }

    public sealed record Command(Guid Auditor, DateOnly From, DateOnly To, DateOnly OpensOn, DateOnly ExpiresOn,
        bool SeesNotes) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Guid>
    {
        public Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var engagement = new Engagement(
                request.Auditor, actor.Tenant, request.From, request.To, request.OpensOn, request.ExpiresOn, request.SeesNotes,
                    actor.Person!.Value, time.GetUtcNow());
            db.Engagements.Add(engagement);
            return Task.FromResult(engagement.Id);
        }
    }
}
