using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Csv;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>The list of problems as a file, to have beside the one that is being mended.</summary>
[For(Role.Caseworker)]
public sealed class ProblemsModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var list = new DanishExcel();
        list.Add(L["Række"]).Add(L["Kolonne"]).Add(L["Kolonnenavn"]).Add(L["Alvor"]).Add(L["Problem"]).EndRow();
        foreach (var problem in await sender.Send(new Query(id), cancel))
        {
            var header = problem.Letter.Length == 0 && Enum.TryParse<ImportField>(problem.Header, out var field)
                ? ImportLabels.Of(field, S) : problem.Header;
            list.Add(problem.Row).Add(problem.Letter).Add(header).Add(problem.Severity == ImportSeverity.Error ? L["Fejl"] : L["Advarsel"])
                .Add(ImportText.Of(problem, L)).EndRow();
        }
        return File(list.ToBytes(), InvoiceFile.ContentType, "problemer.csv");
    }

    public sealed record Query(Guid Id) : IQuery<IReadOnlyList<ImportProblem>>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<ImportProblem>>
    {
        public async Task<IReadOnlyList<ImportProblem>> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == tenant, cancel)
                .OrNotFound();
            return await db.ImportProblems.AsNoTracking().Where(p => p.ImportId == import.Id && p.MunicipalityId == tenant)
                .OrderBy(p => p.Position).ToListAsync(cancel);
        }
    }
}
