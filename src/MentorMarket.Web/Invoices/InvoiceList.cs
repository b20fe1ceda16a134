using System.Globalization;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace MentorMarket.Web.Invoices;

/// <summary>What a list of invoices shows and is filtered by, on the screen and as a file: municipality and auditor alike.</summary>
public sealed record InvoiceFilter(
    string? Text, InvoiceStatus? Status, Guid? Municipality, Guid? Provider, FindingCode? Finding, DateOnly? From, DateOnly? To,
        string? Sort, bool Waiting = false,
    bool PaidTooMuch = false)
{
    /// <summary>
    /// The municipalities to look in, where the actor may see several: PostgreSQL then finds their invoices by index, instead of asking
    /// the policies about every invoice there is.
    /// </summary>
    public List<Guid>? Among { get; init; }

    /// <summary>The invoices that the actor may see and that fit. The newest check of each counts.</summary>
    public IQueryable<Invoice> Apply(PortalDb db)
    {
        var invoices = db.Invoices.AsNoTracking();
        if (Among is { } among) invoices = invoices.Where(i => among.Contains(i.MunicipalityId));
        if (Status is { } status) invoices = invoices.Where(i => i.Status == status);
        if (Municipality is { } municipality) invoices = invoices.Where(i => i.MunicipalityId == municipality);
        if (Provider is { } provider) invoices = invoices.Where(i => i.ProviderId == provider);
        if (Waiting) invoices = invoices.Waiting(db);
        if (PaidTooMuch) invoices = invoices.Paid(db).Where(p => p.OnLines > 0 || p.Approved > p.Payable).Select(p => p.Invoice);
        if (From is { } from) invoices = invoices.Where(i => i.IssuedOn >= from);
        if (To is { } to) invoices = invoices.Where(i => i.IssuedOn <= to);
        if (Finding is { } finding)
        {
            var code = finding.ToString();
            invoices = invoices.Where(i => db.LineVerdicts.Any(v => v.CheckId == i.CheckId && v.Codes.Contains(code)));
        }
        if (!string.IsNullOrWhiteSpace(Text))
        {
            var like = Like.Containing(Text.Trim());
            invoices = invoices.Where(i => EF.Functions.ILike(i.Number, like)
                || db.Organisations.Any(o => o.Id == i.ProviderId && EF.Functions.ILike(o.Name, like)));
        }
        return invoices;
    }

    public IQueryable<InvoiceRow> Rows(PortalDb db)
    {
        var rows =
            from paid in Apply(db).Paid(db)
            let i = paid.Invoice
            join m in db.Organisations on i.MunicipalityId equals m.Id
            join p in db.Organisations on i.ProviderId equals p.Id
            join c in db.Checks on i.CheckId equals c.Id into checks
            from c in checks.DefaultIfEmpty()
            select new
            {
                Invoice = i,
                paid.Approved,
                PaidTooMuch = paid.OnLines + (paid.Approved > ((decimal?)c.Payable ?? 0) ? paid.Approved - ((decimal?)c.Payable ?? 0) : 0),
                Municipality = m.Name,
                Provider = p.Name,
                // What was sent back pays nothing, whatever its check found.
                Payable = i.Status == InvoiceStatus.Returned ? null : (decimal?)c.Payable,
                Held = i.Status == InvoiceStatus.Returned ? null : (decimal?)c.Held,
                Rejected = i.Status == InvoiceStatus.Returned ? null : (decimal?)c.Rejected,
            };
        var sorted = Sort switch
        {
            "number" => rows.OrderBy(r => r.Invoice.Number),
            "-number" => rows.OrderByDescending(r => r.Invoice.Number),
            "municipality" => rows.OrderBy(r => r.Municipality),
            "-municipality" => rows.OrderByDescending(r => r.Municipality),
            "provider" => rows.OrderBy(r => r.Provider),
            "-provider" => rows.OrderByDescending(r => r.Provider),
            "issued" => rows.OrderBy(r => r.Invoice.IssuedOn),
            "amount" => rows.OrderBy(r => r.Invoice.Amount),
            "-amount" => rows.OrderByDescending(r => r.Invoice.Amount),
            "payable" => rows.OrderBy(r => r.Payable ?? 0),
            "-payable" => rows.OrderByDescending(r => r.Payable ?? 0),
            "held" => rows.OrderBy(r => r.Held ?? 0),
            "-held" => rows.OrderByDescending(r => r.Held ?? 0),
            "rejected" => rows.OrderBy(r => r.Rejected ?? 0),
            "-rejected" => rows.OrderByDescending(r => r.Rejected ?? 0),
            "toomuch" => rows.OrderBy(r => r.PaidTooMuch),
            "-toomuch" => rows.OrderByDescending(r => r.PaidTooMuch),
            "status" => rows.OrderBy(r => r.Invoice.Status),
            "-status" => rows.OrderByDescending(r => r.Invoice.Status),
            _ => rows.OrderByDescending(r => r.Invoice.IssuedOn),
        };
        return sorted.ThenByDescending(r => r.Invoice.IssuedOn).ThenBy(r => r.Invoice.Number).ThenBy(r => r.Invoice.Id)
            .Select(r => new InvoiceRow(
            r.Invoice.Id, r.Municipality, r.Provider, r.Invoice.Number, r.Invoice.IssuedOn, r.Invoice.Amount, r.Payable, r.Held, r.Rejected,
            r.Approved, r.PaidTooMuch, r.Invoice.Status));
    }

    /// <summary>Of all that fit: one row, or none where nothing fits.</summary>
    /// <remarks>Approvals and verdicts are joined, and so added up once for each invoice, however often the sum is asked for.</remarks>
    public IQueryable<InvoiceSums> Sums(PortalDb db) =>
        from i in Apply(db)
        join c in db.Checks on i.CheckId equals c.Id into checks
        from c in checks.DefaultIfEmpty()
        from approved in db.Approvals.Where(a => a.InvoiceId == i.Id).GroupBy(a => a.InvoiceId).Select(a => (decimal?)a.Sum(x => x.Amount))
            .DefaultIfEmpty()
        from onLines in db.LineVerdicts.Where(v => v.CheckId == i.CheckId).GroupBy(v => v.CheckId)
            .Select(v => (decimal?)v.Sum(x => x.PaidTooMuch)).DefaultIfEmpty()
        let payable = (decimal?)c.Payable ?? 0
        group new
        {
            IsReturned = i.Status == InvoiceStatus.Returned,
            i.Amount,
            Payable = (decimal?)c.Payable,
            Held = (decimal?)c.Held,
            Rejected = (decimal?)c.Rejected,
            Approved = approved ?? 0,
            TooMuch = (onLines ?? 0) + (approved > payable ? (approved ?? 0) - payable : 0),
        } by 1 into all
        select new InvoiceSums(
            all.Count(), all.Count(x => x.IsReturned), all.Sum(x => x.IsReturned ? 0 : x.Amount),
            all.Sum(x => x.IsReturned ? 0 : x.Payable ?? 0), all.Sum(x => x.IsReturned ? 0 : x.Held ?? 0),
                all.Sum(x => x.IsReturned ? 0 : x.Rejected ?? 0),
            all.Sum(x => x.Approved), all.Sum(x => x.Approved > 0 ? x.TooMuch : 0));
}

/// <summary>An invoice with what was approved of it and what its newest check says of that.</summary>
internal sealed class PaidInvoice
{
    public required Invoice Invoice { get; init; }
    public decimal Approved { get; init; }
    public decimal Payable { get; init; }

    /// <summary>Approved for minutes that no longer stand. What was approved beyond what is payable comes on top.</summary>
    public decimal OnLines { get; init; }
}

internal static class PaidInvoices
{
    public static IQueryable<PaidInvoice> Paid(this IQueryable<Invoice> invoices, PortalDb db) => invoices.Select(i => new PaidInvoice
    {
        Invoice = i,
        Approved = db.Approvals.Where(a => a.InvoiceId == i.Id).Sum(a => a.Amount),
        Payable = db.Checks.Where(c => c.Id == i.CheckId).Sum(c => c.Payable),
        OnLines = db.LineVerdicts.Where(v => v.CheckId == i.CheckId).Sum(v => v.PaidTooMuch),
    });
}

internal static class WaitingInvoices
{
    /// <summary>Those that are not closed and of which the newest check holds something: on the start page and in the list alike.</summary>
    public static IQueryable<Invoice> Waiting(this IQueryable<Invoice> invoices, PortalDb db) => invoices.Where(i =>
        (i.Status == InvoiceStatus.Checked || i.Status == InvoiceStatus.PartlyApproved)
            && db.Checks.Any(c => c.Id == i.CheckId && c.Held > 0));
}

/// <summary>One invoice in a list. Without a check its three parts are not known yet; sent back it has none.</summary>
public sealed record InvoiceRow(
    Guid Id, string Municipality, string Provider, string Number, DateOnly IssuedOn, decimal Amount,
    decimal? Payable, decimal? Held, decimal? Rejected, decimal Approved, decimal PaidTooMuch, InvoiceStatus Status);

/// <param name="Count">Of all.</param>
/// <param name="Returned">Of those that were sent back: nothing of them is paid, and whatever is billed anew stands on another
/// invoice.</param>
/// <param name="Amount">Of those that were not sent back, like the sums after it.</param>
public sealed record InvoiceSums(int Count, int Returned, decimal Amount, decimal Payable, decimal Held, decimal Rejected,
    decimal Approved, decimal PaidTooMuch);

/// <summary>A page of a list of invoices with the organisations that can be chosen among.</summary>
public sealed record InvoiceListing(
    IReadOnlyList<InvoiceRow> Rows, InvoiceSums Sums, Pager Pager, IReadOnlyList<(Guid Id, string Name)> Municipalities,
        IReadOnlyList<(Guid Id, string Name)> Providers)
{
    public const int PageSize = 25;

    /// <summary>They go to more than one municipality, so each row says to which.</summary>
    public bool ShowsMunicipality { get; init; }

    public static async Task<InvoiceListing> LoadAsync(PortalDb db, InvoiceFilter filter, int page, CancellationToken cancel)
    {
        page = Math.Clamp(page, 1, int.MaxValue / PageSize);
        var together = new Together(db);
        var summing = together.Ask(() => filter.Sums(db).SingleOrDefaultAsync(cancel));
        var reading = together.Ask(() => On(page).ToListAsync(cancel));
        var among = filter.Among;
        var askedMunicipalities = together.Ask(() => among is null ? AllMunicipalities(db).ToListAsync(cancel).AsTask()
            : Choices(db.Organisations.Where(o => among.Contains(o.Id) && db.Invoices.Any(i => i.MunicipalityId == o.Id)))
                .ToListAsync(cancel));
        var askedProviders = together.Ask(() => among is null ? AllProviders(db).ToListAsync(cancel).AsTask()
            : Choices(db.Organisations.Where(o => db.Invoices.Any(i => among.Contains(i.MunicipalityId) && i.ProviderId == o.Id)))
                .ToListAsync(cancel));
        await together.SendAsync(cancel);
        var (sums, rows) = (await summing ?? new(0, 0, 0, 0, 0, 0, 0, 0), await reading);
        var (municipalities, providers) = (await askedMunicipalities, await askedProviders);
        var pager = Pager.At(page, sums.Count, PageSize);
        // The number stands in the address: beyond the last page the last one is shown.
        if (pager.Page != page) rows = await On(pager.Page).ToListAsync(cancel);
        return new(rows, sums, pager, [.. municipalities.Select(o => (o.Id, o.Name))], [.. providers.Select(o => (o.Id, o.Name))]);

        IQueryable<InvoiceRow> On(int one) => filter.Rows(db).Skip((one - 1) * PageSize).Take(PageSize);
    }

    private sealed record Choice(Guid Id, string Name);

    private static IQueryable<Choice> Choices(IQueryable<OrganisationRow> organisations) =>
        organisations.OrderBy(o => o.Name).Select(o => new Choice(o.Id, o.Name));

    private static readonly Func<PortalDb, IAsyncEnumerable<Choice>> AllMunicipalities = EF.CompileAsyncQuery((PortalDb db) =>
        db.Organisations.Where(o => db.Invoices.Any(i => i.MunicipalityId == o.Id)).OrderBy(o => o.Name)
            .Select(o => new Choice(o.Id, o.Name)));

    private static readonly Func<PortalDb, IAsyncEnumerable<Choice>> AllProviders = EF.CompileAsyncQuery((PortalDb db) =>
        db.Organisations.Where(o => db.Invoices.Any(i => i.ProviderId == o.Id)).OrderBy(o => o.Name).Select(o => new Choice(o.Id, o.Name)));
}

/// <summary>What a list of invoices takes from the query string; shown by <c>_InvoiceFilter</c>.</summary>
public abstract class InvoiceListPage : PageModel
{
    /// <summary>What is shown; nothing where the list is answered as a file.</summary>
    public InvoiceListing List { get; protected set; } = null!;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public InvoiceStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Municipality { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Provider { get; set; }

    [BindProperty(SupportsGet = true)]
    public FindingCode? Finding { get; set; }

    [BindProperty(SupportsGet = true), HasBeen]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Waiting { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool PaidTooMuch { get; set; }

    public InvoiceFilter Filter => new(Q, Status, Municipality, Provider, Finding, From, To, Request.Query["sort"], Waiting, PaidTooMuch);

    // "page" is also the name of a route value of every Razor page, so it is not bound.
    protected int PageNumber => int.TryParse(Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page
        : 1;

    public static IReadOnlyList<SelectListItem> Chosen(IEnumerable<(Guid Id, string Name)> organisations) =>
        [.. organisations.Select(o => new SelectListItem(o.Name, o.Id.ToString()))];
}
