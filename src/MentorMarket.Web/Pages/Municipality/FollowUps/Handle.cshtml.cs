using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Writes that something was looked at: when, with whom, whether the purpose is still there, and what was adjusted.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class HandleModel(IMediator sender, TimeProvider time, IStringLocalizer<MunicipalityTexts> L)
    : DeadlinePage(DeadlineAct.Handle, sender)
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

    /// <summary>It is about the support as it runs, so the purpose and the citizen are asked about.</summary>
    public bool AsksAboutPurpose => DeadlineRules.CanBePostponed(GrantDeadline.Due.Deadline.Kind);

    protected override void Begin()
    {
        Form.DoneOn = time.Today;
        Form.WithCitizen = GrantDeadline.Due.Deadline.Kind == DeadlineKind.EffectWithCitizen;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        var today = time.Today;
        await FindSentAsync(id, cancel);
        var deadline = GrantDeadline.Due.Deadline;
        if (Form.DoneOn > today) ModelState.AddModelError("Form.DoneOn", L["Dagen kan ikke ligge i fremtiden."]);
        if (Form.DoneOn < GrantDeadline.Case.StartsOn)
        {
            ModelState.AddModelError("Form.DoneOn",
                L["Dagen kan ikke ligge, før støtten begyndte {0}.", Show.Date(GrantDeadline.Case.StartsOn)]);
        }
        else if (Form.DoneOn < GrantDeadline.Due.OpensOn)
        {
            ModelState.AddModelError("Form.DoneOn",
                L["For denne frist tæller det tidligst fra {0}.", Show.Date(GrantDeadline.Due.OpensOn)]);
        }
        var content = new FollowUpContent(Form.DoneOn ?? today, AsksAboutPurpose ? Form.Purpose : null, Form.WithCitizen, Form.CitizenWords
            ?? "", Form.Note ?? "");
        foreach (var field in content.Missing(deadline.Kind)) ModelState.AddModelError("Form." + field, Ask(field));
        if (!ModelState.IsValid) return Page();
        await Sender.Send(new Command(id, deadline.Kind, deadline.Sequence, content), cancel);
        TempData["Success"] = L["Opfølgningen er noteret."].Value;
        return ToGrant(id);
    }

    private string Ask(string field) => field switch
    {
        nameof(FollowUpContent.Purpose) => L["Skriv, om formålet stadig er til stede."],
        nameof(FollowUpContent.CitizenWords) => L["Skriv, hvad borgeren selv siger om effekten."],
        _ when GrantDeadline.Due.Deadline.Kind == DeadlineKind.EffectWithCitizen && !Form.WithCitizen =>
            L["Skriv, hvorfor borgeren ikke har været med."],
        _ when GrantDeadline.Due.Deadline.Kind == DeadlineKind.PauseReview => L["Skriv, hvorfor pausen fortsætter, og hvad der er aftalt."],
        _ when AsksAboutPurpose => L["Skriv, hvad der rettes til, eller hvorfor formålet er væk."],
        _ => L["Skriv, hvad der er besluttet."],
    };


    public sealed record Command(Guid Grant, DeadlineKind Kind, int Sequence, FollowUpContent Content) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (_, due) = await GrantDeadline.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence,
                DanishTime.DateOf(now), cancel);
            // What came of the support is written on a page of its own, against each goal.
            if (DeadlineRules.IsOutcome(due.Deadline.Kind)) throw new RuleViolation(Rule.FollowUpIsIncomplete);
            db.FollowUps.Add(FollowUp.Done(actor.Tenant, request.Grant, due, request.Content, actor.Person!.Value, now));
            return default;
        }
    }
}
