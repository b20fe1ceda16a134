using MentorMarket.Domain.Importing;

namespace MentorMarket.Web.Pages.Municipality.Imports;

/// <summary>What an import made, and the next step: all complete drafts to approval in one act.</summary>
[For(Role.Caseworker)]
public sealed class ResultModel(IMediator sender, IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int Rows = 25;

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model Import { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        Import = await sender.Send(new Query(id, Number), cancel);
        return Import.State == ImportState.Imported ? Page() : RedirectToPage("Check", new { id });
    }

    public async Task<IActionResult> OnPostSubmitAsync(Guid id, CancellationToken cancel)
    {
        var (sent, left) = await sender.Send(new Command(id), cancel);
        TempData[sent > 0 ? "Success" : "Warning"] = left == 0
            ? L["{0} bevillinger er sendt til godkendelse.", Show.Number(sent)].Value
            : L["{0} bevillinger er sendt til godkendelse. {1} mangler oplysninger og er stadig kladder.", Show.Number(sent),
                Show.Number(left)].Value;
        return RedirectToPage("Result", new { id });
    }

    /// <summary>The rows tell who somebody is: to see them is noted.</summary>
    public sealed record Query(Guid Id, int Page) : IDisclosingQuery<Model>;

    public sealed record Model(Guid Id, string FileName, ImportState State, DateTimeOffset? FinishedAt, int RowsTotal, int NewCitizens,
        int NewGrants, int Drafts, IReadOnlyList<Row> Rows, Pager Pager);

    public sealed record Row(int Number, Guid Citizen, string CitizenNumber, string Name, bool IsNewCitizen, Guid? Grant,
        string? GrantNumber, GrantStatus? Status);

    public sealed class QueryHandler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == tenant, cancel)
                .OrNotFound();
            var rows = db.ImportedRows.Where(r => r.ImportId == import.Id && r.MunicipalityId == tenant);
            var pager = Pager.At(request.Page, await rows.CountAsync(cancel), Rows);
            var shown = await rows.OrderBy(r => r.Row).Skip((pager.Page - 1) * Rows).Take(Rows).Select(r => new Row(
                r.Row, r.CitizenId, db.Citizens.Where(c => c.Id == r.CitizenId).Select(c => c.Number).Single(),
                db.CitizenIdentities.Where(i => i.CitizenId == r.CitizenId && i.MunicipalityId == tenant).Select(i => i.Name)
                    .SingleOrDefault() ?? "", r.IsNewCitizen, r.GrantId,
                db.Grants.Where(g => g.Id == r.GrantId).Select(g => g.Number).SingleOrDefault(),
                db.Grants.Where(g => g.Id == r.GrantId).Select(g => (GrantStatus?)g.Status).SingleOrDefault())).ToListAsync(cancel);
            if (shown.Count > 0)
            {
                evidence.Record(CaseEventKind.CitizenListRead, tenant, import.Id, ("shown", shown.Count), ("found", pager.Total),
                    ("citizens", shown.Select(r => r.CitizenNumber).Distinct(StringComparer.Ordinal).ToList()));
            }
            var drafts = await Drafts(db, tenant, import.Id).CountAsync(cancel);
            return new(import.Id, import.FileName, import.State, import.FinishedAt, import.RowsTotal, import.NewCitizens, import.NewGrants,
                drafts, shown, pager);
        }
    }

    private static IQueryable<Grant> Drafts(PortalDb db, Guid tenant, Guid import) =>
        db.Grants.Where(g => g.MunicipalityId == tenant && g.Status == GrantStatus.Draft
            && db.ImportedRows.Any(r => r.ImportId == import && r.GrantId == g.Id));

    /// <summary>Sends every complete draft of the import to approval; answers how many, and how many stay behind.</summary>
    public sealed record Command(Guid Id) : ICommand<Outcome>;

    public sealed record Outcome(int Sent, int Left);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Command, Outcome>
    {
        private const int PartRows = 500;

        public async Task<Outcome> Handle(Command request, CancellationToken cancel)
        {
            var actor = current.Required;
            var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id && i.MunicipalityId == actor.Tenant,
                cancel).OrNotFound();
            if (import.State != ImportState.Imported) throw new RuleViolation(Rule.ImportHasMovedOn);
            var now = time.GetUtcNow();
            var today = DanishTime.DateOf(now);
            var rules = new GrantContext(GrantRules.On(today), await GrantQueries.SettingsAsync(db, actor.Tenant, today, cancel));
            var ids = await Drafts(db, actor.Tenant, import.Id).OrderBy(g => g.Number).Select(g => g.Id).ToListAsync(cancel);
            var (leaves, numbers) = (new List<byte[]>(), new List<string>());
            foreach (var part in ids.Chunk(PartRows))
            {
                var born = await db.Grants.Where(g => part.Contains(g.Id))
                    .Join(db.Citizens, g => g.CitizenId, c => c.Id, (g, c) => new { g.Id, c.BirthYear })
                    .ToDictionaryAsync(g => g.Id, g => g.BirthYear, cancel);
                var salts = await db.ImportedRows.Where(r => r.ImportId == import.Id && part.Contains(r.GrantId!.Value))
                    .ToDictionaryAsync(r => r.GrantId!.Value, r => r.Salt, cancel);
                foreach (var grant in await db.Grants.Include(g => g.Goals)
                    .Where(g => part.Contains(g.Id) && g.MunicipalityId == actor.Tenant).OrderBy(g => g.Number).ToListAsync(cancel))
                {
                    var context = rules with { BirthYear = born[grant.Id] };
                    if (grant.Shortfalls(context).Count > 0) continue;
                    grant.Submit(actor.Person!.Value, now, context);
                    numbers.Add(grant.Number);
                    // Only what never changes, so that the root can be made again from what the portal keeps.
                    leaves.Add(MerkleTree.Leaf(salts[grant.Id],
                        CanonicalJson.Of(new Dictionary<string, object?>(StringComparer.Ordinal)
                        { ["grant"] = grant.Id, ["number"] = grant.Number })));
                }
                await db.SavePartAsync(cancel);
            }
            if (numbers.Count > 0)
            {
                evidence.RecordBulk(CaseEventKind.ImportedGrantsSubmitted, actor.Tenant, import.Id, leaves, ("numbers", numbers),
                    ("rules", rules.Version));
            }
            return new(numbers.Count, ids.Count - numbers.Count);
        }
    }
}
