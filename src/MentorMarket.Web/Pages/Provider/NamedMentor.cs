namespace MentorMarket.Web.Pages.Provider;

/// <summary>One of the provider's mentors, to be named in an agreement.</summary>
public sealed record NamedMentor(Guid Id, string Name)
{
    public sealed record Query : IQuery<IReadOnlyList<NamedMentor>>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<NamedMentor>>
    {
        public Task<IReadOnlyList<NamedMentor>> Handle(Query request, CancellationToken cancel) =>
            OfAsync(db, current.Required.Tenant, cancel);
    }

    public static async Task<IReadOnlyList<NamedMentor>> OfAsync(PortalDb db, Guid provider, CancellationToken cancel) =>
        await db.Memberships.Where(m => m.OrganisationId == provider && m.EndedAt == null && m.Roles.Contains(Role.Mentor))
            .OrderBy(m => m.Name).Select(m => new NamedMentor(m.PersonId, m.Name)).ToListAsync(cancel);
}
