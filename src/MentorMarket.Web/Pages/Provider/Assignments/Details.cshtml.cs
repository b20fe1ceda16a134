using MentorMarket.Web.Pages.Provider.Entries;
using MentorMarket.Web.Pictures;

namespace MentorMarket.Web.Pages.Provider.Assignments;

/// <summary>
/// One assignment. Who the citizen is stands here while it is live, and each look is an event; afterwards the database hides it.
/// </summary>
[For(Role.Coordinator, Role.Mentor)]
public sealed class DetailsModel(IMediator sender, CurrentActor current) : PageModel
{
    public Model Assignment { get; private set; } = null!;

    public bool MayRegister => Assignment.IsLive && Assignment.HasBegun && !Assignment.HasLeft && current.Required.Is(Role.Mentor)
        && Assignment.Mentors.Any(m => m.Id == current.Required.Person);

    public bool MayChangeMentor => Assignment.IsLive && current.Required.Is(Role.Coordinator);

    public async Task OnGetAsync(Guid id, CancellationToken cancel) => Assignment = await sender.Send(new Query(id), cancel);

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    /// <param name="Address">Null when it is protected: the provider's login sees no row of it.</param>
    public sealed record Person(string Name, string? Address, string Phone, string Email);

    public sealed record NamedMentor(Guid Id, string Name, string Phone, DateOnly? UntilOn);

    public sealed record Terms(Purpose? Purpose, string PurposeText, List<MentorTask> Tasks, string TaskText,
        List<Requirement> Requirements);

    public sealed record Goal(Guid Id, GoalKind Kind, string Detail)
    {
        public int? Step { get; init; }
        public DateOnly? SteppedOn { get; init; }
    }

    public sealed record Model(Guid Id, string Number, string Municipality, AssignmentStatus Status, TargetGroup TargetGroup,
        DateOnly StartsOn, DateOnly EndsOn,
        decimal HoursPerWeek, decimal? TotalHours, decimal Rate, DateTimeOffset? AcceptedAt)
    {
        public bool IsLive { get; init; }

        /// <summary>Nothing is registered before the first day.</summary>
        public bool HasBegun { get; init; }

        /// <summary>Whoever looks has handed the assignment over, and sees their own time.</summary>
        public bool HasLeft { get; init; }
        public Person? Citizen { get; init; }
        public Terms? Terms { get; init; }
        public IReadOnlyList<NamedMentor> Mentors { get; init; } = [];
        public IReadOnlyList<Goal> Goals { get; init; } = [];
        public IReadOnlyList<EntryRow> Entries { get; init; } = [];
        public HoursPicture Picture { get; init; } = new([]);
    }

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var today = DanishTime.DateOf(time.GetUtcNow());
            var assignment = await db.Assignments.AsNoTracking().OursFor(db, current.Required)
                .SingleOrDefaultAsync(a => a.Id == request.Id, cancel).OrNotFound();
            var municipality = await db.Organisations.Where(o => o.Id == assignment.MunicipalityId).Select(o => o.Name).SingleAsync(cancel);
            var mentors = await (
                from m in db.AgreementMentors
                join g in db.Agreements on m.AgreementId equals g.Id
                where g.AssignmentId == request.Id
                orderby g.Version descending, m.Name
                select new { g.Version, m.MentorId, m.Name, m.Phone, m.UntilOn }).ToListAsync(cancel);
            // One who has handed the assignment over has no more to do with the citizen; a coordinator has.
            var hasLeft = !current.Required.Is(Role.Coordinator)
                && mentors.Find(m => m.MentorId == current.Required.Person)?.UntilOn < today;
            var citizen = hasLeft ? null : await db.CitizenIdentities.Where(i => i.CitizenId == assignment.CitizenId)
                .Select(i => new Person(i.Name, db.CitizenAddresses.Where(a => a.CitizenId == i.CitizenId).Select(a => a.Address)
                    .FirstOrDefault(), i.Phone, i.Email)).SingleOrDefaultAsync(cancel);
            if (citizen is not null)
            {
                evidence.Record(CaseEventKind.CitizenIdentityRead, assignment.MunicipalityId, assignment.CitizenId,
                    ("assignment", assignment.Id), ("purpose", "assignment"));
            }
            var terms = hasLeft ? null : await db.Grants.Where(g => g.Id == assignment.GrantId)
                .Select(g => new Terms(g.Terms.Purpose, g.Terms.PurposeText, g.Terms.Tasks, g.Terms.TaskText, g.Terms.Requirements))
                    .SingleOrDefaultAsync(cancel);
            var entries = await EntryRow.ListAsync(db,
                db.TimeEntries.Where(e => e.AssignmentId == request.Id && (!hasLeft || e.MentorId == current.Required.Person)), cancel);
            if (citizen is null) EntryRow.Tell(evidence, "assignment", entries);
            var pauses = await db.GrantPauses.Where(p => p.GrantId == assignment.GrantId)
                .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel);
            return new Model(assignment.Id, assignment.Number, municipality, assignment.Status, assignment.TargetGroup,
                assignment.StartsOn, assignment.LastDay,
                assignment.HoursPerWeek, assignment.TotalHours, assignment.Rate, assignment.AcceptedAt)
            {
                IsLive = assignment.IsLive(today),
                HasBegun = assignment.StartsOn <= today,
                HasLeft = hasLeft,
                Citizen = citizen,
                Terms = terms,
                Mentors = [.. mentors.DistinctBy(m => m.MentorId).Select(m => new NamedMentor(m.MentorId, m.Name, m.Phone, m.UntilOn))],
                Goals = hasLeft ? [] : await GoalsAsync(assignment.GrantId, request.Id, cancel),
                Entries = entries,
                Picture = Draw(assignment, entries, today, new(pauses)),
            };
        }

        private async Task<IReadOnlyList<Goal>> GoalsAsync(Guid grant, Guid assignment, CancellationToken cancel)
        {
            var goals = await db.GrantGoals.Where(g => g.GrantId == grant).OrderBy(g => g.Priority)
                .Select(g => new Goal(g.Id, g.Kind, g.Detail)).ToListAsync(cancel);
            var steps = await (
                from step in db.GoalSteps
                join entry in db.TimeEntries on step.EntryId equals entry.Id
                where step.AssignmentId == assignment && !db.TimeEntries.Any(s => s.SupersedesId == entry.Id)
                select new { step.GoalId, step.Step, entry.StartsAt, entry.LocalDate }).ToListAsync(cancel);
            return [.. goals.Select(g => steps.Where(s => s.GoalId == g.Id)
                .MaxBy(s => s.StartsAt) is { } newest ? g with { Step = newest.Step, SteppedOn = newest.LocalDate } : g)];
        }

        /// <summary>From the first week of the assignment to this week or its last.</summary>
        private static HoursPicture Draw(Assignment assignment, IReadOnlyList<EntryRow> entries, DateOnly today, Pauses pauses) =>
            new(GrantedWeeks.Of(
            assignment.StartsOn, today < assignment.LastDay ? today : assignment.LastDay, assignment.HoursPerWeek,
                entries.Where(e => e.Counts).Select(e => (e.IsoWeek, e.Minutes)), pauses), assignment.TotalHours);
    }
}
