using MentorMarket.Web.Pages.Municipality.Grants;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>A citizen with grants, assignments and the letter.</summary>
[For(Role.Caseworker)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public Model Citizen { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Citizen = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string Number, string Area, int BirthYear, string Language, string Name, string Address,
        bool IsProtected, string Phone, string Email)
    {
        public MaskedCpr? Cpr { get; init; }
        public IReadOnlyList<CaseRow> Cases { get; init; } = [];
        public OpenLink? Link { get; init; }
        public bool HasMentor { get; init; }
        public IReadOnlyList<HistoryEvent> History { get; init; } = [];
    }

    /// <summary>A grant and the assignments made of it.</summary>
    public sealed record CaseRow(Guid Id, string Number, GrantStatus Status, DateOnly? StartsOn, DateOnly? EndsOn,
        IReadOnlyList<TakenRow> Assignments);

    public sealed record TakenRow(Guid Id, Guid GrantId, string Number, AssignmentStatus Status, DateOnly? EndedOn, string? Provider);

    /// <summary>The letter's link, if one can be opened.</summary>
    public sealed record OpenLink(DateTimeOffset IssuedAt, DateOnly ExpiresOn, int TriesLeft, DateTimeOffset? LastUsedAt);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, CprRows cprs, TimeProvider time)
        : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var model = await (from c in db.Citizens
                               join i in db.CitizenIdentities on c.Id equals i.CitizenId
                               join a in db.CitizenAddresses on c.Id equals a.CitizenId
                               where c.Id == request.Id && c.MunicipalityId == tenant
                               select new Model(c.Id, c.Number, c.Area, c.BirthYear, c.Language, i.Name, a.Address, a.IsProtected, i.Phone,
                                   i.Email)).SingleOrDefaultAsync(cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, model.Id, ("page", "citizen"));

            var grants = await db.Grants.Where(g => g.CitizenId == model.Id).OrderByDescending(g => g.CreatedAt)
                .Select(g => new { g.Id, g.Number, g.Status, g.Terms.StartsOn, g.Terms.EndsOn }).ToListAsync(cancel);
            var assignments = await db.Assignments.Where(a => a.CitizenId == model.Id).OrderByDescending(a => a.PublishedAt)
                .Select(a => new TakenRow(a.Id, a.GrantId, a.Number, a.Status, a.EndedOn, db.Organisations.Where(o => o.Id == a.ProviderId)
                    .Select(o => o.Name).FirstOrDefault())).ToListAsync(cancel);
            var link = await db.CitizenLinks.Where(l => l.CitizenId == model.Id && l.RevokedAt == null && l.ExpiresOn >= today)
                .OrderByDescending(l => l.IssuedAt)
                .Select(l => new OpenLink(l.IssuedAt, l.ExpiresOn, l.TriesLeft, l.LastUsedAt)).FirstOrDefaultAsync(cancel);
            return model with
            {
                Cases = grants.ConvertAll(g =>
                {
                    var taken = assignments.Where(a => a.GrantId == g.Id).ToList();
                    var provided = taken.Find(a => a.Provider is not null);
                    return new CaseRow(g.Id, g.Number, Standing.Of(g.Status, provided is not null, provided?.EndedOn ?? g.EndsOn, today),
                        g.StartsOn, g.EndsOn, taken);
                }),
                Cpr = await cprs.MaskedAsync(tenant, model.Id, cancel),
                Link = link,
                HasMentor = await LetterGrant.OfAsync(db, model.Id, null, today, cancel) is not null,
                History = await History.OfAsync(db, tenant, [model.Id], cancel),
            };
        }
    }
}
