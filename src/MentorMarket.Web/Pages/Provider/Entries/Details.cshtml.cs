namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>One registration with everything that was said about it: corrections, the citizen's answers, steps.</summary>
[For(Role.Coordinator, Role.Mentor)]
public sealed class DetailsModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Time { get; private set; } = null!;

    public bool MayCorrect => !Time.Entry.IsSuperseded && current.Required.Is(Role.Mentor)
        && Time.Entry.MentorId == current.Required.Person;

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Time = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Said(Answer Answer, ReceiptStrength Strength, DateTimeOffset RecordedAt);

    public sealed record Model(EntryRow Entry, Guid? Before, Guid? After, IReadOnlyList<Said> Answers,
        IReadOnlyList<(GoalKind Goal, int Step)> Steps);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var own = db.TimeEntries.Where(e => e.Id == request.Id && e.ProviderId == actor.Tenant);
            if (!actor.Is(Role.Coordinator)) own = own.Where(e => e.MentorId == actor.Person);
            var rows = await EntryRow.ListAsync(db, own, cancel);
            var entry = rows.Count == 1 ? rows[0] : throw new RowNotFoundException();
            var before = await own.Select(e => e.SupersedesId).SingleAsync(cancel);
            var after = await db.TimeEntries.Where(e => e.SupersedesId == entry.Id).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancel);
            var answers = await db.Confirmations.Where(c => c.EntryId == entry.Id).OrderByDescending(c => c.RecordedAt)
                .Select(c => new Said(c.Answer, c.Strength, c.RecordedAt)).ToListAsync(cancel);
            var steps =
                await (from s in db.GoalSteps
                       join g in db.GrantGoals on s.GoalId equals g.Id
                       where s.EntryId == entry.Id
                       orderby g.Priority
                       select new
                       {
                           g.Kind,
                           s.Step
                       }).ToListAsync(cancel);
            EntryRow.Tell(evidence, "entry", rows);
            return new(entry, before, after, answers, [.. steps.Select(s => (s.Kind, s.Step))]);
        }
    }
}
