using MentorMarket.Domain.Importing;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>Imports of citizens and grants from a file.</summary>
internal static class ImportModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<Import>(import =>
        {
            import.Ignore(i => i.Events).Ignore(i => i.IsOver).Ignore(i => i.IsAtWork);
            // Not the row's version: how far it has come is written beside the transaction that does the work.
            import.Property(i => i.State).IsConcurrencyToken();
        });
        model.Entity<ImportFile>(file =>
        {
            file.HasKey(f => f.ImportId);
            file.HasOne<Import>().WithOne().HasForeignKey<ImportFile>(f => f.ImportId);
        });
        model.Entity<ImportProblem>(problem =>
        {
            problem.HasKey(p => new { p.ImportId, p.Position });
            problem.HasOne<Import>().WithMany().HasForeignKey(p => p.ImportId);
        });
        model.Entity<ImportedRow>(row =>
        {
            row.HasKey(r => new { r.ImportId, r.Row });
            row.HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId);
            row.HasOne<Citizen>().WithMany().HasForeignKey(r => r.CitizenId);
            row.HasOne<Grant>().WithMany().HasForeignKey(r => r.GrantId);
        });
        model.Entity<ImportMapping>().HasKey(m => new { m.MunicipalityId, m.HeadersHash });
    }
}
