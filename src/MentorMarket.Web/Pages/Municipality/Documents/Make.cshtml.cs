using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>
/// A new version of a document: first what has changed and how it will look, then it is made. The mentor letter is issued with its link
/// instead.
/// </summary>
[For(Role.Caseworker)]
public sealed class MakeModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public DocumentKind Kind { get; set; }

    public Model Draft { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid grant, CancellationToken cancel)
    {
        Draft = await sender.Send(new Query(grant, Kind), cancel);
        return Kind == DocumentKind.MentorLetter
            ? RedirectToPage("/Municipality/Citizens/Letter", new { id = Draft.About.Grant.CitizenId, grant }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid grant, CancellationToken cancel)
    {
        var made = await sender.Send(new Command(grant, Kind), cancel);
        TempData["Success"] = L["Dokumentet er lavet. Send det med sikker post, og notér, at det er sendt."].Value;
        return RedirectToPage("Details", new { id = made });
    }

    public sealed record Query(Guid Grant, DocumentKind Kind) : IDisclosingQuery<Model>;

    /// <param name="Before">What the version before says, also one of the grant that this one follows; null before the first.</param>
    public sealed record Model(GrantCase About, DocumentState State, GrantFacts? Before, Sheet? Preview)
    {
        public IReadOnlyList<LetterFact> Changes => Before?.ChangesTo(About.Facts, State.Kind) ?? [];
    }

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time,
        IStringLocalizer<SharedTexts> texts) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var about = await DocumentQueries.CaseAsync(db, tenant, request.Grant, cancel);
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, about.Grant.CitizenId, ("page", "document preview"),
                ("grant", about.Grant.Number));
            var state = (await DocumentQueries.StatesAsync(db, tenant, request.Grant, about.Facts, time.Today,
                cancel)).SingleOrDefault(s => s.Kind == request.Kind) ?? throw new RowNotFoundException();
            var before = state.Before is { } earlier ? await db.Documents.Where(d => d.Id == earlier.Id).Select(d => d.Facts)
                .SingleAsync(cancel) : null;
            return new(about, state, before is null ? null : GrantFacts.FromJson(before),
                about.IsDecided && state.CanBeMade
                    ? about.Write(request.Kind, current.Organisation!.Name, time.Today, texts) : null);
        }
    }

    /// <summary>Answers the document's id.</summary>
    public sealed record Command(Guid Grant, DocumentKind Kind) : ICommand<Guid>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time, IStringLocalizer<SharedTexts> texts)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancel)
        {
            // A letter with a link and a code is made where they are issued, or it would promise what nobody has.
            if (request.Kind == DocumentKind.MentorLetter) throw new RowNotFoundException();
            return (await DocumentQueries.MakeAsync(db, current.Required, current.Organisation!.Name, request.Grant, request.Kind,
                time.GetUtcNow(), texts, cancel)).Id;
        }
    }
}
