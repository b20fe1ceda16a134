using System.Collections.Concurrent;
using MentorMarket.Web.Identity;
using MentorMarket.Web.Jobs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MentorMarket.Web.Tests.Database;

/// <summary>
/// The portal as it is deployed, in the tests' process over a <see cref="TestDatabase"/>. Logging in issues the real
/// cookie without the form. The worker that runs jobs is left out unless asked for; the clock, and anything else, can be replaced.
/// </summary>
public sealed class PortalApp(TestDatabase database, TimeProvider? clock = null, bool runsJobs = false,
    Action<IServiceCollection>? with = null) : WebApplicationFactory<Program>
{
    private const string LogInPath = "/test-log-in";

    // Only of a portal that came with a database of its own.
    private TestDatabase? own;

    /// <summary>A portal over a database with two of everything; both go when it goes.</summary>
    public static async Task<PortalApp> OpenAsync(Cluster cluster, TimeProvider? clock = null, bool runsJobs = false,
        Action<IServiceCollection>? with = null)
    {
        var database = await cluster.NewWorldAsync();
        return new(database, clock, runsJobs, with) { own = database };
    }

    public TestDatabase Database => database;

    public World World => database.World;

    public Task<object?> ScalarAsync(string sql, params object[] values) => database.ScalarAsync(sql, values);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (own is not null) await own.DisposeAsync();
    }

    /// <summary>Everything that the portal has logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>A browser without a login: keeps cookies, follows no redirects.</summary>
    public HttpClient Anonymous() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public async Task<HttpClient> LogInAsync(Guid person)
    {
        var client = Anonymous();
        using var response = await client.GetAsync($"{LogInPath}?person={person}");
        if (response.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException($"No log-in: {response.StatusCode}");
        return client;
    }

    /// <summary>A citizen who has opened this link and typed the code.</summary>
    public async Task<HttpClient> OpenLinkAsync(Guid link, Guid municipality, Guid citizen)
    {
        var client = Anonymous();
        using var response = await client.GetAsync($"{LogInPath}?link={link}&municipality={municipality}&citizen={citizen}");
        if (response.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException($"No session: {response.StatusCode}");
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("MENTORMARKET_DATA", database.Folder);
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            logging.SetMinimumLevel(LogLevel.Information);
            logging.AddProvider(new Recorder(Log));
        });
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter, LogInWithoutTheForm>();
            if (clock is not null) services.Replace(ServiceDescriptor.Singleton(clock));
            if (!runsJobs)
            {
                foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService)
                    && (s.ImplementationType == typeof(Worker) || s.ImplementationType == typeof(MentorMarket.Web.Data.LoginWatch)
                    || s.ImplementationType == typeof(MentorMarket.Web.Evidence.Anchors))).ToList())
                    services.Remove(worker);
            }
            with?.Invoke(services);
        });
    }

    private sealed class LogInWithoutTheForm : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map(LogInPath, branch => branch.Run(async context =>
            {
                var asked = context.Request.Query;
                if (Guid.TryParse(asked["person"], out var person))
                {
                    var users = context.RequestServices.GetRequiredService<UserManager<User>>();
                    var signIn = context.RequestServices.GetRequiredService<SignInManager<User>>();
                    await signIn.SignInAsync((await users.FindByIdAsync(person.ToString()))!, isPersistent: false);
                }
                else
                {
                    await context.SignInAsync(CitizenSession.Scheme,
                        CitizenSession.Principal(Guid.Parse(asked["link"]!), Guid.Parse(asked["municipality"]!),
                            Guid.Parse(asked["citizen"]!)));
                }
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            }));
            next(app);
        };
    }

    internal sealed class Recorder(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
