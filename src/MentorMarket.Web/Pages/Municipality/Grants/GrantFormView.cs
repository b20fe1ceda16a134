namespace MentorMarket.Web.Pages.Municipality.Grants;

/// <summary>
/// The form that a grant is written in, with all that <c>_GrantForm</c> shows beside its fields: of a new grant, of a draft, and of what
/// extends or changes a grant.
/// </summary>
/// <param name="Form">As it is first shown; a page puts in its place what was sent.</param>
/// <param name="Context">What the grant is judged by today.</param>
/// <param name="PriceCeiling">Kroner an hour without VAT.</param>
public sealed record GrantFormView(GrantForm Form, GrantKind Kind, GrantContext Context, decimal? PriceCeiling)
{
    /// <summary>The draft that is written in, or the grant that this one goes on after; null for a new one.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Whom a new grant is for; null where there is a grant to go on from.</summary>
    public NumberedCitizen? Citizen { get; init; }

    /// <summary>The citizen's other grants that a draft shares days with; of a new one all that have not ended.</summary>
    public IReadOnlyList<Overlap> Others { get; init; } = [];

    /// <summary>What was written in a draft last, and by whom.</summary>
    public HistoryEvent? LastChange { get; init; }

    /// <summary>The extension or change that is there already.</summary>
    public Follower? Follower { get; init; }

    /// <summary>What would be missing if it were saved as it stands, as <c>_Missing</c> shows it beside the form.</summary>
    public (IReadOnlyList<Shortfall> Fields, string? Form) Missing => (Form.Terms().Shortfalls(Kind, Context), "");

    public sealed record NumberedCitizen(Guid Id, string Number);

    /// <param name="Kind">A new grant of a citizen, or what extends or changes a grant; null for a draft, which has its kind
    /// already.</param>
    /// <param name="Id">The citizen, the grant that is gone on after, or the draft.</param>
    public sealed record Query(GrantKind? Kind, Guid Id) : IQuery<GrantFormView>
    {
        /// <summary>The programme that a citizen was told of and wants.</summary>
        public Programme? Programme { get; init; }

        /// <summary>The duty to inform that a new grant comes of: its day is not typed again.</summary>
        public Guid? InformationDuty { get; init; }
    }

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<Query, GrantFormView>
    {
        private readonly Guid tenant = current.Required.Tenant;
        private readonly DateOnly today = DanishTime.DateOf(time.GetUtcNow());

        public Task<GrantFormView> Handle(Query request, CancellationToken cancel) => request.Kind switch
        {
            GrantKind.New => OfCitizenAsync(request, cancel),
            null => OfDraftAsync(request.Id, cancel),
            GrantKind.Extension or GrantKind.Change => AfterAsync(request.Id, request.Kind.Value, cancel),
        };

        private async Task<GrantFormView> OfCitizenAsync(Query request, CancellationToken cancel)
        {
            var citizen = await db.Citizens.Where(c => c.Id == request.Id && c.MunicipalityId == tenant)
                .Select(c => new NumberedCitizen(c.Id, c.Number)).SingleOrDefaultAsync(cancel).OrNotFound();
            var context = await GrantQueries.ContextAsync(db, tenant, citizen.Id, null, today, cancel);
            return new(await BeganAsync(request, context, cancel), GrantKind.New, context, await Ceiling.OnAsync(db, tenant, today, cancel))
            {
                Citizen = citizen,
                Others = await db.Grants.Where(g => g.CitizenId == citizen.Id && g.Status != GrantStatus.Ended
                    && g.Status != GrantStatus.Discarded && g.Status != GrantStatus.Refused
                    && (g.Terms.EndsOn == null || g.Terms.EndsOn >= today))
                    .OrderBy(g => g.Terms.StartsOn).Select(g => new Overlap(g.Id, g.Number, g.Status, g.Terms.StartsOn, g.Terms.EndsOn))
                        .ToListAsync(cancel),
            };
        }

        // With the programme that the citizen was told of, and its day, where the form is opened from there.
        private async Task<GrantForm> BeganAsync(Query request, GrantContext context, CancellationToken cancel)
        {
            var told = await db.InformationDuties.Where(i => i.Id == request.InformationDuty && i.CitizenId == request.Id
                && i.MunicipalityId == tenant).Select(i => new { i.Cause, i.EventOn }).SingleOrDefaultAsync(cancel);
            var form = new GrantForm { Rate = context.Settings.UsualRate };
            var toldOf = told is null ? (Programme?)null : InformationDuty.ProgrammeOf(told.Cause, told.EventOn);
            form.Programme = request.Programme ?? toldOf ?? Programme.Ordinary;
            if (toldOf == form.Programme && form.Programme == Programme.DischargeCoordinator) form.DischargeOn = told!.EventOn;
            if (toldOf == form.Programme && form.Programme == Programme.EducationTransition) form.AdmittedOn = told!.EventOn;
            return form;
        }

        private async Task<GrantFormView> OfDraftAsync(Guid id, CancellationToken cancel)
        {
            var grant = await db.Grants.OneAsync(tenant, id, cancel);
            var history = await History.OfAsync(db, tenant, [grant.Id], cancel);
            return new(GrantForm.Of(grant.Terms, db.VersionOf(grant)), grant.Kind,
                await GrantQueries.ContextAsync(db, grant, today, cancel), await Ceiling.OnAsync(db, tenant, today, cancel))
            {
                Grant = grant,
                Others = await Overlap.OfAsync(db, grant, cancel),
                LastChange = history.Count > 0 ? history[0] : null,
            };
        }

        private async Task<GrantFormView> AfterAsync(Guid id, GrantKind kind, CancellationToken cancel)
        {
            var earlier = await db.Grants.AsNoTracking().OneAsync(tenant, id, cancel);
            var context = await GrantQueries.ContextAsync(db, tenant, earlier.CitizenId, earlier.Id, today, cancel);
            // Of a grant that was not decided there are no terms to go on with; its page says so instead of the form.
            var form = earlier.IsDecided
                ? GrantForm.Of(GrantTerms.After(earlier, kind, today, context.Settings, context.Follows?.ExtensionsBeganOn), 0) : new();
            return new(form, kind, context,
                await Ceiling.OnAsync(db, tenant, today,
                cancel))
            { Grant = earlier, Follower = await Follower.OfAsync(db, earlier.Id, kind, cancel) };
        }
    }
}
