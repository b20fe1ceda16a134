using System.Globalization;
using MentorMarket.Domain.Invoices;
using MentorMarket.Exchange.Csv;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Pages.Auditor.Invoices;

/// <summary>The list as it is filtered, one row per invoice line with what it was matched with, as a file for Danish Excel.</summary>
[For(Role.Auditor), GivesAFile]
public sealed class ExportModel(IMediator sender, IStringLocalizer<AuditorTexts> L, IStringLocalizer<SharedTexts> shared) : InvoiceListPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var lines = await sender.Send(new Query(Filter), cancel);
        var file = new DanishExcel();
        foreach (var heading in new string[]
                 {
                     L["Kommune"], L["Leverandør"], L["Faktura"], L["Status"], L["Udstedt"], L["Linje"], L["Forløb"], L["Fra"], L["Til"],
                         L["Minutter"], L["Timepris"],
                     L["Beløb"], L["Kan betales"], L["Tilbageholdt"], L["Afvist"], L["Koder"], L["Registreringer"],
                 })
            file.Add(heading);
        var showsTooMuch = lines.Any(l => l.PaidTooMuchInAll > 0);
        if (showsTooMuch) file.Add(L["Betalt for meget"]).Add(L["Fakturaen i alt betalt for meget"]);
        file.EndRow();
        foreach (var line in lines)
        {
            file.Add(line.Municipality).Add(line.Provider).Add(line.Number).Add(Labels.Of(line.Status, shared)).Add(line.IssuedOn)
                .Add(line.LineNo).Add(line.Assignment).Add(line.From).Add(line.To)
                .Add(line.Minutes).Add(line.Rate).Add(line.Amount).Add(line.Payable).Add(line.Held).Add(line.Rejected)
                .Add(string.Join('|', line.Codes)).Add(string.Join(" | ", line.Matches.Select(Say)));
            if (showsTooMuch) file.Add(line.PaidTooMuch).Add(line.PaidTooMuchInAll);
            file.EndRow();
        }
        return File(file.ToBytes(), InvoiceFile.ContentType, "fakturalinjer.csv");
    }

    // The date as in the other columns of the file.
    private string Say(Match match) => string.Create(CultureInfo.InvariantCulture,
        $"{DanishTime.ToLocal(match.StartsAt):dd-MM-yyyy} {Show.Times(match.StartsAt, match.EndsAt)} {match.Mentor}: {(match.IsHeld ? L["{0} min. tilbageholdt", match.Minutes] : L["{0} min. betales", match.Minutes])}");

    public sealed record Query(InvoiceFilter Filter) : IDisclosingQuery<IReadOnlyList<Line>>;

    public sealed record Line(
        string Municipality, string Provider, string Number, InvoiceStatus Status, DateOnly IssuedOn, int LineNo, string Assignment,
            DateOnly From, DateOnly To, int Minutes, decimal Rate,
        decimal Amount, decimal? Payable, decimal? Held, decimal? Rejected, decimal? PaidTooMuch, decimal PaidTooMuchInAll,
            IReadOnlyList<string> Codes, IReadOnlyList<Match> Matches);

    public sealed record Match(DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Mentor, int Minutes, bool IsHeld);

    public sealed class Handler(PortalDb db, CurrentActor current, EvidenceLog evidence, TimeProvider time)
        : IRequestHandler<Query, IReadOnlyList<Line>>
    {
        public async Task<IReadOnlyList<Line>> Handle(Query request, CancellationToken cancel)
        {
            var engagements = await Engaged.AllAsync(db, current.Required, cancel);
            var filter = Engaged.Of(engagements, request.Filter);
            var chosen = filter.Apply(db);
            var matches = (await (
                    from i in chosen
                    join m in db.LineMatches on i.CheckId equals m.CheckId
                    join e in db.TimeEntries on m.EntryId equals e.Id
                    orderby e.StartsAt, e.Id
                    select new { m.LineId, Match = new Match(e.StartsAt, e.EndsAt, e.MentorName, m.Minutes, m.IsHeld) })
                        .ToListAsync(cancel))
                .ToLookup(m => m.LineId, m => m.Match);
            var lines = await (
                from paid in chosen.Paid(db)
                let i = paid.Invoice
                join municipality in db.Organisations on i.MunicipalityId equals municipality.Id
                join provider in db.Organisations on i.ProviderId equals provider.Id
                join l in db.InvoiceLines on i.Id equals l.InvoiceId
                join found in db.Assignments on l.AssignmentId equals found.Id into assignments
                from a in assignments.DefaultIfEmpty()
                from v in db.LineVerdicts.Where(v => v.CheckId == i.CheckId && v.LineId == l.Id).DefaultIfEmpty()
                orderby municipality.Name, i.IssuedOn, i.Number, i.Id, l.LineNo
                select new
                {
                    l.Id,
                    Municipality = municipality.Name,
                    Provider = provider.Name,
                    i.Number,
                    i.Status,
                    i.IssuedOn,
                    l.LineNo,
                    Assignment = (string?)a.Number ?? "",
                    l.FromOn,
                    l.ToOn,
                    l.Minutes,
                    l.Rate,
                    l.Amount,
                    Payable = (decimal?)v.Payable,
                    Held = (decimal?)v.Held,
                    Rejected = (decimal?)v.Rejected,
                    PaidTooMuch = (decimal?)v.PaidTooMuch,
                    PaidTooMuchInAll = paid.OnLines + (paid.Approved > paid.Payable ? paid.Approved - paid.Payable : 0),
                    Codes = (List<string>?)v.Codes,
                }).ToListAsync(cancel);
            var today = DanishTime.DateOf(time.GetUtcNow());
            await Engaged.NoteAsync(CaseEventKind.AuditorDownloadedInvoices, filter, engagements.Where(e => e.IsOpen(today)), db, evidence,
                cancel);
            return [.. lines.Select(l => new Line(
                l.Municipality, l.Provider, l.Number, l.Status, l.IssuedOn, l.LineNo, l.Assignment, l.FromOn, l.ToOn, l.Minutes, l.Rate,
                l.Amount, l.Payable, l.Held, l.Rejected, l.PaidTooMuch, l.PaidTooMuchInAll, l.Codes ?? [], [.. matches[l.Id]]))];
        }
    }
}
