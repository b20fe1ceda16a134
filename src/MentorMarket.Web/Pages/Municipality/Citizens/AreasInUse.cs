namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>Areas that the municipality's citizens live in: proposed where one is typed.</summary>
public sealed record AreasInUse : IQuery<IReadOnlyList<string>>
{
    private const int Most = 20;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<AreasInUse, IReadOnlyList<string>>
    {
        public Task<IReadOnlyList<string>> Handle(AreasInUse request, CancellationToken cancel) =>
            OfAsync(db, current.Required.Tenant, cancel);
    }

    public static async Task<IReadOnlyList<string>> OfAsync(PortalDb db, Guid municipality, CancellationToken cancel) =>
        await db.Citizens.Where(c => c.MunicipalityId == municipality).Select(c => c.Area).Distinct().OrderBy(a => a).Take(Most)
            .ToListAsync(cancel);
}
