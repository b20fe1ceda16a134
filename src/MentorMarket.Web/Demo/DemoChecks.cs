using MentorMarket.Domain.Invoices;
using MentorMarket.Domain.Invoices.Checking;
using MentorMarket.Web.Invoices;

namespace MentorMarket.Web.Demo;

/// <summary>
/// The portal's own check on every invoice of the demo, and the approval of those that are old enough. All facts are read
/// once and each invoice gets its share of them, the same as
/// <see cref="InvoiceFactsQueries.FactsAsync(PortalDb, Invoice, DateTimeOffset, CancellationToken)"/> finds one by one.
/// </summary>
internal sealed class DemoChecks
{
    // Newer invoices still lie on the finance clerk's desk.
    private const int DaysUntilApproved = 62;

    private readonly PortalDb db;
    private readonly DemoClock clock;
    private readonly InvoiceFacts all;
    private readonly Dictionary<Guid, Agreement> agreements;
    private readonly ILookup<Guid, TimeEntry> entries;
    private readonly Dictionary<Guid, CheckSettings> settings;
    private readonly List<Invoice> invoices;
    private readonly ILookup<Guid, LineOfInvoice> lines;
    private readonly List<ApprovedMinutes> approved = [];
    private readonly List<Approval> approvals = [];

    private DemoChecks(PortalDb db, DemoClock clock, InvoiceFacts all, Dictionary<Guid, CheckSettings> settings, List<Invoice> invoices)
    {
        (this.db, this.clock, this.all, this.settings, this.invoices) = (db, clock, all, settings, invoices);
        agreements = all.Agreements.ToDictionary(a => a.AssignmentId);
        entries = all.Entries.ToLookup(e => e.AssignmentId);
        lines = invoices.SelectMany(i => i.Lines.Where(l => l.AssignmentId is not null).Select(l => new LineOfInvoice(i, l)))
            .ToLookup(l => l.Line.AssignmentId!.Value);
    }

    public static async Task RunAsync(PortalDb db, DemoClock clock, CancellationToken cancel)
    {
        var submitted = await db.Invoices.Include(i => i.Lines).OrderBy(i => i.IssuedOn).ThenBy(i => i.Number).ThenBy(i => i.Id)
            .ToListAsync(cancel);
        var recorded = (await db.MunicipalSettings.AsNoTracking().ToListAsync(cancel)).ToLookup(s => s.MunicipalityId);
        var assignments = await db.Assignments.Select(a => a.Id).ToListAsync(cancel);
        var inForce = submitted.Select(i => i.MunicipalityId).Distinct().ToDictionary(m => m, m => new CheckSettings(recorded[m]));
        // Read once, as if they all were the facts of the first one.
        var read = await db.FactsAsync(submitted[0], assignments, inForce[submitted[0].MunicipalityId], clock.Now, cancel);
        var checks = new DemoChecks(db, clock, read, inForce, submitted);
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
            var found = StoredCheck.Of(facts, InvoiceCheck.Run(facts.Input), clock.Now, Named.Id("check", invoice.Id.ToString()));
            db.Keep(found);
            invoice.MarkChecked(found.Check);
            if (invoice == returned)
            {
                invoice.Return("Fakturaen mangler bilag for de sidste dage i perioden. Send den igen, når de er med.", clock.Now);
            }
            else if (invoice.IssuedOn < clock.Today.AddDays(-DaysUntilApproved)) Approve(invoice, found, facts);
        }
    }

    private InvoiceFacts FactsOf(Invoice target)
    {
        var assignments = target.Lines.Where(l => l.AssignmentId is not null).Select(l => l.AssignmentId!.Value).Distinct().ToList();
        var billed = assignments.SelectMany(a => lines[a]).Where(l => l.Invoice != target && l.Invoice.Status != InvoiceStatus.Returned)
            .Concat(target.Lines.Select(l => new LineOfInvoice(target, l))).OrderBy(l => l.Line.Id).ToList();
        var ids = billed.Select(l => l.Line.Id).ToHashSet();
        return new InvoiceFacts
        {
            Target = target,
            AsKnownAt = clock.Now,
            Agreements = [.. assignments.Select(a => agreements[a]).OrderBy(a => a.Id)],
            Mentors = all.Mentors,
            Grants = all.Grants,
            Entries = [.. assignments.SelectMany(a => entries[a]).OrderBy(e => e.StartsAt).ThenBy(e => e.Id)],
            Receipts = all.Receipts,
            WithSteps = all.WithSteps,
            Overlaps = all.Overlaps,
            Lines = billed,
            Approved = [.. approved.Where(m => ids.Contains(m.LineId)).OrderBy(m => m.LineId).ThenBy(m => m.EntryId)],
            Settings = settings[target.MunicipalityId],
        };
    }

    private void Approve(Invoice invoice, StoredCheck found, InvoiceFacts facts)
    {
        var municipality = DemoPeople.Organisations.Single(o => o.Id == invoice.MunicipalityId);
        var clerk = DemoPeople.Member($"oekonomi@{municipality.Slug}.example");
        var approval = invoice.Approve(found.Check, 0, clerk.Person, clerk.Name,
            found.Check.Rejected > 0 ? "Afviste linjer er meddelt leverandøren." : "", clock.Now);
        db.Entry(approval).Property(a => a.Id).CurrentValue = Named.Id("approval", invoice.Id.ToString());
        approvals.Add(approval);
        approved.AddRange(approval.UsesUp(found.Matches, facts));
    }
}
