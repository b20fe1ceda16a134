namespace MentorMarket.Web.Pages.Municipality.Grants.Decisions;

/// <summary>The gate: a team leader approves what somebody else wrote, or sends it back and says why.</summary>
[For(Role.TeamLeader)]
public sealed class ApproveModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    public sealed class Input
    {
        [StringLength(1000), NoCpr]
        public string? Comment { get; set; }

        /// <summary>The version of the row that the page showed: what is decided about is what was read.</summary>
        public uint Version { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public GrantView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantView.Query(id), cancel);
        Form.Version = View.Version;
        return View.Grant.Status == GrantStatus.Submitted ? Page() : RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!ModelState.IsValid) return await AgainAsync(id, cancel);
        await sender.Send(new Command(id, true, Form.Comment ?? "", Form.Version), cancel);
        TempData["Success"] = L["Bevillingen er godkendt. Nu skal sagsbehandleren sende afgørelsen."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public async Task<IActionResult> OnPostSendBackAsync(Guid id, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Form.Comment)) ModelState.AddModelError("Form.Comment", L["Skriv, hvad der skal ændres."]);
        if (!ModelState.IsValid) return await AgainAsync(id, cancel);
        await sender.Send(new Command(id, false, Form.Comment!, Form.Version), cancel);
        TempData["Success"] = L["Bevillingen er sendt tilbage."].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    private async Task<IActionResult> AgainAsync(Guid id, CancellationToken cancel)
    {
        View = await sender.Send(new GrantView.Query(id), cancel);
        return Page();
    }

    public sealed record Command(Guid Id, bool Approves, string Comment, uint Version) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var grant = await db.Grants.OneAsync(actor.Tenant, request.Id, cancel);
            // What was decided or taken back meanwhile is told as that, not as some change.
            if (grant.Status == GrantStatus.Submitted) db.MustBeAsRead(grant, request.Version);
            var now = time.GetUtcNow();
            if (request.Approves)
            {
                grant.Approve(actor.Person!.Value, request.Comment.Trim(), now,
                    await GrantQueries.ContextAsync(db, grant, DanishTime.DateOf(now), cancel), actor.DeputyFor);
            }
            else grant.SendBack(actor.Person!.Value, request.Comment.Trim(), now, actor.DeputyFor);
            return default;
        }
    }
}
