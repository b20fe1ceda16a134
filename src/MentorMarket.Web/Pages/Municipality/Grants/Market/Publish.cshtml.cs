using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Grants.Market;

/// <summary>Puts an approved grant on the market, after showing exactly what everybody there will see.</summary>
[For(Role.Caseworker)]
public sealed class PublishModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L, IStringLocalizer<SharedTexts> S) : PageModel
{
    public Model Preview { get; private set; } = null!;

    /// <summary>Offered to the provider that has the assignment, instead of the market.</summary>
    [BindProperty]
    public bool ToProvider { get; set; }

    /// <summary>Whose employee the mentor is: offered to that party alone.</summary>
    [BindProperty]
    public Guid? Party { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Preview = await sender.Send(new Query(id), cancel);
        ToProvider = Preview.Current is { HasDeclined: false };
        Party = Preview.Current is { HasDeclined: false } current ? current.Provider : null;
        if (!Preview.DecisionIsSent) TempData["Warning"] = RuleTexts.Say(new RuleViolation(Rule.DecisionIsNotSent), S);
        return Preview.Listing is null ? RedirectToPage("/Municipality/Grants/Details", new { id }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        Preview = await sender.Send(new Query(id), cancel);
        if (Preview.IsDirect)
        {
            if (Party is null || !Preview.Parties.Any(p => p.Id == Party))
            {
                ModelState.AddModelError("Party", L["Vælg, hvem mentoren er ansat hos. Forløbet tilbydes dem direkte."]);
            }
            if (!ModelState.IsValid && Preview.Listing is not null) return Page();
            var offered = await sender.Send(new Command(id, Party: Party), cancel);
            TempData["Success"] = L["Forløb {0} er tilbudt direkte og ses af ingen andre.", offered].Value;
            return RedirectToPage("/Municipality/Grants/Details", new { id });
        }
        var number = await sender.Send(new Command(id, ToProvider), cancel);
        TempData["Success"] = ToProvider ? L["Forløb {0} er tilbudt den nuværende leverandør.", number].Value
            : L["Forløb {0} er offentliggjort.", number].Value;
        return RedirectToPage("/Municipality/Grants/Details", new { id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    /// <param name="Listing">What would be published; null when the grant is not approved, its period is over or its decision is not
    /// sent.</param>
    /// <param name="Current">The provider of the assignment that this grant goes on from.</param>
    public sealed record Model(Guid Id, string Number, GrantKind Kind, Listing? Listing, decimal? PriceCeiling, Earlier? Current)
    {
        /// <summary>Who the mentor is employed by, where that is no firm on the market.</summary>
        public MentorKind? Employer { get; init; }

        public bool IsDirect => Employer is not null;

        /// <summary>The parties that such a assignment can be offered to.</summary>
        public IReadOnlyList<NamedMentor> Parties { get; init; } = [];

        public bool DecisionIsSent { get; init; } = true;
    }

    public sealed record NamedMentor(Guid Id, string Name);

    /// <summary>The assignment before, and whether its provider has said no to going on.</summary>
    public sealed record Earlier(Guid Assignment, string Number, Guid Provider, string Name, bool HasDeclined);

    internal static async Task<Earlier?> EarlierAsync(PortalDb db, Grant grant, CancellationToken cancel) =>
        grant.FollowsId is not { } follows ? null : await (
        from a in db.Assignments
        join o in db.Organisations on a.ProviderId equals o.Id
        where a.GrantId == follows && a.MunicipalityId == grant.MunicipalityId
            && (a.Status == AssignmentStatus.Accepted || a.Status == AssignmentStatus.Ended)
        orderby a.AcceptedAt descending
        select new Earlier(a.Id, a.Number, o.Id, o.Name,
            db.OfferDeclines.Any(d => d.OfferedTo == o.Id && db.Assignments.Any(x => x.Id == d.AssignmentId && x.GrantId == grant.Id))))
                .FirstOrDefaultAsync(cancel);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var grant = await db.Grants.AsNoTracking().Of(actor).WithGoals().GetAsync(request.Id, cancel);
            var citizen = await db.Citizens.AsNoTracking().SingleAsync(c => c.Id == grant.CitizenId, cancel);
            var ceiling = await Ceiling.OnAsync(db, actor.Tenant, today, cancel);
            if (!grant.CanBePublished(today)) return new(grant.Id, grant.Number, grant.Kind, null, ceiling, null);
            if (!await DocumentQueries.DecisionIsSentAsync(db, grant.Id, cancel))
            {
                return new(grant.Id, grant.Number, grant.Kind, null, ceiling, null) { DecisionIsSent = false };
            }
            IReadOnlyList<NamedMentor> parties = grant.IsForTheMarket ? []
                : await db.Organisations.Where(o => o.Kind == OrganisationKind.Provider && o.SuspendedAt == null).OrderBy(o => o.Name)
                    .Select(o => new NamedMentor(o.Id, o.Name)).ToListAsync(cancel);
            // Made the same way as the real one, of rows that are not saved; to whom it goes is not shown in it.
            var assignment = Assignment.Publish(grant, "", ceiling, actor.Person!.Value, now, today, true,
                grant.IsForTheMarket ? null : Guid.Empty);
            return new(grant.Id, grant.Number, grant.Kind, Listing.Of(assignment, grant, citizen), ceiling,
                await EarlierAsync(db, grant, cancel))
            {
                Employer = grant.IsForTheMarket ? null : grant.Terms.MentorKind,
                Parties = parties,
            };
        }
    }

    public sealed record Command(Guid Id, bool ToProvider = false, Guid? Party = null) : ICommand<string>;

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, string>
    {
        public async Task<string> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var grant = await db.Grants.Of(actor).WithGoals().GetAsync(request.Id, cancel);
            var citizen = await db.Citizens.SingleAsync(c => c.Id == grant.CitizenId, cancel);
            var ceiling = await Ceiling.OnAsync(db, actor.Tenant, today, cancel);
            var number = await NextNumber.AfterAsync(db, actor.Tenant, $"MF-{today.Year}-",
                db.Assignments.Of(actor).Select(a => a.Number), cancel);
            var before = await EarlierAsync(db, grant, cancel);
            var offeredTo = grant.IsForTheMarket
                ? request.ToProvider ? before?.Provider ?? throw new RuleViolation(Rule.OfferIsNotOpen) : null
                : await db.Organisations.Where(o => o.Id == request.Party && o.Kind == OrganisationKind.Provider && o.SuspendedAt == null)
                    .Select(o => (Guid?)o.Id)
                    .SingleOrDefaultAsync(cancel);
            // That an employee is offered to nobody else is asked by the database once more (trigger require_direct_offer).
            // Which assignment it goes on from is told to the party that has it, and to nobody else.
            var earlier = before?.Provider == offeredTo ? before : null;
            var assignment = Assignment.Publish(grant, number, ceiling, actor.Person!.Value, now, today,
                await DocumentQueries.DecisionIsSentAsync(db, grant.Id, cancel), offeredTo);
            db.Assignments.Add(assignment);
            db.Listings.Add(Listing.Of(assignment, grant, citizen, earlier?.Assignment));
            if (offeredTo is { } to)
            {
                evidence.Record(CaseEventKind.AssignmentOffered, actor.Tenant, grant.Id, ("assignment", assignment.Id), ("provider", to),
                    ("follows", earlier?.Assignment));
            }
            return number;
        }
    }
}
