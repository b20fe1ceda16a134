namespace MentorMarket.Web.Pages.Municipality.Grants.Support;

/// <summary>Ends the support, early or as planned, with its reason and what came of each goal.</summary>
[For(Role.Caseworker)]
public sealed class EndModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public OutcomeForm Form { get; set; } = new();

    [BindProperty]
    public EndForm Ending { get; set; } = new();

    public SupportView Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        if (Case.Progress.LastDay is not { } last || Case.Progress.End is not null)
        {
            return RedirectToPage("/Municipality/Grants/Details", new { id });
        }
        Ending.On = last < Case.Today ? last : Case.Today;
        Form.MatchGoals(Case.Grant);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new SupportView.Query(id), cancel);
        Ending.Check(ModelState, nameof(Ending), Case.Grant, Case.Progress.LastDay, L);
        if (!Form.Check(Case.Grant, ModelState, L)) return Page();
        await sender.Send(new Command(id, Ending.On!.Value, Ending.Reason!.Value, Ending.Text ?? "", Ending.Assessment!, Form), cancel);
        TempData["Success"] = L["Støtten slutter {0}. Udbyttet er noteret, og der skal følges op igen om 3 og 6 måneder.",
            Show.Date(Ending.On!.Value)].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Id, DateOnly On, EndReason Reason, string Text, string Assessment, OutcomeForm Form) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var (now, by) = (time.GetUtcNow(), actor.Person!.Value);
            var today = DanishTime.DateOf(now);
            var grant = await db.Grants.Of(actor).WithGoals().GetAsync(request.Id, cancel);
            var before = GrantEnd.Newest(await db.GrantEnds.AsNoTracking().Where(e => e.GrantId == grant.Id).ToListAsync(cancel));
            if (before?.Stands == true) throw new RuleViolation(Rule.GrantHasEnded);
            var taken = await db.Assignments.Where(a => a.GrantId == grant.Id && a.ProviderId != null).OrderByDescending(a => a.AcceptedAt)
                .FirstOrDefaultAsync(cancel)
                ?? throw new RuleViolation(Rule.GrantIsNotRunning);
            // As planned, or by a change that took over, it has ended already; then only why and with what outcome is new. Else the
            // database makes the agreement end that day (trigger renew_agreement) and has the invoices checked again
            // (queue_checks_of_assignment).
            if (taken.Status == AssignmentStatus.Accepted && request.On < taken.LastDay) taken.End(request.On, today);
            else if (request.On != taken.LastDay) throw new RuleViolation(Rule.EndIsOutsidePeriod);
            db.GrantEnds.Add(grant.End(request.On, request.Reason, request.Text, request.Assessment, by, now, today, before));
            db.Outcomes.Add(request.Form.Of(grant, OutcomeStage.AtEnd, by, now));
            return default;
        }
    }
}
