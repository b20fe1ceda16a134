using MentorMarket.Domain.Deadlines;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>What was written about the dates of grants, and how people are reminded.</summary>
internal static class DeadlineModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<FollowUp>(followUp =>
        {
            followUp.Ignore(f => f.Events).Ignore(f => f.FollowUpFact);
            followUp.HasOne<Grant>().WithMany().HasForeignKey(f => f.GrantId);
        });
        model.Entity<MailChoice>().HasKey(c => new { c.MunicipalityId, c.PersonId });
    }
}
