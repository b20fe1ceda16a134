using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MentorMarket.Web.Demo;

/// <summary>Organisations, who works there, how they log in, what the municipalities have decided, and the audits.</summary>
internal static class DemoOrganisations
{
    /// <summary>One for everybody in the demo; logins of the demo do not exist when the demo is off.</summary>
    public const string Password = "havnelygte-47-kastanje";

    public static async Task WriteAsync(NpgsqlConnection connection, DemoClock clock, CancellationToken cancel)
    {
        var since = clock.YearStart;
        var organisations = new Rows("organisations", "id, kind, slug, name, created_at");
        foreach (var o in DemoPeople.Organisations) organisations.Add(o.Id, o.Kind, o.Slug, o.Name, since);
        await organisations.WriteAsync(connection, cancel);

        var applications = new Rows("applications", "id, kind, name, cvr, contact_name, contact_email, message, applied_at, status");
        applications.Add(Named.Id("application", "mentorhuset"), OrganisationKind.Provider, "Mentorhuset (demo)", "12345674",
            "Kim Eksempel", "kim@mentorhuset.example", "Vi er otte mentorer og vil gerne se opslagene.", clock.At(clock.Today.AddDays(-2), 10, 30),
            "Waiting");
        await applications.WriteAsync(connection, cancel);

        var users = new Rows("users",
            "id, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash, security_stamp, concurrency_stamp, display_name, is_demo");
        var memberships = new Rows("memberships", "id, organisation_id, person_id, name, email, phone, roles, joined_at");
        var hash = HashedOnce();
        foreach (var people in DemoPeople.Members.GroupBy(m => m.Person))
        {
            var person = people.First();
            var normalized = person.UserName.ToUpperInvariant();
            users.Add(person.Person, person.UserName, normalized, person.UserName, normalized, true, hash,
                Named.Id("security stamp", person.UserName).ToString(), Named.Id("concurrency stamp", person.UserName).ToString(),
                    person.Name, true);
            foreach (var m in people)
            {
                memberships.Add(Named.Id("membership", m.Organisation.Slug, m.UserName), m.Organisation.Id, m.Person, m.Name, m.UserName,
                    m.Phone,
                    m.Roles.Select(r => r.ToString()).ToArray(), since);
            }
        }
        await users.WriteAsync(connection, cancel);
        await memberships.WriteAsync(connection, cancel);

        // At or above every agreed ceiling of the sample year, so that the municipality's own never decides a line alone.
        var settings = new Rows("municipal_settings",
            "id, municipality_id, version, valid_from, price_ceiling, accepts_weak_receipts, recorded_by, recorded_at");
        foreach (var (slug, ceiling) in (ReadOnlySpan<(string, decimal?)>)[("gribskov", null), ("hilleroed", null), ("broenderslev", null)])
        {
            settings.Add(Named.Id("settings", slug), DemoPeople.Organisation(slug).Id, 1, clock.DateOf(since), ceiling, false,
                DemoPeople.Member($"administrator@{slug}.example").Person, since);
        }
        await settings.WriteAsync(connection, cancel);

        var engagements = new Rows("engagements",
            "id, auditor_id, municipality_id, period_from, period_to, opens_on, expires_on, sees_notes, granted_by, granted_at");
        var auditor = DemoPeople.Organisation("revision-nord").Id;
        engagements.Add(Named.Id("engagement", "gribskov"), auditor, DemoPeople.Organisation("gribskov").Id,
            clock.Today.AddMonths(-12), clock.Today, clock.Today.AddDays(-14), clock.Today.AddMonths(3), false,
            DemoPeople.Member("administrator@gribskov.example").Person, clock.At(clock.Today.AddDays(-14), 9, 0));
        engagements.Add(Named.Id("engagement", "hilleroed"), auditor, DemoPeople.Organisation("hilleroed").Id,
            clock.Today.AddMonths(-18), clock.Today.AddMonths(-6), clock.Today.AddMonths(-5), clock.Today.AddMonths(-1), false,
            DemoPeople.Member("administrator@hilleroed.example").Person, clock.At(clock.Today.AddMonths(-5), 9, 0));
        await engagements.WriteAsync(connection, cancel);
    }

    // Identity's own hasher; its salt is the one thing in the demo that differs from one seeding to the next.
    private static string HashedOnce()
    {
        var hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = IdentitySetup.HashIterations }));
        return hasher.HashPassword(new User { DisplayName = "" }, Password);
    }
}
