using MentorMarket.Domain.Invoices;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>Invoices of the sample year with their lines.</summary>
internal sealed class DemoInvoices(DemoClock clock, SampleYear year, IReadOnlyDictionary<string, DemoCase> cases)
{
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
                invoice.First().Grant, $"Demo Sagsbehandler {DemoPeople.Organisation(key.Municipality).Name.Split(' ')[0]}",
                    invoice.Sum(l => l.Amount), InvoiceStatus.Submitted,
                DemoPeople.Member($"koordinator@{key.Provider}.example").Person,
                    clock.At(key.IssuedOn, 9 + Named.Number(7, key.Invoice, "hour"), Named.Number(60, key.Invoice, "minute")));
            foreach (var l in invoice)
            {
                var own = cases.GetValueOrDefault(l.Grant) is { } c && c.Provider == l.Provider && c.Municipality == l.Municipality ? c
                    : null;
                var entry = entries.GetValueOrDefault(l.Entry) is { } e && cases[e.Grant] is var of && of.Provider == l.Provider
                    && of.Municipality == l.Municipality ? e : null;
                lines.Add(Named.Id("line", key.Provider, key.Invoice, $"{l.LineNo}"), id, municipality, provider, l.LineNo, l.Grant,
                    own?.Assignment,
                    l.Entry, entry is null ? null : DemoDelivery.Id(entry.Id), l.From, l.To, l.Minutes, l.Rate, l.Amount, l.Text);
            }
        }
        await invoices.WriteAsync(connection, cancel);
        await lines.WriteAsync(connection, cancel);
    }
}
