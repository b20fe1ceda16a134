using MentorMarket.Domain.Invoices;
using MentorMarket.Web.Pages.Provider.Assignments;

namespace MentorMarket.Web.Pages.Provider;

/// <summary>What waits: for a coordinator the market, the hours and the money; for a mentor their own citizens.</summary>
public sealed class IndexModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Waiting { get; private set; } = null!;

    public bool IsCoordinator => current.Required.Is(Role.Coordinator);

    public bool IsMentor => current.Required.Is(Role.Mentor);

    public async Task OnGetAsync(CancellationToken cancel) => Waiting = await sender.Send(new Query(), cancel);

    public sealed record Query : IQuery<Model>;

    public sealed record OpenAssignment(Guid Id, string Number, string Municipality, DateOnly StartsOn, DateOnly EndsOn, bool HasBegun);

    public sealed record Model(int NewListings, int Unconfirmed, int Disputed, decimal Held, int HeldInvoices, int Returned,
        IReadOnlyList<OpenAssignment> Ending, IReadOnlyList<OpenAssignment> Mine, int MyUnconfirmed, IReadOnlyList<Offered> Offers);

    /// <summary>A assignment that is offered to this provider alone, and the one it goes on from, if any.</summary>
    public sealed record Offered(Guid Id, string Number, string Municipality, GrantKind Kind, string? Follows, DateOnly StartsOn);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var own = db.Assignments.Where(a => a.ProviderId == actor.Tenant && a.Status == AssignmentStatus.Accepted
                && a.LastDay >= today);
            var direct = db.TimeEntries.Where(e => e.ProviderId == actor.Tenant && e.Kind == EntryKind.Direct && e.Minutes > 0
                && !db.TimeEntries.Any(s => s.SupersedesId == e.Id));
            var silent = direct.Where(e => !db.Confirmations.Any(c => c.EntryId == e.Id));
            var mine = await Assignments(own.HeldBy(db, actor, today), today).ToListAsync(cancel);
            var mySilent = await silent.CountAsync(e => e.MentorId == actor.Person, cancel);
            if (!actor.Is(Role.Coordinator)) return new(0, 0, 0, 0, 0, 0, [], mine, mySilent, []);

            var soon = today.AddDays(28);
            var newest = time.GetUtcNow().AddDays(-14);
            var held = db.Invoices.Where(i => i.ProviderId == actor.Tenant && i.Status != InvoiceStatus.Returned)
                .Join(db.Checks, i => i.CheckId, c => (Guid?)c.Id, (_, c) => c.Held).Where(h => h > 0);
            return new(
                await db.Listings.CountAsync(l => l.TakenAt == null && l.WithdrawnAt == null && l.PublishedAt >= newest, cancel),
                await silent.CountAsync(cancel),
                await direct.CountAsync(e => db.Confirmations.Where(c => c.EntryId == e.Id).OrderByDescending(c => c.RecordedAt)
                    .ThenByDescending(c => c.Id).Select(c => (Answer?)c.Answer).FirstOrDefault() == Answer.Disputed, cancel),
                await held.SumAsync(cancel),
                await held.CountAsync(cancel),
                await db.Invoices.CountAsync(i => i.ProviderId == actor.Tenant && i.Status == InvoiceStatus.Returned, cancel),
                await Assignments(own.Where(a => a.LastDay <= soon), today).ToListAsync(cancel),
                mine,
                mySilent,
                await (from l in db.Listings
                       join m in db.Organisations on l.MunicipalityId equals m.Id
                       join before in db.Assignments on l.FollowsAssignmentId equals before.Id into follows
                       from before in follows.DefaultIfEmpty()
                       where l.OfferedTo == actor.Tenant && l.TakenAt == null && l.WithdrawnAt == null
                           && !db.OfferDeclines.Any(d => d.AssignmentId == l.Id)
                       orderby l.StartsOn
                       select new Offered(l.Id, l.Number, m.Name, l.Kind, before == null ? null : before.Number, l.StartsOn))
                           .ToListAsync(cancel));
        }

        private IQueryable<OpenAssignment> Assignments(IQueryable<Assignment> assignments, DateOnly today) =>
            from a in assignments
            join m in db.Organisations on a.MunicipalityId equals m.Id
            orderby a.LastDay, a.Number
            select new OpenAssignment(a.Id, a.Number, m.Name, a.StartsOn, a.LastDay, a.StartsOn <= today);
    }
}
