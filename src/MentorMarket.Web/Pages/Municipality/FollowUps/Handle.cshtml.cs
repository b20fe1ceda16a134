using System.ComponentModel.DataAnnotations;
using MentorMarket.Domain;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.FollowUps;
using MentorMarket.Web.Binding;
using MentorMarket.Web.Data;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Rule = MentorMarket.Domain.Rule;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Writes that something was looked at: when, with whom, whether the purpose is still there, and what was adjusted.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class HandleModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, HasBeen]
        public DateOnly? DoneOn { get; set; }

        public PurposeStanding? Purpose { get; set; }

        public bool WithCitizen { get; set; }

        [StringLength(2000), NoCpr]
        public string? CitizenWords { get; set; }

        [StringLength(4000), NoCpr]
        public string? Note { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public DutyKey Key { get; set; } = new();

    public Duty Duty { get; private set; } = null!;

    /// <summary>It is about the support as it runs, so the purpose and the citizen are asked about.</summary>
    public bool AsksAboutPurpose => Clocks.MayWait(Duty.Due.Clock.Kind);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await sender.Send(new Duty.Query(id, Key, ClockAct.Handle), cancel) is not { } duty) return RedirectToPage("/Municipality/Grants/Details", new { id });
        Duty = duty;
        Form.DoneOn = LocalDay.Of(time.GetUtcNow());
        Form.WithCitizen = duty.Due.Clock.Kind == ClockKind.EffectWithCitizen;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        var today = LocalDay.Of(time.GetUtcNow());
        Duty = await sender.Send(new Duty.Sent(id, Key, ClockAct.Handle), cancel);
        var clock = Duty.Due.Clock;
        if (Form.DoneOn > today) ModelState.AddModelError("Form.DoneOn", L["Dagen kan ikke ligge i fremtiden."]);
        if (Form.DoneOn < Duty.Case.StartsOn) ModelState.AddModelError("Form.DoneOn", L["Dagen kan ikke ligge, før støtten begyndte {0}.", Show(Duty.Case.StartsOn)]);
        else if (Form.DoneOn < Duty.Due.OpensOn) ModelState.AddModelError("Form.DoneOn", L["For denne frist tæller det tidligst fra {0}.", Show(Duty.Due.OpensOn)]);
        var content = new FollowUpContent(Form.DoneOn ?? today, AsksAboutPurpose ? Form.Purpose : null, Form.WithCitizen, Form.CitizenWords ?? "", Form.Note ?? "");
        foreach (var field in content.Missing(clock.Kind)) ModelState.AddModelError("Form." + field, Ask(field));
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, clock.Kind, clock.Sequence, content), cancel);
        TempData["Success"] = L["Opfølgningen er noteret."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    private string Ask(string field) => field switch
    {
        nameof(FollowUpContent.Purpose) => L["Skriv, om formålet stadig er til stede."],
        nameof(FollowUpContent.CitizenWords) => L["Skriv, hvad borgeren selv siger om effekten."],
        _ when Duty.Due.Clock.Kind == ClockKind.EffectWithCitizen && !Form.WithCitizen => L["Skriv, hvorfor borgeren ikke har været med."],
        _ when Duty.Due.Clock.Kind == ClockKind.PauseReview => L["Skriv, hvorfor pausen fortsætter, og hvad der er aftalt."],
        _ when AsksAboutPurpose => L["Skriv, hvad der rettes til, eller hvorfor formålet er væk."],
        _ => L["Skriv, hvad der er besluttet."],
    };

    private static string Show(DateOnly day) => Look.Show.Date(day);

    public sealed record Command(Guid Grant, ClockKind Kind, int Sequence, FollowUpContent Content) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (_, due) = await Duty.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence, LocalDay.Of(now), cancel);
            // What came of the support is written on a page of its own, against each goal.
            if (Clocks.IsOutcome(due.Clock.Kind)) throw new RuleViolation(Rule.FollowUpIsIncomplete);
            db.FollowUps.Add(FollowUp.Done(actor.Tenant, request.Grant, due, request.Content, actor.Person!.Value, now));
            return default;
        }
    }
}
