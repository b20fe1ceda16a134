using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;

namespace MentorMarket.Web.Importing;

/// <summary>The dry run: lists every problem of the file and writes nothing else.</summary>
public sealed record CheckImport(Guid Id) : ICommand<Unit>;

/// <summary>Does it, for the person who asked.</summary>
public sealed class CheckImportHandler(PortalDb db, CurrentActor current, ImportReader reader, TimeProvider time)
    : IRequestHandler<CheckImport, Unit>
{
    public async Task<Unit> Handle(CheckImport request, CancellationToken cancel)
    {
        await db.WaitForImportAsync(request.Id, cancel);
        var import = await db.Imports.Of(current.Required).GetAsync(request.Id, cancel);
        if (import.State != ImportState.Checking) return default;
        var judged = await reader.JudgeAsync(import, cancel);
        await db.ReplaceProblemsAsync(import, judged, cancel);
        import.Checked(judged.Findings.Errors, judged.Findings.Warnings, time.GetUtcNow());
        return default;
    }
}

/// <summary>The rows of an import, as both its jobs write them.</summary>
internal static class ImportRows
{
    /// <summary>A job that takes long may be taken a second time: that one waits here, and then finds nothing left to do.</summary>
    public static Task WaitForImportAsync(this PortalDb db, Guid import, CancellationToken cancel) =>
        db.TakeTurnAsync($"import|{import}", cancel);

    /// <summary>The list of the last dry run takes the place of the one before.</summary>
    public static async Task ReplaceProblemsAsync(this PortalDb db, Import import, JudgedFile judged, CancellationToken cancel)
    {
        await using (var forget = db.Command("select portal.delete_import_problems($1)", import.Id))
        {
            await forget.ExecuteNonQueryAsync(cancel);
        }
        db.ImportProblems.AddRange(ProblemsOf(import, judged));
    }

    public static IEnumerable<ImportProblem> ProblemsOf(Import import, JudgedFile judged) => judged.Findings.Kept(judged.Columns)
        .Select((found, i) =>
    {
        int? column = found.Field is { } field && judged.Columns.TryGetValue(field, out var at) ? at : null;
        // A field without a column has no letter; what it is called is told by its name.
        return new ImportProblem(import.Id, import.MunicipalityId, i + 1, found.Row, column is { } place ? Table.Letter(place) : "",
            column is { } named ? import.Headers[named] : found.Field?.ToString() ?? "", found.Fault.ToString(), found.Args,
                found.Severity);
    });

    /// <summary>The file is not kept longer than it is needed.</summary>
    public static async Task EraseFileAsync(this PortalDb db, Import import, CancellationToken cancel)
    {
        await using var forget = db.Command("select portal.delete_import_file($1)", import.Id);
        await forget.ExecuteNonQueryAsync(cancel);
    }
}
