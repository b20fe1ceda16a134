using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoicing;
using MentorMarket.Domain.Rules;
using MentorMarket.Web.Invoicing;

namespace MentorMarket.Web.Demo;

/// <summary>
/// The portal's own check on every invoice of the demo, and the approval of those that are old enough. All facts are read
/// once and each invoice gets its share of them, the same as <see cref="InvoiceFacts.LoadAsync"/> finds one by one.
/// </summary>
internal sealed class DemoChecks
{
    // Newer invoices still lie on the finance clerk's desk.
    private const int DaysUntilApproved = 62;

    private readonly PortalDb db;
    private readonly DemoClock clock;
    private readonly Dictionary<Guid, Agreement> agreements;
    private readonly ILookup<Guid, Guid> mentors;
    private readonly ILookup<Guid, TimeEntry> entries;
    private readonly Dictionary<Guid, Confirmation> receipts;
    private readonly Dictionary<Guid, FindingSet> overlaps;
    private readonly HashSet<Guid> withSteps;
    private readonly HashSet<Guid> inForce;
    private readonly ILookup<Guid, SettingsVersion> settings;
    private readonly List<Invoice> invoices;
    private readonly ILookup<Guid, (Invoice Invoice, InvoiceLine Line)> lines;
    private readonly List<ApprovedMinutes> approved = [];
    private readonly List<Domain.Invoices.Approval> approvals = [];

    private DemoChecks(
        PortalDb db, DemoClock clock, Dictionary<Guid, Agreement> agreements, ILookup<Guid, Guid> mentors, ILookup<Guid, TimeEntry> entries,
        Dictionary<Guid, Confirmation> receipts, Dictionary<Guid, FindingSet> overlaps, HashSet<Guid> withSteps, HashSet<Guid> inForce,
        ILookup<Guid, SettingsVersion> settings, List<Invoice> invoices)
    {
        (this.db, this.clock, this.agreements, this.mentors, this.entries) = (db, clock, agreements, mentors, entries);
        (this.receipts, this.overlaps, this.withSteps, this.inForce, this.settings, this.invoices) =
            (receipts, overlaps, withSteps, inForce, settings, invoices);
        lines = invoices.SelectMany(i => i.Lines.Where(l => l.AssignmentId is not null).Select(l => (Invoice: i, Line: l)))
            .ToLookup(l => l.Line.AssignmentId!.Value);
    }

    public static async Task RunAsync(PortalDb db, DemoClock clock, CancellationToken cancel)
    {
        var agreed = await db.Agreements.AsNoTracking().ToDictionaryAsync(a => a.AssignmentId, cancel);
        var named = (await db.AgreementMentors.AsNoTracking().OrderBy(m => m.MentorId).ToListAsync(cancel))
            .ToLookup(m => m.AgreementId, m => m.MentorId);
        var delivered = await db.TimeEntries.AsNoTracking().OrderBy(e => e.StartsAt).ThenBy(e => e.Id).ToListAsync(cancel);
        var checks = new DemoChecks(
            db, clock, agreed, named, delivered.ToLookup(e => e.AssignmentId),
            await db.Confirmations.AsNoTracking().ToDictionaryAsync(c => c.EntryId, cancel),
            await InvoiceFacts.OverlapsAsync(db, [.. delivered.Select(e => e.Id)], clock.Now, cancel),
            (await db.GoalSteps.Select(s => s.EntryId).Distinct().ToListAsync(cancel)).ToHashSet(),
            (await (from a in db.Assignments
                    join g in db.Grants on a.GrantId equals g.Id
                    where g.DecidedAt != null
                && g.DecidedAt <= clock.Now
                    select a.Id).ToListAsync(cancel)).ToHashSet(),
            (await db.MunicipalSettings.AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.MunicipalityId),
            await db.Invoices.Include(i => i.Lines).OrderBy(i => i.IssuedOn).ThenBy(i => i.Number).ThenBy(i => i.Id).ToListAsync(cancel));
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        checks.CheckAndApprove();
        // What is approved is what a stored check found, so the checks are there first.
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancel);
        db.Approvals.AddRange(checks.approvals);
        db.ApprovedMinutes.AddRange(checks.approved);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Oldest first, since what is approved comes before everything in later checks.</summary>
    private void CheckAndApprove()
    {
        var gribskov = DemoPeople.Organisation("gribskov").Id;
        var returned = invoices.FindLast(i => i.MunicipalityId == gribskov && i.IssuedOn < clock.Today.AddDays(-10));
        foreach (var invoice in invoices)
        {
            var facts = FactsOf(invoice);
            var kept = CheckInvoice.Keep(db, invoice, facts, InvoiceCheck.Run(facts.Input), clock.Now,
                Named.Id("check", invoice.Id.ToString()));
            if (invoice == returned)
            {
                invoice.Return("Fakturaen mangler bilag for de sidste dage i perioden. Send den igen, når de er med.", clock.Now);
            }
            else if (invoice.IssuedOn < clock.Today.AddDays(-DaysUntilApproved)) Approve(invoice, kept);
        }
    }

    private InvoiceFacts FactsOf(Invoice target)
    {
        var assignments = target.Lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        var own = assignments.SelectMany(a => entries[a]).OrderBy(e => e.StartsAt).ThenBy(e => e.Id).ToList();
        var ownReceipts = own.Where(e => receipts.ContainsKey(e.Id)).ToDictionary(e => e.Id, e => receipts[e.Id]);
        var billed = assignments.SelectMany(a => lines[a]).Where(l => l.Invoice != target && l.Invoice.Status != InvoiceStatus.Returned)
            .Concat(target.Lines.Select(l => (target, l))).OrderBy(l => l.Item2.Id).ToList();
        var ids = billed.Select(l => l.Item2.Id).ToHashSet();
        return new InvoiceFacts(
            clock.Now, [.. assignments.Select(a => agreements[a]).OrderBy(a => a.Id)], mentors, inForce, own, ownReceipts,
            InvoiceFacts.EntryCodes(own, ownReceipts, [.. settings[target.MunicipalityId]], overlaps, withSteps), billed,
            [.. approved.Where(m => ids.Contains(m.LineId)).OrderBy(m => m.LineId).ThenBy(m => m.EntryId)],
            [.. settings[target.MunicipalityId].OrderBy(s => s.Version)], target);
    }

    private void Approve(Invoice invoice, Check check)
    {
        var municipality = DemoPeople.Organisations.Single(o => o.Id == invoice.MunicipalityId);
        var clerk = DemoPeople.Member($"oekonomi@{municipality.Slug}.example");
        var approval = invoice.Approve(check, 0, clerk.Person, clerk.Name,
            check.Rejected > 0 ? "Afviste linjer er meddelt leverandøren." : "", clock.Now);
        db.Entry(approval).Property(a => a.Id).CurrentValue = Named.Id("approval", invoice.Id.ToString());
        approvals.Add(approval);
        foreach (var m in db.LineMatches.Local.Where(m => m.CheckId == check.Id && !m.IsHeld).ToList())
        {
            approved.Add(new ApprovedMinutes
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
}
