namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>Corrects what was recorded of the end, or takes it back: a row of its own, and what stood there stays.</summary>
[For(Role.Caseworker)]
public sealed class CorrectEndModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public Input Form { get; set; } = new();

    public sealed class Input : EndForm
    {
        /// <summary>The record that the page showed: what is corrected is what was read.</summary>
        public Guid End { get; set; }

        [Required]
        public EndCorrection? Correction { get; set; }

        [Required, StringLength(500), NoCpr]
        public string? Words { get; set; }
    }

    public SupportView Case { get; private set; } = null!;

    /// <summary>What can be wrong: that it goes on after all only where the days allow it.</summary>
    public IEnumerable<EndCorrection> Corrections => Enum.GetValues<EndCorrection>()
        .Where(c => c != EndCorrection.TakenBack || Case.Progress.CanGoOn(Case.Today));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        if (Case.Progress.End is not { } end) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Form = new() { End = end.Id, On = end.On, Reason = end.Reason, Text = end.Text, Assessment = end.Assessment };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        if (Case.Progress.End is not { } end) return RedirectToPage("/Municipality/Grants/Details", new { id });
        if (Form.Correction == EndCorrection.TakenBack)
        {
            // The other fields are left as they were, whatever they said.
            foreach (var field in (string[])["Form.On", "Form.Reason", "Form.Text", "Form.Assessment"]) ModelState.Remove(field);
            if (!Case.Progress.CanGoOn(Case.Today))
            {
                ModelState.AddModelError("Form.Correction",
                    L["Støtten kan ikke gå videre: Perioden er gået, eller en ændring har taget over."]);
            }
            else if (Case.Progress.PlannedDay is { } planned && Case.Progress.Meets(planned) is { } other)
            {
                ModelState.AddModelError("Form.Correction", Meets(other));
            }
        }
        else
        {
            Form.Check(ModelState, nameof(Form), Case.Grant, Case.Progress.LatestEnd, L);
            if (Form.On is { } on && on <= Case.Progress.LatestEnd && Case.Progress.Meets(on) is { } other)
            {
                ModelState.AddModelError("Form.On", Meets(other));
            }
            if (ModelState.IsValid && (end.On, end.Reason, end.Text, end.Assessment) == (Form.On, Form.Reason, (Form.Text ?? "").Trim(),
                Form.Assessment!.Trim()))
                ModelState.AddModelError("Form.Correction", L["Der er ikke rettet noget. Ret dagen, grunden eller teksten."]);
        }
        if (!ModelState.IsValid) return Page();
        if (Form.Correction == EndCorrection.TakenBack)
        {
            await sender.Send(new TakeBack(id, Form.End, Form.Words!), cancel);
            TempData["Success"] = L["Afslutningen er taget tilbage. Støtten går videre til {0}.",
                Show.Date(Case.Progress.PlannedDay)].Value;
        }
        else
        {
            await sender.Send(new Command(id, Form.End, Form.Correction!.Value, Form.Words!, Form.On!.Value, Form.Reason!.Value, Form.Text
                ?? "", Form.Assessment!), cancel);
            TempData["Success"] = L["Afslutningen er rettet. Det, der stod før, kan stadig ses."].Value;
        }
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    private string Meets(Overlap other) =>
        L["Støtten kan ikke løbe så længe: Borgeren har bevilling {0} med en leverandør i de dage ({1}).", other.Number,
        Show.Period(other.StartsOn!.Value, other.EndsOn!.Value)];

    public sealed record Command(Guid Id, Guid End, EndCorrection Correction, string Words, DateOnly On, EndReason Reason, string Text,
        string Assessment) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var (grant, before, taken, progress) = await EndedAsync(db, actor.Tenant, request.Id, request.End, cancel);
            if (progress.Meets(request.On) is not null) throw new RuleViolation(Rule.EndMeetsAnotherGrant);
            // Where the day moves, the database makes the agreement follow it (trigger renew_agreement) and has the invoices checked
            // again (queue_checks_of_assignment).
            if (request.On != before.EndedOn) taken.MoveEnd(request.On, progress.LatestEnd!.Value, today);
            db.GrantEnds.Add(grant.CorrectEnd(before, request.Correction, request.Words, request.On, request.Reason, request.Text,
                request.Assessment, actor.Person!.Value, now, today));
            return default;
        }
    }

    public sealed record TakeBack(Guid Id, Guid End, string Words) : ICommand<Unit>;

    public sealed class TakeBackHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<TakeBack, Unit>
    {
        public async Task<Unit> Handle(TakeBack request, CancellationToken cancel)
        {
            var actor = current.Required;
            var (now, by) = (time.GetUtcNow(), actor.Person!.Value);
            var today = DanishTime.DateOf(now);
            var (grant, before, taken, progress) = await EndedAsync(db, actor.Tenant, request.Id, request.End, cancel);
            if (!progress.CanGoOn(today)) throw new RuleViolation(Rule.EndCannotBeTakenBack);
            if (progress.Meets(taken.EndsOn) is not null) throw new RuleViolation(Rule.EndMeetsAnotherGrant);
            // The same two triggers as where an end is corrected: renew_agreement, queue_checks_of_assignment.
            taken.ContinueToPlannedEnd(today);
            // What was judged at that end counts no more (Outcome.Counts): it is asked for again.
            db.GrantEnds.Add(grant.TakeBackEnd(before, request.Words, by, now, today));
            return default;
        }
    }

    // The lock puts two corrections in a row; the second was not written about what stands now. A provider that accepts a change
    // writes to the assignment only: read before the rest, it has changed since if the change is not among what is read here.
    private static async Task<(Grant Grant, GrantEnd Before, Assignment TakenAssignment, GrantProgress Progress)> EndedAsync(PortalDb db,
        Guid tenant, Guid id, Guid end, CancellationToken cancel)
    {
        await db.LockAsync<Grant>(id, cancel);
        var grant = await db.Grants.Where(g => g.MunicipalityId == tenant).GetAsync(id, cancel);
        var before = GrantEnd.Newest(await db.GrantEnds.AsNoTracking().Where(e => e.GrantId == id).ToListAsync(cancel))
            ?? throw new RuleViolation(Rule.EndCannotBeCorrected);
        if (before.Id != end) throw new RuleViolation(Rule.ConcurrentChange);
        var taken = await db.Assignments.Where(a => a.GrantId == grant.Id && a.ProviderId != null).OrderByDescending(a => a.AcceptedAt)
            .FirstAsync(cancel);
        return (grant, before, taken, await GrantProgress.OfAsync(db, grant, cancel));
    }
}
