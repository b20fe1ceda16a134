using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain.Deadlines;
using MentorMarket.Web.Binding;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Moves a date to another day, with a reason, and never past the end of the support.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class PostponeModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
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

    [BindProperty(SupportsGet = true)]
    public DeadlineRef Key { get; set; } = new();

    public GrantDeadline GrantDeadline { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new GrantDeadline.Query(id, Key, DeadlineAct.Postpone), cancel) is not { } duty) return RedirectToPage("/Municipality/Grants/Details", new { id });
        GrantDeadline = duty;
        var (today, last) = (DanishTime.DateOf(time.GetUtcNow()), duty.Case.LastDay);
        // A fortnight on, or as far as the support goes.
        var proposed = (duty.Due.On > today ? duty.Due.On : today).AddDays(14);
        Form.Until = proposed < last ? proposed : last;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        GrantDeadline = await sender.Send(new GrantDeadline.Sent(id, Key, DeadlineAct.Postpone), cancel);
        var (last, deadline) = (GrantDeadline.Case.LastDay, GrantDeadline.Due.Deadline);
        if (Form.Until <= DanishTime.DateOf(time.GetUtcNow())) ModelState.AddModelError("Form.Until", L["Den nye dag skal ligge efter i dag."]);
        else if (Form.Until > last) ModelState.AddModelError("Form.Until", L["Den nye dag kan ikke ligge efter støttens slutdato {0}.", Look.Show.Date(last)]);
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, deadline.Kind, deadline.Sequence, Form.Until!.Value, Form.Reason!), cancel);
        TempData["Success"] = L["Fristen er udsat til {0}.", Look.Show.Date(Form.Until)].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Grant, DeadlineKind Kind, int Sequence, DateOnly Until, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (it, due) = await GrantDeadline.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence, DanishTime.DateOf(now), cancel);
            db.FollowUps.Add(FollowUp.Postpone(actor.Tenant, request.Grant, due, request.Until, it.LastDay, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
