using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Pages.Municipality.Assignments;

/// <summary>An assignment: its terms, who works on it, and what was delivered.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class DetailsModel(IMediator sender) : PageModel
{
    public Model Assignment { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Assignment = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(
        Guid Id, string Number, AssignmentStatus Status, Guid GrantId, string Grant, string Citizen, decimal HoursPerWeek,
            decimal? TotalHours, DateOnly StartsOn, DateOnly EndsOn,
        decimal Rate, decimal? PriceCeiling, DateTimeOffset PublishedAt, string? Provider, DateTimeOffset? AcceptedAt)
    {
        public IReadOnlyList<MentorRow> Mentors { get; init; } = [];
        public IReadOnlyList<Delivery> Deliveries { get; init; } = [];
        public Pauses Pauses { get; init; } = new([]);

        public HoursPicture Hours =>
            new(GrantedWeeks.Of(StartsOn, EndsOn, HoursPerWeek, Deliveries.Where(d => d.Counts).Select(d => (d.IsoWeek, d.Minutes)),
            Pauses), TotalHours);

        public int Delivered => Deliveries.Where(d => d.Counts).Sum(d => d.Minutes);

        public int Confirmed => Deliveries.Where(d => d.Counts && d.Receipt is { Answer: Answer.Confirmed }).Sum(d => d.Minutes);
    }

    public sealed record MentorRow(string Name, string Phone, string Email, DateOnly? UntilOn);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var model = await (from a in db.Assignments
                               join g in db.Grants on a.GrantId equals g.Id
                               join c in db.Citizens on a.CitizenId equals c.Id
                               where a.Id == request.Id && a.MunicipalityId == tenant
                               select new Model(a.Id, a.Number, a.Status == AssignmentStatus.Accepted
                                   && a.LastDay < today ? AssignmentStatus.Ended : a.Status, g.Id, g.Number, c.Number,
                                   a.HoursPerWeek, a.TotalHours, a.StartsOn, a.LastDay, a.Rate, a.PriceCeiling, a.PublishedAt,
                                   db.Organisations.Where(o => o.Id == a.ProviderId).Select(o => o.Name).FirstOrDefault(), a.AcceptedAt))
                                       .SingleOrDefaultAsync(cancel).OrNotFound();
            var mentors = await (from g in db.Agreements
                                 join m in db.AgreementMentors on g.Id equals m.AgreementId
                                 where g.AssignmentId == model.Id && g.Version == db.Agreements.Where(x => x.AssignmentId == model.Id)
                                     .Max(x => x.Version)
                                 orderby m.UntilOn != null, m.Name
                                 select new MentorRow(m.Name, m.Phone, m.Email, m.UntilOn)).ToListAsync(cancel);
            var deliveries = await Deliveries.OfAsync(db, [model.Id], cancel);
            if (deliveries.Any(d => d.HasWords)) evidence.RecordReading("assignment", tenant, model.Id);
            var pauses = await db.GrantPauses.Where(p => p.GrantId == model.GrantId)
                .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel);
            return model with { Mentors = mentors, Deliveries = deliveries, Pauses = new(pauses) };
        }
    }
}
