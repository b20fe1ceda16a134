namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>Asks once more, then ends the membership; access stops with the next request. What the person did stays.</summary>
[For(Role.Administrator)]
public sealed class EndModel(IMediator sender, IStringLocalizer<OrganisationTexts> L) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public MemberView Data { get; private set; } = null!;

    public async Task OnGetAsync() => Data = await sender.Send(new MemberView.Query(Id), HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        await sender.Send(new Command(Id), HttpContext.RequestAborted);
        TempData["Success"] = L["Medlemskabet er stoppet."].Value;
        return RedirectToPage("Index");
    }

    public sealed record Command(Guid Id) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor actor, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var here = actor.Required.Tenant;
            var member = await db.Memberships.Of(actor.Required).Where(m => m.EndedAt == null).GetAsync(request.Id, cancel);
            // Only an administrator comes here, so ending one's own membership is giving the role up.
            if (member.PersonId == actor.Required.Person) throw new RuleViolation(Rule.OwnAdministratorRole);
            if (member.Roles.Contains(Role.Administrator))
            {
                await Administrators.EnsureOneIsLeftWithoutAsync(db, actor.Required, member, cancel);
            }
            member.EndedAt = time.GetUtcNow();
            evidence.Record(CaseEventKind.MembershipEnded, here, member.Id);
            return default;
        }
    }
}
