using Microsoft.AspNetCore.Mvc.Rendering;
using MentorMarket.Web.Pages.Provider.Entries;

namespace MentorMarket.Web.Pages.Provider.Assignments;

/// <summary>Another mentor takes a running assignment over: a new version of the agreement, with the terms as they are.</summary>
[For(Role.Coordinator)]
public sealed class ChangeMentorModel(IMediator sender, TimeProvider time, IStringLocalizer<ProviderTexts> L) : PageModel
{
    public sealed class Input
    {
        [Required]
        public Guid? Mentor { get; set; }

        /// <summary>The new mentor's first day.</summary>
        [Required]
        public DateOnly? From { get; set; }

        [Required, StringLength(500), NoCpr]
        public string? Reason { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Assignment { get; private set; } = null!;

    public IEnumerable<SelectListItem> Choices => Assignment.Mentors.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Vælg en mentor"], ""));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Assignment = await sender.Send(new Query(id), cancel);
        Form.From = time.Today;
        return Assignment.IsLive ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Assignment = await sender.Send(new Query(id), cancel);
        if (Form.From is { } from && !Assignment.Fits(from))
        {
            ModelState.AddModelError("Form.From",
                L["Dagen skal ligge efter forløbets og den nuværende mentors første dag, højst 31 dage tilbage og senest på forløbets sidste dag."]);
        }
        if (!ModelState.IsValid) return Page();
        await sender.Send(new Command(id, Form.Mentor!.Value, Form.From!.Value, Form.Reason!), cancel);
        TempData["Success"] = L["Forløbet har fået en ny mentor, og kommunen kan se det."].Value;
        return RedirectToPage("Details", new { id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    /// <param name="After">The day that a new mentor's first one must come after.</param>
    /// <param name="Now">Who has the assignment.</param>
    /// <param name="Mentors">The provider's other mentors.</param>
    public sealed record Model(Guid Id, string Number, DateOnly After, DateOnly LastDay, bool IsLive, IReadOnlyList<string> Now,
        IReadOnlyList<NamedMentor> Mentors)
    {
        public bool Fits(DateOnly from) => from > After && from <= LastDay;
    }

    /// <summary>
    /// The new mentor begins after this day: after the first day of the assignment and of who has it, and no longer back than time may be
    /// registered late.
    /// </summary>
    private static DateOnly After(Assignment assignment, IEnumerable<AgreementMentor> now, DateOnly today) =>
        now.Select(m => m.FromOn ?? assignment.StartsOn).Append(assignment.StartsOn).Append(today.AddDays(-MentorDays.LateDays - 1)).Max();

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var assignment = await db.Assignments.AsNoTracking().Of(current.Required).GetAsync(request.Id, cancel);
            var named = await NewestAsync(db, assignment.Id, cancel);
            var now = named.Mentors.Where(m => m.UntilOn is null).ToList();
            var all = await NamedMentor.OfAsync(db, tenant, cancel);
            var today = time.Today;
            return new(assignment.Id, assignment.Number, After(assignment, now, today), assignment.LastDay, assignment.IsLive(today),
                [.. now.Select(m => m.Name)], [.. all.Where(m => now.TrueForAll(n => n.MentorId != m.Id))]);
        }
    }

    private static async Task<(Agreement Agreement, List<AgreementMentor> Mentors)> NewestAsync(PortalDb db, Guid assignment,
        CancellationToken cancel)
    {
        var agreement = await db.Agreements.AsNoTracking().Newest(db).SingleAsync(g => g.AssignmentId == assignment, cancel);
        return (agreement, await db.AgreementMentors.AsNoTracking().Where(m => m.AgreementId == agreement.Id).OrderBy(m => m.Name)
            .ToListAsync(cancel));
    }

    public sealed record Command(Guid Id, Guid Mentor, DateOnly From, string Reason) : ICommand<Unit>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Command, Unit>
    {
        public async Task<Unit> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var assignment = await db.Assignments.AsNoTracking().Of(actor).GetAsync(request.Id, cancel);
            var today = DanishTime.DateOf(now);
            if (!assignment.IsLive(today)) throw new RuleViolation(Rule.AssignmentIsOver);
            var mentor = await db.Memberships.Of(actor)
                .Where(m => m.PersonId == request.Mentor && m.EndedAt == null && m.Roles.Contains(Role.Mentor))
                .Select(m => new { m.PersonId, m.Name, m.Phone, m.Email }).SingleOrDefaultAsync(cancel)
                ?? throw new RuleViolation(Rule.MentorIsUnknown);
            var (before, named) = await NewestAsync(db, assignment.Id, cancel);
            if (named.Exists(m => m.MentorId == mentor.PersonId && m.UntilOn is null)) throw new RuleViolation(Rule.MentorIsNamedAlready);
            if (request.From > assignment.LastDay || request.From <= After(assignment, named.Where(m => m.UntilOn is null), today))
            {
                throw new RuleViolation(Rule.MentorCannotBeginThen);
            }

            // A new version, because nobody is named in one that is made (trigger require_new_agreement).
            var next = before.Next(actor.Person!.Value, now);
            db.Agreements.Add(next);
            // One who comes back keeps the first day of then: what they delivered before they handed over stays payable.
            var first = named.Find(m => m.MentorId == mentor.PersonId) is { } back ? back.FromOn : request.From;
            db.AgreementMentors.Add(new AgreementMentor(next, mentor.PersonId, mentor.Name, mentor.Phone ?? "", mentor.Email, first));
            // They stay named, so that what they delivered stays payable.
            foreach (var m in named.Where(m => m.MentorId != mentor.PersonId))
            {
                db.AgreementMentors.Add(new AgreementMentor(next, m.MentorId, m.Name, m.Phone, m.Email, m.FromOn, m.UntilOn
                    ?? request.From.AddDays(-1)));
            }
            evidence.Record(CaseEventKind.MentorChanged, assignment.MunicipalityId, assignment.Id, ("mentor", mentor.PersonId),
                ("from", request.From), ("reason", request.Reason.Trim()),
                ("agreement", next.Id), ("version", next.Version));
            return default;
        }
    }
}
