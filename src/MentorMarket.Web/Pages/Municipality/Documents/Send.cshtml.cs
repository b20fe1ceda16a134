using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>Notes that a document was sent by secure post. The portal sends nothing itself: the municipality's own sender does.</summary>
[For(Role.Caseworker)]
public sealed class SendModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public DispatchForm Form { get; set; } = new();

    public Model Document { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel)
    {
        Document = await sender.Send(new Query(id), cancel);
        Form.On = time.Today;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Document = await sender.Send(new Query(id), cancel);
        if (Form.On is { } day && !GrantDocument.CanBeSentOn(day, Document.MadeOn, time.Today))
        {
            ModelState.AddModelError("Form.On",
                day > time.Today ? L["Datoen ligger i fremtiden. Notér det, når det er sendt."]
                : L["Dokumentet blev først lavet {0}.", Show.Date(Document.MadeOn)]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Form.On!.Value, Form.Channel!.Value, Form.Reference ?? ""), cancel);
        TempData["Success"] = L["Det er noteret, at dokumentet er sendt."].Value;
        return RedirectToPage("Index", new { grant = Document.Grant });
    }

    public sealed class DispatchForm
    {
        [Required, HasBeen]
        public DateOnly? On { get; set; }

        [Required]
        public DispatchChannel? Channel { get; set; } = DispatchChannel.DigitalPost;

        [StringLength(100), NoCpr]
        public string? Reference { get; set; }
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    /// <summary>What identifies the document and not the citizen.</summary>
    public sealed record Model(Guid Id, Guid Grant, string GrantNumber, DocumentKind Kind, int Version, DateOnly MadeOn,
        IReadOnlyList<SentDocument> Sent);

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var document = await (from d in db.Documents
                                  join g in db.Grants on d.GrantId equals g.Id
                                  where d.Id == request.Id && d.MunicipalityId == tenant
                                  select new { d.Id, d.GrantId, g.Number, d.Kind, d.Version, d.MadeAt }).SingleOrDefaultAsync(cancel)
                                      .OrNotFound();
            var sent = await db.DocumentDispatches.Where(s => s.DocumentId == document.Id).OrderBy(s => s.SentOn)
                .Select(s => new SentDocument(s.DocumentId, s.SentOn, s.Channel, s.Reference, s.RecordedAt)).ToListAsync(cancel);
            return new(document.Id, document.GrantId, document.Number, document.Kind, document.Version, DanishTime.DateOf(document.MadeAt),
                sent);
        }
    }

    public sealed record Command(Guid Id, DateOnly On, DispatchChannel Channel, string Reference) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var document = await db.Documents.Of(actor).GetAsync(request.Id, cancel);
            db.DocumentDispatches.Add(document.Send(request.Channel, request.On, request.Reference, actor.Person!.Value, time.GetUtcNow()));
            return default;
        }
    }
}
