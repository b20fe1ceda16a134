using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Moves a date to another day, with a reason, and never past the end of the support.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class PostponeModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L)
    : DeadlinePage(DeadlineAct.Postpone, sender)
{
    public sealed class Input
    {
        [Required, LastDay]
        public DateOnly? Until { get; set; }

        [Required, StringLength(1000), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    protected override void Begin()
    {
        var (today, on, last) = (time.Today, GrantDeadline.Due.On, GrantDeadline.Case.LastDay);
        // A fortnight on, or as far as the support goes.
        var proposed = (on > today ? on : today).AddDays(14);
        Form.Until = proposed < last ? proposed : last;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await FindSentAsync(id, cancel);
        var (last, deadline) = (GrantDeadline.Case.LastDay, GrantDeadline.Due.Deadline);
        if (Form.Until <= time.Today)
        {
            ModelState.AddModelError("Form.Until", L["Den nye dag skal ligge efter i dag."]);
        }
        else if (Form.Until > last)
        {
            ModelState.AddModelError("Form.Until", L["Den nye dag kan ikke ligge efter støttens slutdato {0}.", Show.Date(last)]);
        }
        if (!ModelState.IsValid) return Page();
        await Sender.Send(new Command(id, deadline.Kind, deadline.Sequence, Form.Until!.Value, Form.Reason!), cancel);
        TempData["Success"] = L["Fristen er udsat til {0}.", Show.Date(Form.Until)].Value;
        return ToGrant(id);
    }

    public sealed record Command(Guid Grant, DeadlineKind Kind, int Sequence, DateOnly Until, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (it, due) = await GrantDeadline.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence,
                DanishTime.DateOf(now), cancel);
            db.FollowUps.Add(FollowUp.Postpone(actor.Tenant, request.Grant, due, request.Until, it.LastDay, request.Reason,
                actor.Person!.Value, now));
            return default;
        }
    }
}
