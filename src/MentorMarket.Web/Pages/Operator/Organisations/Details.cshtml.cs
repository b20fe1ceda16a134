using System.Text.Json;
using System.Text.Json.Serialization;
using MentorMarket.Web.Mail;

namespace MentorMarket.Web.Pages.Operator.Organisations;

/// <summary>An organisation as the operator knows it, who was invited to run it, and what was done to it.</summary>
[For(Role.Operator)]
public sealed class DetailsModel(IMediator sender, IMail mail, PublicAddress address, Invitations invitations,
    IStringLocalizer<OperatorTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required, StringLength(100)]
        public string Name { get; set; } = "";

        [Required, Mailbox, StringLength(254)]
        public string Email { get; set; } = "";
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Input Form { get; set; } = new();

    /// <summary>Why its members are shut out, or let in again.</summary>
    public ReasonForm Reason { get; set; } = new();

    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Shown = await sender.Send(new Query(Id), cancel);

    public async Task<IActionResult> OnPostInviteAsync([Bind(Prefix = nameof(Form))] Input form, CancellationToken cancel)
    {
        Form = form;
        Shown = await sender.Send(new Query(Id), cancel);
        if (!ModelState.IsValid) return Page();
        var start = address.Link(Request, "/account/acceptinvitation");
        var (token, hash) = InvitationToken.New();
        var email = form.Email.Trim();
        var invited = await sender.Send(new Invite(Id, form.Name.Trim(), email) { TokenHash = hash }, cancel);
        // A form that was sent twice is answered with what the first one did, whose letter is on its way.
        if (invited.TokenHash.AsSpan().SequenceEqual(hash))
        {
            // Before the link leaves: whoever runs the portal does not give themselves a way in unseen.
            foreach (var administrator in await invitations.AdministratorsOfAsync(Id, CancellationToken.None))
            {
                await mail.SendAsync(new Letter(administrator, "MentorMarket: en administrator er inviteret / an administrator was invited",
                    """
                    Den, der driver MentorMarket, har inviteret en administrator til din organisation. Står vedkommende ikke under
                    medarbejdere med jeres vilje, så træk invitationen tilbage der, og spørg portalens drift.

                    Whoever operates MentorMarket has invited an administrator to your organisation. If that is not what you want, revoke the
                    invitation among the members, and ask the portal's operator.
                    """), CancellationToken.None);
            }
            await mail.SendAsync(InvitationLetter.To(email, start, token), CancellationToken.None);
        }
        TempData["Success"] = L["Invitationen er sendt til {0}.", email].Value;
        return RedirectToPage(new { Id });
    }

    public Task<IActionResult> OnPostSuspendAsync([Bind(Prefix = nameof(Reason))] ReasonForm reason, CancellationToken cancel) =>
        SetAsync(reason, isSuspended: true, L["Organisationens medarbejdere kan ikke komme ind nu."], cancel);

    public Task<IActionResult> OnPostReopenAsync([Bind(Prefix = nameof(Reason))] ReasonForm reason, CancellationToken cancel) =>
        SetAsync(reason, isSuspended: false, L["Organisationens medarbejdere kan komme ind igen."], cancel);

    public async Task<IActionResult> OnPostRevokeAsync(Guid invitation, CancellationToken cancel)
    {
        await sender.Send(new Revoke(Id, invitation), cancel);
        TempData["Success"] = L["Invitationen er trukket tilbage."].Value;
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> SetAsync(ReasonForm reason, bool isSuspended, string said, CancellationToken cancel)
    {
        Reason = reason;
        if (!ModelState.IsValid)
        {
            Shown = await sender.Send(new Query(Id), cancel);
            return Page();
        }
        var set = await sender.Send(new SetSuspended(Id, isSuspended, reason.Text.Trim()), cancel);
        if (set is { IsNew: true, Contact: { } contact })
        {
            await mail.SendAsync(new Letter(contact, isSuspended ? "MentorMarket: adgangen er lukket / access is closed"
                : "MentorMarket: adgangen er åben igen / access is open again", $"""
                {(isSuspended ? "Din organisations medarbejdere kan ikke komme ind på MentorMarket. Intet er slettet. Begrundelsen er:"
                    : "Din organisations medarbejdere kan komme ind på MentorMarket igen. Begrundelsen er:")}

                {(isSuspended ? "Your organisation's members cannot enter MentorMarket. Nothing is deleted. The reason is:"
                    : "Your organisation's members can enter MentorMarket again. The reason is:")}

                {reason.Text.Trim()}
                """), CancellationToken.None);
        }
        TempData["Success"] = said;
        return RedirectToPage(new { Id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(OrganisationRow Organisation, OrganisationContact? Contact, IReadOnlyList<Invited> Invitations,
        IReadOnlyList<Event> History);

    public sealed record Invited(Guid Id, string Name, string Email, InvitationState State, DateTimeOffset ExpiresAt,
        DateTimeOffset? UsedAt);

    /// <param name="Changed">What was corrected, by the names of the evidence.</param>
    public sealed record Event(CaseEventKind Kind, DateTimeOffset At, string? By, string Reason, IReadOnlyList<string> Changed);

    public sealed record Invite(Guid Id, string Name, string Email) : ICommand<Sent>
    {
        [JsonIgnore]
        public byte[] TokenHash { get; init; } = [];
    }

    public sealed record Sent(byte[] TokenHash);

    public sealed record Revoke(Guid Id, Guid Invitation) : ICommand<Unit>;

    public sealed record SetSuspended(Guid Id, bool IsSuspended, string Reason) : ICommand<Set>;

    public sealed record Set
    {
        // A form that was sent twice is answered with what the first one did, whose letter has left.
        [JsonIgnore]
        public bool IsNew { get; init; }

        [JsonIgnore]
        public string? Contact { get; init; }
    }

    public sealed class QueryHandler(PortalDb db, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var (row, now) = (await db.Organisations.AsNoTracking().Where(o => o.Kind != OrganisationKind.Platform)
                .GetAsync(request.Id, cancel), time.GetUtcNow());
            var events = await (
                from e in db.EvidenceEvents.AsNoTracking()
                join m in db.Memberships on e.ActorId equals m.PersonId into people
                from m in people.DefaultIfEmpty()
                where e.OrganisationId == row.Id
                orderby e.Sequence descending
                select new { e.Sequence, e.Kind, e.OccurredAt, By = m == null ? null : m.Name }).Take(50).ToListAsync(cancel);
            var said = await SaidAsync(row.Id, [.. events.Select(e => e.Sequence)], cancel);
            return new(row,
                await db.OrganisationContacts.AsNoTracking().SingleOrDefaultAsync(c => c.OrganisationId == row.Id, cancel),
                await db.Invitations.Where(i => i.OrganisationId == row.Id).OrderByDescending(i => i.InvitedAt).Take(10)
                    .Select(i => new Invited(i.Id, i.Name, i.Email, i.UsedAt != null ? InvitationState.Used : i.RevokedAt != null
                        ? InvitationState.Revoked : i.ExpiresAt <= now ? InvitationState.Expired : InvitationState.Open, i.ExpiresAt,
                        i.UsedAt))
                    .ToListAsync(cancel),
                [.. events.Select(e => said.GetValueOrDefault(e.Sequence, ("", [])) is var (reason, changed)
                    ? new Event(e.Kind, e.OccurredAt, e.By, reason, changed) : null!)]);
        }

        private async Task<Dictionary<long, (string Reason, string[] Changed)>> SaidAsync(Guid organisation, long[] events,
            CancellationToken cancel)
        {
            var found = new Dictionary<long, (string, string[])>();
            await using var ask = db.Command(
                "select sequence, payload from portal.evidence_payloads where organisation_id = $1 and sequence = any ($2) and payload is not null",
                organisation, events);
            await using var read = await ask.ExecuteReaderAsync(cancel);
            while (await read.ReadAsync(cancel))
            {
                using var payload = JsonDocument.Parse(read.GetString(1));
                found[read.GetInt64(0)] = (payload.RootElement.TryGetProperty("reason", out var reason) ? reason.ToString() : "",
                    payload.RootElement.TryGetProperty("changed", out var changed)
                        ? [.. changed.EnumerateArray().Select(name => name.ToString())] : []);
            }
            return found;
        }
    }

    public sealed class InviteHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Invite, Sent>
    {
        public async Task<Sent> Handle(Invite request, CancellationToken cancel)
        {
            var organisation = await db.Organisations.Where(o => o.Kind != OrganisationKind.Platform).GetAsync(request.Id, cancel);
            await db.InviteAsync(evidence, current.Required, organisation.Id, request.Name, request.Email, [Role.Administrator],
                request.TokenHash, time.GetUtcNow(), cancel);
            return new(request.TokenHash);
        }
    }

    public sealed class RevokeHandler(PortalDb db, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Revoke, Unit>
    {
        public async Task<Unit> Handle(Revoke request, CancellationToken cancel)
        {
            var invitation = await db.Invitations.Where(i => i.OrganisationId == request.Id && i.UsedAt == null && i.RevokedAt == null)
                .GetAsync(request.Invitation, cancel);
            invitation.RevokedAt = time.GetUtcNow();
            evidence.Record(CaseEventKind.InvitationRevoked, request.Id, invitation.Id);
            return default;
        }
    }

    public sealed class SuspendHandler(PortalDb db, EvidenceLog evidence, TimeProvider time) : IRequestHandler<SetSuspended, Set>
    {
        public async Task<Set> Handle(SetSuspended request, CancellationToken cancel)
        {
            await db.LockAsync<OrganisationRow>(request.Id, cancel);
            var organisation = await db.Organisations.Where(o => o.Kind != OrganisationKind.Platform).GetAsync(request.Id, cancel);
            if (organisation.SuspendedAt is not null == request.IsSuspended) throw new RuleViolation(Rule.ConcurrentChange);
            organisation.SuspendedAt = request.IsSuspended ? time.GetUtcNow() : null;
            evidence.Record(request.IsSuspended ? CaseEventKind.OrganisationSuspended : CaseEventKind.OrganisationReopened,
                organisation.Id, organisation.Id, ("reason", request.Reason));
            return new()
            {
                IsNew = true,
                Contact = await db.OrganisationContacts.Where(c => c.OrganisationId == organisation.Id).Select(c => c.Email)
                    .SingleOrDefaultAsync(cancel)
            };
        }
    }
}
