namespace MentorMarket.Web.Data.Mapping;

/// <summary>How an assignment goes on: offers declined, pauses, ends and outcomes.</summary>
internal static class GrantProgressModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<OfferDecline>(decline =>
        {
            decline.HasKey(d => d.AssignmentId);
            decline.HasOne<Assignment>().WithOne().HasForeignKey<OfferDecline>(d => d.AssignmentId);
        });
        model.Entity<GrantPause>(pause =>
        {
            pause.Ignore(p => p.Events);
            pause.HasOne<Grant>().WithMany().HasForeignKey(p => p.GrantId);
            pause.HasOne<GrantPause>().WithMany().HasForeignKey(p => p.ResumesId);
        });
        model.Entity<GrantEnd>(end =>
        {
            end.Ignore(e => e.Stands);
            end.HasOne<Grant>().WithMany().HasForeignKey(e => e.GrantId);
            end.HasOne<GrantEnd>().WithMany().HasForeignKey(e => e.SupersedesId);
        });
        model.Entity<Outcome>(outcome =>
        {
            outcome.Ignore(o => o.Events);
            outcome.HasOne<Grant>().WithMany().HasForeignKey(o => o.GrantId);
            outcome.HasMany(o => o.Goals).WithOne().HasForeignKey(g => g.OutcomeId);
        });
        model.Entity<GoalOutcome>(goal =>
        {
            goal.HasKey(g => new { g.OutcomeId, g.GoalId });
            goal.HasOne<GrantGoal>().WithMany().HasForeignKey(g => g.GoalId);
        });
    }
}
