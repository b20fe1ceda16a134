using System.Globalization;
using MentorMarket.Web.Frame;
using MentorMarket.Web.Importing;
using MentorMarket.Web.Logs;
using MentorMarket.Web.Reminders;
using MentorMarket.Web.Secrets;

namespace MentorMarket.Web;

/// <summary>The portal's wiring, in the order a request meets it.</summary>
public static class Portal
{
    public static WebApplication Build(string[] args)
    {
        // Settings are read at the start; files that change are not watched, of which the system allows a user few.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        var folder = builder.Configuration["MENTORMARKET_DATA"]
            ?? throw new CannotStartException("Set MENTORMARKET_DATA to the folder that the 'database' command wrote.");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new PortalLog(new LogFile(Path.Combine(folder, "log")), Console.Error, TimeProvider.System));
        builder.Environment.WebRootFileProvider = new UnwatchedFiles(builder.Environment.WebRootFileProvider);
        Services(builder, folder);
        var app = builder.Build();
        Pipeline(app);
        return app;
    }

    private static void Services(WebApplicationBuilder builder, string folder)
    {
        var services = builder.Services;
        var sources = PortalDataSources.FromFolder(folder);
        services.AddSingleton(TimeProvider.System);
        // Made here, but the container's: it closes what is open when the portal ends.
        services.AddSingleton(_ => sources);
        var keys = builder.Configuration["MENTORMARKET_KEYS"];
        services.AddSingleton(new Vault(KeyRing.Open(KeyRing.PathIn(folder, keys))));
        services.AddPortalLocalization();
        services.AddPortalIdentity(builder.Configuration, builder.Environment, sources.SignIn, folder,
            new Vault(KeyRing.Open(KeyRing.LogInPathIn(folder, keys))));
        services.AddProxies(builder.Configuration);
        var https = builder.Configuration.GetValue("Portal:Https", !builder.Environment.IsDevelopment());
        services.AddTenancy(https);
        services.AddPortalFrame(https);
        services.AddAntiforgery(form => IdentitySetup.Harden(form.Cookie, "mentormarket-form", https));
        services.Configure<CookieTempDataProviderOptions>(messages => IdentitySetup.Harden(messages.Cookie, "mentormarket-message", https));
        services.AddScoped(provider => sources.For(provider.GetRequiredService<CurrentActor>().Required));
        services.AddScoped<EvidenceLog>();
        services.AddScoped<OnceKey>();
        services.AddMediation();
        services.AddSingleton<DailyMail>();
        services.AddSingleton<ImportWords>();
        services.AddScoped<ImportReader>();
        services.AddScoped<CprRows>();
        services.AddSingleton<Jobs.WorkerRounds>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<KeyCheck>();
        services.AddHostedService<DatabaseWatch>();
        services.AddSingleton<Jobs.JobRunner>();
        services.AddHostedService<Jobs.Worker>();
        services.AddHostedService<LoginWatch>();
        services.AddHostedService<Anchors>();
        services.AddRouting(routing => routing.LowercaseUrls = true);
        services.AddRazorPages(pages =>
        {
            pages.AddTenantFolders();
            pages.AddPageFrame();
        });
        services.AddAuthorization(authorization => authorization.FallbackPolicy = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser().Build());
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestTrace>();
        app.UsePortalHeaders();
        app.UsePortalErrorPages();
        app.UseInputCheck();
        app.UseResponseCompression();
        app.UseStaticFiles(FrameSetup.StaticFiles);
        app.UseMiddleware<RefusalTrace>();
        app.UseMiddleware<TenantMiddleware>();
        // A probe of the health ends here: nobody's requests keep it waiting.
        app.UseRouting();
        app.Use(RequestTrace.NoteRouteAsync);
        app.UseMiddleware<OrganisationLimit>();
        app.UsePortalLocalization();
        app.UseAuthentication();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAuthorization();
        // Answered before anybody is looked up: who is logged in stands in the database, and whether that answers is what readiness tells.
        app.MapGet("/health/live", () => "live").AllowAnonymous().ShortCircuit();
        app.MapGet("/health/ready", (Readiness readiness, CancellationToken cancel) => readiness.AnswerAsync(cancel)).AllowAnonymous()
            .ShortCircuit();
        // Asked for by a page on which somebody types for long: as any request it keeps the log-in, and says how many seconds.
        app.MapGet("/account/session", (HttpContext context, TimeProvider time) =>
            ((int)(SessionCookie.TimeLeft(context, time.GetUtcNow()) ?? TimeSpan.Zero).TotalSeconds)
                .ToString(CultureInfo.InvariantCulture));
        app.MapCalendars();
        app.MapRazorPages();
    }
}
