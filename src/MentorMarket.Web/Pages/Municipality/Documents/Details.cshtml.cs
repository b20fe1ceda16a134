using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>A document as it was written, in any version.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class DetailsModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Document { get; private set; } = null!;

    public bool IsCaseworker => current.Required.Is(Role.Caseworker);

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Document = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    /// <param name="Before">What the version before says; null for the first.</param>
    public sealed record Model(Guid Id, Guid Grant, string GrantNumber, DocumentKind Kind, int Version, int Newest,
        IReadOnlyList<LetterFact> Changes, GrantFacts Facts, GrantFacts? Before, Sheet Sheet, IReadOnlyList<SentDocument> Sent);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var document = await ReadDocument.Async(db, evidence, current.Required.Tenant, request.Id, "document", cancel);
            var tenant = current.Required.Tenant;
            var line = await DocumentQueries.ChainAsync(db, tenant, document.GrantId, cancel);
            var before = await db.Documents.Where(d => line.Contains(d.GrantId) && d.Kind == document.Kind
                && d.Version == document.Version - 1).Select(d => d.Facts).FirstOrDefaultAsync(cancel);
            var newest = await db.Documents.Where(d => d.GrantId == document.GrantId && d.Kind == document.Kind)
                .MaxAsync(d => d.Version, cancel);
            return new(document.Id, document.GrantId, await db.Grants.Where(g => g.Id == document.GrantId).Select(g => g.Number)
                .SingleAsync(cancel), document.Kind, document.Version, newest,
                document.Changes, GrantFacts.FromJson(document.Facts), before is null ? null : GrantFacts.FromJson(before),
                    Sheet.FromJson(document.Content),
                await db.DocumentDispatches.Where(s => s.DocumentId == document.Id).OrderBy(s => s.SentOn)
                    .Select(s => new SentDocument(s.DocumentId, s.SentOn, s.Channel, s.Reference, s.RecordedAt)).ToListAsync(cancel));
        }
    }
}

/// <summary>Finds a document for somebody who is about to read it, and notes that they did.</summary>
internal static class ReadDocument
{
    public static async Task<GrantDocument> Async(PortalDb db, EvidenceLog evidence, Guid tenant, Guid id, string page,
        CancellationToken cancel)
    {
        var document = await db.Documents.AsNoTracking().Where(d => d.MunicipalityId == tenant).GetAsync(id, cancel);
        evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, document.CitizenId, ("page", page), ("document", document.Id),
            ("kind", document.Kind.ToString()), ("version", document.Version));
        return document;
    }
}
