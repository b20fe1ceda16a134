using Microsoft.AspNetCore.Mvc.Rendering;
using Npgsql;

namespace MentorMarket.Web.Pages.Provider.Entries;

/// <summary>A correction is a new entry that supersedes the old one: it says why, and the citizen is asked again.</summary>
[For(Role.Mentor)]
public sealed class CorrectModel(IMediator sender, TimeProvider time, IStringLocalizer<SharedTexts> S, IStringLocalizer<ProviderTexts> L)
    : PageModel
{
    public sealed class Input : EntryForm
    {
        [Required]
        public CorrectionCode? Code { get; set; }

        [Required, StringLength(500)]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Old { get; private set; } = null!;

    public IEnumerable<SelectListItem> Codes => Enum.GetValues<CorrectionCode>()
        .Select(c => new SelectListItem(Labels.Of(c, S), c.ToString()));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Old = await sender.Send(new Query(id), cancel);
        if (Old.Entry.IsSuperseded)
        {
            TempData["Error"] = RuleTexts.Say(new RuleViolation(Rule.EntryIsSuperseded), S);
            return RedirectToPage("Details", new { id });
        }
        var (from, to) = (DanishTime.ToLocal(Old.Entry.StartsAt), DanishTime.ToLocal(Old.Entry.EndsAt));
        (Form.Date, Form.From, Form.To) = (Old.Entry.LocalDate, TimeOnly.FromDateTime(from), ClockEnd.Of(TimeOnly.FromDateTime(to)));
        Form.FromNight = Form.AsksFromNight ? NightOf(Old.Entry.StartsAt) : null;
        Form.ToNight = Form.AsksToNight ? NightOf(Old.Entry.EndsAt) : null;
        (Form.Kind, Form.Place, Form.Note, Form.Act) = (Old.Entry.Kind, Old.Entry.Place, Old.Entry.Note, Old.Act);
        Form.Steps = [.. Old.Steps.Select(s => new EntryForm.Step { Goal = s.Goal, Value = s.Value })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Old = await sender.Send(new Query(id), cancel);
        // What was registered twice or on the wrong assignment did not take place here: it is corrected to nothing.
        var cancels = Form.Code is CorrectionCode.Duplicate or CorrectionCode.WrongCase;
        if (cancels) foreach (var field in (string[])["Form.Date", "Form.From", "Form.To"]) ModelState.Remove(field);
        var times = cancels ? (Old.Entry.StartsAt, Old.Entry.StartsAt) : Form.Times(ModelState, time.GetUtcNow(), L);
        if (!ModelState.IsValid || times is not { } t) return Page();
        try
        {
            var outcome = await sender.Send(new Command(id, t.Item1, t.Item2, Form.Kind!.Value, Form.Place!.Value, Form.Note ?? "",
                Form.ChosenSteps, Form.Code!.Value, Form.Reason!, Form.Act ?? Old.Act), cancel);
            EntryWarnings.Say(TempData, outcome,
                L["Registreringen er rettet. Den gamle kan stadig ses, og borgeren bliver spurgt igen."].Value, L);
            return RedirectToPage("Details", new { id = outcome.Entry });
        }
        catch (RuleViolation violation) when (violation.Rule == Rule.EntryIsSuperseded)
        {
            TempData["Error"] = RuleTexts.Say(violation, S);
            return RedirectToPage("Details", new { id });
        }
    }

    private static ClockNight NightOf(DateTimeOffset at)
    {
        var local = DanishTime.ToLocal(at);
        return DanishTime.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)).Earlier == at ? ClockNight.Summer
            : ClockNight.Winter;
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(EntryRow Entry, IReadOnlyList<GoalChoice> Goals, IReadOnlyList<StepOn> Steps, EntryAct? Act);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var own = db.TimeEntries.Where(e => e.Id == request.Id && e.ProviderId == current.Required.Tenant
                && e.MentorId == current.Required.Person);
            var rows = await EntryRow.ListAsync(db, own, cancel);
            var entry = rows.Count == 1 ? rows[0] : throw new RowNotFoundException();
            EntryRow.Tell(evidence, "correct entry", rows);
            var goals = await (
                from a in db.Assignments
                where a.Id == entry.AssignmentId
                join g in db.GrantGoals on a.GrantId equals g.GrantId
                orderby g.Priority
                select new GoalChoice(g.Id, g.Kind, g.Detail)).ToListAsync(cancel);
            var steps = await db.GoalSteps.Where(s => s.EntryId == entry.Id).Select(s => new StepOn(s.GoalId, s.Step)).ToListAsync(cancel);
            return new(entry, goals, steps, await own.Select(e => e.Act).SingleAsync(cancel));
        }
    }

    public sealed record Command(Guid Id, DateTimeOffset Start, DateTimeOffset End, EntryKind Kind, PlaceType Place, string Note,
        IReadOnlyList<StepOn> Steps,
        CorrectionCode Code, string Reason, EntryAct? Act = null) : ICommand<Registered>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Registered>
    {
        public async Task<Registered> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var old = await db.TimeEntries.AsNoTracking()
                .SingleOrDefaultAsync(e => e.Id == request.Id && e.ProviderId == actor.Tenant && e.MentorId == actor.Person, cancel)
                    .OrNotFound();
            var assignment = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == old.AssignmentId, cancel);
            await db.TakeTurnOfFactsAsync(old.AssignmentId, cancel);
            if (await db.TimeEntries.AnyAsync(e => e.SupersedesId == old.Id, cancel)) throw new RuleViolation(Rule.EntryIsSuperseded);
            var steps = await EntryParts.OnGoalsAsync(db, assignment, request.Steps, cancel);
            var entry = new TimeEntry(old.MunicipalityId, old.ProviderId, old.AssignmentId, old.MentorId, old.MentorName, request.Start,
                request.End,
                request.Kind, request.Place, actor.Person!.Value, time.GetUtcNow(), old, request.Code, request.Reason,
                request.Note, steps.Select(s => (s.Goal, s.Value)), request.Act);
            await MentorDays.CheckAsync(db, entry, cancel);
            var told = await EntryWarnings.AboutAsync(db, assignment, entry, old.Id, cancel);
            EntryParts.Add(db, entry, request.Note, steps);
            try
            {
                // Two corrections of the same entry at the same moment: the unique index lets one in.
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "time_entries_one_correction" })
            {
                throw new RuleViolation(Rule.EntryIsSuperseded);
            }
            await Enqueue.RecheckAsync(db, entry.Id, cancel);
            return told;
        }
    }
}
