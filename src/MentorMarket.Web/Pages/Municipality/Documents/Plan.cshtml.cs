using MentorMarket.Domain.Documents;
using MentorMarket.Web.Documents;

namespace MentorMarket.Web.Pages.Municipality.Documents;

/// <summary>What a sheet to Min Plan says, as data in the plan's own terms: to be carried into the municipality's system.</summary>
[For(Role.Caseworker, Role.TeamLeader)]
public sealed class PlanModel(IMediator sender, IStringLocalizer<SharedTexts> texts) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel, string format = "json")
    {
        var plan = await sender.Send(new Query(id), cancel);
        Response.Headers.CacheControl = "no-store";
        return format == "csv"
            ? File(plan.Data.ToCsv(texts), "text/csv", DocumentFile.Name(DocumentKind.MinPlan, plan.Version, plan.Grant, "csv"))
            : File(plan.Data.ToJson(), "application/json", DocumentFile.Name(DocumentKind.MinPlan, plan.Version, plan.Grant, "json"));
    }

    public sealed record Query(Guid Id) : IDisclosingQuery<Model>;

    public sealed record Model(MinPlanData Data, int Version, string Grant);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, IStringLocalizer<SharedTexts> texts)
        : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var tenant = current.Required.Tenant;
            var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == request.Id && d.MunicipalityId == tenant
                && d.Kind == DocumentKind.MinPlan, cancel).OrNotFound();
            evidence.Record(CaseEventKind.CitizenIdentityRead, tenant, document.CitizenId, ("page", "Min Plan as data"),
                ("document", document.Id), ("version", document.Version));
            var grant = await db.Grants.Where(g => g.Id == document.GrantId).Select(g => g.Number).SingleAsync(cancel);
            return new(MinPlanData.Of(grant, document.Version, GrantFacts.FromJson(document.Facts), texts), document.Version, grant);
        }
    }
}
