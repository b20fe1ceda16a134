using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Pages.Municipality.FollowUps;

/// <summary>Takes back what was written last about a date. It stays in the case, with the reason.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class UndoModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : DeadlinePage(DeadlineAct.Undo, sender)
{
    public sealed class Input
    {
        [Required, StringLength(1000), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        await FindSentAsync(id, cancel);
        if (!ModelState.IsValid) return Page();
        await Sender.Send(new Command(id, GrantDeadline.Due.Deadline.Kind, GrantDeadline.Due.Deadline.Sequence, Form.Reason!), cancel);
        TempData["Success"] = L["Det noterede er taget tilbage. Fristen venter igen."].Value;
        return ToGrant(id);
    }

    public sealed record Command(Guid Grant, DeadlineKind Kind, int Sequence, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var (actor, now) = (current.Required, time.GetUtcNow());
            var (_, due) = await GrantDeadline.HeldAsync(db, actor.Tenant, request.Grant, request.Kind, request.Sequence,
                DanishTime.DateOf(now), cancel);
            db.FollowUps.Add(FollowUp.Undo(actor.Tenant, request.Grant, due, request.Reason, actor.Person!.Value, now));
            return default;
        }
    }
}
