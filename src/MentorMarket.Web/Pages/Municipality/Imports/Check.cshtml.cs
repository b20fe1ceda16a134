using MentorMarket.Domain.Importing;
using MentorMarket.Web.Importing;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>How far the dry run or the import has come, and then what was found and what can be done about it.</summary>
[For(Role.Caseworker)]
public sealed class CheckModel(IMediator sender) : PageModel
{
    private const int Rows = 25;
    private const string SecondsToRefresh = "2";

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    /// <summary>Only the errors, or only the warnings.</summary>
    [BindProperty(SupportsGet = true)]
    public ImportSeverity? Only { get; set; }

    /// <summary>The person says that the warnings are meant.</summary>
    [BindProperty]
    public bool IsSeen { get; set; }

    /// <summary>How many warnings the page showed when it was said.</summary>
    [BindProperty]
    public int Warnings { get; set; }

    public Model Import { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Import = await sender.Send(new Query(id, Number, Only), cancel);
        if (Import.State == ImportState.Uploaded) return RedirectToPage("Map", new { id });
        if (Import.State == ImportState.Imported) return RedirectToPage("Result", new { id });
        // A header and not an element of the page: it works without scripts, and a reader aloud is not interrupted by it once all is done.
        if (Import.State is ImportState.Checking or ImportState.Running) Response.Headers["Refresh"] = SecondsToRefresh;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Command(id, IsSeen ? Warnings : 0), cancel);
        return RedirectToPage("Check", new { id });
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Cancelling(id), cancel);
        return RedirectToPage("Index");
    }

    public sealed record Query(Guid Id, int Page, ImportSeverity? Only = null) : IQuery<Model>;

    /// <param name="NextTry">The last try failed; it is tried again then.</param>
    /// <param name="Listed">How many problems are on the whole list.</param>
    public sealed record Model(Guid Id, string FileName, ImportState State, int RowsTotal, int RowsDone, int Errors, int Warnings,
        DateTimeOffset? NextTry, int Listed, IReadOnlyList<ImportProblem> Problems, Pager Pager);

    public sealed class QueryHandler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var import = await db.Imports.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == current.Required.Tenant, cancel).OrNotFound();
            var problems = db.ImportProblems.AsNoTracking()
                .Where(p => p.ImportId == import.Id && p.MunicipalityId == import.MunicipalityId);
            var listed = await problems.CountAsync(cancel);
            if (request.Only is { } only) problems = problems.Where(p => p.Severity == only);
            var pager = Pager.At(request.Page, request.Only is null ? listed : await problems.CountAsync(cancel), Rows);
            var nextTry = import.IsAtWork ? await db.NextTryAsync(import.Id, cancel) : null;
            return new(import.Id, import.FileName, import.State, import.RowsTotal, import.RowsDone, import.Errors, import.Warnings,
                nextTry, listed,
                await problems.OrderBy(p => p.Position).Skip((pager.Page - 1) * Rows).Take(Rows).ToListAsync(cancel), pager);
        }
    }

    public sealed record Command(Guid Id, int WarningsSeen) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            import.AskToRun(request.WarningsSeen, actor.Person!.Value);
            await Enqueue.ImportAsync(db, JobKinds.CarryOutImport, actor.Tenant, import.Id, actor.Person, TimeSpan.Zero, cancel);
            return default;
        }
    }

    /// <summary>Gives the import up and erases its file.</summary>
    public sealed record Cancelling(Guid Id) : ICommand<Unit>;

    public sealed class CancelHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Cancelling, Unit>
    {
        public async Task<Unit> Handle(Cancelling request, CancellationToken cancel)
        {
            var import = await db.Imports.SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == current.Required.Tenant,
                cancel).OrNotFound();
            import.Cancel(time.GetUtcNow());
            await db.EraseFileAsync(import, cancel);
            return default;
        }
    }
}
