using System.Diagnostics;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MentorMarket.Web.Commands;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Mediation;
using MentorMarket.Web.Tests.Localization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MentorMarket.Web.Tests.Identity;

/// <summary>One after the other: they share a clock.</summary>
[CollectionDefinition(Name)]
public sealed class IdentityTests : ICollectionFixture<IdentityPortal>
{
    public const string Name = "identity";
}

/// <summary>Time that stands still until a test moves it.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

/// <summary>Counts how often a password is hashed or compared, and does it for real.</summary>
public sealed class CountingHasher(Microsoft.Extensions.Options.IOptions<PasswordHasherOptions> options) : PasswordHasher<User>(options)
{
    public int Comparisons { get; private set; }

    public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Comparisons++;
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}

/// <summary>
/// The whole portal as it is wired, in production settings, on a PostgreSQL of its own. No job runs by itself: a test that
/// wants its letter written says so, and one that looks at what waits is not overtaken.
/// </summary>
public sealed class IdentityPortal : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "fire gule cykler i regnen";

    private readonly string _folder = Directory.CreateTempSubdirectory("mm-identity-").FullName;
    private string _migrator = "";

    public Clock Clock { get; } = new();
    public string Folder => _folder;

    /// <summary>Everything that the portal has logged.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();
    public string MailFolder => Path.Combine(_folder, "mail");

    public async ValueTask InitializeAsync()
    {
        // PostgreSQL runs as another user than root and has its folder inside.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)0b111_001_001);
        var administrator = (await Infra("start")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        _migrator = await new DatabaseSetup(new NpgsqlConnectionStringBuilder(administrator) { Database = "identity" }.ConnectionString,
            _folder).RunAsync();
        await using (var server = new NpgsqlConnection(administrator + ";Pooling=false"))
        {
            await server.OpenAsync();
            await Database.QuickLogIns.SetAsync(server, [.. JsonSerializer.Deserialize<Dictionary<string, string>>(
                await File.ReadAllTextAsync(Path.Combine(_folder, "connections.json")))!.Values, _migrator]);
        }
        ClientOptions.BaseAddress = new Uri("https://localhost");
        ClientOptions.AllowAutoRedirect = false;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Infra("remove");
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("MENTORMARKET_DATA", _folder);
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            logging.AddProvider(new Database.PortalApp.Recorder(Log));
        });
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter, FromAnAddress>();
            services.AddSingleton<TimeProvider>(Clock);
            services.RemoveAll<IPasswordHasher<User>>();
            services.AddSingleton<CountingHasher>();
            services.AddSingleton<IPasswordHasher<User>>(provider => provider.GetRequiredService<CountingHasher>());
            services.WithoutWorker();
        });
    }

    /// <summary>A person with an address of their own, and no second factor unless a key is asked for.</summary>
    public async Task<User> NewPersonAsync(bool isDemo = false, string password = Password)
    {
        await using var scope = Services.CreateAsyncScope();
        var email = Unique.Address();
        var user = new User { DisplayName = "Prøve Person", UserName = email, Email = email, IsDemo = isDemo };
        var result = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(e => e.Code)));
        return user;
    }

    public async Task<Organisation> NewOrganisationAsync(OrganisationKind kind = OrganisationKind.Municipality)
    {
        var organisation = new Organisation(Guid.CreateVersion7(), kind, "o-" + Unique.Word(), "Prøve Kommune");
        await SqlAsync("insert into portal.organisations (id, kind, slug, name) values ($1, $2, $3, $4)", organisation.Id, kind.ToString(),
            organisation.Slug, organisation.Name);
        return organisation;
    }

    public async Task<Guid> NewMembershipAsync(Organisation organisation, User user, params Role[] roles)
    {
        var id = Guid.CreateVersion7();
        await SqlAsync(
            "insert into portal.memberships (id, organisation_id, person_id, name, email, roles) values ($1, $2, $3, $4, $5, $6)",
            id, organisation.Id, user.Id, user.DisplayName, user.Email!, roles.Select(r => r.ToString()).ToArray());
        return id;
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_migrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<(Organisation Organisation, User Administrator, Guid Membership)> OrganisationWithAdministratorAsync()
    {
        var (organisation, administrator) = (await NewOrganisationAsync(), await NewPersonAsync(isDemo: true));
        return (organisation, administrator, await NewMembershipAsync(organisation, administrator, Role.Administrator));
    }

    public async Task<List<string>> LettersToAsync(string email)
    {
        var letters = new List<string>();
        foreach (var file in Directory.Exists(MailFolder) ? Directory.GetFiles(MailFolder, "*.eml") : [])
        {
            var text = await File.ReadAllTextAsync(file);
            if (text.Contains($"To: {email}", StringComparison.OrdinalIgnoreCase)) letters.Add(text);
        }
        return letters;
    }

    public async Task<uint> VersionAsync(Guid membership) =>
        uint.Parse((string)(await SqlAsync("select xmin::text from portal.memberships where id = $1", membership))!,
            System.Globalization.CultureInfo.InvariantCulture);

    public static Actor ActorOf(Organisation organisation, User user) =>
        new(ActorKind.Platform, organisation.Id, user.Id, user.DisplayName) { Roles = [Role.Administrator] };

    public Task<T> SendAsync<T>(Actor actor, ICommand<T> command) =>
        WithAsync((IServiceScopeFactory scopes) => scopes.SendAs(actor, command));

    public async Task<object?> SqlAsync(string sql, params object[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }

    internal NpgsqlDataSource SignIn => Services.GetRequiredService<SignInSource>().Source;

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> run)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <param name="from">The address that the portal sees.</param>
    public Browser NewBrowser(string? from = null)
    {
        var client = CreateClient();
        if (from is not null) client.DefaultRequestHeaders.Add(FromAnAddress.Header, from);
        return new(client);
    }

    /// <summary>What an authenticator app shows.</summary>
    public static string CodeAt(string key, DateTimeOffset at) => new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(key))
        .ComputeTotp(at.UtcDateTime);

    public async Task<Browser> LoggedInAsync(User user, string? from = null, string password = Password)
    {
        var browser = NewBrowser(from);
        using var response = await browser.LogInAsync(user.Email!, password);
        Assert.True(response.StatusCode == HttpStatusCode.Found, await response.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>What stands in the letter to somebody who has forgotten the password.</summary>
    public async Task<string> ResetLinkAsync(User user)
    {
        var token = await WithAsync(async (UserManager<User> users) =>
            await users.GeneratePasswordResetTokenAsync((await users.FindByIdAsync(user.Id.ToString()))!));
        return $"/account/resetpassword?user={user.Id}&token={System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(token))}";
    }

    /// <summary>A browser that knows only this cookie, as somebody who has copied it.</summary>
    public Browser Thief(HttpResponseMessage loggedIn, string name = "__Host-mentormarket")
    {
        var cookie = loggedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(name + "=", StringComparison.Ordinal)).Split(';')[0];
        var client = CreateClient(
            new WebApplicationFactoryClientOptions
            {
                BaseAddress = ClientOptions.BaseAddress,
                AllowAutoRedirect = false,
                HandleCookies = false
            });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return new(client);
    }

    /// <summary>The test server has no network: the address stands in a header, which only tests know.</summary>
    internal sealed class FromAnAddress : IStartupFilter
    {
        public const string Header = "X-Test-Address";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, further) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[Header], out var address)) context.Connection.RemoteIpAddress = address;
                return further(context);
            });
            next(app);
        };
    }

    private async Task<string> Infra(string what)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(TextScan.Root, "../../infra/postgres")),
            [what, Path.Combine(_folder, "cluster")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}

/// <summary>Opens a page, fills in its form, sends it; keeps cookies as a browser does.</summary>
public sealed class Browser(HttpClient client) : IDisposable
{
    public HttpClient Client => client;

    public void Dispose() => client.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path);

    public async Task<IHtmlDocument> OpenAsync(string path)
    {
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends the form of a page with its hidden fields and these.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string? handler, params (string Name, string Value)[] fields)
    {
        var page = await OpenAsync(path);
        var form = page.QuerySelector("form.mm-form") as IHtmlFormElement ?? throw new InvalidOperationException($"No form on {path}.");
        var values = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>()
            .Select(i => new KeyValuePair<string, string>(i.Name!, i.Value)).ToList();
        values.AddRange(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        var action = handler is null ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=" + handler;
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(action, content);
    }

    public Task<HttpResponseMessage> LogInAsync(string email, string password, string returnUrl = "") =>
        SendAsync("/account/login" + (returnUrl.Length == 0 ? "" : "?returnUrl=" + Uri.EscapeDataString(returnUrl)), null,
            ("Form.Email", email), ("Form.Password", password));
}

internal static class NoWorker
{
    public static void WithoutWorker(this IServiceCollection services)
    {
        foreach (var worker in services.Where(s => s.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
            && s.ImplementationType == typeof(MentorMarket.Web.Jobs.Worker)).ToList())
            services.Remove(worker);
    }
}

/// <summary>A second node of the same portal, which logs nothing and may have another mail server.</summary>
public sealed class QuietPortal(IdentityPortal portal, MentorMarket.Web.Mail.IMail? mail = null) : WebApplicationFactory<Program>
{
    public Browser NewBrowser() =>
        new(CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("MENTORMARKET_DATA", portal.Folder);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(portal.Clock);
            if (mail is not null) services.AddSingleton(mail);
            services.WithoutWorker();
        });
    }
}
