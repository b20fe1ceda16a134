using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>The data source of the database login <c>mm_signin</c>, which alone sees users and their secrets.</summary>
public sealed record SignInSource(NpgsqlDataSource Source);

/// <summary>
/// Log-in, memberships and invitations before an organisation is chosen. It has no tenant on purpose: everything
/// after the log-in goes through the unit of work instead.
/// </summary>
public sealed class SignInDb(DbContextOptions<SignInDb> options) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Deputy> Deputies => Set<Deputy>();
    public DbSet<SignInAttempt> Attempts => Set<SignInAttempt>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<KnownBrowser> KnownBrowsers => Set<KnownBrowser>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("portal");

        // Changed only by the conditional UPDATE of Totp. The user store writes every column of a user it saves, and
        // would otherwise put an older step back.
        builder.Entity<User>().ToTable("users")
            .Property(u => u.LastTotpStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<Organisation>().Property(o => o.Kind).HasConversion<string>();
        builder.Entity<Membership>().PrimitiveCollection(m => m.Roles).ElementType().HasConversion<string>();
        builder.Entity<Invitation>().PrimitiveCollection(i => i.Roles).ElementType().HasConversion<string>();
        builder.Entity<SignInAttempt>().ToTable("sign_in_attempts");
        builder.Entity<KnownBrowser>().HasKey(b => new { b.TokenHash, b.PersonId });
    }
}

public sealed class SignInAttempt
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] Bucket { get; init; }
    public required DateTimeOffset AttemptedAt { get; init; }
}
