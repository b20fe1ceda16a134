using System.Security.Cryptography.X509Certificates;
using MentorMarket.Web.Mail;
using MentorMarket.Web.Secrets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MentorMarket.Web.Identity;

/// <summary>Logging in: the framework's Identity, with the defaults that are not good enough replaced.</summary>
public static class IdentitySetup
{
    public const int HashIterations = 210_000;
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan AbsoluteLimit = TimeSpan.FromHours(8);

    /// <param name="signIn">Of the database login <c>mm_signin</c>.</param>
    /// <param name="keys">Seals the data protection keys.</param>
    public static IServiceCollection AddPortalIdentity(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, NpgsqlDataSource signIn,
            string dataFolder, Vault keys)
    {
        var https = configuration.GetValue("Portal:Https", !environment.IsDevelopment());
        services.AddSingleton(new SignInSource(signIn));
        services.AddDbContextPool<SignInDb>((provider, options) => options.UseNpgsql().UseSnakeCaseNamingConvention()
            .AddInterceptors(new ConnectsTo(provider.GetRequiredService<SignInSource>().Source)));
        services.AddMemoryCache();
        services.AddScoped<Memberships>();
        services.AddScoped<Throttle>();
        services.AddScoped<LogIn>();
        services.AddSingleton<SlowLane>();
        services.AddScoped<Sessions>();
        services.AddScoped<KnownBrowsers>();
        services.AddSingleton(new KnownBrowsers.Cookie(https));
        services.AddScoped<SecurityLog>();
        services.AddScoped<Totp>();
        services.AddScoped<Invitations>();
        services.AddScoped<Applications>();
        services.AddScoped<AfterLogIn>();
        services.AddScoped<AccountEvents>();
        services.AddSingleton<DemoLogIn>();
        services.AddSingleton<PasswordLetters>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<IMail>(_ => new PickupFolder(
            Path.Combine(dataFolder, "mail"), configuration["Portal:MailFrom"] ?? "noreply@mentormarket.example"));
        AddAccounts(services);
        AddCookies(services, https);
        AddKeys(services, configuration, keys);
        return services;
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddIdentityCore<User>(options =>
            {
                options.Password.RequiredLength = 12;
                options.Password.RequiredUniqueChars = 1;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 10;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.User.AllowedUserNameCharacters = "";
                options.User.RequireUniqueEmail = true;
                options.Tokens.AuthenticatorTokenProvider = Totp.Name;
                options.Tokens.PasswordResetTokenProvider = TokenOptions.DefaultProvider;
            })
            .AddUserStore<UserStore>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PrincipalFactory>()
            .AddPasswordValidator<PasswordRules>()
            .AddTokenProvider<DataProtectorTokenProvider<User>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<Totp>(Totp.Name);
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromHours(1));
        services.AddOptions<SecurityStampValidatorOptions>().Configure<TimeProvider>((options, time) =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.TimeProvider = time;
        });
    }

    private static void AddCookies(IServiceCollection services, bool https)
    {
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddApplicationCookie();
        authentication.AddTwoFactorUserIdCookie();
        // No device is ever remembered, but the framework deletes this cookie when a session ends.
        authentication.AddTwoFactorRememberMeCookie();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<TimeProvider>((options, time) =>
        {
            Harden(options.Cookie, "mentormarket", https);
            options.TimeProvider = time;
            options.ExpireTimeSpan = IdleLimit;
            options.SlidingExpiration = true;
            options.Events = new CookieAuthenticationEvents
            {
                OnSigningIn = SessionCookie.BeginAsync,
                OnSigningOut = SessionCookie.EndAsync,
                OnValidatePrincipal = async context =>
                {
                    if (await SessionCookie.IsOpenAsync(context)) await SecurityStampValidator.ValidatePrincipalAsync(context);
                },
                OnRedirectToLogin = context =>
                {
                    // PathBase is the organisation, and the log-in page belongs to none.
                    var request = context.Request;
                    // A form leads back to its page, where the browser puts in again what was typed.
                    context.Response.Redirect("/account/login" + QueryString.Create("returnUrl", request.WithoutHandler()));
                    return Task.CompletedTask;
                },
                OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                },
            };
        });
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.TwoFactorRememberMeScheme, options => Harden(options.Cookie, "mentormarket-device", https));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<TimeProvider>((options, time) =>
        {
            Harden(options.Cookie, "mentormarket-step2", https);
            options.TimeProvider = time;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(10);
            options.SlidingExpiration = false;
        });
    }

    /// <summary>The <c>__Host-</c> prefix makes browsers insist on Secure and on path <c>/</c>; without https it cannot be used.</summary>
    public static void Harden(CookieBuilder cookie, string name, bool https)
    {
        cookie.Name = https ? "__Host-" + name : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }

    private static void AddKeys(IServiceCollection services, IConfiguration configuration, Vault vault)
    {
        var keys = services.AddDataProtection().SetApplicationName("MentorMarket");
        services.AddSingleton(provider => new DatabaseKeys(provider.GetRequiredService<SignInSource>(), vault));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<DatabaseKeys>()));
        services.AddHostedService<UnsealedKeysStopTheStart>();
        // It warns that keys may be stored unencrypted, since it does not know that the repository seals them whole.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager",
            LogLevel.Error));
        if (configuration["Portal:DataProtectionCertificate"] is { Length: > 0 } file)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file,
                configuration["Portal:DataProtectionCertificatePassword"]));
        }
    }
}
