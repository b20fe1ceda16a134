namespace MentorMarket.Web.Pages.Auditor.Invoices;

/// <summary>
/// What the mentors wrote of the registrations that an invoice was matched with; only where the engagement says notes, and each read is
/// noted.
/// </summary>
[For(Role.Auditor)]
public sealed class NotesModel(IMediator sender) : PageModel
{
    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Shown = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Invoice, string Number, string Municipality, IReadOnlyList<Written> Notes);

    /// <summary>One registration: its note, empty where there is none, and its steps on goals.</summary>
    public sealed record Written(Guid Id, DateOnly On, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Mentor, string Note)
    {
        public IReadOnlyList<(GoalKind Goal, int Step)> Steps { get; init; } = [];
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var invoice = await (
                from i in db.Invoices
                join m in db.Organisations on i.MunicipalityId equals m.Id
                where i.Id == request.Id
                select new { i.MunicipalityId, i.IssuedOn, i.Number, i.CheckId, Municipality = m.Name }).SingleOrDefaultAsync(cancel)
                    .OrNotFound();
            if (!await Engaged.SeesNotesAsync(db, current.Required, invoice.MunicipalityId, invoice.IssuedOn, time, cancel))
            {
                throw new RowNotFoundException();
            }
            var matched = db.LineMatches.Where(m => m.CheckId == invoice.CheckId).Select(m => m.EntryId);
            var written = await (
                from e in db.TimeEntries
                from n in db.EntryNotes.Where(n => n.EntryId == e.Id).DefaultIfEmpty()
                where matched.Contains(e.Id)
                orderby e.StartsAt, e.Id
                select new Written(e.Id, e.LocalDate, e.StartsAt, e.EndsAt, e.MentorName, (string?)n.Note ?? "")).ToListAsync(cancel);
            var ids = written.Select(w => w.Id).ToList();
            var steps = (await (
                from s in db.GoalSteps
                join g in db.GrantGoals on s.GoalId equals g.Id
                where ids.Contains(s.EntryId)
                orderby g.Priority
                select new { s.EntryId, g.Kind, s.Step }).ToListAsync(cancel)).ToLookup(s => s.EntryId, s => (s.Kind, s.Step));
            evidence.Record(CaseEventKind.AuditorReadNotes, invoice.MunicipalityId, request.Id, ("number", invoice.Number),
                ("entries", ids.Count));
            return new(request.Id, invoice.Number, invoice.Municipality, [.. written.Select(w => w with { Steps = [.. steps[w.Id]] })]);
        }
    }
}
