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

/// <summary>Takes back what was written last about a date. It stays in the case, with the reason.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class UndoModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
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
        if (await sender.Send(new Duty.Query(id, Key, ClockAct.Undo), cancel) is not { } duty) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Duty = duty;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Duty = await sender.Send(new Duty.Sent(id, Key, ClockAct.Undo), cancel);
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Duty.Due.Clock.Kind, Duty.Due.Clock.Sequence, Form.Reason!), cancel);
        TempData["Success"] = L["Det noterede er taget tilbage. Fristen venter igen."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Grant, ClockKind Kind, int Sequence, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (_, due) = await Duty.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence, LocalDay.Of(now), cancel);
            db.FollowUps.Add(FollowUp.Undo(actor.Tenant, request.Grant, due, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
