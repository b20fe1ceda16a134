namespace MentorMarket.Web.Data.Mapping;

/// <summary>The citizen and what stands in tables of its own because fewer may read it.</summary>
internal static class CitizenModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<Citizen>().ToTable("citizens").Property(c => c.Version).IsConcurrencyToken();
        model.Entity<CitizenIdentity>(identity =>
        {
            identity.ToTable("citizen_identities").HasKey(i => i.CitizenId);
            identity.HasOne<Citizen>().WithOne().HasForeignKey<CitizenIdentity>(i => i.CitizenId);
        });
        model.Entity<CitizenAddress>(address =>
        {
            address.ToTable("citizen_addresses").HasKey(a => a.CitizenId);
            address.HasOne<Citizen>().WithOne().HasForeignKey<CitizenAddress>(a => a.CitizenId);
        });
        model.Entity<CitizenCpr>(cpr =>
        {
            cpr.ToTable("citizen_cprs").HasKey(c => c.CitizenId);
            cpr.HasOne<Citizen>().WithOne().HasForeignKey<CitizenCpr>(c => c.CitizenId);
        });
        model.Entity<CitizenLink>().ToTable("citizen_links");
        model.Entity<InformationDuty>().ToTable("information_duties").Ignore(i => i.Events).HasOne<Citizen>().WithMany().HasForeignKey(i => i.CitizenId);
        model.Entity<InformationStep>().ToTable("information_steps").Ignore(s => s.Events).HasOne<InformationDuty>().WithMany().HasForeignKey(s => s.InformationDutyId);
    }
}
