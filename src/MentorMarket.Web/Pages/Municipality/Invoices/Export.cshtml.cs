using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Municipality.Invoices;

/// <summary>The list as it is filtered, as a file for Danish Excel.</summary>
[For(Role.Finance, Role.TeamLeader), GivesAFile]
public sealed class ExportModel(IMediator sender, IStringLocalizer<SharedTexts> texts) : InvoiceListPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        File(InvoiceFile.Of(await sender.Send(new Query(Filter), cancel), texts), InvoiceFile.ContentType, "fakturaer.csv");

    public sealed record Query(InvoiceFilter Filter) : IQuery<IReadOnlyList<InvoiceRow>>;

    public sealed class Handler(PortalDb db) : IRequestHandler<Query, IReadOnlyList<InvoiceRow>>
    {
        public async Task<IReadOnlyList<InvoiceRow>> Handle(Query request, CancellationToken cancel) => await request.Filter.Rows(db)
            .ToListAsync(cancel);
    }
}
