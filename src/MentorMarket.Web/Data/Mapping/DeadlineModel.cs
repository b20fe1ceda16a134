using MentorMarket.Domain.Deadlines;
using MentorMarket.Web.Reminders;

namespace MentorMarket.Web.Data.Mapping;

/// <summary>The tables of 0010: what was written about the dates of grants, and how people are reminded.</summary>
internal static class DeadlineModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<FollowUp>(followUp =>
        {
            followUp.ToTable("follow_ups").Ignore(f => f.Events).Ignore(f => f.FollowUpFact);
            followUp.HasOne<Grant>().WithMany().HasForeignKey(f => f.GrantId);
        });
        model.Entity<CalendarFeed>().ToTable("calendar_feeds");
        model.Entity<MailChoice>().ToTable("mail_choices").HasKey(c => new { c.MunicipalityId, c.PersonId });
    }
}
