using MentorMarket.Web.Commands;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Tests.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MentorMarket.Web.Tests.Pages.Operator;

/// <summary>A server on which nobody can log in has one way in, for whoever can read its folder.</summary>
public sealed class FirstOperatorTests(Cluster cluster)
{
    private static readonly string[] Typed = ["Form.Email", "Form.Name", "Form.Password", "Form.Again"];

    [Fact]
    public async Task Whoever_reads_the_file_becomes_the_operator_once()
    {
        await using var app = await EmptyAsync();

        var told = await EnsureAsync(app);

        var file = FileOf(app);
        Assert.Contains(file, told, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(LinkIn(file), told, StringComparison.Ordinal);
        using var browser = app.Anonymous();
        var registered = await RegisterAsync(browser, LinkIn(file), "drift@her.example");
        Assert.Equal((HttpStatusCode.Found, "/account/login?ReturnUrl=%2Fplatformen%2F"), (registered.Status, registered.Location));
        Assert.Equal(["Operator", "Administrator"], (string[])(await app.ScalarAsync(
            "select m.roles from portal.memberships m where m.organisation_id = $1 and m.email = 'drift@her.example' and m.name = 'Den Første'",
            app.World.Platform.Id))!);
        Assert.Contains("Den er brugt", (await browser.PageAsync(LinkIn(file))).QuerySelector("main")!.TextContent);
        var person = (Guid)(await app.ScalarAsync("select id from portal.users where email = 'drift@her.example'"))!;
        using var operator_ = await app.LogInAsync(person);
        Assert.Contains("Organisationer", (await operator_.PageAsync("/platformen/operator")).QuerySelector("main")!.TextContent);
        // There is one now: the next start takes the file away.
        Assert.Null(await EnsureAsync(app));
        Assert.False(File.Exists(file));
        Assert.Null(await EnsureAsync(app, isNew: true));
    }

    [Fact]
    public async Task A_link_that_works_stays_until_a_new_one_is_asked_for_or_its_days_are_over()
    {
        var clock = new Clock();
        await using var app = await EmptyAsync(clock);
        await EnsureAsync(app, clock: clock);
        var first = LinkIn(FileOf(app));

        await EnsureAsync(app, clock: clock);
        Assert.Equal(first, LinkIn(FileOf(app)));

        await EnsureAsync(app, isNew: true, clock: clock);
        var second = LinkIn(FileOf(app));
        using var browser = app.Anonymous();
        Assert.Contains("trukket tilbage", (await browser.PageAsync(first)).QuerySelector("main")!.TextContent);
        Assert.NotNull((await browser.PageAsync(second)).QuerySelector("#Form_Email"));

        clock.Advance(TimeSpan.FromHours(73));
        Assert.Contains("mere end tre døgn", (await browser.PageAsync(second)).QuerySelector("main")!.TextContent);
        await EnsureAsync(app, clock: clock);
        Assert.NotEqual(second, LinkIn(FileOf(app)));
    }

    [Fact]
    public async Task Of_many_nodes_that_start_together_one_makes_the_platform_and_one_link_works()
    {
        await using var database = await cluster.NewDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FirstOperatorCommand.EnsureAsync(database.Migrator, database.Folder,
            "http://localhost", TimeProvider.System, isNew: false)));

        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.organisations where kind = 'Platform' and slug = 'platform'"));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.invitations where revoked_at is null"));
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from portal.evidence_events where kind = 'PersonInvited'"));
    }

    [Fact]
    public async Task An_address_is_asked_for_and_one_that_has_an_account_logs_in_first()
    {
        await using var app = await EmptyAsync();
        await EnsureAsync(app);
        var link = LinkIn(FileOf(app));
        using var browser = app.Anonymous();

        var without = await RegisterAsync(browser, link, "");
        var taken = await RegisterAsync(browser, link, "administrator@gribskov.example");

        Assert.Contains("Skriv din mailadresse", without.Page.QuerySelector("#Form_Email-error")!.TextContent);
        Assert.Contains("har en konto i forvejen", taken.Page.QuerySelector("#Form_Email-error")!.TextContent);
        using var administrator = await app.LogInAsync(app.World.Gribskov[Role.Administrator]);
        var joined = await administrator.SendAsync(link + "&handler=Join", (await administrator.PageAsync(link)).Filled("button"));
        Assert.Equal((HttpStatusCode.Found, "/platformen/"), (joined.Status, joined.Location));
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/platformen/operator", TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>The password of the demo is printed: where the demo is over, nobody comes in by it, least of all as the operator.</summary>
    [Fact]
    public async Task An_operator_of_the_demo_operates_no_portal_without_it()
    {
        await using var app = await PortalApp.OpenAsync(cluster);

        Assert.NotNull(await EnsureAsync(app));

        Assert.Equal(0L, await app.ScalarAsync("select count(*) from portal.memberships where organisation_id = $1 and ended_at is null",
            app.World.Platform.Id));
        Assert.Equal(1L, await app.Database.EventsAsync("MembershipEnded", app.World.Platform.Id));
    }

    [Theory]
    [InlineData("1", HttpStatusCode.Found)]
    [InlineData("0", HttpStatusCode.OK)]
    public async Task A_person_of_the_demo_logs_in_where_the_demo_is(string demo, HttpStatusCode answered)
    {
        await using var app = await PortalApp.OpenAsync(cluster, with: services => services.AddSingleton(new DemoLogIn(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("MENTORMARKET_DEMO", (string?)demo)]).Build())));
        using (var scope = app.Services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var person = (await users.FindByIdAsync(app.World.Gribskov[Role.Finance].ToString()))!;
            Assert.True((await users.AddPasswordAsync(person, "havnelygte-48-kastanje")).Succeeded);
        }
        using var browser = app.Anonymous();

        var answer = await browser.SendAsync("/account/login", (await browser.PageAsync("/account/login")).Filled("#Form_Email",
            ("Form.Email", "finance@gribskov.example"), ("Form.Password", "havnelygte-48-kastanje")));

        Assert.Equal(answered, answer.Status);
    }

    private async Task<PortalApp> EmptyAsync(TimeProvider? clock = null)
    {
        var app = await PortalApp.OpenAsync(cluster, clock);
        await app.ScalarAsync("update portal.memberships set ended_at = now() where organisation_id = $1", app.World.Platform.Id);
        return app;
    }

    private static Task<string?> EnsureAsync(PortalApp app, bool isNew = false, TimeProvider? clock = null) =>
        FirstOperatorCommand.EnsureAsync(app.Database.Migrator, app.Database.Folder, "http://localhost", clock ?? TimeProvider.System, isNew);

    private static string FileOf(PortalApp app) => Path.Combine(app.Database.Folder, FirstOperatorCommand.FileName);

    private static string LinkIn(string file) =>
        new Uri(File.ReadAllLines(file).Single(line => line.StartsWith("http://localhost/", StringComparison.Ordinal))).PathAndQuery;

    private static async Task<(HttpStatusCode Status, string Location, AngleSharp.Html.Dom.IHtmlDocument Page)> RegisterAsync(
        HttpClient browser, string link, string email) =>
        await browser.SendAsync(link + "&handler=Register", (await browser.PageAsync(link)).Filled("#Form_Email",
            [.. Typed.Zip([email, "Den Første", "havnelygte-48-kastanje", "havnelygte-48-kastanje"])]));
}
