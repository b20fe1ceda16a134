namespace MentorMarket.Web.Data.Mapping;

/// <summary>The citizen and what stands in tables of its own because fewer may read it.</summary>
internal static class CitizenModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<Citizen>().Property(c => c.Version).IsConcurrencyToken();
        model.Entity<CitizenIdentity>(identity =>
        {
            identity.HasKey(i => i.CitizenId);
            identity.HasOne<Citizen>().WithOne().HasForeignKey<CitizenIdentity>(i => i.CitizenId);
        });
        model.Entity<CitizenAddress>(address =>
        {
            address.HasKey(a => a.CitizenId);
            address.HasOne<Citizen>().WithOne().HasForeignKey<CitizenAddress>(a => a.CitizenId);
        });
        model.Entity<CitizenCpr>(cpr =>
        {
            cpr.HasKey(c => c.CitizenId);
            cpr.HasOne<Citizen>().WithOne().HasForeignKey<CitizenCpr>(c => c.CitizenId);
        });
        model.Entity<InformationDuty>().Ignore(i => i.Events).HasOne<Citizen>().WithMany().HasForeignKey(i => i.CitizenId);
        model.Entity<InformationStep>().Ignore(s => s.Events).HasOne<InformationDuty>().WithMany().HasForeignKey(s => s.InformationDutyId);
    }
}
