using MentorMarket.Domain.Importing;
using MentorMarket.Exchange.Tables;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Jobs;
using MentorMarket.Web.Pages.Municipality.Imports;
using MentorMarket.Web.Tests.Municipality;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Importing;

/// <summary>A caseworker's way through an import, with the jobs done at once and as the worker does them.</summary>
internal sealed class ImportFlow(PortalApp app, World.Party municipality)
{
    private Actor Caseworker => municipality.As(Role.Caseworker);

    /// <summary>Uploads with the columns as the portal guesses them, and has the file tried out.</summary>
    public async Task<Guid> TryOutAsync(byte[] file)
    {
        var id = await UploadAsync(file);
        await CheckAsync(id, file);
        return id;
    }

    public async Task<Guid> UploadAsync(byte[] file)
    {
        var table = Table.Read(file).Table!;
        return await app.SendAsync(Caseworker, new UploadModel.Command("borgere.csv", file, table.Sheet, table.Headers, table.Rows.Count));
    }

    public async Task CheckAsync(Guid id, byte[] file)
    {
        var guessed = app.Services.GetRequiredService<ImportWords>().Guess(Table.Read(file).Table!.Headers);
        await app.SendAsync(Caseworker, new MapModel.Command(id, [.. guessed.Select(f => f?.ToString() ?? "")]));
        await WorkAsync(JobKinds.CheckImport, id);
    }

    public async Task RunAsync(Guid id, int warningsSeen = 0)
    {
        await app.SendAsync(Caseworker, new CheckModel.Command(id, warningsSeen));
        await WorkAsync(JobKinds.CarryOutImport, id);
    }

    public async Task WorkAsync(string kind, Guid id) => await app.SendAsync(JobWork.Actor(kind, municipality.Id, Caseworker.Person),
        JobWork.Request(kind, id)!);

    public Task<CheckModel.Model> SeeAsync(Guid id, int page = 1) => app.SendAsync(Caseworker, new CheckModel.Query(id, page));

    public Task<IReadOnlyList<ImportProblem>> ProblemsAsync(Guid id) => app.SendAsync(Caseworker, new ProblemsModel.Query(id));
}
