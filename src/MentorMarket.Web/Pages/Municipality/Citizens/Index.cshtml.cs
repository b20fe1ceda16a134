using MentorMarket.Web.Secrets;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Pages.Municipality.Citizens;

/// <summary>The municipality's citizens, found by name, number or CPR number. Reading the names is an event.</summary>
[For(Role.Caseworker)]
public sealed class IndexModel(IMediator sender, CurrentActor current, Vault vault, TimeProvider time,
    IStringLocalizer<MunicipalityTexts> L) : PageModel
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    [MayHoldCpr("found by it, and neither kept nor part of an address")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Model List { get; private set; } = null!;

    /// <summary>The number that was searched for and that nobody in the municipality has.</summary>
    public string? Missed { get; private set; }

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Area);

    public IEnumerable<SelectListItem> Areas(string all) => List.Areas.Select(a => new SelectListItem(a, a)).Prepend(new(all, ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        // A number does not belong in an address: the form posts it. Whoever typed it there is led away from it.
        if (CprNumber.IsLike(Q) || CprNumber.IsIn(Q)) return RedirectToPage(new { Area, Sort });
        List = await sender.Send(new Query(Q?.Trim() ?? "", Area ?? "", Sort, Number), cancel);
        return Page();
    }

    /// <summary>A CPR number leads to its citizen, and to nobody else; other words lead to the list.</summary>
    public async Task<IActionResult> OnPostFindAsync(CancellationToken cancel)
    {
        if (!CprNumber.IsLike(Q) && !CprNumber.IsIn(Q)) return RedirectToPage(new { Q, Area });
        if (CprNumber.Parse(Q, DanishTime.DateOf(time.GetUtcNow()), out var cpr) is { } fault)
        {
            ModelState.AddModelError("Q", CitizenForm.Say(fault, L));
        }
        else if (await this.CprLimitReachedAsync(L) is { } told)
        {
            ModelState.AddModelError("Q", told);
        }
        else if (await sender.Send(new FindByCpr(vault.LookUp(cpr, current.Required.Tenant), "search"), cancel) is { } known)
        {
            return RedirectToPage("Details", new { id = known.Id });
        }
        else
        {
            Missed = cpr.Written();
        }
        // The answer to the form itself, so that the number stays in the field and out of the address. It lists nobody: nobody was asked
        // for.
        List = new([], await sender.Send(new AreasInUse(), cancel), Pager.At(1, 0, Rows));
        return Page();
    }

    public sealed record Query(string Q, string Area, string? Sort, int Page) : IDisclosingQuery<Model>;

    public sealed record Model(IReadOnlyList<Row> Rows, IReadOnlyList<string> Areas, Pager Pager);

    public sealed record Row(Guid Id, string Number, string Name, string Area, int Grants);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var areas = await db.Citizens.Where(c => c.MunicipalityId == tenant).Select(c => c.Area).Distinct().OrderBy(a => a)
                .ToListAsync(cancel);
            var found = from citizen in db.Citizens
                        join identity in db.CitizenIdentities on citizen.Id equals identity.CitizenId
                        where citizen.MunicipalityId == tenant
                        select new { citizen.Id, citizen.Number, identity.Name, citizen.Area };
            if (request.Q.Length > 0)
            {
                var like = Like.Containing(request.Q);
                found = found.Where(f => EF.Functions.ILike(f.Name, like) || EF.Functions.ILike(f.Number, like));
            }
            if (request.Area.Length > 0) found = found.Where(f => f.Area == request.Area);

            var pager = Pager.At(request.Page, await found.CountAsync(cancel), Rows);
            var sorted = request.Sort switch
            {
                "number" => found.OrderBy(f => f.Number),
                "-number" => found.OrderByDescending(f => f.Number),
                "-name" => found.OrderByDescending(f => f.Name).ThenBy(f => f.Number),
                "area" => found.OrderBy(f => f.Area).ThenBy(f => f.Name),
                "-area" => found.OrderByDescending(f => f.Area).ThenBy(f => f.Name),
                _ => found.OrderBy(f => f.Name).ThenBy(f => f.Number),
            };
            var rows = await sorted.Skip((pager.Page - 1) * Rows).Take(Rows)
                .Select(f => new Row(f.Id, f.Number, f.Name, f.Area, db.Grants.Count(g => g.CitizenId == f.Id))).ToListAsync(cancel);
            evidence.Record(CaseEventKind.CitizenListRead, tenant, tenant, ("shown", rows.Count), ("found", pager.Total),
                ("citizens", rows.ConvertAll(r => r.Number)));
            return new(rows, areas, pager);
        }
    }
}
