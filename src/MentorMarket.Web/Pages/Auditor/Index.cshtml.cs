using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Auditor;

/// <summary>What the auditor is engaged to look at, and what the check found there in all.</summary>
[For(Role.Auditor)]
public sealed class IndexModel(IMediator sender) : PageModel
{
    public Model Overview { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Overview = await sender.Send(new Query(), cancel);

    public sealed record Query : IDisclosingQuery<Model>;

    public sealed record Model(DateOnly Today, IReadOnlyList<Card> Engagements);

    /// <param name="Sums">None where the engagement is not open: then nothing can be seen.</param>
    public sealed record Card(Engaged Engagement, Sums? Sums, IReadOnlyList<(FindingRule Rule, int Lines, decimal Amount)> Findings);

    public sealed record Sums(int Count, int Returned, decimal Amount, decimal Payable, decimal Held, decimal Rejected, decimal Approved,
        decimal PaidTooMuch);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time) : IRequestHandler<Query, Model>
    {
        public async Task<Model> Handle(Query request, CancellationToken cancel)
        {
            var today = DanishTime.DateOf(time.GetUtcNow());
            var all = await Engaged.AllAsync(db, current.Required, cancel);
            var open = all.Where(e => e.IsOpen(today)).Select(e => e.Id).ToList();
            var sums = (await (
                    from e in db.Engagements
                    from i in db.Invoices.Where(i => i.MunicipalityId == e.MunicipalityId && i.IssuedOn >= e.PeriodFrom
                        && i.IssuedOn <= e.PeriodTo)
                    join c in db.Checks on i.CheckId equals c.Id into checks
                    from c in checks.DefaultIfEmpty()
                    where open.Contains(e.Id)
                    group new
                    {
                        IsReturned = i.Status == InvoiceStatus.Returned,
                        i.Amount,
                        Payable = (decimal?)c.Payable,
                        Held = (decimal?)c.Held,
                        Rejected = (decimal?)c.Rejected
                    } by e.Id into g
                    select new
                    {
                        g.Key,
                        Count = g.Count(),
                        Returned = g.Count(x => x.IsReturned),
                        Amount = g.Sum(x => x.IsReturned ? 0 : x.Amount),
                        Payable = g.Sum(x => x.IsReturned ? 0 : x.Payable ?? 0),
                        Held = g.Sum(x => x.IsReturned ? 0 : x.Held ?? 0),
                        Rejected = g.Sum(x => x.IsReturned ? 0 : x.Rejected ?? 0),
                    })
                .ToListAsync(cancel)).ToDictionary(s => s.Key);
            var approved = (await (
                    from p in db.Invoices.Paid(db)
                    from e in db.Engagements.Where(e => e.MunicipalityId == p.Invoice.MunicipalityId && e.PeriodFrom <= p.Invoice.IssuedOn
                        && e.PeriodTo >= p.Invoice.IssuedOn)
                    where open.Contains(e.Id) && p.Approved > 0
                    select new { e.Id, p.Approved, p.Payable, p.OnLines }).ToListAsync(cancel))
                        .ToLookup(p => p.Id, p => (p.Approved, TooMuch: p.OnLines + Math.Max(0, p.Approved - p.Payable)));
            var findings = (await (
                    from e in db.Engagements
                    from i in db.Invoices.Where(i => i.MunicipalityId == e.MunicipalityId && i.IssuedOn >= e.PeriodFrom
                        && i.IssuedOn <= e.PeriodTo)
                    join v in db.LineVerdicts on i.CheckId equals v.CheckId
                    from code in v.Codes
                    where open.Contains(e.Id) && i.Status != InvoiceStatus.Returned
                    group v.Held + v.Rejected by new { e.Id, Code = code } into g
                    select new { g.Key.Id, g.Key.Code, Lines = g.Count(), Amount = g.Sum() }).ToListAsync(cancel)).ToLookup(f => f.Id);
            foreach (var municipality in all.Where(e => e.IsOpen(today)).GroupBy(e => e.MunicipalityId))
            {
                evidence.Record(CaseEventKind.AuditorReadOverview, municipality.Key, municipality.First().Id,
                    ("invoices", municipality.Sum(e => sums.GetValueOrDefault(e.Id)?.Count ?? 0)));
            }
            var rules = RuleSet.All[^1];
            return new(today, [.. all.OrderByDescending(e => e.IsOpen(today)).Select(e => new Card(
                e,
                e.IsOpen(today) ? sums.TryGetValue(e.Id, out var s)
                    ? new Sums(s.Count, s.Returned, s.Amount, s.Payable, s.Held, s.Rejected, approved[e.Id].Sum(a => a.Approved),
                    approved[e.Id].Sum(a => a.TooMuch)) : new Sums(0, 0, 0, 0, 0, 0, 0, 0) : null,
                [.. findings[e.Id].OrderByDescending(f => f.Lines).ThenBy(f => f.Code, StringComparer.Ordinal)
                    .Select(f => (rules[Enum.Parse<FindingCode>(f.Code)], f.Lines, f.Amount))]))]);
        }
    }
}
