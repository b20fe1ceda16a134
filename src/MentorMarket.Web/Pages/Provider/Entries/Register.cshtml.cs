using MentorMarket.Web.Pages.Provider.Assignments;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>A mentor registers time, on a phone, on a assignment that names them.</summary>
[For(Role.Mentor)]
public sealed class RegisterModel(IMediator sender, TimeProvider time, IStringLocalizer<ProviderTexts> L) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Assignment { get; set; }

    [BindProperty]
    public EntryForm Form { get; set; } = new();

    public IReadOnlyList<OpenAssignment> Assignments { get; private set; } = [];

    public OpenAssignment? Chosen => Assignments.Count == 1 && Assignment is null ? Assignments[0]
        : Assignments.SingleOrDefault(c => c.Id == Assignment);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Assignments = await sender.Send(new Query(Assignment), cancel);
        if (Assignment is not null && Chosen is null) return NotFound();
        Form.Date = time.Today;
        Form.Kind = EntryKind.Direct;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var times = Form.Times(ModelState, time.GetUtcNow(), L);
        if (Form.Act is null && Assignment is { } asked && await sender.Send(new ActQuery(asked), cancel))
        {
            ModelState.AddModelError("Form.Act", L["Vælg, hvilken lov det var efter."]);
        }
        if (!ModelState.IsValid || times is not { } t || Assignment is not { } assignment)
        {
            Assignments = await sender.Send(new Query(Assignment), cancel);
            return Chosen is null ? NotFound() : Page();
        }
        var outcome = await sender.Send(new Command(assignment, t.Start, t.End, Form.Kind!.Value, Form.Place!.Value, Form.Note ?? "",
            Form.ChosenSteps, Form.Act), cancel);
        // How date and times were understood: a month that was mistyped lies a year back.
        var done = L["Registreret: {0} kl. {1}.", Show.Day(DanishTime.DateOf(t.Start)), Show.Times(t.Start, t.End)].Value;
        EntryWarnings.Say(TempData, outcome, Form.Kind == EntryKind.Direct ? $"{done} {L["Borgeren kan kvittere nu."].Value}" : done, L);
        return RedirectToPage("Index");
    }

    public sealed record OpenAssignment(Guid Id, string Number, string Citizen, string Municipality, DateOnly EndsOn,
        IReadOnlyList<GoalChoice> Goals, bool AsksAct, IReadOnlyList<(DateOnly From, DateOnly? To)> Rests);

    /// <summary>The mentor's assignments that run or ended less than a month ago, or one of them.</summary>
    public sealed record Query(Guid? Assignment) : IDisclosingQuery<IReadOnlyList<OpenAssignment>>;

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, IReadOnlyList<OpenAssignment>>
    {
        public async Task<IReadOnlyList<OpenAssignment>> Handle(Query request, CancellationToken cancel)
        {
            var today = time.Today;
            var since = today.AddDays(-MentorDays.LateDays);
            var rows = await (
                from a in db.Assignments.HeldBy(db, current.Required, since)
                let last = a.LastDay
                where (a.Status == AssignmentStatus.Accepted || a.Status == AssignmentStatus.Ended) && last >= since && a.StartsOn <= today
                    && (request.Assignment == null || a.Id == request.Assignment)
                join municipality in db.Organisations on a.MunicipalityId equals municipality.Id
                orderby last < today, a.Number
                select new { a.Id, a.Number, a.CitizenId, a.GrantId, a.EndsOn, a.MunicipalityId, municipality.Name }).ToListAsync(cancel);
            // One who has handed the assignment over registers what was forgotten, and no longer sees whom and what it is about.
            var held = await db.Assignments.HeldBy(db, current.Required, today).Select(a => a.Id).ToListAsync(cancel);
            var open = rows.Where(r => held.Contains(r.Id)).ToList();
            var citizens = open.ConvertAll(r => r.CitizenId);
            var names = await db.CitizenIdentities.Where(i => citizens.Contains(i.CitizenId))
                .ToDictionaryAsync(i => i.CitizenId, i => i.Name, cancel);
            var grants = rows.Select(r => r.GrantId).ToList();
            var shown = open.ConvertAll(r => r.GrantId);
            var goals = await db.GrantGoals.Where(g => shown.Contains(g.GrantId)).OrderBy(g => g.Priority)
                .Select(g => new { g.GrantId, Choice = new GoalChoice(g.Id, g.Kind, g.Detail) }).ToListAsync(cancel);
            var mixed = (await db.Grants.Where(g => grants.Contains(g.Id) && g.Terms.SamePersonGivesBoth).Select(g => g.Id)
                .ToListAsync(cancel)).ToHashSet();
            var pauses = (await db.GrantPauses.Where(p => grants.Contains(p.GrantId))
                .Select(p => new PauseRow(p.Id, p.GrantId, p.FromOn, p.ToOn, p.ResumesId)).ToListAsync(cancel)).ToLookup(p => p.GrantId);
            foreach (var row in open.Where(r => names.ContainsKey(r.CitizenId)))
            {
                evidence.Record(CaseEventKind.CitizenIdentityRead, row.MunicipalityId, row.CitizenId, ("assignment", row.Id),
                    ("purpose", "register time"));
            }
            return [.. rows.Select(r =>
                new OpenAssignment(r.Id, r.Number, open.Contains(r) ? names.GetValueOrDefault(r.CitizenId, "") : "", r.Name, r.EndsOn,
                [.. goals.Where(g => g.GrantId == r.GrantId && open.Contains(r)).Select(g => g.Choice)], mixed.Contains(r.GrantId),
                [.. new Pauses(pauses[r.GrantId]).Spans.Where(s => s.Days.To >= since && s.Days.From <= today)
                    .Select(s => (s.Days.From, s.Days.To == DateOnly.MaxValue ? (DateOnly?)null : s.Days.To))]))];
        }
    }

    /// <summary>Whether each entry on the assignment says which act it is under.</summary>
    public sealed record ActQuery(Guid Assignment) : IQuery<bool>;

    public sealed class ActHandler(PortalDb db, CurrentActor current) : IRequestHandler<ActQuery, bool>
    {
        public Task<bool> Handle(ActQuery request, CancellationToken cancel) => (
            from a in db.Assignments
            join g in db.Grants on a.GrantId equals g.Id
            where a.Id == request.Assignment && a.ProviderId == current.Required.Tenant && g.Terms.SamePersonGivesBoth
            select g.Id).AnyAsync(cancel);
    }

    public sealed record Command(Guid Assignment, DateTimeOffset Start, DateTimeOffset End, EntryKind Kind, PlaceType Place, string Note,
        IReadOnlyList<StepOn> Steps,
        EntryAct? Act = null) : ICommand<Registered>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Registered>
    {
        public async Task<Registered> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var together = new Together(db);
            var finding = together.Ask(() => db.Assignments.AsNoTracking()
                .SingleOrDefaultAsync(a => a.Id == request.Assignment && a.ProviderId == actor.Tenant, cancel));
            var naming = together.Ask(() => db.Assignments.Where(a => a.Id == request.Assignment).Naming(db, actor).AnyAsync(cancel));
            await together.SendAsync(cancel);
            var assignment = await finding.OrNotFound();
            if (!await naming) throw new RuleViolation(Rule.MentorIsNotOnTheAssignment);
            await db.TakeTurnOfFactsAsync(assignment.Id, cancel);
            var steps = await EntryParts.OnGoalsAsync(db, assignment, request.Steps, cancel);
            var entry = new TimeEntry(assignment.MunicipalityId, actor.Tenant, assignment.Id, actor.Person!.Value, actor.Name,
                request.Start, request.End, request.Kind, request.Place, actor.Person.Value, time.GetUtcNow(),
                note: request.Note, steps: steps.Select(s => (s.Goal, s.Value)), act: request.Act);
            await MentorDays.CheckAsync(db, entry, cancel);
            var told = await EntryWarnings.AboutAsync(db, assignment, entry, null, cancel);
            EntryParts.Add(db, entry, request.Note, steps);
            // Saved here, because what it overlaps with is found from its row.
            await db.SaveChangesAsync(cancel);
            await Enqueue.RecheckAsync(db, entry.Id, cancel);
            return told;
        }
    }
}
