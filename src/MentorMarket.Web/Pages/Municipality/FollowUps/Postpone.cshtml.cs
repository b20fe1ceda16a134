using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.FollowUps;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

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
    public DutyKey Key { get; set; } = new();

    public Duty Duty { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new Duty.Query(id, Key, ClockAct.Postpone), cancel) is not { } duty) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Duty = duty;
        var (today, last) = (LocalDay.Of(time.GetUtcNow()), duty.Case.LastDay);
        // A fortnight on, or as far as the support goes.
        var proposed = (duty.Due.On > today ? duty.Due.On : today).AddDays(14);
        Form.Until = proposed < last ? proposed : last;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Duty = await sender.Send(new Duty.Sent(id, Key, ClockAct.Postpone), cancel);
        var (last, clock) = (Duty.Case.LastDay, Duty.Due.Clock);
        if (Form.Until <= LocalDay.Of(time.GetUtcNow())) ModelState.AddModelError("Form.Until", L["Den nye dag skal ligge efter i dag."]);
        else if (Form.Until > last) ModelState.AddModelError("Form.Until", L["Den nye dag kan ikke ligge efter støttens slutdato {0}.", Look.Show.Date(last)]);
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, clock.Kind, clock.Sequence, Form.Until!.Value, Form.Reason!), cancel);
        TempData["Success"] = L["Fristen er udsat til {0}.", Look.Show.Date(Form.Until)].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Grant, ClockKind Kind, int Sequence, DateOnly Until, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (it, due) = await Duty.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence, LocalDay.Of(now), cancel);
            db.FollowUps.Add(FollowUp.Postpone(actor.Tenant, request.Grant, due, request.Until, it.LastDay, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
