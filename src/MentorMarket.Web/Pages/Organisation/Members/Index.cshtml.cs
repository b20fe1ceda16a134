namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>Who works here, with which roles, and who is invited.</summary>
[For(Role.Administrator)]
public sealed class IndexModel(IMediator sender, IStringLocalizer<OrganisationTexts> L) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public Model Data { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber) =>
        Data = await sender.Send(new Query(Q, Sort, pageNumber ?? 1), HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostRevokeAsync(Guid id)
    {
        await sender.Send(new Revoke(id), HttpContext.RequestAborted);
        TempData["Success"] = L["Invitationen er trukket tilbage."].Value;
        return RedirectToPage();
    }

    public sealed record Query(string? Q, string? Sort, int Page) : IQuery<Model>;

    public sealed record Model(IReadOnlyList<Member> Members, Pager Pager, IReadOnlyList<Invited> Invitations);

    public sealed record Member(Guid Id, string Name, string Email, string? Phone, List<Role> Roles, DateTimeOffset? EndedAt);

    public sealed record Invited(Guid Id, string Name, string Email, List<Role> Roles, DateTimeOffset ExpiresAt);

    public sealed record Revoke(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor actor, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var (here, now) = (actor.Required.Tenant, time.GetUtcNow());
            var members = db.Memberships.Where(m => m.OrganisationId == here);
            if (request.Q?.Trim() is { Length: > 0 } q)
            {
                var pattern = Like.Containing(q);
                members = members.Where(m => EF.Functions.ILike(m.Name, pattern) || EF.Functions.ILike(m.Email, pattern));
            }
            var pager = Pager.At(request.Page, await members.CountAsync(cancel), PageSize);
            var sorted = request.Sort switch
            {
                "name" => members.OrderBy(m => m.Name).ThenBy(m => m.Id),
                "-name" => members.OrderByDescending(m => m.Name).ThenBy(m => m.Id),
                "email" => members.OrderBy(m => m.Email).ThenBy(m => m.Id),
                "-email" => members.OrderByDescending(m => m.Email).ThenBy(m => m.Id),
                "-status" => members.OrderByDescending(m => m.EndedAt != null).ThenBy(m => m.Name).ThenBy(m => m.Id),
                _ => members.OrderBy(m => m.EndedAt != null).ThenBy(m => m.Name).ThenBy(m => m.Id),
            };
            return new Model(
                await sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize)
                    .Select(m => new Member(m.Id, m.Name, m.Email, m.Phone, m.Roles, m.EndedAt)).ToListAsync(cancel),
                pager,
                await db.Invitations.Where(i => i.OrganisationId == here && i.UsedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
                    .OrderBy(i => i.Name).Select(i => new Invited(i.Id, i.Name, i.Email, i.Roles, i.ExpiresAt)).ToListAsync(cancel));
        }
    }

    public sealed class RevokeHandler(PortalDb db, CurrentActor actor, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Revoke, Unit>
    {
        public async Task<Unit> Handle(Revoke request, CancellationToken cancel)
        {
            var here = actor.Required.Tenant;
            var invitation = await db.Invitations
                .SingleOrDefaultAsync(i => i.Id == request.Id && i.OrganisationId == here && i.UsedAt == null && i.RevokedAt == null,
                    cancel).OrNotFound();
            invitation.RevokedAt = time.GetUtcNow();
            evidence.Record(CaseEventKind.InvitationRevoked, here, invitation.Id);
            return default;
        }
    }
}
