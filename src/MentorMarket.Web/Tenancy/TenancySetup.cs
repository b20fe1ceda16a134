using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace MentorMarket.Web.Tenancy;

public static class TenancySetup
{
    private static readonly (string Folder, ActorKind Kind)[] Folders =
    [
        ("/Municipality", ActorKind.Municipality),
        ("/Provider", ActorKind.Provider),
        ("/Auditor", ActorKind.Auditor),
        ("/Organisation", ActorKind.Platform),
        ("/Operator", ActorKind.Operator),
    ];

    public static IServiceCollection AddTenancy(this IServiceCollection services, bool https)
    {
        services.AddScoped<CurrentActor>();
        services.AddScoped<IAuthorizationHandler, InOrganisationHandler>();
        services.AddAuthentication().AddCookie(CitizenSession.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(CitizenSession.Scheme).Configure<TimeProvider>((options, time) =>
        {
            IdentitySetup.Harden(options.Cookie, "mentormarket-citizen", https);
            options.TimeProvider = time;
            options.ExpireTimeSpan = IdentitySetup.IdleLimit;
            options.LoginPath = "/c/closed";
            options.Events.OnSigningIn = SessionCookie.BeginAsync;
            options.Events.OnSigningOut = SessionCookie.EndAsync;
            options.Events.OnValidatePrincipal = SessionCookie.IsOpenAsync;
            options.Events.OnRedirectToLogin = context =>
            {
                context.Response.Redirect("/c/closed");
                return Task.CompletedTask;
            };
        });
        return services;
    }

    /// <summary>Each actor's folder is open to members of such an organisation only, and acts as that actor.</summary>
    public static void AddTenantFolders(this RazorPagesOptions pages)
    {
        foreach (var (folder, kind) in Folders)
        {
            pages.Conventions.AddFolderApplicationModelConvention(folder, page =>
            {
                page.EndpointMetadata.Add(new ActsAs(kind));
                page.EndpointMetadata.Add(new AuthorizeAttribute { AuthenticationSchemes = IdentityConstants.ApplicationScheme });
                page.EndpointMetadata.Add(new ForAttribute());
            });
        }
        pages.Conventions.AddFolderApplicationModelConvention("/Citizen", page => page.EndpointMetadata.Add(new ActsAs(ActorKind.Citizen)));
    }
}
