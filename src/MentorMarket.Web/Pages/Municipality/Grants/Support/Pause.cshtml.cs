namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>Lets the support rest for some days, and takes it up again.</summary>
[For(Role.Caseworker)]
public sealed class PauseModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public DateOnly? From { get; set; }

        [LastDay(nameof(From))]
        public DateOnly? To { get; set; }

        [Required, StringLength(500), NoCpr]
        public string? Reason { get; set; }

        [Required, StringLength(1000), NoCpr]
        public string? Assessment { get; set; }
    }

    /// <summary>The end of a pause.</summary>
    public sealed class ResumeInput
    {
        [Required]
        public Guid? Pause { get; set; }

        [Required]
        public DateOnly? On { get; set; }

        [Required, StringLength(500), NoCpr]
        public string? Reason { get; set; }
    }

    public Input Form { get; set; } = new();

    public ResumeInput Again { get; set; } = new();

    public SupportView Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id, "pause"), cancel);
        Form.From = Case.Today;
        var rest = Case.Resting is [var first, ..] ? first : null;
        Again = new() { Pause = rest?.Id, On = rest is null || rest.FromOn < Case.Today ? Case.Today : rest.FromOn };
        return Case.Progress.LastDay is null ? RedirectToPage("/Municipality/Grants/Details", new { id }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [Bind(Prefix = "Form")] Input form, CancellationToken cancel)
    {
        Form = form;
        if (Form.To < Form.From) ModelState.AddModelError("Form.To", L["Den sidste dag ligger før den første."]);
        if (!ModelState.IsValid)
        {
            Case = await sender.Send(new SupportView.Query(id, "pause"), cancel);
            Again = new() { Pause = Case.Resting is [var rest, ..] ? rest.Id : null, On = Case.Today };
            return Page();
        }
        await sender.Send(new Command(id, Form.From!.Value, Form.To, Form.Reason!, Form.Assessment!), cancel);
        TempData["Success"] = L["Støtten er sat på pause. Kontakt i pausen kan noteres, men bliver ikke betalt."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id, [Bind(Prefix = "Again")] ResumeInput again, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Case = await sender.Send(new SupportView.Query(id, "pause"), cancel);
            (Again, Form.From) = (again, Case.Today);
            return Page();
        }
        await sender.Send(new Resume(id, again.Pause!.Value, again.On!.Value, again.Reason!), cancel);
        TempData["Success"] = L["Støtten er genoptaget fra {0}.", Show.Date(again.On!.Value)].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id, DateOnly From, DateOnly? To, string Reason, string Assessment) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            // The lock puts two pauses of one grant in a row: the second sees the first.
            await db.LockAsync<Grant>(request.Id, cancel);
            var grant = await db.Grants.Of(actor).GetAsync(request.Id, cancel);
            var progress = await GrantProgress.OfAsync(db, grant, cancel);
            if (progress.LastDay is not { } last) throw new RuleViolation(Rule.GrantIsNotRunning);
            if (request.From < grant.Terms.StartsOn || request.From > last || request.To > last || new Pauses(progress.PauseRows)
                .Meets(request.From, request.To))
            {
                throw new RuleViolation(Rule.PauseDoesNotFit);
            }
            db.GrantPauses.Add(new GrantPause(grant, request.From, request.To, request.Reason, request.Assessment, actor.Person!.Value,
                time.GetUtcNow()));
            await Enqueue.ChecksOfGrantAsync(db, grant.Id, cancel);
            return default;
        }
    }

    public sealed record Resume(Guid Id, Guid Pause, DateOnly On, string Reason) : ICommand<Unit>;

    public sealed class ResumeHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Resume, Unit>
    {
        public async Task<Unit> Handle(Resume request, CancellationToken cancel)
        {
            var actor = current.Required;
            await db.LockAsync<Grant>(request.Id, cancel);
            var pause = await db.GrantPauses.AsNoTracking().Of(actor).Where(p => p.GrantId == request.Id)
                .GetAsync(request.Pause, cancel);
            if (await db.GrantPauses.AnyAsync(p => p.ResumesId == pause.Id, cancel)) throw new RuleViolation(Rule.PauseIsOver);
            db.GrantPauses.Add(pause.Resume(request.On, request.Reason, actor.Person!.Value, time.GetUtcNow()));
            await Enqueue.ChecksOfGrantAsync(db, request.Id, cancel);
            return default;
        }
    }
}
