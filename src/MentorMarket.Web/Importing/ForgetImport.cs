namespace MentorMarket.Web.Importing;

/// <summary>Erases a file that nobody has finished in time. Asked for when the file comes, to be done days later.</summary>
public sealed record ForgetImport(Guid Id) : ICommand<Unit>;

/// <summary>Does it, in the municipality's name.</summary>
public sealed class ForgetImportHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<ForgetImport, Unit>
{
    public async Task<Unit> Handle(ForgetImport request, CancellationToken cancel)
    {
        await db.WaitForImportAsync(request.Id, cancel);
        var import = await db.Imports.Of(current.Required).GetAsync(request.Id, cancel);
        if (import.IsOver) return default;
        import.Forget(time.GetUtcNow());
        await db.EraseFileAsync(import, cancel);
        return default;
    }
}
