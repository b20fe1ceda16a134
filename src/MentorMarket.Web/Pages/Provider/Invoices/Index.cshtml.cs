using Microsoft.AspNetCore.Mvc.Rendering;
using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Pages.Provider.Invoices;

[For(Role.Coordinator)]
public sealed class IndexModel(IMediator sender, IStringLocalizer<SharedTexts> S, IStringLocalizer<ProviderTexts> L) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Municipality { get; set; }

    [BindProperty(SupportsGet = true)]
    public InvoiceStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public Model Invoices { get; private set; } = null!;

    public bool IsFiltered => Q is not null || Municipality is not null || Status is not null;

    public async Task OnGetAsync([FromQuery(Name = "page")] int? pageNumber, CancellationToken cancel) =>
        Invoices = await sender.Send(new Query(Q, Municipality, Status, Sort, pageNumber ?? 1), cancel);

    public IEnumerable<SelectListItem> Municipalities => Invoices.Municipalities.Select(m => new SelectListItem(m.Name, m.Id.ToString()))
        .Prepend(new(L["Alle"], ""));

    public IEnumerable<SelectListItem> Statuses => Enum.GetValues<InvoiceStatus>()
        .Select(s => new SelectListItem(Labels.Of(s, S), s.ToString())).Prepend(new(L["Alle"], ""));

    public sealed record Query(string? Q, Guid? Municipality, InvoiceStatus? Status, string? Sort, int Page) : IQuery<Model>;

    public sealed record Row(Guid Id, string Number, string Municipality, DateOnly IssuedOn, DateOnly From, DateOnly To, decimal Amount,
        InvoiceStatus Status, decimal? Payable, decimal? Held, decimal? Rejected);

    public sealed record Model(IReadOnlyList<Row> Rows, Pager Pager, IReadOnlyList<(Guid Id, string Name)> Municipalities);

    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var own = from i in db.Invoices
                      where i.ProviderId == current.Required.Tenant
                      join m in db.Organisations on i.MunicipalityId equals m.Id
                      join c in db.Checks on i.CheckId equals (Guid?)c.Id into checks
                      from c in checks.DefaultIfEmpty()
                      select new { i, m.Name, c };
            var municipalities = await own.Select(o => new { o.i.MunicipalityId, o.Name }).Distinct().OrderBy(m => m.Name)
                .ToListAsync(cancel);
            if (request.Q?.Trim() is { Length: > 0 } words)
            {
                var pattern = Like.Containing(words);
                own = own.Where(o => EF.Functions.ILike(o.i.Number, pattern));
            }
            if (request.Municipality is { } municipality) own = own.Where(o => o.i.MunicipalityId == municipality);
            if (request.Status is { } status) own = own.Where(o => o.i.Status == status);
            var pager = Pager.At(request.Page, await own.CountAsync(cancel), PageSize);
            var sorted = request.Sort switch
            {
                "number" => own.OrderBy(o => o.i.Number).ThenBy(o => o.i.Id),
                "-number" => own.OrderByDescending(o => o.i.Number).ThenBy(o => o.i.Id),
                "amount" => own.OrderBy(o => o.i.Amount).ThenBy(o => o.i.Number),
                "-amount" => own.OrderByDescending(o => o.i.Amount).ThenBy(o => o.i.Number),
                "date" => own.OrderBy(o => o.i.IssuedOn).ThenBy(o => o.i.Number),
                _ => own.OrderByDescending(o => o.i.IssuedOn).ThenByDescending(o => o.i.SubmittedAt),
            };
            var rows = await sorted.Skip((pager.Page - 1) * PageSize).Take(PageSize)
                .Select(o => new Row(o.i.Id, o.i.Number, o.Name, o.i.IssuedOn, o.i.PeriodFrom, o.i.PeriodTo, o.i.Amount, o.i.Status,
                    o.c == null ? null : o.c.Payable, o.c == null ? null : o.c.Held, o.c == null ? null : o.c.Rejected))
                        .ToListAsync(cancel);
            return new(rows, pager, [.. municipalities.Select(m => (m.MunicipalityId, m.Name))]);
        }
    }
}
