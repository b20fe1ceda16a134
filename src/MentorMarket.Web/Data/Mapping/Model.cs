using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MentorMarket.Domain.Assignments;
using MentorMarket.Domain.Auditing;
using MentorMarket.Domain.Delivery;
using MentorMarket.Domain.Grants;
using MentorMarket.Domain.Invoices;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>The tables of <c>Migrations/</c> as EF sees them; a test holds the two together.</summary>
internal static class Model
{
    public static void Build(ModelBuilder model)
    {
        model.HasDefaultSchema("portal");
        model.Entity<OrganisationRow>().ToTable("organisations");
        model.Entity<Membership>(m => { m.ToTable("memberships"); Names(m, x => x.Roles); });
        model.Entity<Invitation>(m => { m.ToTable("invitations"); Names(m, x => x.Roles); });
        model.Entity<Citizen>().ToTable("citizens");
        model.Entity<CitizenIdentity>().ToTable("citizen_identities").HasKey(i => i.CitizenId);
        model.Entity<CitizenLink>().ToTable("citizen_links");
        model.Entity<Grant>(grant =>
        {
            grant.ToTable("grants").Ignore(g => g.Events).Property<uint>("xmin").IsRowVersion();
            grant.HasMany(g => g.Goals).WithOne().HasForeignKey(g => g.GrantId);
            Names(grant, g => g.Tasks);
            Names(grant, g => g.Requirements);
        });
        model.Entity<GrantGoal>().ToTable("grant_goals").Ignore(g => g.IsMain).Property(g => g.Id).ValueGeneratedNever();
        model.Entity<Assignment>().ToTable("assignments").Property<uint>("xmin").IsRowVersion();
        model.Entity<Listing>(listing =>
        {
            listing.ToTable("listings").Ignore(l => l.IsOpen);
            Names(listing, l => l.Goals);
            Names(listing, l => l.Tasks);
            Names(listing, l => l.Requirements);
        });
        model.Entity<Agreement>().ToTable("agreements");
        model.Entity<AgreementMentor>().ToTable("agreement_mentors").HasKey(m => new { m.AgreementId, m.MentorId });
        model.Entity<TimeEntry>().ToTable("time_entries").Ignore(e => e.Events);
        model.Entity<EntryNote>().ToTable("entry_notes").HasKey(n => n.EntryId);
        model.Entity<GoalStep>().ToTable("goal_steps").HasKey(s => new { s.EntryId, s.GoalId });
        model.Entity<Confirmation>().ToTable("confirmations").Ignore(c => c.Events);
        model.Entity<SettingsVersion>().ToTable("municipal_settings");
        model.Entity<Invoice>(invoice =>
        {
            invoice.ToTable("invoices").Ignore(i => i.Events).Property<uint>("xmin").IsRowVersion();
            invoice.HasMany(i => i.Lines).WithOne().HasForeignKey(l => l.InvoiceId);
        });
        model.Entity<InvoiceLine>().ToTable("invoice_lines").Property(l => l.Id).ValueGeneratedNever();
        model.Entity<Check>().ToTable("checks");
        model.Entity<LineVerdict>().ToTable("line_verdicts").HasKey(v => new { v.CheckId, v.LineId });
        model.Entity<LineFinding>().ToTable("line_findings").HasKey(f => new { f.CheckId, f.LineId, f.Position });
        model.Entity<LineMatch>().ToTable("line_matches").HasKey(m => new { m.CheckId, m.LineId, m.EntryId });
        model.Entity<Approval>().ToTable("approvals");
        model.Entity<ApprovedMinutes>().ToTable("approved_minutes").HasKey(m => new { m.ApprovalId, m.LineId, m.EntryId });
        model.Entity<Engagement>().ToTable("engagements").Ignore(e => e.Events);
        model.Entity<EvidenceEvent>().ToTable("evidence_events").HasKey(e => new { e.OrganisationId, e.Sequence });
        model.Entity<Job>().ToTable("jobs");

        foreach (var entity in model.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties())
            {
                if (property.Name != "xmin") property.SetColumnName(Conventions.Snake(property.Name));
                if (property.IsPrimaryKey()) property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
    }

    // A list of enums is an array of their names.
    private static void Names<TEntity, TEnum>(EntityTypeBuilder<TEntity> entity, System.Linq.Expressions.Expression<Func<TEntity, List<TEnum>>> list)
        where TEntity : class
        where TEnum : struct, Enum =>
        entity.PrimitiveCollection(list!).ElementType(e => e.HasConversion<string>());
}
