namespace MentorMarket.Web.Pages.Municipality.Engagements;

/// <summary>Who audits, what they may see and until when.</summary>
[For(Role.Administrator)]
public sealed class IndexModel(IMediator sender, TimeProvider time) : PageModel
{
    public IReadOnlyList<Model> Engagements { get; private set; } = [];

    public DateOnly Today { get; } = time.Today;

    public async Task OnGetAsync(CancellationToken cancel) => Engagements = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<IReadOnlyList<Model>>;

    public sealed record Model(Guid Id, string Auditor, DateOnly From, DateOnly To, DateOnly OpensOn, DateOnly ExpiresOn, bool SeesNotes,
        DateTimeOffset? RevokedAt)
    {
        public bool IsOver(DateOnly today) => RevokedAt is not null || ExpiresOn < today;
    }

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, IReadOnlyList<Model>>
    {
        public async Task<IReadOnlyList<Model>> Handle(Query request, CancellationToken cancel) => await (
            from e in db.Engagements
            join a in db.Organisations on e.AuditorId equals a.Id
            where e.MunicipalityId == current.Required.Tenant
            orderby e.RevokedAt == null descending, e.ExpiresOn descending, a.Name
            select new Model(e.Id, a.Name, e.PeriodFrom, e.PeriodTo, e.OpensOn, e.ExpiresOn, e.SeesNotes, e.RevokedAt)).ToListAsync(cancel);
    }
}
