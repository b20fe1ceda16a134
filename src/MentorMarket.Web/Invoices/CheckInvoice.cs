using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;

namespace MentorMarket.Web.Invoices;

/// <summary>Runs the invoice check on one invoice with what is known now, and keeps the result. Acts as the checker.</summary>
public sealed record CheckInvoice(Guid Invoice) : ICommand<Unit>
{
    public sealed class Handler(PortalDb db, CurrentActor current, TimeProvider time) : IRequestHandler<CheckInvoice, Unit>
    {
        public async Task<Unit> Handle(CheckInvoice request, CancellationToken cancel)
        {
            // The lock puts checks and approvals of the same invoice in a row.
            await db.LockAsync<Invoice>(request.Invoice, cancel);
            await db.HoldFactsAsync(request.Invoice, cancel);
            var invoice = await db.Invoices.Of(current.Required).Include(i => i.Lines).GetAsync(request.Invoice, cancel);
            if (invoice.Status == InvoiceStatus.Returned) return default;

            var now = time.GetUtcNow();
            var facts = await db.FactsAsync(invoice, now, cancel);
            var result = InvoiceCheck.Run(facts.Input);
            // An invoice that is closed is looked at whenever anything is delivered on its assignments, and nearly always for nothing:
            // once its last approval is among what was read, only what is found differently is kept.
            var isLikelyTheSame = await IsUnchangedAsync(invoice, facts, cancel)
                || (invoice is { Status: InvoiceStatus.Approved, CheckId: { } shown }
                    && !await db.Approvals.AnyAsync(a => a.CheckId == shown, cancel));
            if (isLikelyTheSame && await db.FoundTheSameAsync(invoice.CheckId!.Value, facts, result, cancel)) return default;

            var found = StoredCheck.Of(facts, result, now);
            db.Keep(found);
            invoice.MarkChecked(found.Check);
            return default;
        }

        // The same facts under the same rules give the same result, unless an earlier version of the portal worked it out.
        private async Task<bool> IsUnchangedAsync(Invoice invoice, InvoiceFacts facts, CancellationToken cancel)
        {
            var hash = facts.Hash();
            return await db.Checks.AnyAsync(c => c.Id == invoice.CheckId && c.InputsHash == hash
                && c.RulesVersion == facts.RulesVersion && c.SettingsVersion == facts.SettingsVersion, cancel);
        }
    }
}

/// <summary>
/// An entry is new, corrected or answered, or what it overlaps with is: asks for a new check of each invoice on its assignment,
/// so that one that cannot be checked keeps no other waiting and says so on its own page.
/// </summary>
public sealed record RecheckEntry(Guid Entry) : ICommand<Unit>
{
    public sealed class Handler(PortalDb db, CurrentActor current) : IRequestHandler<RecheckEntry, Unit>
    {
        public async Task<Unit> Handle(RecheckEntry request, CancellationToken cancel)
        {
            var entry = await db.TimeEntries.Of(current.Required).GetAsync(request.Entry, cancel);
            await Enqueue.ChecksOfAssignmentAsync(db, entry.AssignmentId, cancel);
            return default;
        }
    }
}
