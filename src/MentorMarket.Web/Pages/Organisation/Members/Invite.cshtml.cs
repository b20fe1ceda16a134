using System.Text.Json.Serialization;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Organisation.Members;

/// <summary>A letter with a link that makes its reader a member. An older open invitation to the same address is revoked.</summary>
[For(Role.Administrator)]
public sealed class InviteModel(
    IMediator sender, CurrentActor current, IMail mail, PublicAddress address, Throttle throttle, SecurityLog log,
        IStringLocalizer<OrganisationTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [Required, Mailbox, StringLength(254)]
        public string Email { get; set; } = "";

        public List<Role> Roles { get; set; } = [];
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public OrganisationKind Kind => current.Organisation!.Kind;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Form.Roles.Except(RoleTexts.For(Kind)).Any())
        {
            ModelState.AddModelError("Form.Roles", L["En af rollerne findes ikke i jeres slags organisation."]);
        }
        if (Form.Roles.Count == 0) ModelState.AddModelError("Form.Roles", L["Vælg mindst én rolle."]);
        if (!ModelState.IsValid) return Page();
        if (!await throttle.AllowsAsync(Throttle.InvitationLetters, current.Required.Tenant.ToString(), null, HttpContext.RequestAborted))
        {
            await log.NoteAsync(HttpContext, SecurityEvent.Throttled);
            ModelState.AddModelError("",
                L["I har sendt {0} invitationer det seneste døgn. Send resten i morgen.", Throttle.InvitationLetters.Tries]);
            return Page();
        }
        var start = address.Link(Request, "/account/acceptinvitation");
        var (token, hash) = InvitationToken.New();
        var invited = await sender.Send(new Command(Form.Name.Trim(), Form.Email.Trim(),
            [.. Form.Roles.Distinct().Order()])
        { TokenHash = hash }, HttpContext.RequestAborted);
        if (invited.IsMember)
        {
            ModelState.AddModelError("Form.Email", L["Den mailadresse er allerede medlem. Ret rollerne under medarbejderen."]);
            return Page();
        }
        // A form that was sent twice is answered with what the first one did, whose letter is on its way.
        if (invited.TokenHash!.AsSpan().SequenceEqual(hash))
        {
            await mail.SendAsync(InvitationLetter.To(Form.Email.Trim(), start, token), HttpContext.RequestAborted);
        }
        TempData["Success"] = L["Invitationen er sendt til {0}.", Form.Email.Trim()].Value;
        return RedirectToPage("Index");
    }

    public sealed record Command(string Name, string Email, IReadOnlyList<Role> Roles) : ICommand<Invited>
    {
        // Differs from click to click of the same form, so it is no part of what the form says.
        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];
    }

    /// <summary>Kept as the outcome of the form, so it carries the hash and never the secret.</summary>
    public sealed record Invited(bool IsMember, byte[]? TokenHash);

    public sealed class Handler(PortalDb db, CurrentActor actor, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, Invited>
    {
        public async Task<Invited> Handle(Command request, CancellationToken cancel)
        {
            var (here, email) = (actor.Required.Tenant, Like.Exactly(request.Email));
            if (await db.Memberships.AnyAsync(m => m.OrganisationId == here && m.EndedAt == null && EF.Functions.ILike(m.Email, email),
                cancel))
                return new Invited(true, null);
            await db.InviteAsync(evidence, actor.Required, here, request.Name, request.Email, request.Roles, request.TokenHash,
                time.GetUtcNow(), cancel);
            return new Invited(false, request.TokenHash);
        }
    }
}
