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
public sealed class PostponeModel(ISender sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public DateOnly? Until { get; set; }

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
        var today = LocalDay.Of(time.GetUtcNow());
        if (Case.Asked(Kind, Sequence, c => c.IsOpen && Clocks.MayWait(c.Clock.Kind) && c.On < Case.LastDay) is not { } due) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Due = due;
        // A fortnight on, or as far as the support goes.
        var proposed = (due.On > today ? due.On : today).AddDays(14);
        Form.Until = proposed < Case.LastDay ? proposed : Case.LastDay;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Case = await sender.Send(new CaseClocks.Query(id), cancel);
        Due = Case.Asked(Kind, Sequence, c => Clocks.MayWait(c.Clock.Kind)) ?? throw new RowNotFoundException();
        if (Form.Until <= LocalDay.Of(time.GetUtcNow())) ModelState.AddModelError("Form.Until", L["Den nye dag skal ligge efter i dag."]);
        else if (Form.Until > Case.LastDay) ModelState.AddModelError("Form.Until", L["Den nye dag kan ikke ligge efter støttens slutdato {0}.", Look.Show.Date(Case.LastDay)]);
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Due.Clock.Kind, Due.Clock.Sequence, Form.Until!.Value, Form.Reason!), cancel);
        TempData["Success"] = L["Fristen er udsat til {0}.", Look.Show.Date(Form.Until)].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Command(Guid Grant, ClockKind Kind, int Sequence, DateOnly Until, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var it = await CaseClocks.HeldAsync(db, actor.Tenant, request.Grant, LocalDay.Of(now), cancel);
            var due = it.Asked(request.Kind, request.Sequence, _ => true) ?? throw new RowNotFoundException();
            db.FollowUps.Add(FollowUp.Postpone(actor.Tenant, request.Grant, due, request.Until, it.LastDay, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
