namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>A member of the organisation, as the pages show them that change or end the membership.</summary>
/// <param name="Version">The version of the row.</param>
public sealed record MemberView(Guid PersonId, string Name, string Email, string? Phone, List<Role> Roles, DateTimeOffset JoinedAt,
    DateTimeOffset? EndedAt, uint Version)
{
    public sealed record Query(Guid Id) : IQuery<MemberView>;

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, MemberView>
    {
        public async Task<MemberView> Handle(Query request, CancellationToken cancel) =>
            await db.Memberships.Where(m => m.Id == request.Id && m.OrganisationId == current.Required.Tenant)
                .Select(m => new MemberView(m.PersonId, m.Name, m.Email, m.Phone, m.Roles, m.JoinedAt, m.EndedAt,
                    EF.Property<uint>(m, "xmin")))
                .SingleOrDefaultAsync(cancel).OrNotFound();
    }
}
