using System.Text.Json.Serialization;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Operator.Organisations;

/// <summary>Lets an organisation in, on its application or without one, and invites its first administrator.</summary>
[For(Role.Operator)]
public sealed class NewModel(IMediator sender, IMail mail, PublicAddress address, IStringLocalizer<OperatorTexts> L) : PageModel
{
    public sealed class Input : OrganisationForm
    {
        [StringLength(41)]
        public string? Slug { get; set; }

        [Required, StringLength(100)]
        public string AdministratorName { get; set; } = "";

        [Required, Mailbox, StringLength(254)]
        public string AdministratorEmail { get; set; } = "";
    }

    /// <summary>The application that is approved by it.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Application { get; set; }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Application? Applied { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Applied is not { } applied) return Page();
        if (applied.Status != ApplicationStatus.Waiting) return RedirectToPage("/Operator/Applications/Details", new { id = applied.Id });
        Form = new()
        {
            Kind = applied.Kind,
            Name = applied.Name,
            Slug = Slugs.Of(applied.Name),
            Cvr = applied.Cvr,
            PNumber = applied.PNumber,
            MunicipalityCode = applied.MunicipalityCode,
            Gln = applied.Gln,
            ContactName = applied.ContactName,
            ContactEmail = applied.ContactEmail,
            ContactPhone = applied.ContactPhone,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var facts = Form.Read(ModelState, L);
        var typed = Form.Slug?.Trim().ToLowerInvariant() ?? "";
        var slug = typed.Length > 0 ? typed : Slugs.Of(Form.Name ?? "");
        if (typed.Length > 0 && !Slugs.IsOne(slug)) Slugs.Refuse(ModelState, L);
        else if (!string.IsNullOrWhiteSpace(Form.Name) && !Slugs.IsOne(slug))
        {
            ModelState.AddModelError("Form.Slug", L["Vælg selv en adresse: Af navnet kan der ikke laves en."]);
        }
        if (facts is null || !ModelState.IsValid) return Page();
        var start = address.Link(Request, "/account/acceptinvitation");
        var (token, hash) = InvitationToken.New();
        var email = Form.AdministratorEmail.Trim();
        var opened = await sender.Send(new Command(facts, slug, Form.AdministratorName.Trim(), email, Application) { TokenHash = hash },
            cancel);
        if (opened.Hindrance is { } hindrance)
        {
            hindrance.Say(ModelState, L);
            return Page();
        }
        // A form that was sent twice is answered with what the first one did, whose letter is on its way.
        if (opened.TokenHash!.AsSpan().SequenceEqual(hash))
        {
            await mail.SendAsync(InvitationLetter.To(email, start, token), CancellationToken.None);
        }
        TempData["Success"] = L["{0} er oprettet, og invitationen er sendt til {1}.", facts.Name, email].Value;
        return RedirectToPage("Details", new { id = opened.Id });
    }

    private async Task LoadAsync(CancellationToken cancel) =>
        Applied = Application is { } id ? await sender.Send(new Query(id), cancel) : null;

    public sealed record Query(Guid Id) : IQuery<Application>;

    public sealed record Command(OrganisationFacts Facts, string Slug, string AdministratorName, string AdministratorEmail,
        Guid? Application) : ICommand<Opened>
    {
        // Differs from click to click of the same form, so it is no part of what the form says.
        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];
    }

    /// <summary>Kept as the outcome of the form, so it carries the hash and never the secret.</summary>
    public sealed record Opened(Guid Id, byte[]? TokenHash, Hindrance? Hindrance);

    public sealed class QueryHandler(PortalDb db) : IRequestHandler<Query, Application>
    {
        public Task<Application> Handle(Query request, CancellationToken cancel) => db.Applications.AsNoTracking()
            .GetAsync(request.Id, cancel);
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, Opened>
    {
        public async Task<Opened> Handle(Command request, CancellationToken cancel)
        {
            var (facts, now, by) = (request.Facts, time.GetUtcNow(), current.Required.Person!.Value);
            await db.TakeTurnAsync(OrganisationRules.Turn, cancel);
            if (await OrganisationRules.HindranceAsync(db, facts, request.Slug, null, cancel) is { } hindrance)
            {
                return new(default, null, hindrance);
            }
            var organisation = new OrganisationRow
            {
                Id = Guid.CreateVersion7(now),
                Kind = facts.Kind,
                Name = facts.Name,
                Slug = request.Slug,
                Cvr = facts.Cvr,
                PNumber = facts.PNumber,
                MunicipalityCode = facts.MunicipalityCode,
                Gln = facts.Gln,
                CreatedAt = now,
            };
            db.Organisations.Add(organisation);
            db.OrganisationContacts.Add(new()
            {
                OrganisationId = organisation.Id,
                Name = facts.ContactName,
                Email = facts.ContactEmail,
                Phone = facts.ContactPhone
            });
            evidence.Record(CaseEventKind.OrganisationOpened, organisation.Id, organisation.Id, ("kind", facts.Kind.ToString()),
                ("name", facts.Name), ("slug", request.Slug), ("cvr", facts.Cvr), ("place", facts.PNumber), ("code", facts.MunicipalityCode),
                ("gln", facts.Gln), ("application", request.Application));
            if (request.Application is { } id)
            {
                await db.LockAsync<Application>(id, cancel);
                var application = await db.Applications.GetAsync(id, cancel);
                if (application.Status != ApplicationStatus.Waiting) throw new RuleViolation(Rule.ConcurrentChange);
                application.Status = ApplicationStatus.Approved;
                application.OrganisationId = organisation.Id;
                (application.DecidedBy, application.DecidedAt) = (by, now);
            }
            await db.InviteAsync(evidence, current.Required, organisation.Id, request.AdministratorName, request.AdministratorEmail,
                [Role.Administrator], request.TokenHash, now, cancel);
            return new(organisation.Id, request.TokenHash, null);
        }
    }
}
