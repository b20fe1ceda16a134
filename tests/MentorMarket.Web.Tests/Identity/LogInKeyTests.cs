using System.Security.Claims;
using System.Xml.Linq;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Secrets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>The keys of cookies and authenticator apps: in the database, and worth nothing with the database alone.</summary>
public sealed class LogInKeyTests(Cluster cluster)
{
    private const string Citizens = "/gribskov/municipality/citizens";

    [Fact]
    public async Task With_all_that_the_database_holds_and_no_file_nobody_makes_a_cookie_or_opens_an_authenticator_key()
    {
        await using var app = await PortalApp.OpenAsync(cluster);
        var person = app.World.Gribskov[Role.Caseworker];
        using var own = await app.LogInAsync(person);
        using (var scope = app.Services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            await users.ResetAuthenticatorKeyAsync((await users.FindByIdAsync(person.ToString()))!);
        }
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(Citizens, TestContext.Current.CancellationToken)).StatusCode);
        using var attacker = await StolenAsync(app.Database);
        var protection = attacker.GetRequiredService<IDataProtectionProvider>();

        using var forger = app.Anonymous();
        forger.DefaultRequestHeaders.Add("Cookie", "mentormarket=" + await ForgedAsync(app.Database, protection, person));
        Assert.Equal(HttpStatusCode.Redirect, (await forger.GetAsync(Citizens, TestContext.Current.CancellationToken)).StatusCode);

        var stored = (string)(await app.ScalarAsync(
            "select value from portal.user_tokens where user_id = $1 and name = 'AuthenticatorKey'", person))!;
        Assert.ThrowsAny<Exception>(() => protection.CreateProtector("MentorMarket.AuthenticatorKey").Unprotect(stored));
        Assert.Empty(await app.Database.TablesWithAsync("masterKey"));
    }

    [Fact]
    public async Task Without_its_key_file_the_portal_does_not_start_and_says_which_file_is_missing()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var file = KeyRing.LogInPathIn(database.Folder, null);
        Assert.Equal(Path.Combine(database.Folder, "login-keys.json"), file);
        File.Delete(file);

        var refused = Assert.Throws<CannotStartException>(() => Portal.Build([$"--MENTORMARKET_DATA={database.Folder}"]));

        Assert.Equal($"There is no key file at {file}. Run the 'database' command, or restore the file that belongs to this database.",
            refused.Message);
    }

    [Theory]
    [InlineData(
        "<key id='00000000-0000-0000-0000-000000000001' version='1'><descriptor><descriptor><masterKey><value>c2VjcmV0</value></masterKey></descriptor></descriptor></key>",
        "unsealed")]
    [InlineData("<key sealed-with='k1'>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA</key>", "cannot be opened")]
    [InlineData("<key sealed-with='k9'>AAAA</key>", "cannot be opened")]
    public async Task A_key_that_somebody_else_wrote_into_the_table_stops_the_start(string xml, string said)
    {
        await using var database = await cluster.NewDatabaseAsync();
        await database.ScalarAsync(
            "insert into portal.data_protection_keys (id, friendly_name, xml) values (gen_random_uuid(), 'planted', $1)", xml);

        Assert.Contains(said, (await RefusedAsync(database)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_portal_that_stands_in_another_row_stops_the_start_too()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using (var first = new PortalApp(database))
        {
            first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("x").Protect("x");
        }
        await database.ScalarAsync(
            "insert into portal.data_protection_keys (id, friendly_name, xml) select gen_random_uuid(), 'copied', xml from portal.data_protection_keys limit 1");

        await RefusedAsync(database);
    }

    private static async Task<CannotStartException> RefusedAsync(TestDatabase database)
    {
        await using var portal =
            Portal.Build([$"--MENTORMARKET_DATA={database.Folder}", "--urls=http://127.0.0.1:0",
            "--Logging:Console:LogLevel:Default=None"]);
        return await Assert.ThrowsAsync<CannotStartException>(() => portal.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_of_the_time_before_are_sealed_and_stay_what_they_are()
    {
        await using var database = await cluster.NewDatabaseAsync();
        const string before =
            "<key id=\"00000000-0000-0000-0000-000000000001\" version=\"1\"><descriptor><masterKey><value>c2VjcmV0</value></masterKey></descriptor></key>";
        var id = (Guid)(await database.ScalarAsync(
            "insert into portal.data_protection_keys (id, friendly_name, xml) values (gen_random_uuid(), 'old', $1) returning id",
            before))!;
        var ring = KeyRing.Open(KeyRing.LogInPathIn(database.Folder, null));

        Assert.Equal(1, await KeyRotation.SealLogInKeysAsync(database.Migrator, ring, TestContext.Current.CancellationToken));
        Assert.Equal(0, await KeyRotation.SealLogInKeysAsync(database.Migrator, ring, TestContext.Current.CancellationToken));

        var stored = (string)(await database.ScalarAsync("select xml from portal.data_protection_keys"))!;
        Assert.DoesNotContain("masterKey", stored, StringComparison.Ordinal);
        Assert.Equal(before, DatabaseKeys.Open(new Vault(ring), id, stored).ToString(SaveOptions.DisableFormatting));
    }

    [Fact]
    public async Task A_new_key_of_the_file_seals_every_row_anew_and_whoever_is_logged_in_stays()
    {
        await using var database = await cluster.NewWorldAsync();
        var file = KeyRing.LogInPathIn(database.Folder, null);
        await using var app = new PortalApp(database);
        using var browser = await app.LogInAsync(database.World.Gribskov[Role.Caseworker]);

        Assert.Equal("k2", await KeyRing.AddAsync(file));
        Assert.True(await KeyRotation.SealLogInKeysAsync(database.Migrator, KeyRing.Open(file),
            TestContext.Current.CancellationToken) >= 1);

        Assert.Equal("k2", await database.ScalarAsync(
            "select string_agg(distinct substring(xml from 'sealed-with=\"(k[0-9]+)\"'), ' ') from portal.data_protection_keys"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Citizens, TestContext.Current.CancellationToken)).StatusCode);
        // A portal that starts only now opens them with the file as it is.
        await using var next = new PortalApp(database);
        var mark = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("x").Protect("the same");
        Assert.Equal("the same", next.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("x").Unprotect(mark));
    }

    [Fact]
    public async Task A_lost_file_stops_the_preparation_of_a_database_whose_keys_it_seals_and_the_file_is_its_owners_alone()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using (var app = new PortalApp(database))
        {
            app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("x").Protect("x");
        }
        var file = KeyRing.LogInPathIn(database.Folder, null);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(KeyRing.LogInPathIn(Path.GetDirectoryName(database.Folder)!, null)));
        }
        File.Delete(file);
        // The roles are the server's: their passwords stay as they are only with the files of the run.
        foreach (var kept in new[] { "connections.json", "migrator-connection" })
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(database.Folder)!, kept), Path.Combine(database.Folder, kept), overwrite: true);
        }

        var lost = await Assert.ThrowsAsync<CannotStartException>(() =>
            new DatabaseSetup(new NpgsqlConnectionStringBuilder(database.Administrator) { Pooling = false }.ConnectionString,
                database.Folder).RunAsync());

        Assert.Contains("data_protection_keys", lost.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    // The framework over the rows of the table, as a thief of a dump would set it up.
    private static async Task<ServiceProvider> StolenAsync(TestDatabase database)
    {
        var keys = new List<XElement>();
        await using (var connection = await database.OpenAsync("mm_migrator"))
        await using (var read = new NpgsqlCommand("select xml from portal.data_protection_keys", connection))
        await using (var rows = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await rows.ReadAsync(TestContext.Current.CancellationToken)) keys.Add(XElement.Parse(rows.GetString(0)));
        }
        Assert.NotEmpty(keys);
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().SetApplicationName("MentorMarket");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new Dump(keys));
        return services.BuildServiceProvider();
    }

    // With a session that is open and the security stamp, which a dump holds too.
    private static async Task<string> ForgedAsync(TestDatabase database, IDataProtectionProvider protection, Guid person)
    {
        var stamp = (string)(await database.ScalarAsync("select security_stamp from portal.users where id = $1", person))!;
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddMinutes(30) };
        properties.Items["session"] =
            (await database.ScalarAsync("select id::text from portal.sessions where person_id = $1", person))?.ToString();
        properties.Items["logged-in-at"] = now.ToUnixTimeSeconds().ToString();
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.ToString()), new("AspNet.Identity.SecurityStamp", stamp)],
                IdentityConstants.ApplicationScheme));
        return new TicketDataFormat(
            protection.CreateProtector("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware",
            IdentityConstants.ApplicationScheme, "v2"))
            .Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme));
    }

    private sealed class Dump(List<XElement> keys) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => keys;

        public void StoreElement(XElement element, string friendlyName) => keys.Add(element);
    }
}
