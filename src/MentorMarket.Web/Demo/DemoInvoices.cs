using Microsoft.EntityFrameworkCore;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Web.Data;
using MentorMarket.Web.Invoicing;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>Invoices of the sample year, judged by the portal's own check, and those that are old enough approved.</summary>
internal sealed class DemoInvoices(DemoClock clock, SampleYear year, IReadOnlyDictionary<string, DemoCase> cases)
{
    // Newer invoices still lie on the finance clerk's desk.
    private const int DaysUntilApproved = 62;

    private readonly Rows invoices = new("invoices",
        "id, municipality_id, provider_id, number, issued_on, period_from, period_to, order_reference, person_reference, amount, status, submitted_by, submitted_at");
    private readonly Rows lines = new("invoice_lines",
        "id, invoice_id, municipality_id, provider_id, line_no, assignment_ref, assignment_id, entry_ref, entry_id, from_on, to_on, minutes, rate, amount, text");

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var entries = year.Entries.ToDictionary(e => e.Id, StringComparer.Ordinal);
        foreach (var invoice in year.Lines.GroupBy(l => (l.Provider, l.Municipality, l.Invoice, l.IssuedOn)))
        {
            var key = invoice.Key;
            var municipality = DemoPeople.Organisation(key.Municipality).Id;
            var provider = DemoPeople.Organisation(key.Provider).Id;
            var id = Named.Id("invoice", key.Provider, key.Invoice);
            invoices.Add(id, municipality, provider, key.Invoice, key.IssuedOn, invoice.Min(l => l.From), invoice.Max(l => l.To),
                invoice.First().Grant, $"Demo Sagsbehandler {DemoPeople.Organisation(key.Municipality).Name.Split(' ')[0]}", invoice.Sum(l => l.Amount), InvoiceStatus.Submitted,
                DemoPeople.Member($"koordinator@{key.Provider}.example").Person, clock.At(key.IssuedOn, 9 + Named.Number(7, key.Invoice, "hour"), Named.Number(60, key.Invoice, "minute")));
            foreach (var l in invoice)
            {
                var own = cases.GetValueOrDefault(l.Grant) is { } c && c.Provider == l.Provider && c.Municipality == l.Municipality ? c : null;
                var entry = entries.GetValueOrDefault(l.Entry) is { } e && cases[e.Grant] is var of && of.Provider == l.Provider && of.Municipality == l.Municipality ? e : null;
                lines.Add(Named.Id("line", key.Provider, key.Invoice, $"{l.LineNo}"), id, municipality, provider, l.LineNo, l.Grant, own?.Assignment,
                    l.Entry, entry is null ? null : DemoDelivery.Id(entry.Id), l.From, l.To, l.Minutes, l.Rate, l.Amount, l.Text);
            }
        }
        await invoices.WriteAsync(connection, cancel);
        await lines.WriteAsync(connection, cancel);
    }

    /// <summary>Oldest first, since what is approved comes before everything in later checks.</summary>
    public async Task CheckAsync(PortalDb db, CancellationToken cancel)
    {
        var all = await db.Invoices.Include(i => i.Lines).OrderBy(i => i.IssuedOn).ThenBy(i => i.Number).ThenBy(i => i.Id).ToListAsync(cancel);
        var returned = all.Last(i => i.MunicipalityId == DemoPeople.Organisation("gribskov").Id && i.IssuedOn < clock.Today.AddDays(-10));
        foreach (var invoice in all)
        {
            var facts = await InvoiceFacts.LoadAsync(db, invoice, clock.Now, cancel);
            var check = CheckInvoice.Keep(db, invoice, facts, InvoiceCheck.Run(facts.Input), clock.Now, Named.Id("check", invoice.Id.ToString()));
            if (invoice == returned) invoice.Return("Fakturaen mangler bilag for de sidste dage i perioden. Send den igen, når de er med.", clock.Now);
            else if (invoice.IssuedOn < clock.Today.AddDays(-DaysUntilApproved)) Approve(db, invoice, check);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    private void Approve(PortalDb db, Invoice invoice, Check check)
    {
        var municipality = DemoPeople.Organisations.Single(o => o.Id == invoice.MunicipalityId);
        var clerk = DemoPeople.Member($"oekonomi@{municipality.Slug}.example");
        var matches = db.ChangeTracker.Entries<LineMatch>().Select(m => m.Entity).Where(m => !m.IsHeld).ToList();
        var approval = invoice.Approve(check, 0, clerk.Person, clerk.Name, check.Rejected > 0 ? "Afviste linjer er meddelt leverandøren." : "", clock.Now);
        db.Entry(approval).Property(a => a.Id).CurrentValue = Named.Id("approval", invoice.Id.ToString());
        db.Approvals.Add(approval);
        foreach (var m in matches)
            db.ApprovedMinutes.Add(new ApprovedMinutes
            {
                ApprovalId = approval.Id,
                LineId = m.LineId,
                EntryId = m.EntryId,
                MunicipalityId = m.MunicipalityId,
                ProviderId = m.ProviderId,
                Minutes = m.Minutes,
            });
    }
}
