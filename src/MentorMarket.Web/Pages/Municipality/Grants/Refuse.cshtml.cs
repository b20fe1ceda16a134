using MentorMarket.Web.Granting;

namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>The gate says no: a team leader refuses what somebody else wrote, with what the citizen does not meet.</summary>
[For(Role.TeamLeader)]
public sealed class RefuseModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    [BindProperty]
    public RefusalForm Form { get; set; } = new();

    public Grant Grant { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        (Grant, Form) = RefusalForm.Of(await sender.Send(new EditModel.Query(id), cancel));
        return Grant.Status == GrantStatus.Submitted ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!Form.Check(ModelState, L))
        {
            Grant = (await sender.Send(new EditModel.Query(id), cancel)).Grant;
            return Page();
        }
        await sender.Send(new Command(id, Form.Grounds, Form.Reason!, Form.Version), cancel);
        TempData["Success"] = L["Der er givet afslag. Lav afslaget med klagevejledning, send det med sikker post, og notér det."].Value;
        return RedirectToPage("Details", new { id });
    }

    /// <param name="IsProposal">The caseworker proposes it; the team leader decides.</param>
    public sealed record Command(Guid Id, IReadOnlyList<RefusalGround> Grounds, string Reason, uint Version, bool IsProposal = false) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            // What was decided or taken back meanwhile is told as that, not as some change.
            if (request.IsProposal || grant.Status == GrantStatus.Submitted) db.MustBeAsRead(grant, request.Version);
            var now = time.GetUtcNow();
            var rules = (await GrantQueries.ContextAsync(db, grant, DanishTime.DateOf(now), cancel)).Version;
            if (request.IsProposal) grant.ProposeRefusal(request.Grounds, request.Reason, actor.Person!.Value, now, rules);
            else grant.Refuse(actor.Person!.Value, request.Grounds, request.Reason, now, rules, actor.DeputyFor);
            return default;
        }
    }
}
