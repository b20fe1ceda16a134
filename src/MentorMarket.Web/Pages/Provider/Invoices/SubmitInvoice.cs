using Npgsql;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Rules;

namespace MentorMarket.Web.Pages.Provider.Invoices;

/// <summary>The provider's invoice is received, and its check asked for in the same transaction.</summary>
public sealed record SubmitInvoice(Guid Municipality, string Number, DateOnly IssuedOn, DateOnly From, DateOnly To,
    string OrderReference, string PersonReference, IReadOnlyList<TypedLine> Lines) : ICommand<SubmitInvoice.Submitted>
{
    /// <param name="Check">The job that was asked for.</param>
    public sealed record Submitted(Guid Invoice, Guid Check);

    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time)
        : IRequestHandler<SubmitInvoice, SubmitInvoice.Submitted>
    {
        public async Task<Submitted> Handle(SubmitInvoice request, CancellationToken cancel)
        {
            var actor = current.Required;
            var assignments = await db.Assignments.Where(a => a.MunicipalityId == request.Municipality && a.ProviderId == actor.Tenant)
                .ToDictionaryAsync(a => a.Number, a => a.Id, StringComparer.OrdinalIgnoreCase, cancel);
            if (assignments.Count == 0) throw new RowNotFoundException();
            var named = request.Lines.Where(l => l.Entry is not null).Select(l => l.Entry!.Value).ToList();
            var entries = await db.TimeEntries.Where(e => named.Contains(e.Id) && e.MunicipalityId == request.Municipality
                && e.ProviderId == actor.Tenant)
                .ToDictionaryAsync(e => e.Id, e => (e.AssignmentId, e.LocalDate), cancel);

            var invoice = Invoice.Submit(request.Municipality, actor.Tenant, request.Number, request.IssuedOn, request.From, request.To,
                request.OrderReference, request.PersonReference,
                [.. request.Lines.Select(l => new BilledLine(l.Reference, assignments.TryGetValue(l.Reference, out var id) ? id : null,
                    l.Entry?.ToString() ?? "", l.Entry is { } entry && entries.ContainsKey(entry) ? entry : null, l.From, l.To, l.Minutes,
                        l.Rate, l.Amount, l.Text))],
                actor.Person!.Value, time.GetUtcNow());
            var settings = await db.ReferencesAskedAsync(request.Municipality, cancel);
            var missing = invoice.Lines.Select(DaysOf).Distinct()
                .Select(days => settings.MissingIn(days, invoice) - settings.ShadowIn(days))
                .Aggregate(FindingSet.None, (all, some) => all | some);
            if (!missing.IsEmpty) throw new ReferencesMissingException(missing);
            db.Invoices.Add(invoice);
            try
            {
                // Saved here, because a job may only be asked for an invoice that is there.
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "invoices_number" })
            {
                throw new InvoiceNumberIsUsedException();
            }
            var check = (await Enqueue.CheckAsync(db, invoice.Id, cancel))!.Value;
            await Enqueue.ChecksOfSameAssignmentsAsync(db, invoice.Id, cancel);
            return new(invoice.Id, check);

            // As the check takes them (InvoiceFacts.DaysOf), but for what a registration that is named became.
            Period DaysOf(InvoiceLine line)
            {
                var written = new Period(line.FromOn, line.ToOn);
                return line.EntryId is { } named && entries.TryGetValue(named, out var entry) && entry.AssignmentId == line.AssignmentId
                    ? written.With(entry.LocalDate) : written;
            }
        }
    }
}

public sealed class InvoiceNumberIsUsedException() : Exception("The provider has used the number.");

/// <summary>The invoice lacks a reference that the municipality asks for: its money would wait until it was sent back.</summary>
public sealed class ReferencesMissingException(FindingSet codes) : Exception($"The municipality asks for a reference: {codes}.")
{
    public FindingSet Codes { get; } = codes;
}
