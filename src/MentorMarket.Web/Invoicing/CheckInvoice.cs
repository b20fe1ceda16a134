using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Jobs;

namespace MentorMarket.Web.Invoicing;

/// <summary>Runs the invoice check on one invoice with what is known now, and keeps the result. Acts as the checker.</summary>
public sealed record CheckInvoice(Guid Invoice) : ICommand<Unit>
{
    public sealed class Handler(PortalDb db, TimeProvider time) : IRequestHandler<CheckInvoice, Unit>
    {
        public async Task<Unit> Handle(CheckInvoice request, CancellationToken cancel)
        {
            // The lock puts checks and approvals of the same invoice in a row.
            await using (var wait = db.Command("select 1 from portal.invoices where id = $1 for update", request.Invoice))
            {
                await wait.ExecuteScalarAsync(cancel);
            }
            await db.HoldFactsAsync(request.Invoice, cancel);
            var invoice = await db.Invoices.Include(i => i.Lines).SingleOrDefaultAsync(i => i.Id == request.Invoice, cancel).OrNotFound();
            if (invoice.Status == InvoiceStatus.Returned) return default;

            var now = time.GetUtcNow();
            var facts = await InvoiceFacts.LoadAsync(db, invoice, now, cancel);
            var result = InvoiceCheck.Run(facts.Input);
            // An invoice that is closed is looked at whenever anything is delivered on its assignments, and nearly always for nothing:
            // once its last approval is among what was read, only what is found differently is kept.
            var isLikelyTheSame = await IsUnchangedAsync(invoice, facts, cancel)
                || (invoice is { Status: InvoiceStatus.Approved, CheckId: { } shown }
                    && !await db.Approvals.AnyAsync(a => a.CheckId == shown, cancel));
            if (isLikelyTheSame && await FindsTheSameAsync(db, invoice, invoice.CheckId!.Value, facts, result, cancel)) return default;
            Keep(db, invoice, facts, result, now);
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

    /// <summary>
    /// Whether a check made now would find the same. Since the stored one ran, another invoice may have billed or been paid for
    /// its minutes, a registration been corrected, or a pause recorded.
    /// </summary>
    /// <returns>The facts as they are now; none if the check no longer holds.</returns>
    internal static async Task<InvoiceFacts?> FactsIfItHoldsAsync(PortalDb db, Invoice invoice, Guid check, DateTimeOffset now,
        CancellationToken cancel)
    {
        // Everything that is there counts, also what another node with a faster clock has written.
        var facts = await InvoiceFacts.LoadAsync(db, invoice, now.AddMinutes(5), cancel);
        return await FindsTheSameAsync(db, invoice, check, facts, InvoiceCheck.Run(facts.Input), cancel) ? facts : null;
    }

    // On every line the same is paid, held, rejected and paid too much, for the same reasons and out of the same minutes.
    private static async Task<bool> FindsTheSameAsync(PortalDb db, Invoice invoice, Guid check, InvoiceFacts facts, CheckResult result,
        CancellationToken cancel)
    {
        var verdicts = await db.LineVerdicts.AsNoTracking().Where(v => v.CheckId == check).ToDictionaryAsync(v => v.LineId, cancel);
        var taken = (await db.LineMatches.AsNoTracking().Where(m => m.CheckId == check).ToListAsync(cancel))
            .Select(m => (m.LineId, m.EntryId, m.IsHeld, m.Minutes)).ToHashSet();
        var takenNow = invoice.Lines.SelectMany(l => TakenBy(l, facts, result)
            .Select(m => (l.Id, facts.Entries[m.Entry].Id, m.IsHeld, m.Minutes)));
        return taken.SetEquals(takenNow)
            && invoice.Lines.All(l => result.Line(facts.PlaceOf(l.Id)) is var verdict && verdicts.TryGetValue(l.Id, out var stored)
            && (stored.Payable, stored.Held, stored.Rejected) == (Kroner(verdict.PayableOre), Kroner(verdict.HeldOre),
                Kroner(verdict.RejectedOre))
            && (stored.PayRate, stored.PaidTooMuch) == (Kroner(verdict.PayRateOre), Kroner(result.PaidTooMuchOre(facts.PlaceOf(l.Id))))
            && stored.Codes.SequenceEqual(Names(verdict.Codes)));
    }

    private static IEnumerable<(int Entry, bool IsHeld, int Minutes)> TakenBy(InvoiceLine line, InvoiceFacts facts, CheckResult result) =>
        result.MatchesOf(facts.PlaceOf(line.Id)).GroupBy(m => (m.Entry, m.IsHeld))
            .Select(m => (m.Key.Entry, m.Key.IsHeld, m.Sum(x => x.Minutes)));

    internal static Check Keep(PortalDb db, Invoice invoice, InvoiceFacts facts, CheckResult result, DateTimeOffset now, Guid? id = null)
    {
        var lines = invoice.Lines.OrderBy(l => l.LineNo).Select(l => (Line: l, Verdict: result.Line(facts.PlaceOf(l.Id)))).ToList();
        var check = new Check(invoice, facts.AsKnownAt, now, facts.RulesVersion, facts.SettingsVersion, facts.Hash(),
            Kroner(lines.Sum(l => l.Verdict.PayableOre)), Kroner(lines.Sum(l => l.Verdict.HeldOre)),
                Kroner(lines.Sum(l => l.Verdict.RejectedOre)), id);
        // The database copies the invoice's day to the check (trigger copy_issued_on) and refuses one that does not account for every
        // øre of the invoice and of its lines (require_check_total, require_line_total, require_consistent_invoice).
        db.Checks.Add(check);
        foreach (var (line, verdict) in lines) KeepLine(db, check, line, verdict, facts, result);
        CheckedEntries.Keep(db, check, invoice, facts, result);
        invoice.MarkChecked(check);
        return check;
    }

    private static void KeepLine(PortalDb db, Check check, InvoiceLine line, LineResult verdict, InvoiceFacts facts, CheckResult result)
    {
        db.LineVerdicts.Add(new LineVerdict
        {
            CheckId = check.Id,
            LineId = line.Id,
            MunicipalityId = check.MunicipalityId,
            ProviderId = check.ProviderId,
            Amount = line.Amount,
            Payable = Kroner(verdict.PayableOre),
            Held = Kroner(verdict.HeldOre),
            Rejected = Kroner(verdict.RejectedOre),
            PayableMinutes = verdict.PayableMinutes,
            HeldMinutes = verdict.HeldMinutes,
            PaidTooMuch = Kroner(result.PaidTooMuchOre(facts.PlaceOf(line.Id))),
            PayRate = Kroner(verdict.PayRateOre),
            Codes = Names(verdict.Codes),
        });
        var steps = result.Explain(facts.PlaceOf(line.Id));
        for (var position = 0; position < steps.Count; position++)
        {
            var step = steps[position];
            db.LineFindings.Add(new LineFinding
            {
                CheckId = check.Id,
                LineId = line.Id,
                Position = position,
                MunicipalityId = check.MunicipalityId,
                ProviderId = check.ProviderId,
                Share = step.Share,
                Codes = Names(step.Codes),
                Minutes = step.Minutes.Value,
                Amount = step.Amount.Kroner,
                IsNoted = step.IsNoted,
                ArithmeticDa = step.Text.Danish,
                ArithmeticEn = step.Text.English,
                EntryIds = [.. step.Entries.Select(e => facts.Entries[e].Id)],
            });
        }
        foreach (var (entry, isHeld, minutes) in TakenBy(line, facts, result))
        {
            db.LineMatches.Add(new LineMatch
            {
                CheckId = check.Id,
                LineId = line.Id,
                EntryId = facts.Entries[entry].Id,
                MunicipalityId = check.MunicipalityId,
                ProviderId = check.ProviderId,
                Minutes = minutes,
                IsHeld = isHeld,
            });
        }
    }

    private static List<string> Names(FindingSet codes) => [.. codes.Select(c => c.ToString())];

    private static decimal Kroner(long ore) => ore / 100m;
}

/// <summary>
/// An entry is new, corrected or answered, or what it overlaps with is: asks for a new check of each invoice on its assignment,
/// so that one that cannot be checked keeps no other waiting and says so on its own page.
/// </summary>
public sealed record RecheckEntry(Guid Entry) : ICommand<Unit>
{
    public sealed class Handler(PortalDb db) : IRequestHandler<RecheckEntry, Unit>
    {
        public async Task<Unit> Handle(RecheckEntry request, CancellationToken cancel)
        {
            var entry = await db.TimeEntries.SingleOrDefaultAsync(e => e.Id == request.Entry, cancel).OrNotFound();
            await Enqueue.ChecksOfAssignmentAsync(db, entry.AssignmentId, cancel);
            return default;
        }
    }
}
