using MentorMarket.Web.Binding;
using Microsoft.AspNetCore.Mvc.DataAnnotations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MentorMarket.Web.Look;

/// <summary>What the pages need to look and answer alike.</summary>
public static class LookSetup
{
    /// <summary>Danish form input, its messages in both languages, and the one-time form key.</summary>
    public static IServiceCollection AddPortalLook(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<MvcOptions>, DanishForms>();
        services.AddSingleton<IPostConfigureOptions<MvcOptions>, DanishForms>();
        services.AddSingleton<IConfigureOptions<MvcDataAnnotationsLocalizationOptions>, DanishForms>();
        services.TryAddSingleton<IOnceKeys, RandomOnceKeys>();
        return services;
    }

    /// <summary>One page for 404, 403 and 500, without details of what went wrong.</summary>
    public static WebApplication UsePortalErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseMiddleware<Unavailable>();
        return app;
    }
}
