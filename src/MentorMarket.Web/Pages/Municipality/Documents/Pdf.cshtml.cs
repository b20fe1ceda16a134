using MentorMarket.Web.Documents;
using MentorMarket.Web.Documents.Pdf;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>A document as a file to be sent.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class PdfModel(IMediator sender) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var document = await sender.Send(new Query(id), cancel);
        Response.Headers.CacheControl = "no-store";
        return File(SheetPdf.Of(document.Sheet), "application/pdf", document.FileName);
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    /// <param name="FileName">Says nothing of whom it is about: it stands in lists of downloads.</param>
    public sealed record Model(Sheet Sheet, string FileName);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var document = await ReadDocument.Async(db, evidence, current.Required.Tenant, request.Id, "document as PDF", cancel);
            var grant = await db.Grants.Where(g => g.Id == document.GrantId).Select(g => g.Number).SingleAsync(cancel);
            return new(Sheet.FromJson(document.Content), DocumentFile.Name(document.Kind, document.Version, grant, "pdf"));
        }
    }
}
