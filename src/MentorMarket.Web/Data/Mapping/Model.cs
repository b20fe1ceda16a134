using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MentorMarket.Domain.Auditing;
using MentorMarket.Domain.Invoices;
using Npgsql.NameTranslation;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>
/// The tables of <c>Migrations/</c> as EF sees them; a test holds the two together. A table is called what its set in
/// <see cref="PortalDb"/> is called, a column what its property is, both in snake case.
/// </summary>
internal static class Model
{
    public static void Build(ModelBuilder model)
    {
        model.HasDefaultSchema("portal");
        model.Entity<Membership>(m => { m.Property<uint>("xmin").IsRowVersion(); Names(m, x => x.Roles); });
        model.Entity<OrganisationRow>().Property<uint>("xmin").IsRowVersion();
        model.Entity<OrganisationContact>(contact =>
        {
            contact.HasKey(c => c.OrganisationId);
            contact.HasOne<OrganisationRow>().WithOne().HasForeignKey<OrganisationContact>(c => c.OrganisationId);
        });
        model.Entity<Application>().HasOne<OrganisationRow>().WithMany().HasForeignKey(a => a.OrganisationId);
        model.Entity<Invitation>().HasOne<OrganisationRow>().WithMany().HasForeignKey(i => i.OrganisationId);
        // Written only where it is so: an administrator may not write it at all.
        model.Entity<Invitation>().Property(i => i.FromOperator).HasDefaultValue(false);
        model.Entity<Invitation>(m => Names(m, x => x.Roles));
        Cases(model);
        GrantProgressModel.Build(model);
        Delivery(model);
        Money(model);
        ImportModel.Build(model);
        model.Entity<Engagement>().Ignore(e => e.Events);
        model.Entity<EvidenceEvent>().HasKey(e => new { e.OrganisationId, e.Sequence });
        DocumentModel.Build(model);
        DeadlineModel.Build(model);

        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                if (property.IsPrimaryKey()) property.ValueGenerated = ValueGenerated.Never;
            }
        }
    }

    // The relations are told to EF so that it saves in the right order; the database's own are composite with the tenant.
    private static void Cases(ModelBuilder model)
    {
        CitizenModel.Build(model);
        model.Entity<Grant>(grant =>
        {
            grant.Ignore(g => g.Events).Property<uint>("xmin").IsRowVersion();
            grant.HasMany(g => g.Goals).WithOne().HasForeignKey(g => g.GrantId);
            grant.HasOne<Citizen>().WithMany().HasForeignKey(g => g.CitizenId);
            grant.HasOne<Grant>().WithMany().HasForeignKey(g => g.FollowsId);
            grant.Ignore(g => g.IsDecided);
            Names(grant, g => g.RefusalGrounds);
            grant.ComplexProperty(g => g.Terms, (ComplexPropertyBuilder<GrantTerms> terms) =>
            {
                terms.Ignore(t => t.Goals);
                terms.PrimitiveCollection(t => t.Tasks).ElementType(e => e.HasConversion<string>());
                terms.PrimitiveCollection(t => t.Requirements).ElementType(e => e.HasConversion<string>());
                terms.PrimitiveCollection(t => t.Problems).ElementType(e => e.HasConversion<string>());
                Stored.AsJson(terms.Property(t => t.SchemeAnswers));
                // A term is a column of the grant, without the prefix that EF would give it.
                foreach (var term in terms.Metadata.ComplexType.GetProperties())
                {
                    term.SetColumnName(NpgsqlSnakeCaseNameTranslator.ConvertToSnakeCase(term.Name));
                }
            });
        });
        model.Entity<GrantGoal>(goal =>
        {
            goal.Ignore(g => g.IsMain).Property(g => g.Id).ValueGeneratedNever();
            // Who may delete from a table may lock it for everybody, so no login may.
            goal.DeleteUsingStoredProcedure("remove_goal", remove => remove.HasOriginalValueParameter(g => g.Id));
        });
        model.Entity<Assignment>(assignment =>
        {
            assignment.Property<uint>("xmin").IsRowVersion();
            var lastDay = assignment.Property(a => a.LastDay).Metadata;
            lastDay.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            lastDay.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            assignment.HasOne<Grant>().WithMany().HasForeignKey(a => a.GrantId);
        });
        model.Entity<Listing>(listing =>
        {
            listing.Ignore(l => l.IsOpen);
            listing.HasOne<Assignment>().WithOne().HasForeignKey<Listing>(l => l.Id);
            Names(listing, l => l.Goals);
            Names(listing, l => l.Tasks);
            Names(listing, l => l.Requirements);
        });
        model.Entity<Agreement>().HasOne<Assignment>().WithMany().HasForeignKey(a => a.AssignmentId);
        model.Entity<AgreementMentor>(mentor =>
        {
            mentor.HasKey(m => new { m.AgreementId, m.MentorId });
            mentor.HasOne<Agreement>().WithMany().HasForeignKey(m => m.AgreementId);
        });
        model.Entity<GrantSettingsVersion>(settings => Stored.AsJson(settings.Property(s => s.Settings)));
    }

    private static void Delivery(ModelBuilder model)
    {
        model.Entity<TimeEntry>(entry =>
        {
            entry.Ignore(e => e.Events);
            entry.HasOne<TimeEntry>().WithMany().HasForeignKey(e => e.SupersedesId);
        });
        model.Entity<EntryNote>(note =>
        {
            note.HasKey(n => n.EntryId);
            note.HasOne<TimeEntry>().WithOne().HasForeignKey<EntryNote>(n => n.EntryId);
        });
        model.Entity<GoalStep>(step =>
        {
            step.HasKey(s => new { s.EntryId, s.GoalId });
            step.HasOne<TimeEntry>().WithMany().HasForeignKey(s => s.EntryId);
        });
        model.Entity<Confirmation>().Ignore(c => c.Events).HasOne<TimeEntry>().WithMany().HasForeignKey(c => c.EntryId);
    }

    private static void Money(ModelBuilder model)
    {
        model.Entity<Invoice>(invoice =>
        {
            invoice.Ignore(i => i.Events).Property<uint>("xmin").IsRowVersion();
            invoice.HasMany(i => i.Lines).WithOne().HasForeignKey(l => l.InvoiceId);
            invoice.HasOne<Check>().WithMany().HasForeignKey(i => i.CheckId);
        });
        model.Entity<InvoiceLine>().Property(l => l.Id).ValueGeneratedNever();
        model.Entity<Check>().HasOne<Invoice>().WithMany().HasForeignKey(c => c.InvoiceId);
        model.Entity<LineVerdict>(verdict =>
        {
            verdict.HasKey(v => new { v.CheckId, v.LineId });
            verdict.HasOne<Check>().WithMany().HasForeignKey(v => v.CheckId);
        });
        model.Entity<LineFinding>(finding =>
        {
            finding.HasKey(f => new { f.CheckId, f.LineId, f.Position });
            finding.HasOne<LineVerdict>().WithMany().HasForeignKey(f => new { f.CheckId, f.LineId });
        });
        model.Entity<LineMatch>(match =>
        {
            match.HasKey(m => new { m.CheckId, m.LineId, m.EntryId, m.IsHeld });
            match.HasOne<LineVerdict>().WithMany().HasForeignKey(m => new { m.CheckId, m.LineId });
        });
        model.Entity<CheckedEntry>(entry =>
        {
            entry.ToTable("check_entries").HasKey(e => new { e.CheckId, e.EntryId });
            entry.HasOne<Check>().WithMany().HasForeignKey(e => e.CheckId);
        });
        model.Entity<CheckedUse>(use =>
        {
            use.ToTable("check_uses").HasKey(u => new { u.CheckId, u.EntryId, u.LineId });
            use.HasOne<CheckedEntry>().WithMany().HasForeignKey(u => new { u.CheckId, u.EntryId });
        });
        model.Entity<Approval>(approval =>
        {
            approval.HasOne<Check>().WithMany().HasForeignKey(a => a.CheckId);
            approval.HasOne<Invoice>().WithMany().HasForeignKey(a => a.InvoiceId);
        });
        model.Entity<ApprovedMinutes>(minutes =>
        {
            minutes.HasKey(m => new { m.ApprovalId, m.LineId, m.EntryId });
            minutes.HasOne<Approval>().WithMany().HasForeignKey(m => m.ApprovalId);
        });
    }

    // A list of enums is an array of their names.
    private static void Names<TEntity, TEnum>(EntityTypeBuilder<TEntity> entity,
        System.Linq.Expressions.Expression<Func<TEntity, List<TEnum>>> list)
        where TEntity : class
        where TEnum : struct, Enum =>
        entity.PrimitiveCollection(list!).ElementType(e => e.HasConversion<string>());
}
