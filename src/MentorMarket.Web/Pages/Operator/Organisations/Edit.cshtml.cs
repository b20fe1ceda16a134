namespace MentorMarket.Web.Pages.Operator.Organisations;

/// <summary>What an organisation is known by, corrected. Its kind stays.</summary>
[For(Role.Operator)]
public sealed class EditModel(IMediator sender, IStringLocalizer<OperatorTexts> L) : PageModel
{
    public sealed class Input : OrganisationForm
    {
        [Required, StringLength(41)]
        public string Slug { get; set; } = "";

        /// <summary>The version of the row that the page showed.</summary>
        public uint Version { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Input Form { get; set; } = new();

    public Model Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Shown = await sender.Send(new Query(Id), cancel);
        var facts = Shown.Facts;
        Form = new()
        {
            Kind = facts.Kind,
            Name = facts.Name,
            Slug = Shown.Slug,
            Cvr = facts.Cvr,
            CvrIsRight = CvrNumber.TryParse(facts.Cvr, out var cvr) && !cvr.HasValidCheckDigit,
            PNumber = facts.PNumber,
            MunicipalityCode = facts.MunicipalityCode,
            Gln = facts.Gln,
            ContactName = facts.ContactName,
            ContactEmail = facts.ContactEmail,
            ContactPhone = facts.ContactPhone,
            Version = Shown.Version,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Shown = await sender.Send(new Query(Id), cancel);
        ModelState.Remove("Form.Kind");
        Form.Kind = Shown.Facts.Kind;
        var facts = Form.Read(ModelState, L);
        var slug = Form.Slug?.Trim().ToLowerInvariant() ?? "";
        if (slug.Length > 0 && !Slugs.IsOne(slug)) Slugs.Refuse(ModelState, L);
        if (facts is null || !ModelState.IsValid) return Page();
        if (await sender.Send(new Command(Id, facts, slug, Form.Version), cancel) is { Hindrance: { } hindrance })
        {
            hindrance.Say(ModelState, L);
            return Page();
        }
        TempData["Success"] = L["Oplysningerne er gemt."].Value;
        return RedirectToPage("Details", new { Id });
    }

    public sealed record Query(Guid Id) : IQuery<Model>;

    public sealed record Model(OrganisationFacts Facts, string Slug, uint Version);

    public sealed record Command(Guid Id, OrganisationFacts Facts, string Slug, uint Version) : ICommand<Changed>;

    public sealed record Changed(Hindrance? Hindrance);

    public sealed class QueryHandler(PortalDb db) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var row = await db.Organisations.Where(o => o.Kind != OrganisationKind.Platform).GetAsync(request.Id, cancel);
            var contact = await db.OrganisationContacts.AsNoTracking().SingleOrDefaultAsync(c => c.OrganisationId == row.Id, cancel);
            return new(new(row.Kind, row.Name, row.Cvr ?? "", row.PNumber, row.MunicipalityCode, row.Gln, contact?.Name ?? "",
                contact?.Email ?? "", contact?.Phone ?? ""), row.Slug, db.VersionOf(row));
        }
    }

    public sealed class Handler(PortalDb db, EvidenceLog evidence) : IRequestHandler<Command, Changed>
    {
        public async Task<Changed> Handle(Command request, CancellationToken cancel)
        {
            var facts = request.Facts;
            await db.TakeTurnAsync(OrganisationRules.Turn, cancel);
            if (await OrganisationRules.HindranceAsync(db, facts, request.Slug, request.Id, cancel) is { } hindrance) return new(hindrance);
            var row = await db.Organisations.Where(o => o.Kind == facts.Kind).GetAsync(request.Id, cancel);
            db.MustBeAsRead(row, request.Version);
            var contact = await db.OrganisationContacts.SingleOrDefaultAsync(c => c.OrganisationId == row.Id, cancel);
            if (contact is null) db.OrganisationContacts.Add(contact = new() { OrganisationId = row.Id });
            var before = Said(row);
            (row.Name, row.Slug, row.Cvr, row.PNumber, row.MunicipalityCode, row.Gln) =
                (facts.Name, request.Slug, facts.Cvr, facts.PNumber, facts.MunicipalityCode, facts.Gln);
            var contactBefore = (contact.Name, contact.Email, contact.Phone);
            (contact.Name, contact.Email, contact.Phone) = (facts.ContactName, facts.ContactEmail, facts.ContactPhone);
            var after = Said(row);
            // Who the contact is stays out of what is kept for good: only that it is another.
            var changed = after.Keys.Where(key => !Equals(before[key], after[key]))
                .Concat(contactBefore == (contact.Name, contact.Email, contact.Phone) ? [] : (string[])["contact"]).ToList();
            if (changed.Count > 0)
            {
                // Also where only the contact is another: a page of before is then refused.
                db.Entry(row).Property(o => o.Name).IsModified = true;
                evidence.Record(CaseEventKind.OrganisationChanged, row.Id, row.Id, ("changed", changed), ("from", before), ("to", after));
            }
            return new((Hindrance?)null);
        }

        private static Dictionary<string, object?> Said(OrganisationRow known) => new(StringComparer.Ordinal)
        {
            ["name"] = known.Name,
            ["slug"] = known.Slug,
            ["cvr"] = known.Cvr,
            ["place"] = known.PNumber,
            ["code"] = known.MunicipalityCode,
            ["gln"] = known.Gln,
        };
    }
}
