using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Operator.Applications;

/// <summary>One application, to be approved by opening the organisation or refused with a reason.</summary>
[For(Role.Operator)]
public sealed class DetailsModel(IMediator sender, IMail mail, IStringLocalizer<OperatorTexts> L) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ReasonForm Reason { get; set; } = new();

    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await sender.Send(new Query(Id), cancel);

    public async Task<IActionResult> OnPostRefuseAsync([Bind(Prefix = nameof(Reason))] ReasonForm reason, CancellationToken cancel)
    {
        Reason = reason;
        Shown = await sender.Send(new Query(Id), cancel);
        if (!ModelState.IsValid) return Page();
        var refused = await sender.Send(new Refuse(Id, reason.Text.Trim()), cancel);
        // A form that was sent twice changed nothing the second time, and its letter has left.
        if (refused.IsNew)
        {
            await mail.SendAsync(new Letter(Shown.Application.ContactEmail, "MentorMarket: ansøgning / application", $"""
                Ansøgningen om adgang til MentorMarket for {Shown.Application.Name} er afslået. Begrundelsen er:

                The application for access to MentorMarket for {Shown.Application.Name} was refused. The reason is:

                {reason.Text.Trim()}
                """), CancellationToken.None);
        }
        TempData["Success"] = L["Ansøgningen er afslået, og {0} har fået besked.", Shown.Application.ContactEmail].Value;
        return RedirectToPage(new { Id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    /// <param name="Alike">Organisations that are here already and may be the same.</param>
    /// <param name="Rivals">Applications that wait with the same number and another contact.</param>
    public sealed record Model(Application Application, string? By, IReadOnlyList<(Guid Id, string Name)> Alike,
        IReadOnlyList<(Guid Id, string Email)> Rivals);

    public sealed record Refuse(Guid Id, string Reason) : ICommand<Refused>;

    public sealed record Refused
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsNew { get; init; }
    }

    public sealed class QueryHandler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var application = await db.Applications.AsNoTracking().GetAsync(request.Id, cancel);
            var name = Like.Exactly(application.Name);
            var alike = await db.Organisations.Where(o => o.Kind != OrganisationKind.Platform && o.Id != application.OrganisationId
                && (o.Cvr == application.Cvr || EF.Functions.ILike(o.Name, name) || (o.MunicipalityCode != null
                    && o.MunicipalityCode == application.MunicipalityCode))).OrderBy(o => o.Name).Take(10)
                .Select(o => new { o.Id, o.Name }).ToListAsync(cancel);
            var rivals = await db.Applications.Where(a => a.Id != application.Id && a.Cvr == application.Cvr
                && a.Status == ApplicationStatus.Waiting).OrderBy(a => a.AppliedAt).Take(10)
                .Select(a => new { a.Id, a.ContactEmail }).ToListAsync(cancel);
            return new(application,
                await db.Memberships.Where(m => m.PersonId == application.DecidedBy).Select(m => m.Name).FirstOrDefaultAsync(cancel),
                [.. alike.Select(o => (o.Id, o.Name))], [.. rivals.Select(a => (a.Id, a.ContactEmail))]);
        }
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Refuse, Refused>
    {
        public async Task<Refused> Handle(Refuse request, CancellationToken cancel)
        {
            await db.LockAsync<Application>(request.Id, cancel);
            var application = await db.Applications.GetAsync(request.Id, cancel);
            if (application.Status != ApplicationStatus.Waiting) throw new RuleViolation(Rule.ConcurrentChange);
            application.Status = ApplicationStatus.Refused;
            application.Reason = request.Reason;
            (application.DecidedBy, application.DecidedAt) = (current.Required.Person!.Value, time.GetUtcNow());
            evidence.Record(CaseEventKind.ApplicationRefused, current.Required.Tenant, application.Id, ("cvr", application.Cvr),
                ("reason", request.Reason));
            return new() { IsNew = true };
        }
    }
}
