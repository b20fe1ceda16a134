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
public sealed class UndoModel(ISender sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(1000), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public ClockKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Sequence { get; set; }

    public CaseClocks Case { get; private set; } = null!;

    public DueClock Due { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new CaseClocks.Query(id), cancel);
        if (Case.Asked(Kind, Sequence, IsWritten) is not { } due) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Due = due;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new CaseClocks.Query(id), cancel);
        Due = Case.Asked(Kind, Sequence, c => !Clocks.IsOutcome(c.Clock.Kind)) ?? throw new RowNotFoundException();
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Due.Clock.Kind, Due.Clock.Sequence, Form.Reason!), cancel);
        TempData["Success"] = L["Det noterede er taget tilbage. Fristen venter igen."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    private static bool IsWritten(DueClock clock) => !Clocks.IsOutcome(clock.Clock.Kind) && (clock.Standing == ClockStanding.Done || clock.Postponements > 0);

    public sealed record Command(Guid Grant, ClockKind Kind, int Sequence, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var it = await CaseClocks.HeldAsync(db, actor.Tenant, request.Grant, LocalDay.Of(now), cancel);
            var due = it.Asked(request.Kind, request.Sequence, _ => true) ?? throw new RowNotFoundException();
            db.FollowUps.Add(FollowUp.Undo(actor.Tenant, request.Grant, due, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
