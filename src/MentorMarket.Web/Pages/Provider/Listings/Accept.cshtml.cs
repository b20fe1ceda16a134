using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Provider.Listings;

/// <summary>A provider says yes with a named mentor. However many say yes at the same moment, one gets it.</summary>
[For(Role.Coordinator)]
public sealed class AcceptModel(IMediator sender, TimeProvider time, IStringLocalizer<SharedTexts> S, IStringLocalizer<ProviderTexts> L)
    : PageModel
{
    public sealed class Input
    {
        [Required]
        public Guid? Mentor { get; set; }
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public ListingView Listing { get; private set; } = null!;

    public IReadOnlyList<NamedMentor> Mentors { get; private set; } = [];

    public IEnumerable<SelectListItem> Choices => Mentors.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Vælg en mentor"], ""));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        await ShowAsync(id, cancel);
        // Going on with the same mentor is what is usual.
        if (Listing.Offer?.Mentor is { } now && Mentors.Any(m => m.Id == now)) Form.Mentor = now;
        return Listing.TakenAt is null ? Page() : RedirectToPage("Details", new { id });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            await ShowAsync(id, cancel);
            return Page();
        }
        DateOnly startsOn;
        try
        {
            startsOn = await sender.Send(new Command(id, Form.Mentor!.Value), cancel);
        }
        catch (RuleViolation violation) when (violation.Rule is Rule.AssignmentIsTaken or Rule.AssignmentIsWithdrawn)
        {
            TempData["Error"] = RuleTexts.Say(violation, S);
            return RedirectToPage("Index");
        }
        TempData["Success"] = startsOn > time.Today
            ? L["Forløbet er jeres. Her ser du, hvem borgeren er. Det begynder {0}, og mentoren kan registrere tid fra den dag.",
                Show.Date(startsOn)].Value
            : L["Forløbet er jeres. Her ser du, hvem borgeren er. Mentoren kan registrere tid nu."].Value;
        return RedirectToPage("/Provider/Assignments/Details", new { id });
    }

    private async Task ShowAsync(Guid id, CancellationToken cancel)
    {
        Listing = await sender.Send(new ListingView.Query(id), cancel);
        Mentors = await sender.Send(new NamedMentor.Query(), cancel);
    }

    /// <summary>Answers the first day of the assignment.</summary>
    public sealed record Command(Guid Id, Guid Mentor) : ICommand<DateOnly>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, DateOnly>
    {
        public async Task<DateOnly> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var mentor = await db.Memberships.Of(actor)
                .Where(m => m.PersonId == request.Mentor && m.EndedAt == null && m.Roles.Contains(Role.Mentor))
                .Select(m => new { m.PersonId, m.Name, m.Phone, m.Email }).SingleOrDefaultAsync(cancel)
                ?? throw new RuleViolation(Rule.MentorIsUnknown);

            // Until it is the provider's own, the database shows nothing of the assignment: it takes it, or says that it is gone.
            // With it the database accepts the grant (trigger accept_grant) and ends the assignment that a change takes the place of,
            // with an event (end_changed_assignment), whose agreement then ends too (renew_agreement) and whose invoices are checked
            // again (queue_checks_of_assignment).
            await using (var take = db.Command("select portal.accept_assignment($1, $2)", request.Id, now))
            {
                if (await take.ExecuteScalarAsync(cancel) is not true) throw await TooLateAsync(request.Id, cancel);
            }
            var assignment = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == request.Id, cancel);

            await using var ask = db.Command("select portal.first_day_of_terms($1)", assignment.Id);
            var firstDay = (DateOnly)(await ask.ExecuteScalarAsync(cancel))!;

            var agreement = new Agreement(assignment, firstDay, actor.Tenant, actor.Person!.Value, now);
            db.Agreements.Add(agreement);
            db.AgreementMentors.Add(new AgreementMentor(agreement, mentor.PersonId, mentor.Name, mentor.Phone ?? "", mentor.Email));
            evidence.Record(CaseEventKind.AssignmentAccepted, assignment.MunicipalityId, assignment.Id,
                ("number", assignment.Number), ("provider", actor.Tenant), ("mentor", mentor.PersonId), ("agreement", agreement.Id),
                    ("version", agreement.Version),
                ("hoursPerWeek", agreement.HoursPerWeek), ("totalHours", agreement.TotalHours), ("rate", agreement.Rate),
                ("validFrom", agreement.ValidFrom), ("validTo", agreement.ValidTo));
            return agreement.ValidFrom;
        }

        private async Task<RuleViolation> TooLateAsync(Guid id, CancellationToken cancel)
        {
            var taken = await db.Listings.Where(l => l.Id == id).Select(l => l.TakenAt).SingleOrDefaultAsync(cancel);
            return taken is { } at ? new(Rule.AssignmentIsTaken, Show.DateTime(at)) : new(Rule.AssignmentIsWithdrawn);
        }
    }
}
