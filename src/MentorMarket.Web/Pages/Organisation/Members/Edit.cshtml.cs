using System.Text.Json.Serialization;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Organisation.Members;

[For(Role.Administrator)]
public sealed class EditModel(IMediator sender, CurrentActor current, IMail mail, IStringLocalizer<OrganisationTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [StringLength(30)]
        public string? Phone { get; set; }

        public List<Role> Roles { get; set; } = [];

        /// <summary>The version of the row that the page showed.</summary>
        public uint Version { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Input Form { get; set; } = new();

    public MemberView Data { get; private set; } = null!;

    public OrganisationKind Kind => current.Organisation!.Kind;

    public bool IsOneself => Data.PersonId == current.Required.Person;

    public async Task OnGetAsync()
    {
        Data = await sender.Send(new MemberView.Query(Id), HttpContext.RequestAborted);
        Form = new Input { Name = Data.Name, Phone = Data.Phone, Roles = Data.Roles, Version = Data.Version };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Form.Roles.Except(RoleTexts.For(Kind)).Any())
        {
            ModelState.AddModelError("Form.Roles", L["En af rollerne findes ikke i jeres slags organisation."]);
        }
        if (Form.Roles.Count == 0) ModelState.AddModelError("Form.Roles", L["Vælg mindst én rolle."]);
        if (!ModelState.IsValid)
        {
            Data = await sender.Send(new MemberView.Query(Id), HttpContext.RequestAborted);
            return Page();
        }
        var changed = await sender.Send(new Command(Id, Form.Name.Trim(), Form.Phone?.Trim(), [.. Form.Roles.Distinct().Order()],
            Form.Version), HttpContext.RequestAborted);
        foreach (var email in changed.ToBeTold) await TellOfOwnRolesAsync(email);
        TempData["Success"] = L["Medarbejderen er gemt."].Value;
        return RedirectToPage("Index");
    }

    // After it is so, and also when the browser has gone: who gives themselves roles does not choose whether others learn of it.
    private Task TellOfOwnRolesAsync(string email) =>
        mail.SendAsync(new Letter(email, "MentorMarket: administratoren har fået flere roller / the administrator has more roles", """
            Den eneste administrator i en organisation, du er medlem af på MentorMarket, har givet sig selv flere roller.
            Det kan være helt i orden. Vidste du det ikke, så spørg administratoren eller jeres ledelse.

            The only administrator of an organisation you are a member of on MentorMarket has given themselves more roles.
            That may be quite all right. If you did not know, ask the administrator or your management.
            """), CancellationToken.None);

    public sealed record Command(Guid Id, string Name, string? Phone, IReadOnlyList<Role> Roles, uint Version) : ICommand<Changed>;

    public sealed record Changed
    {
        // A form that was sent twice is answered with what the first one did, whose letters have left.
        [JsonIgnore]
        public IReadOnlyList<string> ToBeTold { get; init; } = [];
    }

    public sealed class Handler(PortalDb db, CurrentActor actor, EvidenceLog evidence) : IRequestHandler<Command, Changed>
    {
        public async Task<Changed> Handle(Command request, CancellationToken cancel)
        {
            var here = actor.Required.Tenant;
            var member = await db.Memberships
                .SingleOrDefaultAsync(m => m.Id == request.Id && m.OrganisationId == here && m.EndedAt == null, cancel).OrNotFound();
            db.MustBeAsRead(member, request.Version);
            if (member.Roles.Contains(Role.Administrator) && !request.Roles.Contains(Role.Administrator))
            {
                await Administrators.EnsureOneIsLeftWithoutAsync(db, actor.Required, member, cancel);
            }
            var given = request.Roles.Except(member.Roles).Order().ToList();
            var changed = member.PersonId == actor.Required.Person && given.Count > 0 ? await GiveOneselfAsync(member, given, cancel)
                : new Changed();
            evidence.Record(CaseEventKind.MemberChanged, here, member.Id,
                ("from", string.Join(' ', member.Roles.Order())), ("to", string.Join(' ', request.Roles)));
            member.Name = request.Name;
            member.Phone = string.IsNullOrEmpty(request.Phone) ? null : request.Phone;
            member.Roles = [.. request.Roles];
            return changed;
        }

        private async Task<Changed> GiveOneselfAsync(Membership member, IReadOnlyList<Role> given, CancellationToken cancel)
        {
            var told = await Administrators.ToBeToldOfOwnRolesAsync(db, actor.Required, cancel);
            evidence.Record(CaseEventKind.OwnRolesGiven, actor.Required.Tenant, member.Id, ("roles", string.Join(' ', given)),
                ("told", told.Count));
            return new Changed { ToBeTold = told };
        }
    }
}
