using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Deputies;

/// <summary>Who decides in a team leader's place, and when. A deputy still never approves what they wrote themselves.</summary>
[For(Role.TeamLeader, Role.Administrator)]
public sealed class IndexModel(IMediator sender, CurrentActor current, TimeProvider time, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int LongestInDays = 370;

    public sealed class Input
    {
        [Required]
        public Guid? Leader { get; set; }

        [Required]
        public Guid? Deputy { get; set; }

        [Required]
        public DateOnly? From { get; set; }

        [Required, LastDay(nameof(From))]
        public DateOnly? To { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Shown { get; private set; } = null!;

    /// <summary>A deputy decides; appointing further deputies is the team leader's own.</summary>
    public bool MayAppoint => current.Required.DeputyFor is null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Shown = await sender.Send(new Query(), cancel);
        Form.From = DanishTime.DateOf(time.GetUtcNow());
        if (Shown.Leaders.Any(l => l.Value == current.Required.Person.ToString())) Form.Leader = current.Required.Person;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var today = DanishTime.DateOf(time.GetUtcNow());
        if (Form.To < Form.From) ModelState.AddModelError("Form.To", L["Slutdatoen ligger før startdatoen."]);
        else if (Form.To < today) ModelState.AddModelError("Form.To", L["Datoen er passeret."]);
        else if (Form.To > Form.From?.AddDays(LongestInDays)) ModelState.AddModelError("Form.To", L["Højst et år ad gangen."]);
        if (Form.Deputy is not null && Form.Deputy == current.Required.Person)
        {
            ModelState.AddModelError("Form.Deputy", L["Man kan ikke udpege sig selv."]);
        }
        else if (Form.Leader is not null && Form.Leader == Form.Deputy)
        {
            ModelState.AddModelError("Form.Deputy", L["Vælg en anden end teamlederen selv."]);
        }
        if (!ModelState.IsValid)
        {
            Shown = await sender.Send(new Query(), cancel);
            return Page();
        }
        await sender.Send(new Appoint(Form.Leader!.Value, Form.Deputy!.Value, Form.From!.Value, Form.To!.Value), cancel);
        TempData["Success"] = L["Stedfortræderen er udpeget."].Value;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancel)
    {
        await sender.Send(new Revoke(id), cancel);
        TempData["Success"] = L["Stedfortræderen er trukket tilbage."].Value;
        return RedirectToPage();
    }

    public sealed record Query : IQuery<Model>;

    public sealed record Model(IReadOnlyList<SelectListItem> Leaders, IReadOnlyList<SelectListItem> Members, IReadOnlyList<Row> Rows);

    public sealed record Row(Guid Id, string Leader, string Deputy, DateOnly From, DateOnly To, DateTimeOffset? RevokedAt, bool IsOver);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var today = DanishTime.DateOf(time.GetUtcNow());
            var members = await db.Memberships.Where(m => m.OrganisationId == tenant && m.EndedAt == null).OrderBy(m => m.Name)
                .Select(m => new { m.PersonId, m.Name, m.Roles }).ToListAsync(cancel);
            var rows = await (from d in db.Deputies
                              join leader in db.Memberships on d.LeaderId equals leader.PersonId
                              join deputy in db.Memberships on d.DeputyId equals deputy.PersonId
                              where d.MunicipalityId == tenant && leader.OrganisationId == tenant && deputy.OrganisationId == tenant
                              orderby d.FromOn descending, d.AppointedAt descending
                              select new Row(d.Id, leader.Name, deputy.Name, d.FromOn, d.ToOn, d.RevokedAt, d.ToOn < today)).Take(50)
                                  .ToListAsync(cancel);
            return new(
                members.Where(m => m.Roles.Contains(Role.TeamLeader)).Select(m => new SelectListItem(m.Name, m.PersonId.ToString()))
                    .ToList(),
                members.Where(m => m.Roles.Contains(Role.Caseworker) || m.Roles.Contains(Role.TeamLeader))
                    .Select(m => new SelectListItem(m.Name, m.PersonId.ToString())).ToList(), rows);
        }
    }

    public sealed record Appoint(Guid Leader, Guid Deputy, DateOnly From, DateOnly To) : ICommand<Guid>;

    public sealed class AppointHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Appoint, Guid>
    {
        public async Task<Guid> Handle(Appoint request, CancellationToken cancel)
        {
            var actor = current.Required;
            if (actor.DeputyFor is not null || request.Deputy == actor.Person) throw new RuleViolation(Rule.DeputyAppointsNobody);
            await MemberAsync(request.Leader, Role.TeamLeader, cancel);
            await MemberAsync(request.Deputy, null, cancel);
            var row = new Deputy
            {
                Id = Guid.CreateVersion7(),
                MunicipalityId = actor.Tenant,
                LeaderId = request.Leader,
                DeputyId = request.Deputy,
                FromOn = request.From,
                ToOn = request.To,
                AppointedBy = actor.Person!.Value,
                AppointedAt = time.GetUtcNow(),
            };
            db.Deputies.Add(row);
            evidence.Record(CaseEventKind.DeputyAppointed, actor.Tenant, row.Id, ("leader", row.LeaderId), ("deputy", row.DeputyId),
                ("from", row.FromOn), ("to", row.ToOn));
            return row.Id;
        }

        private async Task MemberAsync(Guid person, Role? role, CancellationToken cancel)
        {
            var roles = await db.Memberships.Where(m => m.OrganisationId == current.Required.Tenant && m.PersonId == person
                && m.EndedAt == null).Select(m => m.Roles).SingleOrDefaultAsync(cancel).OrNotFound();
            if (role is { } needed ? !roles.Contains(needed) : !roles.Contains(Role.Caseworker) && !roles.Contains(Role.TeamLeader))
            {
                throw new RowNotFoundException();
            }
        }
    }

    public sealed record Revoke(Guid Id) : ICommand<Unit>;

    public sealed class RevokeHandler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Revoke, Unit>
    {
        public async Task<Unit> Handle(Revoke request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            if (actor.DeputyFor is not null) throw new RuleViolation(Rule.DeputyAppointsNobody);
            var row = await db.Deputies.SingleOrDefaultAsync(d => d.Id == request.Id && d.MunicipalityId == actor.Tenant, cancel)
                .OrNotFound();
            if (row.RevokedAt is not null || row.ToOn < DanishTime.DateOf(now)) throw new RuleViolation(Rule.DeputyIsOver);
            row.RevokedAt = now;
            evidence.Record(CaseEventKind.DeputyRevoked, actor.Tenant, row.Id, ("leader", row.LeaderId), ("deputy", row.DeputyId));
            return default;
        }
    }
}
