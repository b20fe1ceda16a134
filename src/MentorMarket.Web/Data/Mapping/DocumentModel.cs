using MentorMarket.Domain.Documents;

namespace MentorMarket.Web.Data.Mapping;

internal static class DocumentModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<GrantDocument>(document =>
        {
            document.Ignore(d => d.Events);
            document.HasOne<Grant>().WithMany().HasForeignKey(d => d.GrantId);
            document.PrimitiveCollection(d => d.Changes).ElementType(e => e.HasConversion<string>());
        });
        model.Entity<DocumentDispatch>().HasOne<GrantDocument>().WithMany().HasForeignKey(d => d.DocumentId);
    }
}
